#include "core/trust/field.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mingshi::trust::field {

using json::Json;

std::unexpected<Error> malformed(std::string_view key, std::string_view what) {
  return fail(ErrorCode::invalid_input, fmt::format("\"{}\" {}", key, what));
}

Result<Json const*> any(Json const& object, std::string const& key) {
  auto const found{object.is_object() ? object.find(key) : object.end()};
  if (found == object.end()) return malformed(key, "is missing");
  return &*found;
}

Result<std::string> text(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(any(object, key))};
  if (!value->is_string()) return malformed(key, "is not a text");
  return value->get<std::string>();
}

Result<bool> boolean(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(any(object, key))};
  if (!value->is_boolean()) return malformed(key, "is not true or false");
  return value->get<bool>();
}

Result<std::int64_t> integer(Json const& object, std::string const& key, std::int64_t least) {
  auto const* const value{MS_TRY(any(object, key))};
  if (!value->is_number_integer()) return malformed(key, "is not an integer");
  auto const number{value->get<std::int64_t>()};
  if (number < least) return malformed(key, fmt::format("is below {}", least));
  return number;
}

Result<Json const*> object(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(any(object, key))};
  if (!value->is_object()) return malformed(key, "is not an object");
  return value;
}

Result<Json const*> array(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(any(object, key))};
  if (!value->is_array()) return malformed(key, "is not an array");
  return value;
}

Result<Instant> instant(Json const& object, std::string const& key) {
  auto const value{MS_TRY(text(object, key))};
  if (!value.ends_with('Z')) return malformed(key, "is not in UTC");
  auto const at{parse_instant(value)};
  if (!at) return malformed(key, "is not of the form 2026-11-23T06:32:00Z");
  return *at;
}

}  // namespace mingshi::trust::field
