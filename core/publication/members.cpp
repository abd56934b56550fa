#include "core/publication/members.hpp"

#include "core/domain/legal_review.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace mingshi::publication {

using json::Json;

Result<Members> Members::of(Json const& value, std::string_view what) {
  Members const members{value, what};
  if (!value.is_object()) return members.malformed("not an object");
  return members;
}

std::unexpected<Error> Members::malformed(std::string_view why) const {
  return fail(ErrorCode::invalid_input, fmt::format("{}: {}", what_, why));
}

bool Members::has(std::string const& key) const {
  return object_->contains(key);
}

Result<Json const*> Members::member(std::string const& key) const {
  auto const found{object_->find(key)};
  if (found == object_->end()) return malformed(fmt::format("no \"{}\"", key));
  return &*found;
}

Result<std::string> Members::text(std::string const& key) const {
  auto const* const value{MS_TRY(member(key))};
  if (!value->is_string()) return malformed(fmt::format("\"{}\" is no text", key));
  return value->get<std::string>();
}

Result<std::int64_t> Members::count(std::string const& key, std::int64_t least) const {
  auto const* const value{MS_TRY(member(key))};
  if (!value->is_number_integer()) return malformed(fmt::format("\"{}\" is no number", key));
  auto const number{value->get<std::int64_t>()};
  if (number < least) return malformed(fmt::format("\"{}\" is below {}", key, least));
  return number;
}

Result<bool> Members::flag(std::string const& key) const {
  auto const* const value{MS_TRY(member(key))};
  if (!value->is_boolean()) return malformed(fmt::format("\"{}\" is not true or false", key));
  return value->get<bool>();
}

Result<std::string> Members::sha256(std::string const& key) const {
  auto value{MS_TRY(text(key))};
  if (!is_sha256(value)) return malformed(fmt::format("\"{}\" is no SHA-256", key));
  return value;
}

Result<Instant> Members::instant(std::string const& key) const {
  auto const at{parse_instant(MS_TRY(text(key)))};
  if (!at) return malformed(fmt::format("\"{}\" is no instant", key));
  return *at;
}

Result<Members> Members::object(std::string const& key) const {
  auto const* const value{MS_TRY(member(key))};
  if (!value->is_object()) return malformed(fmt::format("\"{}\" is no object", key));
  return Members{*value, what_};
}

Result<Json const*> Members::array(std::string const& key) const {
  auto const* const value{MS_TRY(member(key))};
  if (!value->is_array()) return malformed(fmt::format("\"{}\" is no list", key));
  return value;
}

Result<PackedObject> Members::packed() const {
  // Sums of any number of sizes that a head can hold stay far below 2^63.
  constexpr std::int64_t most{std::int64_t{1} << 48};
  auto hash{MS_TRY(sha256("sha256"))};
  auto const size{MS_TRY(count("size", 1))};
  auto const raw_size{MS_TRY(count("raw_size", 0))};
  if (size > most || raw_size > most) return malformed("an object too large for any terminal");
  return PackedObject{.sha256 = std::move(hash), .size = size, .raw_size = raw_size};
}

bool is_type_code(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_record_id(std::string_view text) {
  constexpr std::size_t longest{2'000};
  return text.size() <= longest && is_type_code(type_of(text)) &&
         text.size() > type_of(text).size() + 1 &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string_view type_of(std::string_view id) {
  return id.substr(0, id.find('/'));
}

Json to_json(PartState const& state) {
  auto types = Json::object();
  for (auto const& [type, of_type] : state)
    types[type] = Json{{"rows", of_type.rows}, {"set", of_type.set}};
  return types;
}

Result<PartState> part_state(Members const& types) {
  if (types.json().size() > max_types) return types.malformed("too many types");
  PartState state;
  for (auto const& entry : types.json().items()) {
    if (!is_type_code(entry.key())) return types.malformed("a type's code is malformed");
    auto const of_type{MS_TRY(types.object(entry.key()))};
    auto const rows{MS_TRY(of_type.count("rows", 1))};
    auto set{MS_TRY(of_type.sha256("set"))};
    state.emplace(entry.key(), TypeState{.rows = rows, .set = std::move(set)});
  }
  return state;
}

Result<void> check_part(Part part, std::string_view type) {
  if (part == Part::records && domain::is_decision_type(type))
    return fail(ErrorCode::denied,
                fmt::format("type {} needs legal review and came in the records part", type));
  return {};
}

}  // namespace mingshi::publication
