#include "hub/import/workbook_parts.hpp"

#include "core/text/decode.hpp"
#include "hub/import/xml.hpp"

#include <charconv>
#include <optional>

namespace mingshi::hub {
namespace {

constexpr std::string_view main_part_suffix{"/officeDocument"};

int integer(std::string_view text) {
  int value{0};
  auto const read{std::from_chars(text.data(), text.data() + text.size(), value)};
  return read.ec == std::errc{} ? value : 0;
}

/// Relationship id → part, and the parts of the kinds that matter.
struct Relationships : XmlSink {
  explicit Relationships(std::string base) : folder{std::move(base)} {}
  bool start(std::string_view name, Attributes const& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return true;
    auto const type{attributes.get("Type")};
    auto part{part_name(folder, attributes.get("Target"))};
    if (type.ends_with(main_part_suffix)) main = part;
    if (type.ends_with("/sharedStrings")) strings = part;
    if (type.ends_with("/styles")) styles = part;
    if (type.ends_with("/worksheet")) by_id.emplace(attributes.get("Id"), std::move(part));
    return true;
  }
  std::string folder;
  std::map<std::string, std::string, std::less<>> by_id;
  std::optional<std::string> main, strings, styles;
};

struct Workbook : XmlSink {
  bool start(std::string_view name, Attributes const& attributes) override {
    if (name == "workbookPr" && attributes.flag("date1904")) dates = DateSystem::from_1904;
    if (name == "sheet") {
      auto const state{attributes.get("state")};
      sheets.push_back({.name = unescape_xstring(attributes.get("name")),
                        .part = std::string{attributes.get("id")},
                        .visibility = state == "hidden" || state == "veryHidden"
                                          ? Visibility::hidden
                                          : Visibility::shown});
    }
    return true;
  }
  DateSystem dates{DateSystem::from_1900};
  std::vector<WorkbookParts::SheetEntry> sheets;  ///< `part` still holds the relationship id
};

struct SharedStrings : XmlSink {
  bool start(std::string_view name, Attributes const&) override {
    if (name == "si") current.clear();
    if (name == "rPh") ++phonetic;
    if (name == "t") in_text = phonetic == 0;
    return true;
  }
  bool end(std::string_view name) override {
    if (name == "si") strings.push_back(unescape_xstring(current));
    if (name == "rPh") --phonetic;
    if (name == "t") in_text = false;
    return true;
  }
  bool text(std::string_view piece) override {
    if (in_text) current += piece;
    return true;
  }
  std::vector<std::string> strings;
  std::string current;
  int phonetic{0};
  bool in_text{false};
};

struct Styles : XmlSink {
  bool start(std::string_view name, Attributes const& attributes) override {
    if (name == "numFmt")
      codes.insert_or_assign(integer(attributes.get("numFmtId")),
                             std::string{attributes.get("formatCode")});
    if (name == "cellXfs") in_cell_formats = true;
    if (name == "xf" && in_cell_formats) ids.push_back(integer(attributes.get("numFmtId")));
    return true;
  }
  bool end(std::string_view name) override {
    if (name == "cellXfs") in_cell_formats = false;
    return true;
  }
  [[nodiscard]] std::vector<NumberFormat> formats() const {
    std::vector<NumberFormat> out;
    out.reserve(ids.size());
    for (int const id : ids) {
      auto const code{codes.find(id)};
      out.push_back(number_format(id, code == codes.end() ? std::string_view{} : code->second));
    }
    return out;
  }
  std::map<int, std::string> codes;
  std::vector<int> ids;
  bool in_cell_formats{false};
};

std::string folder_of(std::string_view part) {
  auto const slash{part.rfind('/')};
  return std::string{part.substr(0, slash == std::string_view::npos ? 0 : slash)};
}

std::string relationships_of(std::string_view part) {
  auto const folder{folder_of(part)};
  auto const file{part.substr(folder.empty() ? 0 : folder.size() + 1)};
  return (folder.empty() ? "" : folder + "/") + "_rels/" + std::string{file} + ".rels";
}

Finding not_a_workbook(Archive const& archive) {
  if (archive.holds("mimetype") && archive.holds("content.xml"))
    return bad_file("old_format",
                    "这是 .ods 等其他格式的表格，请在软件中另存为 .xlsx 或 CSV 再导入");
  if (archive.holds("word/document.xml"))
    return bad_file("not_a_table",
                    "这是 Word 文档，不是表格，请把表格内容放进 .xlsx 或 CSV 再导入");
  return bad_file("not_a_table",
                  "压缩包里没有工作簿，不是 .xlsx 表格，请用 Excel 或 WPS 另存为 .xlsx");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The UTF-16 unit that "_xHHHH_" at the start of `text` stands for.
std::optional<char32_t> escaped_unit(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
  char32_t unit{0};
  for (char const c : text.substr(2, 4)) {
    int const digit{hex_digit(c)};
    if (digit < 0) return std::nullopt;
    unit = unit * 16 + static_cast<char32_t>(digit);
  }
  return unit;
}

}  // namespace

std::string part_name(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string{target.substr(1)};
  std::string base{folder};
  for (;; target.remove_prefix(target.starts_with("../") ? 3 : 2)) {
    if (target.starts_with("../"))
      base = folder_of(base);
    else if (!target.starts_with("./"))
      break;
  }
  return base.empty() ? std::string{target} : base + "/" + std::string{target};
}

std::string unescape_xstring(std::string_view text) {
  std::string out;
  for (std::size_t i{0}; i < text.size();) {
    auto const unit{escaped_unit(text.substr(i))};
    if (!unit) {
      out += text[i++];
      continue;
    }
    i += 7;
    auto const low{escaped_unit(text.substr(i))};
    bool const pair{*unit >= 0xD800 && *unit < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000};
    if (pair) i += 7;
    auto const point{pair ? 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00) : *unit};
    if (point == U'\r') continue;  // a line end is "\n" here
    bool const lone_surrogate{point >= 0xD800 && point < 0xE000};
    out += text::to_utf8(std::u32string(1, lone_surrogate ? U'\uFFFD' : point));
  }
  return out;
}

std::expected<WorkbookParts, Finding> read_workbook_parts(Archive& archive, Limits const& limits) {
  if (!archive.holds("_rels/.rels")) return std::unexpected{not_a_workbook(archive)};
  Relationships package{""};
  if (auto ok{read_xml(archive, "_rels/.rels", package, limits.xml_depth)}; !ok)
    return std::unexpected{std::move(ok).error()};
  auto const main{package.main.value_or("xl/workbook.xml")};
  if (!archive.holds(main) || archive.holds("word/document.xml"))
    return std::unexpected{not_a_workbook(archive)};

  Workbook book;
  Relationships links{folder_of(main)};
  SharedStrings strings;
  Styles styles;
  if (auto ok{read_xml(archive, main, book, limits.xml_depth)}; !ok)
    return std::unexpected{std::move(ok).error()};
  if (auto ok{read_xml(archive, relationships_of(main), links, limits.xml_depth)}; !ok)
    return std::unexpected{std::move(ok).error()};
  if (links.strings)
    if (auto ok{read_xml(archive, *links.strings, strings, limits.xml_depth)}; !ok)
      return std::unexpected{std::move(ok).error()};
  if (links.styles)
    if (auto ok{read_xml(archive, *links.styles, styles, limits.xml_depth)}; !ok)
      return std::unexpected{std::move(ok).error()};

  WorkbookParts parts{.sheets = {},
                      .strings = std::move(strings.strings),
                      .formats = styles.formats(),
                      .dates = book.dates};
  for (auto& sheet : book.sheets) {
    auto const part{links.by_id.find(sheet.part)};
    if (part == links.by_id.end()) continue;  // chart and dialogue sheets hold no cells
    sheet.part = part->second;
    parts.sheets.push_back(std::move(sheet));
  }
  return parts;
}

}  // namespace mingshi::hub
