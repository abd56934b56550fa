#include "core/trust/trusted_set.hpp"

#include "core/trust/checks.hpp"

#include <fmt/format.h>

#include <utility>

namespace mingshi::trust {
namespace {

std::unexpected<Error> out_of_order(std::string_view what) {
  return fail(ErrorCode::bug, fmt::format("{} out of order", what));
}

template <typename Content>
Result<void> check_signed(Root const& root, Role role, Signed<Content> const& document) {
  return check_signatures(name_of(role), root.keys, root.roles.at(role), document.signatures,
                          document.signed_bytes);
}

template <typename Content>
Result<void> check_current(Role role, Content const& content, Instant now) {
  return check_expiry(name_of(role), content.version, content.expires, now);
}

/// The kept document, if the root's keys still vouch for it.
template <typename Content>
std::optional<Content> believe(Root const& root, Role role, std::optional<std::string>& kept,
                               Result<Signed<Content>> (*parse)(std::string_view)) {
  if (!kept) return std::nullopt;
  auto document{parse(*kept)};
  if (document && check_signed(root, role, *document)) return std::move(document->content);
  kept.reset();
  return std::nullopt;
}

}  // namespace

TrustedSet::TrustedSet(Stored stored, Root root, Instant now)
    : now_{now}, stored_{std::move(stored)}, root_{std::move(root)} {
  take_up_what_verifies();
}

void TrustedSet::take_up_what_verifies() {
  timestamp_ = believe(root_, Role::timestamp, stored_.timestamp, &parse_timestamp);
  snapshot_ = believe(root_, Role::snapshot, stored_.snapshot, &parse_snapshot);
  static_cast<void>(believe(root_, Role::targets, stored_.targets, &parse_targets));
}

Result<TrustedSet> TrustedSet::load(Stored stored, Instant now) {
  auto root{MS_TRY(parse_root(stored.root))};
  MS_TRY(check_signed(root.content, Role::root, root));
  return TrustedSet{std::move(stored), std::move(root.content), now};
}

Result<void> TrustedSet::update_root(std::string_view bytes) {
  if (stage_ != Stage::roots) return out_of_order("a root");
  auto next{MS_TRY(parse_root(bytes))};
  MS_TRY(check_signed(root_, Role::root, next));
  MS_TRY(check_signed(next.content, Role::root, next));
  if (next.content.version - 1 != root_.version)
    return fail(ErrorCode::conflict, fmt::format("root {} does not follow root {}",
                                                 next.content.version, root_.version));
  for (Role const role : {Role::timestamp, Role::snapshot})
    if (keys_were_withdrawn(root_, next.content, role)) {
      stored_.timestamp.reset();
      stored_.snapshot.reset();
    }
  stored_.root = bytes;
  root_ = std::move(next.content);
  take_up_what_verifies();
  return {};
}

Result<void> TrustedSet::update_timestamp(std::string_view bytes) {
  if (stage_ != Stage::roots) return out_of_order("a timestamp");
  MS_TRY(check_current(Role::root, root_, now_));
  auto next{MS_TRY(parse_timestamp(bytes))};
  MS_TRY(check_signed(root_, Role::timestamp, next));
  if (timestamp_ && next.content.version == timestamp_->version) {
    MS_TRY(check_current(Role::timestamp, *timestamp_, now_));
    replaced_in_place_ = bytes != *stored_.timestamp;
    stage_ = Stage::timestamp;
    return {};
  }
  if (timestamp_) MS_TRY(check_timestamp_rollback(*timestamp_, next.content));
  MS_TRY(check_current(Role::timestamp, next.content, now_));
  stored_.timestamp = std::string{bytes};
  timestamp_ = std::move(next.content);
  stage_ = Stage::timestamp;
  return {};
}

Result<void> TrustedSet::update_snapshot(std::string_view bytes) {
  if (stage_ != Stage::timestamp) return out_of_order("a snapshot");
  auto const role{name_of(Role::snapshot)};
  MS_TRY(check_bytes(role, timestamp_->snapshot, bytes));
  auto next{MS_TRY(parse_snapshot(bytes))};
  MS_TRY(check_signed(root_, Role::snapshot, next));
  MS_TRY(check_version(role, timestamp_->snapshot, next.content.version));
  if (snapshot_) MS_TRY(check_snapshot_rollback(*snapshot_, next.content));
  MS_TRY(check_current(Role::snapshot, next.content, now_));
  stored_.snapshot = std::string{bytes};
  snapshot_ = std::move(next.content);
  stage_ = Stage::snapshot;
  return {};
}

Result<Targets> TrustedSet::verified_targets(std::string_view role,
                                             std::map<std::string, PublicKey> const& keys,
                                             RoleKeys const& role_keys,
                                             std::string_view bytes) const {
  auto const file{MS_TRY(named(role))};
  MS_TRY(check_bytes(role, file, bytes));
  auto next{MS_TRY(parse_targets(bytes))};
  MS_TRY(check_signatures(role, keys, role_keys, next.signatures, next.signed_bytes));
  MS_TRY(check_version(role, file, next.content.version));
  MS_TRY(check_expiry(role, next.content.version, next.content.expires, now_));
  return std::move(next.content);
}

Result<void> TrustedSet::update_targets(std::string_view bytes) {
  if (stage_ != Stage::snapshot) return out_of_order("targets");
  auto const role{name_of(Role::targets)};
  auto next{MS_TRY(verified_targets(role, root_.keys, root_.roles.at(Role::targets), bytes))};
  stored_.targets = std::string{bytes};
  targets_.insert_or_assign(std::string{role}, std::move(next));
  stage_ = Stage::complete;
  return {};
}

Result<void> TrustedSet::update_delegated(std::string const& role, std::string const& delegator,
                                          std::string_view bytes) {
  auto const* const above{targets(delegator)};
  if (above == nullptr) return out_of_order("a delegated role");
  auto const* const delegation{above->delegations ? above->delegations->find(role) : nullptr};
  if (delegation == nullptr)
    return fail(ErrorCode::denied, fmt::format("{} does not delegate to {}", delegator, role));
  auto next{MS_TRY(verified_targets(role, above->delegations->keys, delegation->keys, bytes))};
  targets_.insert_or_assign(role, std::move(next));
  return {};
}

bool TrustedSet::reuse(Role role) {
  // Copies: an update replaces the very text it would be reading.
  if (role == Role::snapshot && stored_.snapshot)
    return update_snapshot(std::string{*stored_.snapshot}).has_value();
  if (role == Role::targets && stored_.targets)
    return update_targets(std::string{*stored_.targets}).has_value();
  return false;
}

Timestamp const* TrustedSet::timestamp() const {
  return stage_ >= Stage::timestamp ? &*timestamp_ : nullptr;
}

Snapshot const* TrustedSet::snapshot() const {
  return stage_ >= Stage::snapshot ? &*snapshot_ : nullptr;
}

Targets const* TrustedSet::targets(std::string_view role) const {
  auto const found{targets_.find(role)};
  return found == targets_.end() ? nullptr : &found->second;
}

Target const* TrustedSet::target(std::string_view path) const {
  auto const* const top{targets()};
  if (top == nullptr) return nullptr;
  auto const found{top->files.find(path)};
  return found == top->files.end() ? nullptr : &found->second;
}

Result<MetaFile> TrustedSet::named(std::string_view role) const {
  auto const found{snapshot_->files.find(fmt::format("{}.json", role))};
  if (found != snapshot_->files.end()) return found->second;
  return fail(ErrorCode::corrupt, fmt::format("the snapshot does not name {}", role));
}

Result<MetaFile> TrustedSet::expected(Role role) const {
  if (role == Role::snapshot && stage_ >= Stage::timestamp) return timestamp_->snapshot;
  if (role == Role::targets && stage_ >= Stage::snapshot) return named(name_of(role));
  return out_of_order("what to expect");
}

Result<MetaFile> TrustedSet::expected(std::string_view role) const {
  if (stage_ != Stage::complete) return out_of_order("what to expect");
  return named(role);
}

}  // namespace mingshi::trust
