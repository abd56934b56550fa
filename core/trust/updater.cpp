#include "core/trust/updater.hpp"

#include "core/trust/names.hpp"
#include "core/trust/search.hpp"

#include <algorithm>

namespace mingshi::trust {
namespace {

/// Roots that one update walks through at most; the next update goes on from there.
constexpr int most_roots{256};

std::string role_name(Role role) {
  return std::string{name_of(role)};
}

/// Removes from the store what an update no longer believes.
Result<void> forget(MetadataStore& store, Role role, std::optional<std::string> const& before,
                    std::optional<std::string> const& after) {
  if (!before || after) return {};
  return store.remove(role_name(role));
}

}  // namespace

Result<Updater> Updater::open(MetadataSource& source, MetadataStore& store, Instant now) {
  auto root{store.load(role_name(Role::root))};
  if (!root) return fail(ErrorCode::not_found, "there is no trusted root");
  Stored stored{.root = *std::move(root),
                .timestamp = store.load(role_name(Role::timestamp)),
                .snapshot = store.load(role_name(Role::snapshot)),
                .targets = store.load(role_name(Role::targets))};
  auto set{MS_TRY(TrustedSet::load(std::move(stored), now))};
  return Updater{source, store, std::move(set)};
}

Result<void> Updater::refresh() {
  MS_TRY(update_root());
  MS_TRY(update_timestamp());
  MS_TRY(update_snapshot());
  return update_targets();
}

Result<void> Updater::refresh_kept() {
  auto const kept{set_.stored().timestamp};
  if (!kept) return fail(ErrorCode::not_found, "there is no trusted timestamp");
  MS_TRY(set_.update_timestamp(*kept));
  if (!set_.reuse(Role::snapshot)) return fail(ErrorCode::not_found, "no current snapshot is kept");
  if (!set_.reuse(Role::targets)) return fail(ErrorCode::not_found, "no current targets are kept");
  return {};
}

Result<void> Updater::update_root() {
  for (int i{0}; i < most_roots; ++i) {
    auto const version{set_.root().version + 1};
    auto const bytes{MS_TRY(
        source_->fetch(metadata_file_name(role_name(Role::root), version), max_size(Role::root)))};
    if (!bytes) return {};
    auto const before{set_.stored()};
    MS_TRY(set_.update_root(*bytes));
    auto const& after{set_.stored()};
    // What the new root made void goes first, so that a power cut cannot leave it beside that root.
    MS_TRY(forget(*store_, Role::timestamp, before.timestamp, after.timestamp));
    MS_TRY(forget(*store_, Role::snapshot, before.snapshot, after.snapshot));
    MS_TRY(forget(*store_, Role::targets, before.targets, after.targets));
    MS_TRY(store_->save(role_name(Role::root), after.root));
  }
  return {};
}

Result<void> Updater::update_timestamp() {
  auto const role{role_name(Role::timestamp)};
  auto const bytes{
      MS_TRY(source_->fetch(metadata_file_name(role, std::nullopt), max_size(Role::timestamp)))};
  if (!bytes) return fail(ErrorCode::not_found, "the repository has no timestamp");
  auto const before{set_.stored().timestamp};
  MS_TRY(set_.update_timestamp(*bytes));
  if (set_.stored().timestamp == before) return {};
  return store_->save(role, *bytes);
}

Result<void> Updater::update_snapshot() {
  if (set_.reuse(Role::snapshot)) return {};
  auto const role{role_name(Role::snapshot)};
  auto const file{MS_TRY(set_.expected(Role::snapshot))};
  auto const bytes{MS_TRY(fetch(role, file, max_size(Role::snapshot)))};
  MS_TRY(set_.update_snapshot(bytes));
  return store_->save(role, bytes);
}

Result<void> Updater::update_targets() {
  if (set_.reuse(Role::targets)) return {};
  auto const role{role_name(Role::targets)};
  auto const file{MS_TRY(set_.expected(Role::targets))};
  auto const bytes{MS_TRY(fetch(role, file, max_size(Role::targets)))};
  MS_TRY(set_.update_targets(bytes));
  return store_->save(role, bytes);
}

Result<Targets const*> Updater::load(std::string const& role, std::string const& delegator) {
  if (role == name_of(Role::targets)) return set_.targets();
  auto const file{MS_TRY(set_.expected(std::string_view{role}))};
  auto const kept{store_->load(role)};
  if (kept && set_.update_delegated(role, delegator, *kept)) return set_.targets(role);
  auto const bytes{MS_TRY(fetch(role, file, max_size(Role::targets)))};
  MS_TRY(set_.update_delegated(role, delegator, bytes));
  MS_TRY(store_->save(role, bytes));
  return set_.targets(role);
}

Result<std::optional<Target>> Updater::target(std::string_view path) {
  if (set_.targets() == nullptr) return fail(ErrorCode::bug, "a target before refresh()");
  return find_target(path, [this](std::string const& role, std::string const& delegator) {
    return load(role, delegator);
  });
}

Result<std::string> Updater::fetch(std::string const& role, MetaFile const& file,
                                   std::size_t most) {
  std::optional<std::int64_t> version;
  if (set_.root().consistent_snapshot) version = file.version;
  auto const named{static_cast<std::size_t>(file.length.value_or(static_cast<std::int64_t>(most)))};
  auto bytes{
      MS_TRY(source_->fetch(metadata_file_name(role, version), std::min(named, max_named_size)))};
  if (!bytes) return fail(ErrorCode::not_found, "the repository has no " + role + " as named");
  return *std::move(bytes);
}

Result<void> install_root(MetadataStore& store, std::string const& bytes) {
  auto const role{role_name(Role::root)};
  if (store.load(role)) return fail(ErrorCode::conflict, "there is a trusted root already");
  Stored stored;
  stored.root = bytes;
  MS_TRY(TrustedSet::load(std::move(stored), Instant{}));
  return store.save(role, bytes);
}

}  // namespace mingshi::trust
