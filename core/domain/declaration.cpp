// Reads the TOML declaration of a record type. The only file of the module that includes toml++.
#include "core/domain/legal_review.hpp"
#include "core/domain/masking.hpp"
#include "core/domain/record_type.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace mingshi::domain {
namespace {

template <typename E>
using Names = std::initializer_list<std::pair<std::string_view, E>>;

std::string at_line(toml::node const& node) {
  return "line " + std::to_string(node.source().begin.line);
}

/// Reads the keys of one table and remembers the first thing that is wrong, so that the caller asks
/// once, at the end.
class TableReader {
 public:
  TableReader(toml::table const& table, std::string what) : table_{table}, what_{std::move(what)} {}

  void text(std::string_view key, std::string& out) {
    if (auto const* node{take(key)}) {
      if (auto const* value{node->as_string()}) {
        out = value->get();
      } else {
        complain(*node, key, "must be a text");
      }
    }
  }
  void required_text(std::string_view key, std::string& out) {
    text(key, out);
    if (out.empty()) complain(table_, key, "is missing or empty");
  }
  void boolean(std::string_view key, bool& out) {
    if (auto const* node{take(key)}) {
      if (auto const* value{node->as_boolean()}) {
        out = value->get();
      } else {
        complain(*node, key, "must be true or false");
      }
    }
  }
  template <typename Number>
  void number(std::string_view key, Number& out) {
    if (auto const* node{take(key)}) {
      auto const* value{node->as_integer()};
      if (value != nullptr && value->get() >= 0 && std::in_range<Number>(value->get())) {
        out = static_cast<Number>(value->get());
      } else {
        complain(*node, key, "must be a whole number, not negative");
      }
    }
  }
  void texts(std::string_view key, std::vector<std::string>& out) {
    auto const* node{take(key)};
    if (node == nullptr) return;
    auto const* values{node->as_array()};
    if (values == nullptr) return complain(*node, key, "must be a list of texts");
    for (auto const& value : *values) {
      auto const* one{value.as_string()};
      if (one == nullptr || one->get().empty())
        return complain(value, key, "must be a list of texts");
      out.push_back(one->get());
    }
  }
  template <typename E>
  void one_of(std::string_view key, Names<E> names, E& out) {
    std::string name;
    text(key, name);
    if (name.empty()) return;
    auto const found{std::ranges::find(names, name, &std::pair<std::string_view, E>::first)};
    if (found == names.end()) return complain(table_, key, "does not know \"" + name + "\"");
    out = found->second;
  }
  /// Calls `read(table)` for each element of a list of tables.
  template <typename Read>
  void tables(std::string_view key, Read read) {
    auto const* node{take(key)};
    if (node == nullptr) return;
    auto const* list{node->as_array()};
    if (list == nullptr) return complain(*node, key, "must be a list of tables");
    for (auto const& element : *list) {
      auto const* table{element.as_table()};
      if (table == nullptr) return complain(element, key, "must be a list of tables");
      read(*table);
    }
  }
  [[nodiscard]] toml::table const* table(std::string_view key) {
    auto const* node{take(key)};
    if (node == nullptr) return nullptr;
    if (!node->is_table()) complain(*node, key, "must be a table");
    return node->as_table();
  }
  void complain(toml::node const& node, std::string_view key, std::string_view wrong) {
    if (problem_.empty()) {
      problem_ =
          at_line(node) + ": " + what_ + ": key " + std::string{key} + " " + std::string{wrong};
    }
  }
  void fail_with(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  /// The first problem, an unknown key included; "" when all is well.
  [[nodiscard]] std::string finish() {
    for (auto const& [key, node] : table_) {
      if (!known_.contains(std::string_view{key})) complain(node, key.str(), "is unknown");
    }
    return problem_;
  }

 private:
  [[nodiscard]] toml::node const* take(std::string_view key) {
    known_.insert(key);
    return table_.get(key);
  }
  toml::table const& table_;
  std::string what_;
  std::set<std::string_view> known_;
  std::string problem_;
};

constexpr std::string_view identifier_letters{"abcdefghijklmnopqrstuvwxyz_"};

bool is_identifier(std::string_view name) {
  return !name.empty() && name.find_first_not_of(identifier_letters) == std::string_view::npos;
}

Condition read_condition(TableReader& parent, toml::table const& table, std::string const& what) {
  Condition condition;
  TableReader reader{table, what};
  reader.required_text("field", condition.field);
  reader.texts("is", condition.is);
  if (condition.is.empty()) reader.complain(table, "is", "is missing or empty");
  parent.fail_with(reader.finish());
  return condition;
}

/// What the keys of one field promise each other.
void check_field(TableReader& reader, toml::table const& table, Field const& field,
                 bool is_column) {
  auto const kind{field.kind};
  if (!is_identifier(field.name)) reader.complain(table, "name", "must be of a-z and _");
  if ((kind == FieldKind::choice) == field.choices.empty()) {
    reader.complain(table, "choices", "belongs to kind choice, and to no other");
  }
  if ((kind == FieldKind::reference) == field.refers_to.empty()) {
    reader.complain(table, "refers_to", "belongs to kind reference, and to no other");
  }
  if (!is_column && (kind == FieldKind::table) == field.columns.empty()) {
    reader.complain(table, "column", "belongs to kind table, and to no other");
  }
  if (is_column && kind == FieldKind::table) reader.complain(table, "kind", "table within a table");
  if (kind != FieldKind::code && field.scheme != CodeScheme::none) {
    reader.complain(table, "scheme", "belongs to kind code");
  }
  if (kind != FieldKind::money && table.get("unit") != nullptr) {
    reader.complain(table, "unit", "belongs to kind money");
  }
  if (!field.mask.empty() && !is_masking_item(field.mask)) {
    reader.complain(table, "mask", "does not know \"" + field.mask + "\"");
  }
  if (field.mask_when && field.mask.empty()) reader.complain(table, "mask_when", "needs mask");
}

Field read_field(TableReader& parent, toml::table const& table, std::string const& what,
                 bool is_column) {
  Field field;
  TableReader reader{table, what};
  reader.required_text("name", field.name);
  reader.required_text("label", field.label);
  reader.text("label_en", field.label_en);
  reader.one_of("kind",
                Names<FieldKind>{{"text", FieldKind::text},
                                 {"long_text", FieldKind::long_text},
                                 {"date", FieldKind::date},
                                 {"money", FieldKind::money},
                                 {"number", FieldKind::number},
                                 {"choice", FieldKind::choice},
                                 {"person", FieldKind::person},
                                 {"code", FieldKind::code},
                                 {"document_no", FieldKind::document_no},
                                 {"reference", FieldKind::reference},
                                 {"file", FieldKind::file},
                                 {"table", FieldKind::table}},
                field.kind);
  if (table.get("kind") == nullptr) reader.complain(table, "kind", "is missing or empty");
  bool required{false};
  reader.boolean("required", required);
  field.presence = required ? Presence::required : Presence::optional;
  reader.texts("synonyms", field.synonyms);
  reader.texts("choices", field.choices);
  reader.one_of("scheme",
                Names<CodeScheme>{{"social_credit", CodeScheme::social_credit},
                                  {"certificate", CodeScheme::certificate}},
                field.scheme);
  reader.one_of("unit",
                Names<MoneyUnit>{{"yuan", MoneyUnit::yuan},
                                 {"ten_thousand_yuan", MoneyUnit::ten_thousand_yuan}},
                field.money_unit);
  reader.text("refers_to", field.refers_to);
  reader.number("max_characters", field.max_characters);
  reader.text("mask", field.mask);
  if (auto const* when{reader.table("mask_when")}) {
    field.mask_when = read_condition(reader, *when, what + ", mask_when");
  }
  if (!is_column) {
    reader.tables("column", [&](toml::table const& column) {
      field.columns.push_back(read_field(reader, column, what + ", column", true));
    });
  }

  check_field(reader, table, field, is_column);
  parent.fail_with(reader.finish());
  return field;
}

Rule read_rule(TableReader& parent, toml::table const& table, std::string const& what) {
  Rule rule;
  TableReader reader{table, what};
  reader.one_of("kind",
                Names<RuleKind>{{"date_order", RuleKind::date_order},
                                {"at_least", RuleKind::at_least},
                                {"at_most_fen", RuleKind::at_most_fen},
                                {"required_when", RuleKind::required_when},
                                {"must_be", RuleKind::must_be},
                                {"certified", RuleKind::certified},
                                {"steps", RuleKind::steps}},
                rule.kind);
  if (table.get("kind") == nullptr) reader.complain(table, "kind", "is missing or empty");
  reader.texts("fields", rule.fields);
  if (rule.fields.empty()) reader.complain(table, "fields", "is missing or empty");
  reader.tables("when", [&](toml::table const& condition) {
    rule.when.push_back(read_condition(reader, condition, what + ", when"));
  });
  reader.texts("is", rule.is);
  if ((rule.kind == RuleKind::must_be) == rule.is.empty()) {
    reader.complain(table, "is", "belongs to kind must_be, and to no other");
  }
  reader.number("limit", rule.limit);
  reader.required_text("source", rule.source);
  parent.fail_with(reader.finish());
  return rule;
}

void read_deadline(TableReader& parent, toml::table const& table, DeadlineRule& out) {
  TableReader reader{table, "deadline"};
  reader.required_text("trigger_field", out.trigger_field);
  reader.number("working_days", out.working_days);
  if (out.working_days == 0) reader.complain(table, "working_days", "is missing or 0");
  reader.required_text("source", out.source);
  parent.fail_with(reader.finish());
}

void read_publication(TableReader& parent, toml::table const& table, PublicationRule& out) {
  TableReader reader{table, "publication"};
  reader.text("from_field", out.from_field);
  reader.text("until_field", out.until_field);
  reader.number("months", out.months);
  parent.fail_with(reader.finish());
}

/// The library reports a syntax error by exception; it ends here.
Result<toml::table> parse_toml(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (toml::parse_error const& error) {
    return fail(ErrorCode::invalid_input, "declaration: line " +
                                              std::to_string(error.source().begin.line) + ": " +
                                              std::string{error.description()});
  }
}

// --- what one declaration promises about itself ---

std::string check_headings(RecordType const& type) {
  std::set<std::string_view> names;
  std::set<std::string_view> headings;
  std::string problem;
  auto const heading{[&](Field const& field, std::string_view text) {
    if (!headings.insert(text).second && problem.empty()) {
      problem = "field " + field.name + ": heading " + std::string{text} + " is taken";
    }
  }};
  auto const headings_of{[&](Field const& field) {
    heading(field, field.label);
    for (auto const& synonym : field.synonyms) heading(field, synonym);
  }};
  for (auto const& field : type.fields) {
    if (!names.insert(field.name).second && problem.empty()) {
      problem = "field " + field.name + " is declared twice";
    }
    headings_of(field);
    std::set<std::string_view> columns;
    for (auto const& column : field.columns) {
      if (!columns.insert(column.name).second && problem.empty()) {
        problem = "field " + field.name + ": column " + column.name + " is declared twice";
      }
      headings_of(column);
    }
  }
  return problem;
}

std::string check_names(RecordType const& type) {
  std::string problem;
  auto const named{[&](std::string_view what, std::string_view field) {
    if (!field.empty() && type.field(field) == nullptr && problem.empty()) {
      problem = std::string{what} + " names " + std::string{field} + ", which is no field";
    }
  }};
  auto const dated{[&](std::string_view what, std::string_view name) {
    named(what, name);
    auto const* field{type.field(name)};
    if (field != nullptr && field->kind != FieldKind::date && problem.empty()) {
      problem = std::string{what} + " names " + std::string{name} + ", which is no date";
    }
  }};
  named("title", type.title);
  for (auto const& name : type.key) named("key", name);
  for (auto const& name : type.list) named("list", name);
  for (auto const& name : type.detail) named("detail", name);
  named("search_name", type.search_name);
  named("search_number", type.search_number);
  named("order_by", type.order_by);
  dated("deadline", type.deadline.trigger_field);
  dated("publication", type.publication.from_field);
  dated("publication", type.publication.until_field);
  auto const* from{type.field(type.publication.from_field)};
  if (type.publication.months != 0 && problem.empty() &&
      (from == nullptr || from->presence != Presence::required)) {
    problem = "publication: months needs a required from_field";
  }
  for (auto const& field : type.fields) {
    if (field.mask_when) named("mask_when of " + field.name, field.mask_when->field);
  }
  for (auto const& rule : type.rules) {
    for (auto const& name : rule.fields) {
      rule.kind == RuleKind::date_order ? dated("rule", name) : named("rule", name);
    }
    for (auto const& condition : rule.when) named("rule", condition.field);
  }
  return problem;
}

/// A rule on fields of another kind, or without its limit, would never speak and nobody would
/// notice.
std::string check_rules(RecordType const& type) {
  for (auto const& rule : type.rules) {
    auto const is{[&](std::size_t i, FieldKind kind) {
      return i < rule.fields.size() && type.field(rule.fields[i])->kind == kind;
    }};
    bool const limited{rule.kind == RuleKind::at_least || rule.kind == RuleKind::at_most_fen};
    if (limited != (rule.limit > 0)) return "rule: limit belongs to at_least and at_most_fen";
    if (rule.kind == RuleKind::at_most_fen && !is(0, FieldKind::money))
      return "rule at_most_fen names " + rule.fields.front() + ", which is no money";
    if (rule.kind == RuleKind::steps && !is(0, FieldKind::table))
      return "rule steps names " + rule.fields.front() + ", which is no table";
    if (rule.kind == RuleKind::certified && !is(1, FieldKind::date))
      return "rule certified needs a field with people and a date";
  }
  return {};
}

/// A condition on a choice must name choices that exist, or it would never hold and nobody would
/// notice.
std::string check_conditions(RecordType const& type) {
  auto const impossible{[&](Condition const& condition) -> std::string {
    auto const* field{type.field(condition.field)};
    if (field == nullptr || field->kind != FieldKind::choice) return {};
    for (auto const& text : condition.is) {
      if (std::ranges::find(field->choices, text) == field->choices.end()) {
        return "condition on " + field->name + ": " + text + " is none of its choices";
      }
    }
    return {};
  }};
  for (auto const& field : type.fields) {
    if (!field.mask_when) continue;
    if (auto problem{impossible(*field.mask_when)}; !problem.empty()) return problem;
  }
  for (auto const& rule : type.rules) {
    for (auto const& condition : rule.when) {
      if (auto problem{impossible(condition)}; !problem.empty()) return problem;
    }
    if (rule.kind == RuleKind::must_be) {
      if (auto problem{impossible({rule.fields.front(), rule.is})}; !problem.empty())
        return problem;
    }
  }
  return {};
}

std::string check_key(RecordType const& type) {
  if (type.fields.empty()) return "no field is declared";
  if (type.key.empty()) return "key is missing or empty";
  for (auto const& name : type.key) {
    auto const* field{type.field(name)};
    if (field->presence != Presence::required) return "key field " + name + " is not required";
    if (!field->mask.empty()) return "key field " + name + " is masked, but ids are public";
    if (field->kind == FieldKind::table) return "key field " + name + " is a table";
  }
  return {};
}

std::string check(RecordType const& type) {
  for (auto const check_one :
       {check_names, check_headings, check_rules, check_conditions, check_key}) {
    if (auto problem{check_one(type)}; !problem.empty()) return problem;
  }
  return {};
}

}  // namespace

Result<RecordType> parse_record_type(std::string_view toml) {
  auto const document{MS_TRY(parse_toml(toml))};
  RecordType type;
  TableReader reader{document, "declaration"};
  reader.required_text("code", type.code);
  reader.required_text("name", type.name);
  reader.text("name_en", type.name_en);
  reader.required_text("icon", type.icon);
  reader.required_text("help", type.help);
  reader.one_of("phase",
                Names<Phase>{{"before", Phase::before},
                             {"during", Phase::during},
                             {"after", Phase::after},
                             {"always", Phase::always}},
                type.phase);
  reader.number("position", type.position);
  reader.texts("key", type.key);
  reader.required_text("title", type.title);
  reader.texts("list", type.list);
  reader.texts("detail", type.detail);
  reader.text("search_name", type.search_name);
  reader.text("search_number", type.search_number);
  reader.text("order_by", type.order_by);
  reader.boolean("newest_first", type.newest_first);
  reader.boolean("legal_review", type.legal_review);
  if (auto const* table{reader.table("deadline")}) read_deadline(reader, *table, type.deadline);
  if (auto const* table{reader.table("publication")}) {
    read_publication(reader, *table, type.publication);
  }
  reader.tables("field", [&](toml::table const& table) {
    type.fields.push_back(
        read_field(reader, table, "field " + std::to_string(type.fields.size() + 1), false));
  });
  reader.tables("rule", [&](toml::table const& table) {
    type.rules.push_back(read_rule(reader, table, "rule " + std::to_string(type.rules.size() + 1)));
  });
  if (!type.code.empty() && !is_identifier(type.code))
    reader.fail_with("code must be of a-z and _");
  auto problem{reader.finish()};
  if (problem.empty()) problem = check(type);
  if (!problem.empty()) {
    return fail(ErrorCode::invalid_input, "declaration " + type.code + ": " + problem);
  }
  return type;
}

bool is_decision_type(std::string_view code) {
  return std::ranges::find(decision_types, code) != decision_types.end();
}

Result<DecisionTypes> all_decision_types(std::vector<std::string> const& declarations) {
  DecisionTypes types{decision_types.begin(), decision_types.end()};
  for (auto const& declaration : declarations) {
    auto const table{MS_TRY(parse_toml(declaration))};
    auto const code{table["code"].value<std::string>()};
    if (!code) return fail(ErrorCode::invalid_input, "a declaration without a code");
    if (table["legal_review"].value_or(false)) types.insert(*code);
  }
  return types;
}

}  // namespace mingshi::domain
