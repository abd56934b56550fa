#include "core/domain/record_json.hpp"

#include "core/base/overload.hpp"

#include <nlohmann/json.hpp>

namespace mingshi::domain {
namespace {

using json::Json;

Json table_to_json(std::vector<TableRow> const& rows) {
  Json array = Json::array();  // braces would wrap it in another array
  for (auto const& row : rows) {
    Json object = Json::object();
    for (auto const& [column, text] : row) object[column] = text;
    array.push_back(std::move(object));
  }
  return array;
}

Json value_to_json(Value const& value) {
  return std::visit(Overload{[](std::string const& text) { return Json(text); },
                             [](Day day) { return Json(iso_day(day)); },
                             [](Money money) { return Json(money.fen); },
                             [](std::int64_t number) { return Json(number); },
                             [](std::vector<TableRow> const& rows) { return table_to_json(rows); }},
                    value);
}

std::unexpected<Error> not_of_kind(Field const& field, std::string_view kind) {
  return fail(ErrorCode::invalid_input, "field " + field.name + " is not " + std::string{kind});
}

Result<Value> table_from_json(Field const& field, Json const& value) {
  if (!value.is_array()) return not_of_kind(field, "a table");
  std::vector<TableRow> rows;
  for (auto const& object : value) {
    if (!object.is_object()) return not_of_kind(field, "a table of objects");
    TableRow row;
    for (auto const& [column, text] : object.items()) {
      if (!text.is_string()) return not_of_kind(field, "a table of texts");
      row.emplace(column, text.get<std::string>());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Value> value_from_json(Field const& field, Json const& value) {
  switch (field.kind) {
    case FieldKind::date: {
      if (!value.is_string()) return not_of_kind(field, "a date");
      auto const day{parse_day(value.get_ref<std::string const&>())};
      if (!day) return not_of_kind(field, "a date");
      return *day;
    }
    case FieldKind::money:
      if (!value.is_number_integer()) return not_of_kind(field, "an amount in fen");
      return Money{value.get<std::int64_t>()};
    case FieldKind::number:
      if (!value.is_number_integer()) return not_of_kind(field, "a whole number");
      return value.get<std::int64_t>();
    case FieldKind::table:
      return table_from_json(field, value);
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::choice:
    case FieldKind::person:
    case FieldKind::code:
    case FieldKind::document_no:
    case FieldKind::reference:
    case FieldKind::file:
      break;
  }
  if (!value.is_string()) return not_of_kind(field, "a text");
  return value.get<std::string>();
}

}  // namespace

Json fields_to_json(Fields const& fields) {
  Json object = Json::object();
  for (auto const& [name, value] : fields) object[name] = value_to_json(value);
  return object;
}

Result<Fields> fields_from_json(RecordType const& type, Json const& value) {
  if (!value.is_object()) return fail(ErrorCode::invalid_input, "fields are not an object");
  Fields fields;
  for (auto const& [name, content] : value.items()) {
    auto const* const field{type.field(name)};
    if (field == nullptr)
      return fail(ErrorCode::invalid_input, "type " + type.code + " has no field " + name);
    fields.emplace(name, MS_TRY(value_from_json(*field, content)));
  }
  return fields;
}

}  // namespace mingshi::domain
