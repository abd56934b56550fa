#include "workbook_maker.hpp"

#include <fmt/format.h>
#include <minizip/zip.h>
#include <stdlib.h>

#include <fstream>

namespace mingshi::hub::testing {
namespace {

constexpr std::string_view office{
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"};
constexpr std::string_view main_space{"http://schemas.openxmlformats.org/spreadsheetml/2006/main"};

std::string part(std::string_view root, std::string_view inside) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?><{} xmlns="{}" xmlns:r="{}">{}</{}>)",
                     root, main_space, office, inside, root);
}

}  // namespace

Scratch::Scratch() {
  std::string name{(std::filesystem::temp_directory_path() / "ms-import-XXXXXX").string()};
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Scratch::write(std::string_view name, std::string_view bytes) const {
  auto const file{path_ / name};
  std::filesystem::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary}.write(bytes.data(),
                                              static_cast<std::streamsize>(bytes.size()));
  return file;
}

WorkbookMaker::WorkbookMaker() {
  parts["_rels/.rels"] = fmt::format(
      R"(<Relationships><Relationship Id="a" Type="{}/officeDocument" Target="xl/workbook.xml"/></Relationships>)",
      office);
  relationship("rId1", "worksheet", "worksheets/sheet1.xml");
  workbook(R"(<sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets>)");
  rows("");
}

void WorkbookMaker::relationship(std::string_view id, std::string_view kind,
                                 std::string_view target) {
  relationships_ +=
      fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, office, kind, target);
  parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + relationships_ + "</Relationships>";
}

WorkbookMaker& WorkbookMaker::rows(std::string_view rows, std::string_view before,
                                   std::string_view after) {
  parts["xl/worksheets/sheet1.xml"] =
      part("worksheet", fmt::format("{}<sheetData>{}</sheetData>{}", before, rows, after));
  return *this;
}

WorkbookMaker& WorkbookMaker::strings(std::string_view items) {
  relationship("rId8", "sharedStrings", "/xl/sharedStrings.xml");
  parts["xl/sharedStrings.xml"] = part("sst", items);
  return *this;
}

WorkbookMaker& WorkbookMaker::styles(std::string_view inside) {
  relationship("rId9", "styles", "../xl/styles.xml");
  parts["xl/styles.xml"] = part("styleSheet", inside);
  return *this;
}

WorkbookMaker& WorkbookMaker::workbook(std::string_view inside) {
  parts["xl/workbook.xml"] = part("workbook", inside);
  return *this;
}

std::filesystem::path WorkbookMaker::write(Scratch const& folder, std::string_view name) const {
  auto file{folder.path() / name};
  auto* const zip{zipOpen64(file.c_str(), 0)};
  for (auto const& [part_name, bytes] : parts) {
    zipOpenNewFileInZip64(zip, part_name.c_str(), nullptr, nullptr, 0, nullptr, 0, nullptr,
                          Z_DEFLATED, 6, 0);
    zipWriteInFileInZip(zip, bytes.data(), static_cast<unsigned>(bytes.size()));
    zipCloseFileInZip(zip);
  }
  zipClose(zip, nullptr);
  return file;
}

std::string text_row(int number, std::initializer_list<std::string_view> cells) {
  std::string out{fmt::format(R"(<row r="{}">)", number)};
  char column{'A'};
  for (auto const cell : cells) {
    if (!cell.empty())
      out +=
          fmt::format(R"(<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>)", column, number, cell);
    ++column;
  }
  return out + "</row>";
}

}  // namespace mingshi::hub::testing
