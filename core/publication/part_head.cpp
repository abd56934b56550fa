#include "core/publication/part_head.hpp"

#include "core/json/json.hpp"
#include "core/publication/members.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

constexpr std::string_view document{"part head"};

Json packed_json(PackedObject const& object) {
  return Json{{"sha256", object.sha256}, {"size", object.size}, {"raw_size", object.raw_size}};
}

Json media_json(MediaListObject const& media) {
  auto object = packed_json(media.object);
  object["count"] = media.count;
  object["bytes"] = media.bytes;
  return object;
}

Result<LogObject> read_base(Members const& head) {
  auto const object{MS_TRY(head.object("base"))};
  auto const to{MS_TRY(object.count("sequence", 1))};
  auto packed{MS_TRY(object.packed())};
  return LogObject{.from = 0, .to = to, .object = std::move(packed)};
}

Result<std::vector<LogObject>> read_deltas(Members const& head) {
  auto const* const list{MS_TRY(head.array("deltas"))};
  if (list->size() > max_deltas) return head.malformed("too many deltas");
  std::vector<LogObject> deltas;
  for (auto const& item : *list) {
    auto const object{MS_TRY(Members::of(item, document))};
    auto const from{MS_TRY(object.count("from", 1))};
    auto const to{MS_TRY(object.count("to", from + 1))};
    auto packed{MS_TRY(object.packed())};
    LogObject delta{.from = from, .to = to, .object = std::move(packed)};
    if (!deltas.empty() &&
        std::tie(deltas.back().from, deltas.back().to) >= std::tie(delta.from, delta.to))
      return head.malformed("deltas are out of order");
    deltas.push_back(std::move(delta));
  }
  return deltas;
}

Result<MediaListObject> read_media(Members const& head) {
  auto const object{MS_TRY(head.object("media"))};
  auto packed{MS_TRY(object.packed())};
  auto const count{MS_TRY(object.count("count", 0))};
  auto const bytes{MS_TRY(object.count("bytes", 0))};
  return MediaListObject{.object = std::move(packed), .count = count, .bytes = bytes};
}

Result<std::vector<Withdrawal>> read_withdrawn(Members const& head) {
  auto const* const list{MS_TRY(head.array("withdrawn"))};
  if (list->size() > max_withdrawn) return head.malformed("too many withdrawals");
  std::vector<Withdrawal> withdrawn;
  for (auto const& item : *list) {
    auto const object{MS_TRY(Members::of(item, document))};
    auto id{MS_TRY(object.text("id"))};
    if (!is_record_id(id)) return head.malformed("a withdrawal's id is malformed");
    if (!withdrawn.empty() && withdrawn.back().id >= id)
      return head.malformed("withdrawals are out of order");
    auto const sequence{MS_TRY(object.count("sequence", 1))};
    withdrawn.push_back({.id = std::move(id), .sequence = sequence});
  }
  return withdrawn;
}

/// What holds between the members.
Result<void> check(PartHead const& head, Members const& members) {
  if (!is_hall_id(head.hall)) return members.malformed("\"hall\" is no hall id");
  for (auto const& [type, state] : head.types) MS_TRY(check_part(head.part, type));
  if (head.settings.has_value() != (head.part == Part::records))
    return members.malformed("settings belong to the records part, and to it alone");
  if (head.base.to > head.sequence) return members.malformed("the base is newer than the head");
  for (auto const& delta : head.deltas)
    if (delta.to > head.sequence) return members.malformed("a delta is newer than the head");
  for (auto const& item : head.withdrawn)
    if (item.sequence > head.sequence)
      return members.malformed("a withdrawal is newer than the head");
  if (!plan(head, 0, {})) return members.malformed("no way leads from the base to the sequence");
  return {};
}

}  // namespace

std::string_view name_of(Part part) {
  return part == Part::records ? "records" : "decisions";
}

std::optional<Part> part_named(std::string_view name) {
  for (auto const part : all_parts)
    if (name_of(part) == name) return part;
  return std::nullopt;
}

std::string format_part_head(PartHead const& head) {
  auto base = packed_json(head.base.object);
  base["sequence"] = head.base.to;
  auto deltas = Json::array();
  for (auto const& delta : head.deltas) {
    auto object = packed_json(delta.object);
    object["from"] = delta.from;
    object["to"] = delta.to;
    deltas.push_back(std::move(object));
  }
  auto withdrawn = Json::array();
  for (auto const& item : head.withdrawn)
    withdrawn.push_back(Json{{"id", item.id}, {"sequence", item.sequence}});
  Json object{{"format", part_head_format},      {"hall", head.hall},
              {"part", name_of(head.part)},      {"sequence", head.sequence},
              {"schema", head.schema},           {"issued", iso_instant(head.issued)},
              {"lease_hours", head.lease_hours}, {"types", to_json(head.types)},
              {"base", std::move(base)},         {"deltas", std::move(deltas)},
              {"media", media_json(head.media)}, {"withdrawn", std::move(withdrawn)}};
  if (head.settings) object["settings"] = packed_json(*head.settings);
  if (head.poll_seconds > 0) object["poll_seconds"] = head.poll_seconds;
  return json::canonical(object);
}

Result<PartHead> parse_part_head(std::string_view bytes) {
  constexpr std::int64_t longest_lease{24 * 3'660};
  if (bytes.size() > max_part_head_size)
    return fail(ErrorCode::invalid_input,
                fmt::format("part head: longer than {} bytes", max_part_head_size));
  auto const parsed = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  auto const members{MS_TRY(Members::of(parsed, document))};
  auto const format{MS_TRY(members.count("format", 0))};
  if (format != part_head_format)
    return fail(ErrorCode::unsupported, fmt::format("part head: format {}", format));
  PartHead head;
  head.hall = MS_TRY(members.text("hall"));
  auto const part{part_named(MS_TRY(members.text("part")))};
  if (!part) return members.malformed("\"part\" is none that we know");
  head.part = *part;
  head.sequence = MS_TRY(members.count("sequence", 1));
  head.schema = MS_TRY(members.count("schema", 1));
  head.issued = MS_TRY(members.instant("issued"));
  head.lease_hours = MS_TRY(members.count("lease_hours", 0));
  if (head.lease_hours > longest_lease) return members.malformed("a lease of more than ten years");
  if (members.has("poll_seconds")) head.poll_seconds = MS_TRY(members.count("poll_seconds", 0));
  head.types = MS_TRY(part_state(MS_TRY(members.object("types"))));
  head.base = MS_TRY(read_base(members));
  head.deltas = MS_TRY(read_deltas(members));
  if (members.has("settings")) head.settings = MS_TRY(MS_TRY(members.object("settings")).packed());
  head.media = MS_TRY(read_media(members));
  head.withdrawn = MS_TRY(read_withdrawn(members));
  MS_TRY(check(head, members));
  return head;
}

}  // namespace mingshi::publication
