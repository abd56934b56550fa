#include "hub/import/xlsx.hpp"

#include "hub/import/archive.hpp"
#include "hub/import/workbook_parts.hpp"
#include "hub/import/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace mingshi::hub {
namespace {

struct Place {
  std::size_t row, column;
};

std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value{0};
  auto const read{std::from_chars(digits.data(), digits.data() + digits.size(), value)};
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "C12" → row 12, column 3.
std::optional<Place> place_of(std::string_view reference) {
  std::size_t column{0};
  std::size_t i{0};
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 4; ++i)
    column = column * 26 + static_cast<std::size_t>(reference[i] - 'A' + 1);
  auto const row{number(reference.substr(i))};
  if (column == 0 || !row || *row == 0) return std::nullopt;
  return Place{.row = *row, .column = column};
}

/// What all sheets of a book hold so far. Many cells may name one long shared string.
struct Used {
  std::size_t cells{0}, bytes{0};
};

/// Reads one work sheet.
class SheetSink : public XmlSink {
 public:
  SheetSink(WorkbookParts const& parts, Limits const& limits, Used& used, Sheet& sheet)
      : parts_{parts}, limits_{limits}, used_{used}, sheet_{sheet} {}

  bool start(std::string_view name, Attributes const& attributes) override {
    if (name == "row") return start_row(attributes);
    if (name == "c") return start_cell(attributes);
    if (name == "v") collecting_ = true;
    if (name == "t") collecting_ = type_ == "inlineStr" && phonetic_ == 0;
    if (name == "rPh") ++phonetic_;
    if (name == "f") formula_ = true;
    if (name == "col" && attributes.flag("hidden")) hide_columns(attributes);
    if (name == "mergeCell") return add_merge(attributes.get("ref"));
    return true;
  }

  bool end(std::string_view name) override {
    if (name == "v" || name == "t") collecting_ = false;
    if (name == "rPh") --phonetic_;
    if (name == "c") return end_cell();
    if (name == "row" && !row_.cells.empty()) sheet_.rows.push_back(std::exchange(row_, {}));
    return true;
  }

  bool text(std::string_view piece) override {
    if (!collecting_) return true;
    if (text_.size() + piece.size() > limits_.cell_bytes)
      return refuse("cell_too_long", "有一个单元格的内容过长");
    text_ += piece;
    return true;
  }

  [[nodiscard]] std::optional<Finding> const& refusal() const { return refusal_; }

 private:
  bool refuse(std::string code, std::string_view what) {
    refusal_ =
        bad_file(std::move(code), fmt::format("工作表“{}”：{}", sheet_.name, what), sheet_.name);
    refusal_->row = last_row_;
    return false;
  }
  bool malformed() {
    return refuse("xml_broken", "单元格的位置有错误，文件可能已损坏，请用 Excel 或 WPS 重新另存");
  }

  bool start_row(Attributes const& attributes) {
    auto const given{attributes.find("r")};
    auto const row{given ? number(*given) : std::optional{last_row_ + 1}};
    if (!row || *row <= last_row_) return malformed();
    row_ = {.number = *row,
            .visibility = attributes.flag("hidden") ? Visibility::hidden : Visibility::shown,
            .cells = {}};
    last_row_ = *row;
    last_column_ = 0;
    return true;
  }

  bool start_cell(Attributes const& attributes) {
    if (auto const given{attributes.find("r")}) {
      auto const place{place_of(*given)};
      if (!place || place->row != last_row_ || place->column <= last_column_) return malformed();
      last_column_ = place->column;
    } else {
      ++last_column_;
    }
    type_ = attributes.get("t");
    style_ = number(attributes.get("s")).value_or(0);
    text_.clear();
    formula_ = false;
    return true;
  }

  bool end_cell() {
    if (text_.empty()) {
      if (formula_ && type_ != "str") add({.kind = CellKind::uncomputed, .text = "公式"});
      return true;
    }
    if (++used_.cells > limits_.cells)
      return refuse("too_many_cells", "单元格过多，请分成几个文件导入");
    if (last_column_ > limits_.columns)
      return refuse("too_many_columns",
                    fmt::format("内容超过 {} 列，请删去无关的列", limits_.columns));
    if (sheet_.rows.size() >= limits_.rows)
      return refuse("too_many_rows",
                    fmt::format("内容超过 {} 行，请分成几个文件导入", limits_.rows));
    auto cell{value()};
    if (!cell) return malformed();
    used_.bytes += cell->text.size();
    if (used_.bytes > limits_.text_bytes)
      return refuse("too_many_cells", "文字过多，请分成几个文件导入");
    if (!cell->text.empty()) add(*std::move(cell));
    return true;
  }

