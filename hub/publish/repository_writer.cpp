#include "hub/publish/repository_writer.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::Head;
using trust::Role;

Result<std::string> read_role(fs::path const& root, Role role, std::int64_t version) {
  return read_file(root / publication::metadata_path(role, version), trust::max_size(role));
}

/// A repository that this hub signed itself and cannot read any more is damaged, not malformed.
Error as_damage(Error error) {
  auto const code{error.code() == ErrorCode::io ? ErrorCode::io : ErrorCode::corrupt};
  return Error{code, error.detail(), error.native()}.while_doing("repo");
}

template <typename T>
Result<T> sound(Result<T> result) {
  if (!result) return std::unexpected{as_damage(result.error())};
  return result;
}

bool half_over(Role role, Instant expires, Instant now) {
  return expires - now < trust::lifetime(role) / 2;
}

std::string hall_of(std::string_view target) {
  return std::string{target.substr(0, target.find('/'))};
}

std::set<std::string> objects_of(Head const& head) {
  std::set<std::string> names{head.database.sha256};
  for (auto const& media : head.media) names.insert(media.sha256);
  return names;
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

}  // namespace

bool RepositoryWriter::has_root() const {
  std::error_code ignored;
  return fs::exists(root_ / publication::trust_anchor_path, ignored);
}

Result<std::optional<Current>> RepositoryWriter::current() const {
  auto const bytes{read_role(root_, Role::timestamp, 0)};
  if (!bytes && bytes.error().code() == ErrorCode::not_found) return std::nullopt;
  Current now;
  now.timestamp = MS_TRY(sound(trust::parse_timestamp(MS_TRY(sound(bytes))))).content;
  now.snapshot =
      MS_TRY(sound(trust::parse_snapshot(
                 MS_TRY(sound(read_role(root_, Role::snapshot, now.timestamp.snapshot.version))))))
          .content;
  auto const targets{now.snapshot.files.find("targets.json")};
  if (targets == now.snapshot.files.end())
    return fail(ErrorCode::corrupt, "repo: the snapshot names no targets");
  now.targets = MS_TRY(sound(trust::parse_targets(MS_TRY(
                           sound(read_role(root_, Role::targets, targets->second.version))))))
                    .content;
  for (auto const& [path, target] : now.targets.files) {
    auto const hall{hall_of(path)};
    auto const file{root_ / publication::head_path(hall, target.sha256)};
    auto const head{MS_TRY(sound(read_file(file, publication::max_head_size)))};
    now.heads.emplace(hall, MS_TRY(sound(publication::parse_head(head))));
  }
  return now;
}

Result<void> RepositoryWriter::write(std::string const& path, std::string const& bytes) const {
  auto const file{root_ / path};
  MS_TRY(make_folders(file.parent_path()));
  return write_file(file, bytes);
}

Result<void> RepositoryWriter::make_root(trust::Keyring const& keys, Instant now) const {
  auto const signers{keys.find(Role::root)};
  if (signers == keys.end()) return fail(ErrorCode::bug, "no root key");
  auto const bytes{MS_TRY(trust::sign(trust::root_for(keys, 1, now), signers->second))};
  MS_TRY(write(publication::metadata_path(Role::root, 1), bytes));
  return write(std::string{publication::trust_anchor_path}, bytes);
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
                                              trust::Keyring const& keys, Instant now) const {
  trust::Timestamp const timestamp{.version = version,
                                   .expires = now + trust::lifetime(Role::timestamp),
                                   .issued = now,
                                   .snapshot = snapshot};
  auto const bytes{MS_TRY(trust::sign(timestamp, keys.at(Role::timestamp)))};
  return write(std::string{publication::timestamp_path}, bytes);
}

Result<void> RepositoryWriter::sign_from_targets(trust::Targets const& targets,
                                                 std::int64_t snapshot, std::int64_t timestamp,
                                                 trust::Keyring const& keys, Instant now) const {
  auto const targets_bytes{MS_TRY(trust::sign(targets, keys.at(Role::targets)))};
  MS_TRY(write(publication::metadata_path(Role::targets, targets.version), targets_bytes));
  trust::Snapshot const document{
      .version = snapshot,
      .expires = now + trust::lifetime(Role::snapshot),
      .files = {{"targets.json", trust::describe(targets.version, targets_bytes)}}};
  auto const snapshot_bytes{MS_TRY(trust::sign(document, keys.at(Role::snapshot)))};
  MS_TRY(write(publication::metadata_path(Role::snapshot, snapshot), snapshot_bytes));
  return sign_timestamp(trust::describe(snapshot, snapshot_bytes), timestamp, keys, now);
}

Result<void> RepositoryWriter::publish(Head const& head,
                                       std::map<std::string, fs::path> const& objects,
                                       trust::Keyring const& keys, Instant now) const {
  auto const before{MS_TRY(current())};
  if (!has_root()) MS_TRY(make_root(keys, now));
  for (auto const& [sha256, file] : objects) MS_TRY(place(sha256, file));
  auto const bytes{publication::format_head(head)};
  auto const target{trust::describe_target(bytes)};
  MS_TRY(write(publication::head_path(head.hall, target.sha256), bytes));
  trust::Targets const targets{.version = before ? before->targets.version + 1 : 1,
                               .expires = now + trust::lifetime(Role::targets),
                               .files = {{publication::head_target(head.hall), target}}};
  MS_TRY(sign_from_targets(targets, before ? before->snapshot.version + 1 : 1,
                           before ? before->timestamp.version + 1 : 1, keys, now));
  Head const* last{nullptr};
  if (before)
    if (auto const found{before->heads.find(head.hall)}; found != before->heads.end())
      last = &found->second;
  prune(head, last);
  return {};
}

Result<void> RepositoryWriter::renew(trust::Keyring const& keys, Instant now) const {
  auto const before{MS_TRY(current())};
  if (!before) return fail(ErrorCode::not_found, "nothing has been published yet");
  auto const version{before->timestamp.version + 1};
  bool const targets_old{half_over(Role::targets, before->targets.expires, now)};
  if (!targets_old && !half_over(Role::snapshot, before->snapshot.expires, now))
    return sign_timestamp(before->timestamp.snapshot, version, keys, now);
  auto targets{before->targets};
  ++targets.version;
  targets.expires = now + trust::lifetime(Role::targets);
  return sign_from_targets(targets, before->snapshot.version + 1, version, keys, now);
}

void RepositoryWriter::prune(Head const& head, Head const* before) const {
  auto objects{objects_of(head)};
  std::set<std::string> heads{trust::describe_target(publication::format_head(head)).sha256 +
                              ".head.json"};
  if (before != nullptr) {
    objects.merge(objects_of(*before));
    heads.insert(trust::describe_target(publication::format_head(*before)).sha256 + ".head.json");
  }
  keep_only(root_ / "o", objects);
  keep_only(root_ / "t", heads);
}

}  // namespace mingshi::hub
