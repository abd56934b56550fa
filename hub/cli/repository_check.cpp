#include "hub/cli/repository_check.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/projection.hpp"
#include "core/domain/record_type.hpp"
#include "core/publication/head.hpp"
#include "core/publication/repository.hpp"
#include "core/store/reader.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/trusted_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using trust::Role;

/// Runs `step` and says what was being looked at when it fails.
template <typename T>
Result<T> looking_at(std::string_view what, Result<T> result) {
  if (!result) return std::unexpected{std::move(result).error().while_doing(what)};
  return result;
}

Result<std::string> read_metadata(fs::path const& repository, Role role, std::string_view path) {
  return read_file(repository / path, trust::max_size(role));
}

/// The chain of the four roles, each verified by the one before.
Result<trust::TrustedSet> follow_chain(fs::path const& repository, Instant now) {
  auto anchor{MS_TRY(read_metadata(repository, Role::root, publication::trust_anchor_path))};
  auto set{MS_TRY(looking_at(
      "root.json",
      trust::TrustedSet::load(
          {.root = std::move(anchor), .timestamp = {}, .snapshot = {}, .targets = {}}, now)))};
  for (;;) {
    auto const next{publication::metadata_path(Role::root, set.root().version + 1)};
    auto const bytes{read_metadata(repository, Role::root, next)};
    if (!bytes && bytes.error().code() == ErrorCode::not_found) break;
    if (!bytes) return std::unexpected{bytes.error()};
    MS_TRY(looking_at(next, set.update_root(*bytes)));
  }
  auto const timestamp{
      MS_TRY(read_metadata(repository, Role::timestamp, publication::timestamp_path))};
  MS_TRY(looking_at(publication::timestamp_path, set.update_timestamp(timestamp)));
  auto const snapshot_path{
      publication::metadata_path(Role::snapshot, MS_TRY(set.expected(Role::snapshot)).version)};
  auto const snapshot{MS_TRY(read_metadata(repository, Role::snapshot, snapshot_path))};
  MS_TRY(looking_at(snapshot_path, set.update_snapshot(snapshot)));
  auto const targets_path{
      publication::metadata_path(Role::targets, MS_TRY(set.expected(Role::targets)).version)};
  auto const targets{MS_TRY(read_metadata(repository, Role::targets, targets_path))};
  MS_TRY(looking_at(targets_path, set.update_targets(targets)));
  return set;
}

Result<void> check_object(fs::path const& repository, std::string const& sha256,
                          std::int64_t size) {
  auto const path{publication::object_path(sha256)};
  std::error_code error;
  auto const actual{fs::file_size(repository / path, error)};
  if (error) return fail(ErrorCode::not_found, path + ": missing");
  if (std::cmp_not_equal(actual, size))
    return fail(ErrorCode::corrupt, fmt::format("{}: {} bytes, should be {}", path, actual, size));
  if (MS_TRY(crypto::sha256_of_file(repository / path)) != sha256)
    return fail(ErrorCode::corrupt, path + ": its content is not what its name says");
  return {};
}

/// Every record of the database against its hash, and all of them against the head.
Result<void> check_records(store::Generation const& generation, publication::Head const& head) {
  std::vector<domain::RecordType> types;
  for (auto const& declaration : generation.record_types)
    types.push_back(MS_TRY(domain::parse_record_type(declaration)));
  auto const catalogue{MS_TRY(domain::Catalogue::of(std::move(types)))};
  std::map<std::string, std::int64_t> rows;
  for (auto const& row : generation.rows) {
    auto const* type{catalogue.find(row.type)};
    if (type == nullptr) return fail(ErrorCode::corrupt, row.id + ": its type is not declared");
    auto const record{
        MS_TRY(looking_at(row.id, domain::read_projection(*type, row.projection, row.sha256)))};
    if (record.id != row.id || record.publish_from != row.publish_from ||
        record.publish_until != row.publish_until)
      return fail(ErrorCode::corrupt, row.id + ": the row contradicts its projection");
    ++rows[row.type];
  }
  if (rows != head.rows) return fail(ErrorCode::corrupt, "the number of records is not the head's");
  if (store::state_hash(generation.rows) != head.state)
    return fail(ErrorCode::corrupt, "the state hash is not the head's");
  return {};
}

Result<void> check_database(fs::path const& repository, publication::Head const& head) {
  auto reader{
      MS_TRY(store::Reader::open(repository / publication::object_path(head.database.sha256)))};
  auto const generation{MS_TRY(reader.generation())};
  if (generation.hall.id != head.hall || generation.sequence != head.sequence ||
      generation.issued != head.issued)
    return fail(ErrorCode::corrupt, "hall, sequence or time is not the head's");
  if (head.schema != store::schema_version)
    return fail(ErrorCode::unsupported, fmt::format("schema {}", head.schema));
  MS_TRY(check_records(generation, head));
  for (auto const& media : generation.media) {
    auto const known{
        std::ranges::find(head.media, media.sha256, &publication::MediaObject::sha256)};
    if (known == head.media.end() || known->size != media.size)
      return fail(ErrorCode::corrupt, "the media " + media.sha256 + " is not in the head");
  }
  return {};
}

Result<RepositorySummary::Hall> check_hall(fs::path const& repository, std::string_view hall,
                                           trust::Target const& target) {
  auto const path{publication::head_path(hall, target.sha256)};
  auto const bytes{MS_TRY(read_file(repository / path, publication::max_head_size))};
  if (std::cmp_not_equal(bytes.size(), target.length) || crypto::sha256(bytes) != target.sha256)
    return fail(ErrorCode::corrupt, path + ": not the bytes that targets name");
  auto head{MS_TRY(looking_at(path, publication::parse_head(bytes)))};
  if (head.hall != hall) return fail(ErrorCode::corrupt, path + ": names another hall");
  MS_TRY(check_object(repository, head.database.sha256, head.database.size));
  for (auto const& media : head.media) MS_TRY(check_object(repository, media.sha256, media.size));
  MS_TRY(looking_at("disclosure.db", check_database(repository, head)));
  return RepositorySummary::Hall{.id = std::string{hall},
                                 .sequence = head.sequence,
                                 .issued = head.issued,
                                 .rows = std::move(head.rows),
                                 .media = head.media.size(),
                                 .state = std::move(head.state)};
}

}  // namespace

Result<RepositorySummary> check_repository(fs::path const& repository, Instant now) {
  auto const set{MS_TRY(follow_chain(repository, now))};
  RepositorySummary summary{.root_version = set.root().version,
                            .as_of = set.timestamp()->issued.value_or(Instant{}),
                            .expires = set.timestamp()->expires,
                            .halls = {}};
  auto const targets{MS_TRY(trust::parse_targets(set.stored().targets.value_or("")))};
  for (auto const& [name, target] : targets.content.files) {
    auto const hall{std::string_view{name}.substr(0, name.find('/'))};
    if (!publication::is_hall_id(hall) || name != publication::head_target(hall))
      return fail(ErrorCode::unsupported, "targets name \"" + name + "\", which is no hall's head");
    summary.halls.push_back(MS_TRY(looking_at(hall, check_hall(repository, hall, target))));
  }
  if (summary.halls.empty()) return fail(ErrorCode::not_found, "targets name no hall");
  return summary;
}

}  // namespace mingshi::hub
