#include "hub/publish/repository_writer.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/words.hpp"
#include "hub/publish/metadata_file.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using publication::PartHead;
using trust::Role;

/// What a terminal that follows the head may ask for. Media are asked for under this head only.
std::set<std::string> logs_of(PartHead const& head) {
  std::set<std::string> names{head.base.object.sha256, head.media.object.sha256};
  for (auto const& delta : head.deltas) names.insert(delta.object.sha256);
  if (head.settings) names.insert(head.settings->sha256);
  return names;
}

std::string file_name_of(PartHead const& head) {
  auto const sha256{trust::describe_target(publication::format_part_head(head)).sha256};
  return fs::path{publication::part_head_path(head.hall, head.part, sha256)}.filename().string();
}

/// Deletes the files below `folder` whose name is not among those to keep. What cannot be deleted
/// stays: the next publication tries again.
void keep_only(fs::path const& folder, std::set<std::string> const& names) {
  std::error_code error;
  for (fs::recursive_directory_iterator it{folder, error}, end; !error && it != end;
       it.increment(error))
    if (std::error_code ignored;
        it->is_regular_file(ignored) && !names.contains(it->path().filename().string()))
      fs::remove(it->path(), ignored);
}

trust::DelegatedRole const* delegated(trust::Targets const& targets, std::string const& role) {
  return targets.delegations ? targets.delegations->find(role) : nullptr;
}

}  // namespace

Result<PublishKeys> RepositoryWriter::keys_for(Current const& current, std::string_view hall,
                                               Signers& signers) {
  PublishKeys keys;
  using Member = std::vector<crypto::SigningKey> PublishKeys::*;
  for (auto const& [role, member] : std::array<std::pair<std::string, Member>, 2>{
           {{records_role(hall), &PublishKeys::records},
            {decisions_role(hall), &PublishKeys::decisions}}}) {
    auto const* const delegation{delegated(current.targets, role)};
    if (delegation == nullptr)
      return fail(ErrorCode::denied,
                  words::role(role) + "还没有授权给任何人，请先用 mingshi repo delegate 授权");
    keys.*member = MS_TRY(signers.of(delegation->keys, words::role(role)));
  }
  for (auto const& [role, member] : std::array<std::pair<Role, Member>, 2>{
           {{Role::snapshot, &PublishKeys::snapshot}, {Role::timestamp, &PublishKeys::timestamp}}})
    keys.*member =
        MS_TRY(signers.of(current.root.roles.at(role), words::role(trust::name_of(role))));
  return keys;
}

Result<void> RepositoryWriter::write(std::string const& path, std::string const& bytes) const {
  auto const file{root_ / path};
  MS_TRY(make_folders(file.parent_path()));
  return write_file(file, bytes);
}

Result<void> RepositoryWriter::place(std::string const& sha256, fs::path const& from) const {
  auto const to{root_ / publication::object_path(sha256)};
  std::error_code error;
  // One that has rotted since is replaced: every terminal would refuse it.
  if (auto const there{crypto::sha256_of_file(to)}; there && *there == sha256) return {};
  MS_TRY(make_folders(to.parent_path()));
  auto const fresh{to.parent_path() / (".new-" + sha256)};
  fs::copy_file(from, fresh, fs::copy_options::overwrite_existing, error);
  // Whatever program serves the folder must be able to read it, however the source was kept.
  if (!error) fs::permissions(fresh, static_cast<fs::perms>(0644), error);
  if (error) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return fail(ErrorCode::io,
                "copying " + from.string() + " to " + to.string() + ": " + error.message(),
                error.value());
  }
  if (MS_TRY(crypto::sha256_of_file(fresh)) != sha256) {
    fs::remove(fresh, error);
    return fail(ErrorCode::conflict, from.string() + " changed while it was published");
  }
  MS_TRY(flush_to_disk(fresh));
  fs::rename(fresh, to, error);
  if (error) return fail(ErrorCode::io, "naming " + to.string() + ": " + error.message());
  return flush_to_disk(to.parent_path());
}

