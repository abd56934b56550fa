#include "core/domain/validation.hpp"

#include "core/base/overload.hpp"
#include "core/domain/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace mingshi::domain {
namespace {

using Problems = std::vector<Problem>;

Value const* value_of(Record const& record, std::string_view field) {
  auto const found{record.fields.find(field)};
  return found == record.fields.end() ? nullptr : &found->second;
}

template <typename T>
T const* value_as(Record const& record, std::string_view field) {
  auto const* value{value_of(record, field)};
  return value == nullptr ? nullptr : std::get_if<T>(value);
}

std::string_view label_of(RecordType const& type, std::string_view field) {
  auto const* found{type.field(field)};
  return found == nullptr ? field : std::string_view{found->label};
}

bool kind_fits(FieldKind kind, Value const& value) {
  switch (kind) {
    case FieldKind::date:
      return std::holds_alternative<Day>(value);
    case FieldKind::money:
      return std::holds_alternative<Money>(value);
    case FieldKind::number:
      return std::holds_alternative<std::int64_t>(value);
    case FieldKind::table:
      return std::holds_alternative<std::vector<TableRow>>(value);
    default:
      return std::holds_alternative<std::string>(value);
  }
}

void check_cell(Field const& table, Field const& column, std::size_t row, TableRow const& cells,
                Problems& out) {
  auto const cell{cells.find(column.name)};
  auto const place{fmt::format("“{}”第 {} 行：", table.label, row)};
  if (cell == cells.end() || cell->second.empty()) {
    if (column.presence == Presence::required) {
      out.push_back(
          {table.name, "required", place + fmt::format("缺少“{}”，请填写。", column.label)});
    }
    return;
  }
  // A column's cells are texts; other kinds must still read as what they claim to be.
  auto const text_like{column.kind != FieldKind::number && column.kind != FieldKind::date &&
                       column.kind != FieldKind::money};
  if (text_like) {
    for (auto& problem : check_text(column, cell->second)) {
      out.push_back({table.name, std::move(problem.code), place + problem.text, problem.severity});
    }
  } else if (auto const value{parse_value(column, cell->second)}; !value) {
    out.push_back({table.name, value.error().code, place + value.error().text});
  }
}

void check_value(Field const& field, Value const& value, Problems& out) {
  if (!kind_fits(field.kind, value)) {
    out.push_back({field.name, "value_kind",
                   fmt::format("“{}”的内容和这一栏的类型不符，请重新填写。", field.label)});
    return;
  }
  std::visit(
      Overload{[&](std::string const& text) {
                 for (auto& problem : check_text(field, text)) out.push_back(std::move(problem));
               },
               [&](std::vector<TableRow> const& rows) {
                 for (std::size_t i{0}; i < rows.size(); ++i) {
                   for (auto const& column : field.columns) {
                     check_cell(field, column, i + 1, rows[i], out);
                   }
                 }
               },
               [&](Money money) {
                 if (money.fen >= 0) return;
                 out.push_back({field.name, "money_negative",
                                fmt::format("“{}”是负数，金额不能小于 0，请核对。", field.label)});
               },
               [](auto const&) {}},
      value);
}

bool empty(Value const& value) {
  auto const* text{std::get_if<std::string>(&value)};
  auto const* rows{std::get_if<std::vector<TableRow>>(&value)};
  return (text != nullptr && text->empty()) || (rows != nullptr && rows->empty());
}

// --- rules ---

/// "“程序”是“简易”时，" for a message; "" without conditions.
std::string circumstances(RecordType const& type, Rule const& rule, Record const& record) {
  std::string text;
  for (auto const& condition : rule.when) {
    text += fmt::format("{}“{}”是“{}”", text.empty() ? "" : "、", label_of(type, condition.field),
                        *value_as<std::string>(record, condition.field));
  }
  return text.empty() ? text : text + "时，";
}

void check_date_order(RecordType const& type, Rule const& rule, Record const& record,
                      Problems& out) {
  std::string_view before;
  Day latest{};
  for (auto const& name : rule.fields) {
    auto const* day{value_as<Day>(record, name)};
    if (day == nullptr) continue;
    if (!before.empty() && *day < latest) {
      out.push_back(
          {name, "date_order",
           fmt::format("“{}”{} 早于“{}”{}，先后不对，请核对（{}）。", label_of(type, name),
                       iso_day(*day), label_of(type, before), iso_day(latest), rule.source)});
      continue;
    }
    before = name;
    latest = *day;
  }
}

void check_at_least(RecordType const& type, Rule const& rule, Record const& record, Problems& out) {
  auto const& name{rule.fields.front()};
  auto const* text{value_as<std::string>(record, name)};
  if (text == nullptr) return;  // required says so
  auto const people{people_in(*text).size()};
  if (std::cmp_greater_equal(people, rule.limit)) return;
  out.push_back({name, "too_few_people",
                 fmt::format("{}“{}”只写了 {} 人，至少要 {} 人，请补充，人名之间用顿号（{}）。",
                             circumstances(type, rule, record), label_of(type, name), people,
                             rule.limit, rule.source)});
}

void check_at_most(RecordType const& type, Rule const& rule, Record const& record, Problems& out) {
  auto const& name{rule.fields.front()};
  auto const* money{value_as<Money>(record, name)};
  if (money == nullptr || money->fen <= rule.limit) return;
  Field const field{};
  out.push_back({name, "amount_limit",
                 fmt::format("{}“{}”{}超过 {}的上限，请核对金额或程序（{}）。",
                             circumstances(type, rule, record), label_of(type, name),
                             display_text(field, *money), display_text(field, Money{rule.limit}),
                             rule.source)});
}

void check_required_when(RecordType const& type, Rule const& rule, Record const& record,
                         Problems& out) {
  for (auto const& name : rule.fields) {
    auto const* value{value_of(record, name)};
    if (value != nullptr && !empty(*value)) continue;
    out.push_back({name, "required_when",
                   fmt::format("{}还要填写“{}”（{}）。", circumstances(type, rule, record),
                               label_of(type, name), rule.source)});
  }
}

void check_must_be(RecordType const& type, Rule const& rule, Record const& record, Problems& out) {
  auto const& name{rule.fields.front()};
  auto const* text{value_as<std::string>(record, name)};
  if (text == nullptr || std::ranges::find(rule.is, *text) != rule.is.end()) return;
  out.push_back({name, "must_be",
                 fmt::format("{}“{}”要填“{}”，这里是{}，请核对（{}）。",
                             circumstances(type, rule, record), label_of(type, name),
                             fmt::join(rule.is, "”或“"), quote_cell(*text), rule.source)});
}

/// The step numbers that "3;5:情节轻微" names.
std::vector<std::string_view> next_steps(std::string_view text) {
  std::vector<std::string_view> steps;
  while (!text.empty()) {
    auto const end{std::min({text.find(';'), text.find("；"), text.size()})};
    auto const wide{text.substr(end).starts_with("；")};
    auto one{text.substr(0, end)};
    text.remove_prefix(end == text.size() ? end : end + (wide ? std::string_view{"；"}.size() : 1));
    one = one.substr(0, std::min({one.find(':'), one.find("："), one.size()}));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) steps.push_back(one);
  }
  return steps;
}