  /// What the collected text means for a cell of this type. None: the file contradicts itself.
  std::optional<Cell> value() {
    if (type_ == "s") {
      auto const index{number(text_)};
      if (!index || *index >= parts_.strings.size()) return std::nullopt;
      return Cell{.kind = CellKind::text, .text = parts_.strings[*index]};
    }
    if (type_ == "inlineStr" || type_ == "str")
      return Cell{.kind = CellKind::text, .text = unescape_xstring(text_)};
    if (type_ == "b")
      return Cell{.kind = CellKind::boolean,
                  .text = text_ == "1" || text_ == "true" ? "TRUE" : "FALSE"};
    if (type_ == "e") return Cell{.kind = CellKind::error, .text = text_};
    if (type_ == "d") return Cell{.kind = CellKind::date, .text = iso_text(text_)};
    if (!type_.empty() && type_ != "n") return std::nullopt;
    return show_number(text_,
                       style_ < parts_.formats.size() ? parts_.formats[style_] : NumberFormat{},
                       parts_.dates);
  }

  /// "2026-11-23T14:30:00Z" → "2026-11-23 14:30"; midnight is left out.
  static std::string iso_text(std::string_view stored) {
    if (stored.size() < 16 || stored[10] != 'T') return std::string{stored};
    auto const time{stored.substr(11, 5)};
    return std::string{stored.substr(0, 10)} + (time == "00:00" ? "" : " " + std::string{time});
  }

  void add(Cell cell) {
    cell.column = last_column_;
    row_.cells.push_back(std::move(cell));
  }

  void hide_columns(Attributes const& attributes) {
    auto const first{number(attributes.get("min"))};
    auto const last{number(attributes.get("max"))};
    if (!first || !last || *first == 0) return;
    // Millions of <col> may each name all columns again: no more are kept than there can be.
    for (auto column{*first}; column <= std::min(*last, limits_.columns) &&
                              sheet_.hidden_columns.size() < limits_.columns;
         ++column)
      sheet_.hidden_columns.push_back(column);
  }

  bool add_merge(std::string_view reference) {
    auto const colon{reference.find(':')};
    if (colon == std::string_view::npos) return true;  // one cell merged with itself
    auto const first{place_of(reference.substr(0, colon))};
    auto const last{place_of(reference.substr(colon + 1))};
    if (!first || !last || last->row < first->row || last->column < first->column)
      return malformed();
    if (sheet_.merges.size() >= limits_.rows) return refuse("too_many_cells", "合并单元格过多");
    sheet_.merges.push_back({.first_row = first->row,
                             .last_row = last->row,
                             .first_column = first->column,
                             .last_column = last->column});
    return true;
  }

  WorkbookParts const& parts_;
  Limits const& limits_;
  Used& used_;
  Sheet& sheet_;
  std::optional<Finding> refusal_;
  SheetRow row_;
  std::size_t last_row_{0}, last_column_{0};
  std::string type_;
  std::size_t style_{0};
  std::string text_;
  bool collecting_{false}, formula_{false};
  int phonetic_{0};
};

}  // namespace

std::expected<Book, Finding> read_xlsx(std::filesystem::path const& file, Limits const& limits) {
  auto archive{Archive::open(file, limits)};
  if (!archive) return std::unexpected{std::move(archive).error()};
  auto const parts{read_workbook_parts(*archive, limits)};
  if (!parts) return std::unexpected{parts.error()};
  Book book;
  Used used;
  for (auto const& entry : parts->sheets) {
    Sheet sheet{.name = entry.name,
                .visibility = entry.visibility,
                .rows = {},
                .merges = {},
                .hidden_columns = {}};
    SheetSink sink{*parts, limits, used, sheet};
    if (auto ok{read_xml(*archive, entry.part, sink, limits.xml_depth)}; !ok) {
      auto finding{std::move(ok).error()};
      finding.sheet = entry.name;
      return std::unexpected{std::move(finding)};
    }
    if (sink.refusal()) return std::unexpected{*sink.refusal()};
    book.sheets.push_back(std::move(sheet));
  }
  return book;
}

}  // namespace mingshi::hub
