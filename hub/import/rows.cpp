#include "hub/import/rows.hpp"

#include "core/domain/validation.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace mingshi::hub {
namespace {

using domain::Field;
using domain::FieldKind;
using domain::Problem;
using domain::Severity;

std::string_view trimmed(Cell const* cell) {
  return cell == nullptr ? std::string_view{} : text::trim(cell->text);
}

/// "9.91503E+10": what Excel leaves of a long number when it saves CSV.
bool scientific(std::string_view text) {
  auto const e{text.find_first_of("eE")};
  if (e == std::string_view::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+')
    return false;
  auto const digits{[](std::string_view part, std::string_view allowed) {
    return !part.empty() && part.find_first_not_of(allowed) == std::string_view::npos;
  }};
  return digits(text.substr(0, e), "0123456789.") && digits(text.substr(e + 2), "0123456789");
}

bool is_identifier(Field const& field) {
  return field.kind == FieldKind::code || field.kind == FieldKind::document_no;
}

/// What a cell holds instead of a value; none when it is all right.
std::optional<Problem> bad_cell(Field const& field, Cell const& cell) {
  auto const problem{[&](std::string code, std::string text) {
    return Problem{.field = field.name, .code = std::move(code), .text = std::move(text)};
  }};
  if (cell.kind == CellKind::error)
    return problem("cell_error", fmt::format("单元格是错误值 {}，请改正公式或直接填写", cell.text));
  if (cell.kind == CellKind::uncomputed)
    return problem("cell_formula",
                   "公式没有保存计算结果，请用 Excel 或 WPS 打开并重新保存，或直接填写");
  if (cell.kind == CellKind::imprecise_number || (is_identifier(field) && scientific(cell.text)))
    return problem("number_precision",
                   "数字太长，Excel 已丢失精度，请把这一列设为“文本”格式后重新填写");
  return std::nullopt;
}

/// The text of a value in a table row.
std::string table_text(Field const& column, domain::Value const& value) {
  if (auto const* text{std::get_if<std::string>(&value)}) return *text;
  return domain::display_text(column, value);
}

class RowReader {
 public:
  RowReader(domain::RecordType const& type, Sheet const& sheet, HeadingMap const& headings,
            Attachments& attachments, Findings& findings)
      : type_{type},
        sheet_{sheet},
        headings_{headings},
        attachments_{attachments},
        findings_{findings} {
    has_table_ = std::ranges::any_of(headings.columns,
                                     [](ColumnUse const& use) { return use.table != nullptr; });
  }

  std::vector<SheetRecord> read() {
    for (auto const& row : sheet_.rows)
      if (row.number > headings_.row) read_row(row);
    finish();
    return std::move(records_);
  }

 private:
  void report(std::size_t row, std::string column, Problem problem) {
    findings_.add({.sheet = sheet_.name,
                   .row = row,
                   .column = std::move(column),
                   .problem = std::move(problem)});
  }

  void read_row(SheetRow const& row) {
    bool const empty{std::ranges::all_of(headings_.columns, [&](ColumnUse const& use) {
      return trimmed(row.at(use.column)).empty();
    })};
    if (empty) return;
    if (repeats_headings(headings_, row))
      return report(row.number, {},
                    {.field = {},
                     .code = "heading_rows",
                     .text = fmt::format("第 {} 行和第 {} 行都像表头，请只保留一行表头",
                                         headings_.row, row.number)});
    if (row.visibility == Visibility::hidden)
      report(row.number, {},
             {.field = {},
              .code = "hidden_row",
              .text = "这一行是隐藏的，也会导入；如不需要，请删去这一行",
              .severity = Severity::warning});
    if (continues(row))
      check_repeated_cells(row);
    else
      start_record(row);
    if (has_table_) add_table_rows(row);
  }

  /// Does the row carry on the record above it?
  [[nodiscard]] bool continues(SheetRow const& row) const {
    if (!has_table_ || first_ == nullptr) return false;
    bool blank{true};
    bool same{true};
    for (auto const& key : type_.key) {
      auto const* field{type_.field(key)};
      auto const* use{field == nullptr ? nullptr : headings_.of(*field)};
      if (use == nullptr) continue;
      auto const here{trimmed(row.at(use->column))};
      blank = blank && here.empty();
      same = same && here == trimmed(first_->at(use->column));
    }
    return blank || same;
  }

  void check_repeated_cells(SheetRow const& row) {
    for (auto const& use : headings_.columns) {
      if (use.table != nullptr) continue;
      auto const here{trimmed(row.at(use.column))};
      if (here.empty() || here == trimmed(first_->at(use.column))) continue;
      report(row.number, use.label(),
             {.field = use.field->name,
              .code = "row_differs",
              .text = fmt::format("与第 {} 行属于同一条记录，但“{}”不同，请改为一致或留空",
                                  first_->number, use.field->label)});
    }
  }

  void start_record(SheetRow const& row) {
    finish();
    first_ = &row;
    current_ = {.type = type_.code, .fields = {}};
    unread_.clear();
    for (auto const& use : headings_.columns) {
      if (use.table != nullptr) continue;
      auto const* cell{row.at(use.column)};
      if (trimmed(cell).empty()) continue;
      if (auto value{read_value(use, row.number, *cell)})
        current_.fields.insert_or_assign(use.field->name, *std::move(value));
      else
        unread_.insert(use.field->name);
    }
  }

  std::optional<domain::Value> read_value(ColumnUse const& use, std::size_t row, Cell const& cell) {
    auto value{convert(use, row, cell)};
    if (value) return *std::move(value);
    auto problem{std::move(value).error()};
    problem.field = use.field->name;
    report(row, use.label(), std::move(problem));
    return std::nullopt;
  }

  std::expected<domain::Value, Problem> convert(ColumnUse const& use, std::size_t row,
                                                Cell const& cell) {
    auto const& field{*use.field};
    if (auto bad{bad_cell(field, cell)}) return std::unexpected{*std::move(bad)};
    if (is_identifier(field) && cell.kind == CellKind::number) warn_numeric(use, row);
    auto const text{text::trim(cell.text)};
    if (field.kind == FieldKind::file) return attachments_.picture(text);
    if (field.kind == FieldKind::long_text && text.starts_with('@')) {
      auto const content{attachments_.text(text.substr(1))};
      if (!content) return std::unexpected{content.error()};
      return domain::parse_value(field, *content);
    }
    // A day typed with a time of day in a date column is that day.
    if (field.kind == FieldKind::date && cell.kind == CellKind::date && text.size() > 10)
      return domain::parse_value(field, text.substr(0, 10));
    return domain::parse_value(field, text);
  }

  /// Once a column: leading zeros may be gone, which only a person can see.
  void warn_numeric(ColumnUse const& use, std::size_t row) {
    if (!numeric_columns_.insert(use.column).second) return;
    report(row, use.label(),
           {.field = use.field->name,
            .code = "number_not_text",
            .text =
                fmt::format("“{}”存成了数字，开头的 0 可能已丢失，请核对这一列，最好设为“文本”格式",
                            use.field->label),
            .severity = Severity::warning});
  }

  void add_table_rows(SheetRow const& row) {
    for (auto const& table : type_.fields) {
      if (table.kind != FieldKind::table) continue;
      domain::TableRow cells;
      bool any{false};
      for (auto const& use : headings_.columns) {
        if (use.table != &table) continue;
        auto const* cell{row.at(use.column)};
        if (trimmed(cell).empty()) continue;
        any = true;
        if (auto const value{read_value(use, row.number, *cell)})
          cells.insert_or_assign(use.field->name, table_text(*use.field, *value));
        else
          unread_.insert(table.name);
      }
      if (!any) continue;
      report_missing_cells(table, row, cells);
      auto& value{
          current_.fields.try_emplace(table.name, std::vector<domain::TableRow>{}).first->second};
      std::get<std::vector<domain::TableRow>>(value).push_back(std::move(cells));
    }
  }

  /// domain::validate knows no rows of the sheet, so a missing cell of a table row is named here.
  void report_missing_cells(Field const& table, SheetRow const& row,
                            domain::TableRow const& cells) {
    for (auto const& use : headings_.columns) {
      if (use.table != &table || use.field->presence != domain::Presence::required) continue;
      if (cells.contains(use.field->name) || !trimmed(row.at(use.column)).empty()) continue;
      unread_.insert(table.name);
      report(row.number, use.label(),
             {.field = use.field->name,
              .code = "required",
              .text = fmt::format("“{}”必须填写", use.field->label)});
    }
  }

  /// Checks the record whose rows are all read.
  void finish() {
    if (first_ == nullptr) return;
    for (auto& problem : domain::validate(type_, current_)) {
      auto const field{problem.field.substr(0, problem.field.find('.'))};
      if (unread_.contains(field)) continue;  // said already, more exactly
      auto label{column_label(headings_, problem.field)};
      report(first_->number, std::move(label), std::move(problem));
    }
    records_.push_back({.record = std::exchange(current_, {}), .row = first_->number});
    first_ = nullptr;
  }

  domain::RecordType const& type_;
  Sheet const& sheet_;
  HeadingMap const& headings_;
  Attachments& attachments_;
  Findings& findings_;
  bool has_table_{false};
  SheetRow const* first_{nullptr};  ///< first row of the record being read
  domain::Record current_;
  std::set<std::string, std::less<>> unread_;  ///< fields of it that already have a finding
  std::set<std::size_t> numeric_columns_;
  std::vector<SheetRecord> records_;
};

}  // namespace

std::vector<SheetRecord> read_records(domain::RecordType const& type, Sheet const& sheet,
                                      HeadingMap const& headings, Attachments& attachments,
                                      Findings& findings) {
  return RowReader{type, sheet, headings, attachments, findings}.read();
}

std::string column_label(HeadingMap const& headings, std::string_view field) {
  auto const dot{field.find('.')};
  auto const table{field.substr(0, dot)};
  auto const column{dot == std::string_view::npos ? std::string_view{} : field.substr(dot + 1)};
  for (auto const& use : headings.columns) {
    if (use.table == nullptr
            ? use.field->name == field
            : use.table->name == table && (column.empty() || use.field->name == column))
      return use.label();
  }
  return {};
}

}  // namespace mingshi::hub
