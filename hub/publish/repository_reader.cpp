#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/publish/metadata_file.hpp"
#include "hub/publish/repository_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using trust::Role;

constexpr std::string_view json_suffix{".json"};

/// The highest version of root or targets: written one after the other, so the first gap ends them.
std::int64_t newest_version(fs::path const& repository, Role role) {
  std::int64_t version{0};
  std::error_code ignored;
  while (fs::exists(repository / publication::metadata_path(role, version + 1), ignored)) ++version;
  return version;
}

std::string hall_of(std::string_view target) {
  return std::string{target.substr(0, target.find('/'))};
}

/// "t/mingchuan/<sha256>.records" for the target "mingchuan/records".
std::string target_path(std::string_view target, std::string_view sha256) {
  auto const slash{target.find('/')};
  return fmt::format("t/{}/{}.{}", target.substr(0, slash), sha256, target.substr(slash + 1));
}

}  // namespace

std::string role_path(std::string_view role, std::int64_t version) {
  return fmt::format("tuf/{}.{}", version, role_file(role));
}

std::string role_file(std::string_view role) {
  return std::string{role} + std::string{json_suffix};
}

Error as_damage(Error error) {
  auto const code{error.code() == ErrorCode::io ? ErrorCode::io : ErrorCode::corrupt};
  return Error{code, error.detail(), error.native()}.while_doing("repo");
}

Result<std::string> read_role(fs::path const& repository, Role role, std::int64_t version) {
  return read_file(repository / publication::metadata_path(role, version), trust::max_size(role));
}

Result<std::string> read_role(fs::path const& repository, std::string_view role,
                              std::int64_t version) {
  return read_file(repository / role_path(role, version), trust::max_size(Role::targets));
}

publication::PartHead const* Current::head(std::string const& target) const {
  auto const found{heads.find(target)};
  return found == heads.end() ? nullptr : &found->second;
}

std::int64_t Current::last_sequence(std::string_view hall) const {
  std::int64_t last{0};
  for (auto const& [target, head] : heads)
    if (head.hall == hall) last = std::max(last, head.sequence);
  return last;
}

bool RepositoryWriter::has_root() const {
  std::error_code ignored;
  return fs::exists(root_ / publication::trust_anchor_path, ignored);
}

Result<void> RepositoryWriter::read_heads(Current& current, std::string const& role) const {
  for (auto const& [path, target] : current.roles.at(role).files) {
    auto const hall{hall_of(path)};
    if (role != records_role(hall) && role != decisions_role(hall)) continue;  // an image's
    auto const bytes{MS_TRY(sound(
        read_file(root_ / target_path(path, target.sha256), publication::max_part_head_size)))};
    current.heads.emplace(path, MS_TRY(sound(publication::parse_part_head(bytes))));
  }
  return {};
}

Result<void> RepositoryWriter::read_published(Current& current) const {
  auto const timestamp{read_role(root_, Role::timestamp, 0)};
  if (!timestamp && timestamp.error().code() == ErrorCode::not_found) return {};
  current.timestamp = MS_TRY(sound(trust::parse_timestamp(MS_TRY(sound(timestamp))))).content;
  auto const version{current.timestamp->snapshot.version};
  current.snapshot =
      MS_TRY(sound(trust::parse_snapshot(MS_TRY(sound(read_role(root_, Role::snapshot, version))))))
          .content;
  for (auto const& [file, meta] : current.snapshot->files) {
    std::string const role{file.substr(0, file.size() - json_suffix.size())};
    if (role == trust::name_of(Role::targets)) {
      current.targets = MS_TRY(sound(trust::parse_targets(
                                   MS_TRY(sound(read_role(root_, Role::targets, meta.version))))))
                            .content;
      continue;
    }
    current.roles[role] =
        MS_TRY(sound(trust::parse_targets(MS_TRY(sound(read_role(root_, role, meta.version))))))
            .content;
    MS_TRY(read_heads(current, role));
  }
  return {};
}

Result<Current> RepositoryWriter::current() const {
  auto const root_version{newest_version(root_, Role::root)};
  if (root_version == 0)
    return fail(ErrorCode::not_found,
                root_.string() + " 里还没有信任根，请先用 mingshi repo init 建立");
  Current current{};
  current.root =
      MS_TRY(sound(trust::parse_root(MS_TRY(sound(read_role(root_, Role::root, root_version))))))
          .content;
  auto const targets_version{newest_version(root_, Role::targets)};
  if (targets_version == 0) return fail(ErrorCode::corrupt, "repo: there is a root and no targets");
  current.targets = MS_TRY(sound(trust::parse_targets(
                               MS_TRY(sound(read_role(root_, Role::targets, targets_version))))))
                        .content;
  MS_TRY(read_published(current));
  return current;
}

}  // namespace mingshi::hub
