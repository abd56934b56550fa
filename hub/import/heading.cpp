#include "hub/import/heading.hpp"

#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace mingshi::hub {
namespace {

constexpr std::size_t last_heading_row{10};
/// A column that numbers the rows: every clerk's table has it, no record needs it.
constexpr std::string_view ordinal_heading{"序号"};

bool left_out(char32_t c) {
  constexpr std::u32string_view marks{U"*＊※★☆"};  // "must be filled in"
  return c <= U' ' || marks.contains(c) || c == 0x00A0 || c == 0x3000 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200F);
}

/// A way to name a field in a heading.
struct Name {
  std::string normalised;
  domain::Field const* field;
  domain::Field const* table;
};

void add_names(std::vector<Name>& names, domain::Field const& field, domain::Field const* table) {
  auto const add{[&](std::string_view text) {
    if (auto name{normalise_heading(text)}; !name.empty())
      names.push_back({.normalised = std::move(name), .field = &field, .table = table});
  }};
  add(field.label);
  for (auto const& synonym : field.synonyms) add(synonym);
  if (table != nullptr) add(table->label + field.label);
}

/// Every name a heading can have; a record's own fields before the columns of its tables.
std::vector<Name> names_of(domain::RecordType const& type) {
  std::vector<Name> names;
  for (auto const& field : type.fields)
    if (field.kind != domain::FieldKind::table) add_names(names, field, nullptr);
  for (auto const& table : type.fields)
    for (auto const& column : table.columns) add_names(names, column, &table);
  return names;
}

Name const* find_name(std::vector<Name> const& names, std::string_view normalised) {
  auto const it{std::ranges::find(names, normalised, &Name::normalised)};
  return it == names.end() ? nullptr : &*it;
}

/// A heading taken apart: "罚款金额(万元)" → "罚款金额" and "万元".
struct Split {
  std::string_view name, remark;
};

Split split_remark(std::string_view normalised) {
  auto const open{normalised.rfind('(')};
  if (!normalised.ends_with(')') || open == std::string_view::npos || open == 0)
    return {.name = normalised, .remark = {}};
  return {.name = normalised.substr(0, open),
          .remark = normalised.substr(open + 1, normalised.size() - open - 2)};
}

std::optional<domain::MoneyUnit> money_unit(std::string_view remark) {
  if (remark.starts_with("单位:")) remark.remove_prefix(std::string_view{"单位:"}.size());
  if (remark == "元" || remark == "人民币元") return domain::MoneyUnit::yuan;
  if (remark == "万元" || remark == "人民币万元") return domain::MoneyUnit::ten_thousand_yuan;
  return std::nullopt;
}

bool means_nothing(std::string_view remark) {
  constexpr std::array remarks{"必填",   "必填项", "选填",     "选填项",     "可选",
                               "可不填", "年月日", "年/月/日", "YYYY-MM-DD", "示例"};
  return std::ranges::find(remarks, remark) != remarks.end();
}

/// The unit a money column's heading states, if it states one.
std::optional<domain::MoneyUnit> stated_unit(domain::Field const& field,
                                             std::string_view normalised) {
  return field.kind == domain::FieldKind::money ? money_unit(split_remark(normalised).remark)
                                                : std::nullopt;
}

Name const* match(std::vector<Name> const& names, std::string_view normalised) {
  if (auto const* whole{find_name(names, normalised)}) return whole;
  auto const [name, remark]{split_remark(normalised)};
  auto const* rest{remark.empty() ? nullptr : find_name(names, name)};
  if (rest == nullptr) return nullptr;
  bool const unit{rest->field->kind == domain::FieldKind::money && money_unit(remark)};
  return unit || means_nothing(remark) ? rest : nullptr;
}

