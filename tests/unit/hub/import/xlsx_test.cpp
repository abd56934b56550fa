#include "hub/import/xlsx.hpp"

#include "workbook_maker.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <fstream>
#include <string>

using namespace mingshi::hub;
using testing::Scratch;
using testing::text_row;
using testing::WorkbookMaker;

namespace {

/// The one sheet of a workbook that must be readable.
Sheet read_sheet(WorkbookMaker const& maker) {
  Scratch const folder;
  auto book{read_xlsx(maker.write(folder))};
  INFO((book ? std::string{} : book.error().problem.text));
  REQUIRE(book);
  REQUIRE(book->sheets.size() == 1);
  return std::move(book->sheets[0]);
}

/// The cell A1 of a sheet whose first row is `row`.
Cell first_cell(WorkbookMaker& maker, std::string const& row) {
  auto const sheet{read_sheet(maker.rows(row))};
  REQUIRE(sheet.rows.size() == 1);
  REQUIRE(sheet.rows[0].cells.size() == 1);
  return sheet.rows[0].cells[0];
}

/// The code with which a workbook is refused.
std::string refusal(WorkbookMaker const& maker, Limits const& limits = {}) {
  Scratch const folder;
  auto const book{read_xlsx(maker.write(folder), limits)};
  REQUIRE_FALSE(book);
  CHECK_FALSE(book.error().problem.text.empty());
  return book.error().problem.code;
}

}  // namespace

TEST_CASE("xlsx: cells keep their row, column and text", "[xlsx]") {
  WorkbookMaker maker;
  auto const sheet{
      read_sheet(maker.rows(text_row(1, {"姓名", "", "单位"}) + text_row(4, {"顾\U0002C2CE"})))};
  CHECK(sheet.name == "人员");
  REQUIRE(sheet.rows.size() == 2);
  REQUIRE(sheet.rows[0].cells.size() == 2);
  CHECK(sheet.rows[0].cells[1] == Cell{.column = 3, .kind = CellKind::text, .text = "单位"});
  CHECK(sheet.rows[1].number == 4);
  CHECK(sheet.rows[1].at(1)->text == "顾\U0002C2CE");
  CHECK(sheet.rows[1].at(2) == nullptr);
}

TEST_CASE("xlsx: shared strings join their runs and leave phonetic guides out", "[xlsx]") {
  WorkbookMaker maker;
  maker.strings(
      "<si><r><t>行政</t></r><r><rPr/><t xml:space=\"preserve\">处罚</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>xing</t></rPh></si>");
  CHECK(first_cell(maker, R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)").text == "行政处罚");
}

TEST_CASE("xlsx: inline strings leave phonetic guides out and undo escapes", "[xlsx]") {
  WorkbookMaker maker;
  auto const cell{first_cell(
      maker,
      R"(<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲_x000D_</t></r><rPh><t>jia</t></rPh><r><t>_xD842__xDFB7_乙</t></r></is></c></row>)")};
  CHECK(cell.text == "甲\U00020BB7乙");
}

TEST_CASE("xlsx: every kind of stored value reads as the spreadsheet shows it", "[xlsx]") {
  struct Row {
    std::string cell;
    CellKind kind;
    std::string text;
  };
  auto const row{GENERATE(
      Row{R"(t="str"><f>A2</f><v>公式的字</v>)", CellKind::text, "公式的字"},
      Row{R"(t="b"><v>1</v>)", CellKind::boolean, "TRUE"},
      Row{R"(t="e"><f>1/0</f><v>#DIV/0!</v>)", CellKind::error, "#DIV/0!"},
      Row{R"(t="d"><v>2026-11-23T00:00:00</v>)", CellKind::date, "2026-11-23"},
      Row{R"(t="d"><v>2026-11-23T14:30:00Z</v>)", CellKind::date, "2026-11-23 14:30"},
      Row{"><f>A2</f>", CellKind::uncomputed, "公式"},
      Row{"><v>99150310027</v>", CellKind::number, "99150310027"},
      Row{"><v>9.9150310027E10</v>", CellKind::number, "99150310027"},
      Row{"><v>0.10000000000000001</v>", CellKind::number, "0.1"},
      Row{"><v>1.2345678901234567E+17</v>", CellKind::imprecise_number, "123456789012345664"},
      Row{R"(s="1"><v>46349</v>)", CellKind::date, "2026-11-23"},
      Row{R"(s="2"><v>46349</v>)", CellKind::date, "2026-11-23"},
      Row{R"(s="1"><v>46349.604166666664</v>)", CellKind::date, "2026-11-23 14:30"},
      Row{R"(s="1"><v>59</v>)", CellKind::date, "1900-02-28"},
      Row{R"(s="1"><v>61</v>)", CellKind::date, "1900-03-01"},
      Row{R"(s="3"><v>0.125</v>)", CellKind::number, "12.5%"},
      Row{R"(s="4"><v>1234</v>)", CellKind::text, "001234"},
      Row{R"(s="5"><v>2039</v>)", CellKind::number, "2039"})};
  WorkbookMaker maker;
  maker.styles(
      R"(<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>)"
      R"(<numFmt numFmtId="177" formatCode="000000"/><numFmt numFmtId="178" formatCode="[Red]&quot;day&quot;#,##0"/></numFmts>)"
      R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>)"
      R"(<xf numFmtId="176"/><xf numFmtId="10"/><xf numFmtId="177"/><xf numFmtId="178"/></cellXfs>)");
  auto const cell{first_cell(maker, R"(<row r="1"><c r="A1" )" + row.cell + "</c></row>")};
  INFO(row.cell);
  CHECK(cell.kind == row.kind);
  CHECK(cell.text == row.text);
}

