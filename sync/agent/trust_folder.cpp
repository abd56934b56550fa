#include "sync/agent/trust_folder.hpp"

#include "core/base/file.hpp"

#include <array>
#include <optional>
#include <string>
#include <system_error>

namespace mingshi::sync {
namespace {

using trust::Role;

/// A document that is missing, too long or unreadable is one we do not have.
std::optional<std::string> read_if_there(publication::TerminalFolder const& folder, Role role) {
  auto bytes{read_file(folder.trust_file(role), trust::max_size(role))};
  if (!bytes) return std::nullopt;
  return *std::move(bytes);
}

}  // namespace

Result<void> install_anchor(publication::TerminalFolder const& folder,
                            std::filesystem::path const& anchor) {
  auto const root{folder.trust_file(Role::root)};
  std::error_code error;
  bool const there{std::filesystem::exists(root, error)};
  if (error) return fail(ErrorCode::io, root.string() + ": " + error.message(), error.value());
  if (there) return {};
  auto bytes{MS_TRY(read_file(anchor, trust::max_size(Role::root)))};
  trust::Stored stored;
  stored.root = bytes;
  MS_TRY(trust::TrustedSet::load(std::move(stored), Instant{}));
  MS_TRY(make_folders(folder.trust_folder()));
  return write_file(root, bytes);
}

Result<trust::Stored> load_trust(publication::TerminalFolder const& folder) {
  return trust::Stored{
      .root = MS_TRY(read_file(folder.trust_file(Role::root), trust::max_size(Role::root))),
      .timestamp = read_if_there(folder, Role::timestamp),
      .snapshot = read_if_there(folder, Role::snapshot),
      .targets = read_if_there(folder, Role::targets)};
}

Result<void> save_trust(publication::TerminalFolder const& folder, trust::Stored const& before,
                        trust::Stored const& after) {
  struct Change {
    Role role;
    std::optional<std::string> const& before;
    std::optional<std::string> const& after;
  };
  std::array const changes{Change{Role::timestamp, before.timestamp, after.timestamp},
                           Change{Role::snapshot, before.snapshot, after.snapshot},
                           Change{Role::targets, before.targets, after.targets}};
  for (auto const& change : changes) {
    if (!change.before || change.after) continue;
    std::error_code error;
    std::filesystem::remove(folder.trust_file(change.role), error);
    if (error) return fail(ErrorCode::io, "forgetting metadata: " + error.message());
    MS_TRY(flush_to_disk(folder.trust_folder()));
  }
  if (before.root != after.root) MS_TRY(write_file(folder.trust_file(Role::root), after.root));
  for (auto const& change : changes)
    if (change.after && change.before != change.after)
      MS_TRY(write_file(folder.trust_file(change.role), *change.after));
  return {};
}

}  // namespace mingshi::sync