Result<void> RepositoryWriter::sign_timestamp(trust::MetaFile const& snapshot, std::int64_t version,
                                              std::vector<crypto::SigningKey> const& keys,
                                              Instant now) const {
  trust::Timestamp const timestamp{.version = version,
                                   .expires = now + trust::lifetime(Role::timestamp),
                                   .issued = now,
                                   .snapshot = snapshot};
  return write(std::string{publication::timestamp_path}, MS_TRY(trust::sign(timestamp, keys)));
}

Result<void> RepositoryWriter::sign_snapshot(trust::Snapshot snapshot, std::int64_t timestamp,
                                             std::vector<crypto::SigningKey> const& snapshot_keys,
                                             std::vector<crypto::SigningKey> const& timestamp_keys,
                                             Instant now) const {
  snapshot.expires = now + trust::lifetime(Role::snapshot);
  auto const bytes{MS_TRY(trust::sign(snapshot, snapshot_keys))};
  MS_TRY(write(publication::metadata_path(Role::snapshot, snapshot.version), bytes));
  return sign_timestamp(trust::describe(snapshot.version, bytes), timestamp, timestamp_keys, now);
}

Result<void> RepositoryWriter::sign_role(trust::Snapshot& snapshot, std::string const& role,
                                         trust::Targets const& document,
                                         std::vector<crypto::SigningKey> const& keys) const {
  auto const bytes{MS_TRY(trust::sign(document, keys))};
  MS_TRY(write(role_path(role, document.version), bytes));
  snapshot.files[role_file(role)] = trust::describe(document.version, bytes);
  return {};
}

Result<void> RepositoryWriter::publish(Publication const& publication, PublishKeys const& keys,
                                       Instant now) const {
  auto const before{MS_TRY(current())};
  for (auto const& [sha256, file] : publication.objects) MS_TRY(place(sha256, file));
  auto snapshot{
      before.snapshot.value_or(trust::Snapshot{.version = 0, .expires = {}, .files = {}})};
  ++snapshot.version;
  auto const targets_file{role_file(trust::name_of(Role::targets))};
  if (!snapshot.files.contains(targets_file)) {
    auto const bytes{MS_TRY(read_role(root_, Role::targets, before.targets.version))};
    snapshot.files[targets_file] = trust::describe(before.targets.version, bytes);
  }
  for (auto const* head : {&publication.records, &publication.decisions}) {
    auto const bytes{publication::format_part_head(*head)};
    auto const target{trust::describe_target(bytes)};
    MS_TRY(write(publication::part_head_path(head->hall, head->part, target.sha256), bytes));
    bool const records{head->part == Part::records};
    auto const role{records ? records_role(head->hall) : decisions_role(head->hall)};
    auto const known{before.roles.find(role)};
    trust::Targets const document{
        .version = (known == before.roles.end() ? 0 : known->second.version) + 1,
        .expires = now + trust::lifetime(Role::targets),
        .files = {{publication::part_target(head->hall, head->part), target}},
        .delegations = {}};
    MS_TRY(sign_role(snapshot, role, document, records ? keys.records : keys.decisions));
  }
  MS_TRY(sign_snapshot(std::move(snapshot), before.timestamp ? before.timestamp->version + 1 : 1,
                       keys.snapshot, keys.timestamp, now));
  prune(before, publication);
  return {};
}

void RepositoryWriter::prune(Current const& before, Publication const& publication) const {
  // Another hall's media are known to its own hub alone.
  bool const shared{std::ranges::any_of(before.heads, [&](auto const& entry) {
    return entry.second.hall != publication.records.hall;
  })};
  if (shared) {
    std::error_code ignored;
    for (auto const& sha256 : publication.withdrawn_objects)
      fs::remove(root_ / publication::object_path(sha256), ignored);
    return;
  }
  std::set<std::string> objects, heads;
  auto const keep{[&](PartHead const& head) {
    objects.merge(logs_of(head));
    heads.insert(file_name_of(head));
  }};
  // Whoever is fetching the publication before may end it, but for what was withdrawn from it.
  for (auto const& [target, head] : before.heads) keep(head);
  for (auto const& sha256 : publication.withdrawn_objects) objects.erase(sha256);
  keep(publication.records);
  keep(publication.decisions);
  for (auto const& [sha256, file] : publication.objects) objects.insert(sha256);
  keep_only(root_ / "o", objects);
  keep_only(root_ / "t", heads);
}

}  // namespace mingshi::hub