TEST_CASE("xlsx: a workbook that counts from 1904 has the right days", "[xlsx]") {
  WorkbookMaker maker;
  maker.styles(R"(<cellXfs><xf numFmtId="14"/></cellXfs>)");
  maker.workbook(
      R"(<workbookPr date1904="1"/><sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets>)");
  CHECK(first_cell(maker, R"(<row r="1"><c r="A1" s="0"><v>44887</v></c></row>)").text ==
        "2026-11-23");
}

TEST_CASE("xlsx: hidden rows, columns and sheets and merges are reported as they are", "[xlsx]") {
  WorkbookMaker maker;
  maker.workbook(
      R"(<sheets><sheet name="旧表" sheetId="1" state="veryHidden" r:id="rId1"/></sheets>)");
  maker.rows(
      R"(<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>)",
      R"(<cols><col min="2" max="3" hidden="1"/></cols>)",
      R"(<mergeCells><mergeCell ref="A1:C2"/></mergeCells>)");
  auto const sheet{read_sheet(maker)};
  CHECK(sheet.visibility == Visibility::hidden);
  CHECK(sheet.rows[0].visibility == Visibility::shown);
  CHECK(sheet.rows[1].visibility == Visibility::hidden);
  CHECK(sheet.hidden_columns == std::vector<std::size_t>{2, 3});
  CHECK(sheet.merges ==
        std::vector{Merge{.first_row = 1, .last_row = 2, .first_column = 1, .last_column = 3}});
}

TEST_CASE("xlsx: a merge downwards gives its value to every row that has content", "[xlsx]") {
  WorkbookMaker maker;
  maker.rows(text_row(1, {"一中队", "甲"}) + text_row(2, {"", "乙"}) + text_row(3, {"", "丙"}), {},
             R"(<mergeCells><mergeCell ref="A1:A2"/></mergeCells>)");
  auto sheet{read_sheet(maker)};
  REQUIRE(spread_merges_down(sheet, {}));
  REQUIRE(sheet.rows[1].at(1) != nullptr);
  CHECK(sheet.rows[1].at(1)->text == "一中队");
  CHECK(sheet.rows[2].at(1) == nullptr);
}

TEST_CASE("xlsx: merges that ask for more copies than a sheet may hold are refused",
          "[xlsx][security]") {
  WorkbookMaker maker;
  maker.rows(text_row(1, {"一中队", "甲"}) + text_row(2, {"", "乙"}) + text_row(3, {"", "丙"}), {},
             R"(<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A1:B99999999"/></mergeCells>)");
  Limits limits;
  auto const refused_by{[&] {
    auto sheet{read_sheet(maker)};
    auto const spread{spread_merges_down(sheet, limits)};
    return spread ? std::string{} : spread.error().problem.code;
  }};
  CHECK(refused_by().empty());
  limits.cells = 3;  // four rows are looked at
  CHECK(refused_by() == "too_many_cells");
  limits = {};
  limits.text_bytes = 20;  // four times nine bytes
  CHECK(refused_by() == "too_many_cells");
}

TEST_CASE("xlsx: one long shared string in many cells counts as often as it is used",
          "[xlsx][security]") {
  WorkbookMaker maker;
  maker.strings("<si><t>" + std::string(1000, 'x') + "</t></si>");
  maker.rows(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>0</v></c></row>)");
  Limits limits;
  limits.text_bytes = 2999;
  CHECK(refusal(maker, limits) == "too_many_cells");
  limits.text_bytes = 3000;
  Scratch const folder;
  CHECK(read_xlsx(maker.write(folder), limits));
}

TEST_CASE("xlsx: XML with a DOCTYPE is refused before any entity is looked at",
          "[xlsx][security]") {
  WorkbookMaker maker;
  maker.parts["xl/worksheets/sheet1.xml"] =
      R"(<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&a;</sheetData></worksheet>)";
  CHECK(refusal(maker) == "xml_doctype");
}

TEST_CASE("xlsx: broken and bottomless XML is refused", "[xlsx][security]") {
  WorkbookMaker maker;
  maker.parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData></worksheet>";
  CHECK(refusal(maker) == "xml_broken");
  std::string deep;
  for (int i{0}; i < 100; ++i) deep += "<a>";
  maker.parts["xl/worksheets/sheet1.xml"] = deep;
  CHECK(refusal(maker) == "xml_depth");
}

