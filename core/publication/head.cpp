#include "core/publication/head.hpp"

#include "core/json/json.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::invalid_input, fmt::format("head.json: {}", what));
}

Result<Json const*> member(Json const& object, std::string const& key, Json::value_t kind) {
  auto const found{object.is_object() ? object.find(key) : object.end()};
  if (found == object.end()) return malformed(fmt::format("no \"{}\"", key));
  if (found->type() != kind) return malformed(fmt::format("\"{}\" is of the wrong kind", key));
  return &*found;
}

Result<std::string> text(Json const& object, std::string const& key) {
  return MS_TRY(member(object, key, Json::value_t::string))->get<std::string>();
}

Result<std::int64_t> count(Json const& object, std::string const& key, std::int64_t least) {
  auto const number{
      MS_TRY(member(object, key, Json::value_t::number_integer))->get<std::int64_t>()};
  if (number < least) return malformed(fmt::format("\"{}\" is below {}", key, least));
  return number;
}

Result<std::string> hash(Json const& object, std::string const& key) {
  auto value{MS_TRY(text(object, key))};
  if (!is_sha256(value)) return malformed(fmt::format("\"{}\" is no SHA-256", key));
  return value;
}

/// A file extension: it ends up in a file name.
Result<std::string> media_kind(Json const& object) {
  auto kind{MS_TRY(text(object, "kind"))};
  bool const plain{std::ranges::all_of(
      kind, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); })};
  if (!plain || kind.empty() || kind.size() > 8) return malformed("\"kind\" is no file extension");
  return kind;
}

Result<std::map<std::string, std::int64_t>> row_counts(Json const& object) {
  auto const* const table{MS_TRY(member(object, "rows", Json::value_t::object))};
  std::map<std::string, std::int64_t> rows;
  for (auto const& entry : table->items())
    rows.emplace(entry.key(), MS_TRY(count(*table, entry.key(), 0)));
  return rows;
}

Result<std::vector<MediaObject>> media_list(Json const& object) {
  std::vector<MediaObject> media;
  for (auto const& entry : *MS_TRY(member(object, "media", Json::value_t::array))) {
    auto sha256{MS_TRY(hash(entry, "sha256"))};
    auto const size{MS_TRY(count(entry, "size", 0))};
    auto kind{MS_TRY(media_kind(entry))};
    media.push_back({.sha256 = std::move(sha256), .size = size, .kind = std::move(kind)});
  }
  return media;
}

}  // namespace

std::string format_head(Head const& head) {
  auto media = Json::array();
  for (auto const& object : head.media)
    media.push_back(Json{{"sha256", object.sha256}, {"size", object.size}, {"kind", object.kind}});
  auto rows = Json::object();
  for (auto const& [type, number] : head.rows) rows[type] = number;
  return json::canonical(
      Json{{"format", head_format},
           {"hall", head.hall},
           {"sequence", head.sequence},
           {"schema", head.schema},
           {"issued", iso_instant(head.issued)},
           {"rows", std::move(rows)},
           {"state", head.state},
           {"database", Json{{"sha256", head.database.sha256}, {"size", head.database.size}}},
           {"media", std::move(media)}});
}

Result<Head> parse_head(std::string_view bytes) {
  if (bytes.size() > max_head_size)
    return malformed(fmt::format("longer than {} bytes", max_head_size));
  auto const document = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  auto const format{MS_TRY(count(document, "format", 0))};
  if (format != head_format)
    return fail(ErrorCode::unsupported, fmt::format("head.json: format {}", format));
  auto const* const database{MS_TRY(member(document, "database", Json::value_t::object))};
  auto const issued{parse_instant(MS_TRY(text(document, "issued")))};
  if (!issued) return malformed("\"issued\" is no instant");
  auto hall{MS_TRY(text(document, "hall"))};
  auto sequence{MS_TRY(count(document, "sequence", 1))};
  auto schema{MS_TRY(count(document, "schema", 1))};
  auto rows{MS_TRY(row_counts(document))};
  auto state{MS_TRY(hash(document, "state"))};
  auto sha256{MS_TRY(hash(*database, "sha256"))};
  auto size{MS_TRY(count(*database, "size", 0))};
  auto media{MS_TRY(media_list(document))};
  Head head{.hall = std::move(hall),
            .sequence = std::move(sequence),
            .schema = std::move(schema),
            .issued = *issued,
            .rows = std::move(rows),
            .state = std::move(state),
            .database = {.sha256 = std::move(sha256), .size = std::move(size)},
            .media = std::move(media)};
  if (!is_hall_id(head.hall)) return malformed("\"hall\" is no hall id");
  return head;
}

}  // namespace mingshi::publication
