#include "core/publication/op_log.hpp"

#include "core/json/json.hpp"
#include "core/publication/members.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

constexpr std::string_view document{"record"};

Result<std::optional<Day>> optional_day(Members const& members, std::string const& key) {
  if (!members.has(key)) return std::optional<Day>{};
  auto const day{parse_day(MS_TRY(members.text(key)))};
  if (!day) return members.malformed(fmt::format("\"{}\" is no day", key));
  return std::optional{*day};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the value, which parse_strict bounds
Json difference(Json const& older, Json const& newer) {
  auto patch = Json::object();
  for (auto const& [key, value] : older.items())
    if (!newer.contains(key)) patch[key] = nullptr;
  for (auto const& [key, value] : newer.items()) {
    auto const before{older.find(key)};
    if (before == older.end()) {
      patch[key] = value;
    } else if (*before != value) {
      bool const objects{before->is_object() && value.is_object()};
      patch[key] = objects ? difference(*before, value) : value;
    }
  }
  return patch;
}

}  // namespace

Result<Entry> entry_from(Json const& projection, std::string canonical) {
  auto const members{MS_TRY(Members::of(projection, document))};
  Entry entry;
  entry.id = MS_TRY(members.text("id"));
  entry.type = MS_TRY(members.text("type"));
  if (!is_record_id(entry.id) || type_of(entry.id) != entry.type)
    return members.malformed("the id is malformed or not of its type");
  MS_TRY(members.object("fields"));
  MS_TRY(members.flag("sample"));
  entry.publish_from = MS_TRY(optional_day(members, "publish_from"));
  entry.publish_until = MS_TRY(optional_day(members, "publish_until"));
  auto const known{4U + (entry.publish_from ? 1U : 0U) + (entry.publish_until ? 1U : 0U)};
  if (projection.size() != known) return members.malformed("a member that no projection has");
  entry.projection = std::move(canonical);
  return entry;
}

Result<Entry> entry_of(std::string_view projection) {
  auto const parsed = MS_TRY(json::parse_strict(projection));  // braces would make an array of it
  auto canonical{json::canonical(parsed)};
  if (canonical != projection)
    return fail(ErrorCode::invalid_input, "record: the bytes are not canonical");
  return entry_from(parsed, std::move(canonical));
}

std::optional<std::string> make_patch(std::string_view older, std::string_view newer) {
  auto const before = json::parse_strict(older);
  auto const after = json::parse_strict(newer);
  if (!before || !after || !before->is_object() || !after->is_object()) return std::nullopt;
  auto const patch = difference(*before, *after);
  // A null that the newer one holds cannot be said by a patch: there null means removal.
  auto reached = *before;
  reached.merge_patch(patch);
  if (reached != *after) return std::nullopt;
  return json::canonical(patch);
}

Result<Entry> patched(std::string_view id, std::string_view older_projection,
                      std::string_view patch) {
  auto record = MS_TRY(json::parse_strict(older_projection));
  record.merge_patch(MS_TRY(json::parse_strict(patch)));
  auto entry{MS_TRY(entry_from(record, json::canonical(record)))};
  if (entry.id != id) return fail(ErrorCode::denied, "op log: a merge changes a record's id");
  return entry;
}

}  // namespace mingshi::publication