void check_steps(RecordType const& type, Rule const& rule, Record const& record, Problems& out) {
  auto const& name{rule.fields.front()};
  auto const* rows{value_as<std::vector<TableRow>>(record, name)};
  if (rows == nullptr) return;
  std::set<std::string_view> known;
  for (std::size_t i{0}; i < rows->size(); ++i) {
    auto const no{(*rows)[i].find("no")};
    if (no == (*rows)[i].end() || known.insert(no->second).second) continue;
    out.push_back({name, "step_twice",
                   fmt::format("“{}”第 {} 行：步骤序号 {} 已经用过，请改成别的序号。",
                               label_of(type, name), i + 1, no->second)});
  }
  for (std::size_t i{0}; i < rows->size(); ++i) {
    auto const next{(*rows)[i].find("next")};
    if (next == (*rows)[i].end()) continue;
    for (auto const step : next_steps(next->second)) {
      if (known.contains(step)) continue;
      out.push_back(
          {name, "step_next",
           fmt::format("“{}”第 {} 行：下一步写的 {} 没有这个步骤，请写已有的步骤序号，例如 3 或 "
                       "3;5:情节轻微。",
                       label_of(type, name), i + 1, quote_cell(step))});
    }
  }
}

void check_rule(RecordType const& type, Rule const& rule, Record const& record, Problems& out) {
  if (!std::ranges::all_of(rule.when, [&](Condition const& c) { return holds(c, record.fields); }))
    return;
  switch (rule.kind) {
    case RuleKind::date_order:
      return check_date_order(type, rule, record, out);
    case RuleKind::at_least:
      return check_at_least(type, rule, record, out);
    case RuleKind::at_most_fen:
      return check_at_most(type, rule, record, out);
    case RuleKind::required_when:
      return check_required_when(type, rule, record, out);
    case RuleKind::must_be:
      return check_must_be(type, rule, record, out);
    case RuleKind::certified:
      return;  // hub/records: it takes other records
    case RuleKind::steps:
      return check_steps(type, rule, record, out);
  }
}

}  // namespace

std::vector<Problem> validate(RecordType const& type, Record const& record) {
  Problems out;
  for (auto const& [name, value] : record.fields) {
    if (type.field(name) != nullptr) continue;
    out.push_back(
        {name, "unknown_field", fmt::format("“{}”没有叫“{}”的栏目，请删去。", type.name, name)});
  }
  for (auto const& field : type.fields) {
    auto const* value{value_of(record, field.name)};
    if (value != nullptr && !empty(*value)) {
      check_value(field, *value, out);
    } else if (field.presence == Presence::required) {
      out.push_back({field.name, "required", fmt::format("缺少“{}”，请填写。", field.label)});
    }
  }
  for (auto const& rule : type.rules) check_rule(type, rule, record, out);
  return out;
}

}  // namespace mingshi::domain