std::size_t distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j{0}; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i{1}; i <= a.size(); ++i) {
    auto diagonal{row[0]};
    row[0] = i;
    for (std::size_t j{1}; j <= b.size(); ++j) {
      auto const above{row[j]};
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// The label that a mistyped heading probably means; empty when none is near.
std::string nearest_label(std::vector<Name> const& names, std::string_view normalised) {
  auto const wanted{text::code_points(normalised)};
  std::string best;
  auto best_distance{std::max<std::size_t>(1, wanted.size() / 2) + 1};
  for (auto const& name : names) {
    auto const candidate{text::code_points(name.normalised)};
    auto const d{distance(wanted, candidate)};
    if (d < best_distance && d < std::max(wanted.size(), candidate.size())) {
      best_distance = d;
      best = name.field->label;
    }
  }
  return best;
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (char const c : text::trim(text))
    if (c != '\n' && c != '\r') line += c;
  return line;
}

std::size_t matches(std::vector<Name> const& names, SheetRow const& row) {
  return static_cast<std::size_t>(std::ranges::count_if(row.cells, [&](Cell const& cell) {
    return match(names, normalise_heading(cell.text)) != nullptr;
  }));
}

/// Reads the headings of one row into columns, reporting what is wrong with them.
class HeadingReader {
 public:
  HeadingReader(domain::RecordType const& type, std::vector<Name> const& names, Sheet const& sheet,
                SheetRow const& row, Findings& findings)
      : type_{type}, names_{names}, sheet_{sheet}, row_{row}, findings_{findings} {}

  std::optional<HeadingMap> read() {
    auto const before{findings_.errors()};
    map_.row = row_.number;
    for (auto const& cell : row_.cells) read_cell(cell);
    check_headless_columns();
    check_missing();
    if (findings_.errors() != before) return std::nullopt;
    return std::move(map_);
  }

 private:
  void report(std::string column, std::string code, std::string text) {
    findings_.add({.sheet = sheet_.name,
                   .row = row_.number,
                   .column = std::move(column),
                   .problem = {.field = {}, .code = std::move(code), .text = std::move(text)}});
  }

  void read_cell(Cell const& cell) {
    auto const normalised{normalise_heading(cell.text)};
    auto const heading{on_one_line(cell.text)};
    auto const label{column_letters(cell.column) + " " + heading};
    known_columns_.push_back(cell.column);
    auto const* name{match(names_, normalised)};
    if (name == nullptr) {
      if (normalised == ordinal_heading || normalised.empty()) return;
      auto const near{nearest_label(names_, normalised)};
      return report(
          label, "heading_unknown",
          near.empty()
              ? fmt::format("不认识的表头“{}”，请改为规定的名称，或删去这一列", heading)
              : fmt::format("不认识的表头“{}”，是否应为“{}”？请更正，或删去这一列", heading, near));
    }
    if (auto const unit{stated_unit(*name->field, normalised)};
        unit && *unit != name->field->money_unit)
      return report(
          label, "heading_unit",
          fmt::format("“{}”应以{}为单位，请换算后改正表头", name->field->label,
                      name->field->money_unit == domain::MoneyUnit::yuan ? "元" : "万元"));
    if (auto const* other{map_.of(*name->field)})
      return report(label, "heading_twice",
                    fmt::format("表头“{}”与 {} 列的“{}”是同一项，请只保留一列", heading,
                                column_letters(other->column), other->heading));
    map_.columns.push_back(
        {.column = cell.column, .heading = heading, .field = name->field, .table = name->table});
  }

  /// A column with values but no heading would otherwise vanish in silence.
  void check_headless_columns() {
    std::vector<std::size_t> reported;
    for (auto const& row : sheet_.rows) {
      if (row.number <= row_.number) continue;
      for (auto const& cell : row.cells) {
        if (std::ranges::find(known_columns_, cell.column) != known_columns_.end()) continue;
        if (std::ranges::find(reported, cell.column) != reported.end()) continue;
        reported.push_back(cell.column);
        report(column_letters(cell.column), "heading_none",
               fmt::format("{} 列第 {} 行有内容，但这一列没有表头，请补上表头或删去这一列",
                           column_letters(cell.column), row.number));
      }
    }
  }

  void check_missing() {
    for (auto const& field : type_.fields) {
      if (field.kind != domain::FieldKind::table) {
        check_present(field, field.presence);
        continue;
      }
      for (auto const& column : field.columns)
        if (field.presence == domain::Presence::required || uses_table(field))
          check_present(column, column.presence);
    }
  }

  [[nodiscard]] bool uses_table(domain::Field const& table) const {
    return std::ranges::any_of(map_.columns,
                               [&](ColumnUse const& use) { return use.table == &table; });
  }

  void check_present(domain::Field const& field, domain::Presence presence) {
    if (presence == domain::Presence::required && map_.of(field) == nullptr)
      report({}, "heading_missing", fmt::format("缺少必填的列“{}”，请在表头中加上", field.label));
  }

  domain::RecordType const& type_;
  std::vector<Name> const& names_;
  Sheet const& sheet_;
  SheetRow const& row_;
  Findings& findings_;
  HeadingMap map_;
  std::vector<std::size_t> known_columns_;
};

}  // namespace

std::string ColumnUse::label() const {
  return column_letters(column) + " " + heading;
}

ColumnUse const* HeadingMap::of(domain::Field const& field) const {
  auto const it{std::ranges::find(columns, &field, &ColumnUse::field)};
  return it == columns.end() ? nullptr : &*it;
}

std::string normalise_heading(std::string_view text) {
  std::u32string out;
  for (char32_t c : text::code_points(text::nfc(text))) {
    if (left_out(c)) continue;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width forms
    if (c == U'[' || c == U'【' || c == U'〔') c = U'(';
    if (c == U']' || c == U'】' || c == U'〕') c = U')';
    if (c >= U'a' && c <= U'z') c -= U'a' - U'A';
    out += c;
  }
  while (out.ends_with(U':')) out.pop_back();
  return text::to_utf8(out);
}

std::optional<HeadingMap> find_headings(domain::RecordType const& type, Sheet const& sheet,
                                        Findings& findings) {
  auto const names{names_of(type)};
  std::vector<SheetRow const*> candidates;
  auto const enough{std::min<std::size_t>(2, type.fields.size())};
  for (auto const& row : sheet.rows) {
    if (row.number > last_heading_row) break;
    // A title row holds no headings, a data row at most a chance one: the clerk's headings are most
    // of their row.
    if (auto const n{matches(names, row)}; n >= enough && n * 2 >= row.cells.size())
      candidates.push_back(&row);
  }
  if (candidates.empty()) return std::nullopt;
  if (candidates.size() > 1) {
    findings.add({.sheet = sheet.name,
                  .row = candidates[1]->number,
                  .column = {},
                  .problem = {.field = {},
                              .code = "heading_rows",
                              .text = fmt::format("第 {} 行和第 {} 行都像表头，请只保留一行表头",
                                                  candidates[0]->number, candidates[1]->number)}});
    return std::nullopt;
  }
  return HeadingReader{type, names, sheet, *candidates[0], findings}.read();
}

bool repeats_headings(HeadingMap const& map, SheetRow const& row) {
  std::size_t same{0};
  for (auto const& use : map.columns)
    if (auto const* cell{row.at(use.column)})
      same += normalise_heading(cell->text) == normalise_heading(use.heading) ? 1U : 0U;
  return same >= std::min<std::size_t>(2, map.columns.size());
}

}  // namespace mingshi::hub
