#include "core/trust/trusted_set.hpp"

#include "core/crypto/crypto.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace mingshi::trust {
namespace {

std::unexpected<Error> out_of_order(std::string_view what) {
  return fail(ErrorCode::bug, fmt::format("{} out of order", what));
}

template <typename Content>
Result<void> check_signed(Root const& root, Role role, Signed<Content> const& document) {
  if (threshold_met(root, role, document.signatures, document.signed_bytes)) return {};
  return fail(ErrorCode::denied,
              fmt::format("{} {} is not signed by {} of the role's keys", name_of(role),
                          document.content.version, root.roles.at(role).threshold));
}

template <typename Content>
Result<void> check_expiry(Role role, Content const& content, Instant now) {
  if (now < content.expires) return {};
  return fail(ErrorCode::timeout, fmt::format("{} {} expired at {}", name_of(role), content.version,
                                              iso_instant(content.expires)));
}

/// Are these the bytes that the document above names?
Result<void> check_bytes(Role role, MetaFile const& named, std::string_view bytes) {
  if (named.length && std::cmp_not_equal(*named.length, bytes.size()))
    return fail(ErrorCode::corrupt, fmt::format("{}: {} bytes where {} are named", name_of(role),
                                                bytes.size(), *named.length));
  if (named.sha256 && *named.sha256 != crypto::sha256(bytes))
    return fail(ErrorCode::corrupt, fmt::format("{}: other bytes than are named", name_of(role)));
  return {};
}

Result<void> check_version(Role role, MetaFile const& named, std::int64_t version) {
  if (version == named.version) return {};
  return fail(ErrorCode::corrupt, fmt::format("{}: version {} where {} is named", name_of(role),
                                              version, named.version));
}

/// A version that was seen stays what it was, and none below it comes back.
template <typename Content>
Result<void> check_rollback(Role role, std::optional<Content> const& kept,
                            std::optional<std::string> const& kept_bytes, Content const& offered,
                            std::string_view bytes) {
  if (!kept) return {};
  if (offered.version < kept->version)
    return fail(ErrorCode::conflict, fmt::format("{} {} is older than {}", name_of(role),
                                                 offered.version, kept->version));
  if (offered.version == kept->version && bytes != *kept_bytes)
    return fail(ErrorCode::conflict,
                fmt::format("{} {} again with other bytes", name_of(role), offered.version));
  return {};
}

Result<void> check_snapshot_rollback(std::optional<Snapshot> const& kept, Snapshot const& offered) {
  if (!kept) return {};
  for (auto const& [name, file] : kept->files) {
    auto const now_named{offered.files.find(name)};
    if (now_named == offered.files.end())
      return fail(ErrorCode::conflict, fmt::format("snapshot no longer names {}", name));
    if (now_named->second.version < file.version)
      return fail(ErrorCode::conflict, fmt::format("snapshot names {} {}, older than {}", name,
                                                   now_named->second.version, file.version));
  }
  return {};
}

/// Everything that decides who speaks for a role.
std::pair<std::set<std::string>, std::int64_t> authority(Root const& root, Role role) {
  auto const& keys{root.roles.at(role)};
  std::set<std::string> identities;
  for (auto const& id : keys.key_ids)
    if (auto const key{root.keys.find(id)}; key != root.keys.end())
      identities.insert(key_identity(key->second));
  return {std::move(identities), keys.threshold};
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
  targets_ = believe(root_, Role::targets, stored_.targets, &parse_targets);
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
    if (authority(root_, role) != authority(next.content, role)) {
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
  MS_TRY(check_expiry(Role::root, root_, now_));
  auto next{MS_TRY(parse_timestamp(bytes))};
  MS_TRY(check_signed(root_, Role::timestamp, next));
  MS_TRY(check_rollback(Role::timestamp, timestamp_, stored_.timestamp, next.content, bytes));
  if (timestamp_ && next.content.snapshot.version < timestamp_->snapshot.version)
    return fail(ErrorCode::conflict,
                fmt::format("timestamp names snapshot {}, older than {}",
                            next.content.snapshot.version, timestamp_->snapshot.version));
  MS_TRY(check_expiry(Role::timestamp, next.content, now_));
  stored_.timestamp = std::string{bytes};
  timestamp_ = std::move(next.content);
  stage_ = Stage::timestamp;
  return {};
}

Result<void> TrustedSet::update_snapshot(std::string_view bytes) {
  if (stage_ != Stage::timestamp) return out_of_order("a snapshot");
  MS_TRY(check_bytes(Role::snapshot, timestamp_->snapshot, bytes));
  auto next{MS_TRY(parse_snapshot(bytes))};
  MS_TRY(check_signed(root_, Role::snapshot, next));
  MS_TRY(check_version(Role::snapshot, timestamp_->snapshot, next.content.version));
  MS_TRY(check_rollback(Role::snapshot, snapshot_, stored_.snapshot, next.content, bytes));
  MS_TRY(check_snapshot_rollback(snapshot_, next.content));
  MS_TRY(check_expiry(Role::snapshot, next.content, now_));
  stored_.snapshot = std::string{bytes};
  snapshot_ = std::move(next.content);
  stage_ = Stage::snapshot;
  return {};
}

Result<void> TrustedSet::update_targets(std::string_view bytes) {
  if (stage_ != Stage::snapshot) return out_of_order("targets");
  auto const& named{snapshot_->files.at("targets.json")};
  MS_TRY(check_bytes(Role::targets, named, bytes));
  auto next{MS_TRY(parse_targets(bytes))};
  MS_TRY(check_signed(root_, Role::targets, next));
  MS_TRY(check_version(Role::targets, named, next.content.version));
  MS_TRY(check_rollback(Role::targets, targets_, stored_.targets, next.content, bytes));
  MS_TRY(check_expiry(Role::targets, next.content, now_));
  stored_.targets = std::string{bytes};
  targets_ = std::move(next.content);
  stage_ = Stage::complete;
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

Target const* TrustedSet::target(std::string_view path) const {
  if (stage_ != Stage::complete) return nullptr;
  auto const found{targets_->files.find(path)};
  return found == targets_->files.end() ? nullptr : &found->second;
}

Result<MetaFile> TrustedSet::expected(Role role) const {
  if (role == Role::snapshot && stage_ >= Stage::timestamp) return timestamp_->snapshot;
  if (role == Role::targets && stage_ >= Stage::snapshot)
    return snapshot_->files.at("targets.json");
  return out_of_order("what to expect");
}

}  // namespace mingshi::trust