TEST_CASE("xlsx: a bomb is refused by what its directory says", "[xlsx][security]") {
  WorkbookMaker maker;
  maker.parts["xl/media/zeros.bin"] = std::string(std::size_t{4} << 20, '\0');
  CHECK(refusal(maker) == "zip_bomb");
  Limits limits;
  limits.total_bytes = std::size_t{2} << 20;
  limits.ratio = 100'000;
  CHECK(refusal(maker, limits) == "zip_bomb");
  limits = {};
  limits.entries = 3;
  CHECK(refusal(WorkbookMaker{}, limits) == "zip_entries");
}

TEST_CASE("xlsx: part names that lead out of the archive are refused", "[xlsx][security]") {
  WorkbookMaker maker;
  maker.parts[GENERATE("../evil", "/etc/passwd", "xl\\..\\evil", "C:/evil", "xl/../../evil")] = "x";
  CHECK(refusal(maker) == "zip_name");
}

TEST_CASE("xlsx: two parts of the same name are refused", "[xlsx][security]") {
  WorkbookMaker maker;
  maker.parts["XL/Workbook.xml"] = "<workbook/>";
  CHECK(refusal(maker) == "zip_name");
}

TEST_CASE("xlsx: missing parts are named", "[xlsx][errors]") {
  WorkbookMaker maker;
  maker.parts.erase("xl/worksheets/sheet1.xml");
  CHECK(refusal(maker) == "part_missing");
  maker.parts.erase("xl/workbook.xml");
  CHECK(refusal(maker) == "not_a_table");
}

TEST_CASE("xlsx: other office files say what they are", "[xlsx][errors]") {
  WorkbookMaker ods;
  ods.parts = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
               {"content.xml", "<a/>"}};
  CHECK(refusal(ods) == "old_format");
  WorkbookMaker word;
  word.parts["word/document.xml"] = "<a/>";
  CHECK(refusal(word) == "not_a_table");
}

TEST_CASE("xlsx: a file cut short or changed in one byte is refused", "[xlsx][errors]") {
  Scratch const folder;
  WorkbookMaker maker;
  auto const file{maker.rows(text_row(1, {"姓名"})).write(folder)};
  std::string bytes(std::filesystem::file_size(file), '\0');
  std::ifstream{file, std::ios::binary}.read(bytes.data(),
                                             static_cast<std::streamsize>(bytes.size()));
  auto const cut{read_xlsx(folder.write("cut.xlsx", bytes.substr(0, bytes.size() * 2 / 3)))};
  REQUIRE_FALSE(cut);
  CHECK(cut.error().problem.code == "zip_truncated");
  // Every single byte changed: read as it was, or refused; never a crash, never other text.
  auto const whole{read_xlsx(file)};
  REQUIRE(whole);
  for (std::size_t i{0}; i < bytes.size(); ++i) {
    auto changed{bytes};
    changed[i] = static_cast<char>(changed[i] ^ 0x55);
    auto const book{read_xlsx(folder.write("changed.xlsx", changed))};
    if (book && !book->sheets.empty()) CHECK(book->sheets[0].rows == whole->sheets[0].rows);
  }
}

TEST_CASE("xlsx: too many rows, columns or cells are refused by name of the sheet",
          "[xlsx][errors]") {
  WorkbookMaker maker;
  maker.rows(text_row(1, {"甲", "乙"}) + text_row(2, {"丙", "丁"}) + text_row(3, {"戊"}));
  Limits limits;
  limits.rows = 2;
  CHECK(refusal(maker, limits) == "too_many_rows");
  limits = {};
  limits.columns = 1;
  CHECK(refusal(maker, limits) == "too_many_columns");
  limits = {};
  limits.cells = 4;
  CHECK(refusal(maker, limits) == "too_many_cells");
}

TEST_CASE("xlsx: columns hidden again and again take no more room than there are columns",
          "[xlsx][security]") {
  std::string columns;
  for (int i{0}; i < 1000; ++i) columns += R"(<col min="1" max="16384" hidden="1"/>)";
  WorkbookMaker maker;
  maker.rows(text_row(1, {"甲"}), "<cols>" + columns + "</cols>");
  CHECK(read_sheet(maker).hidden_columns.size() == Limits{}.columns);
}

TEST_CASE("xlsx: a cell that lies about its place or its string is refused", "[xlsx][errors]") {
  WorkbookMaker maker;
  maker.rows(GENERATE(R"(<row r="1"><c r="B2"><v>1</v></c></row>)",
                      R"(<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>)",
                      R"(<row r="2"/><row r="1"/>)",
                      R"(<row r="1"><c r="A1" t="s"><v>7</v></c></row>)",
                      R"(<row r="1"><c r="1A"><v>1</v></c></row>)",
                      R"(<row r="1"><c r="A1" t="odd"><v>1</v></c></row>)"));
  CHECK(refusal(maker) == "xml_broken");
}
