#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/inspect.hpp"
#include "hub/ceremony/words.hpp"
#include "hub/publish/metadata_file.hpp"
#include "hub/publish/repository_writer.hpp"

#include <fmt/format.h>

#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using trust::Role;
using Keys = std::vector<crypto::SigningKey>;

/// People need so long to come together.
constexpr std::chrono::days notice{30};
constexpr std::chrono::days notice_of_root{90};

bool half_over(Instant expires, Instant now) {
  return expires - now < trust::lifetime(Role::targets) / 2;
}

/// The keys of a role when they are at hand and open; none otherwise.
std::optional<Keys> at_hand(Signers& signers, trust::RoleKeys const& role, std::string_view name) {
  if (!signers.enough_for(role)) return std::nullopt;
  auto keys{signers.of(role, words::role(name))};
  if (!keys) return std::nullopt;
  return *std::move(keys);
}

void warn(Renewed& renewed, std::string_view role, Instant expires, std::chrono::days early,
          Instant now) {
  if (expires - now < early)
    renewed.soon_over.push_back(fmt::format("{}的签名{}，请持有密钥的人来续签：mingshi repo renew",
                                            words::role(role), describe_term(expires, now)));
}

template <typename Content>
bool signed_enough(std::map<std::string, trust::PublicKey> const& keys, trust::RoleKeys const& role,
                   trust::Signed<Content> const& document) {
  return trust::threshold_met(keys, role, document.signatures, document.signed_bytes);
}

/// Takes the root that follows `before`, or the first; the one in force already is taken again.
Result<trust::Root> take_root(std::optional<trust::Root> const& before, std::string const& bytes) {
  auto const document{trust::parse_root(bytes)};
  if (!document)
    return fail(ErrorCode::invalid_input, "信任根文件不能使用：" + document.error().detail());
  auto const& root{document->content};
  auto const expected{before ? before->version + 1 : 1};
  bool const again{before && root == *before};
  if (!again && root.version != expected)
    return fail(ErrorCode::conflict,
                fmt::format("信任根应当是第 {} 版，文件里是第 {} 版", expected, root.version));
  if (!signed_enough(root.keys, root.roles.at(Role::root), *document))
    return fail(ErrorCode::denied, "信任根还没有签够：新的信任根自己的密钥签名不足");
  if (before && !signed_enough(before->keys, before->roles.at(Role::root), *document))
    return fail(ErrorCode::denied, "信任根还没有签够：现在的信任根的密钥签名不足");
  return root;
}

Result<trust::Targets> take_targets(trust::Root const& root,
                                    std::optional<trust::Targets> const& before,
                                    std::string const& bytes) {
  auto const document{trust::parse_targets(bytes)};
  if (!document)
    return fail(ErrorCode::invalid_input, "授权文件不能使用：" + document.error().detail());
  auto const& targets{document->content};
  auto const expected{before ? before->version + 1 : 1};
  bool const again{before && targets == *before};
  if (!again && targets.version != expected)
    return fail(ErrorCode::conflict,
                fmt::format("授权应当是第 {} 版，文件里是第 {} 版", expected, targets.version));
  if (!signed_enough(root.keys, root.roles.at(Role::targets), *document))
    return fail(ErrorCode::denied, "授权还没有签够：请让更多授权密钥的持有人签名");
  return targets;
}

/// The targets that stay must be signed by whom the root names.
Result<void> check_kept_targets(fs::path const& repository, trust::Root const& root,
                                std::int64_t version) {
  auto const kept{MS_TRY(
      sound(trust::parse_targets(MS_TRY(sound(read_role(repository, Role::targets, version))))))};
  if (!signed_enough(root.keys, root.roles.at(Role::targets), kept))
    return fail(ErrorCode::denied, "新的信任根换了授权密钥，授权文件也要由新密钥重签后一起生效");
  return {};
}

/// The keys for everything that new documents make void, opened before the first file is written.
struct Reissue {
  Keys snapshot, timestamp;
  std::map<std::string, Keys> roles;
};

Result<Reissue> reissue_for(fs::path const& repository, Current const& before,
                            trust::Root const& root, trust::Targets const& targets,
                            Signers& signers) {
  auto snapshot{MS_TRY(signers.of(root.roles.at(Role::snapshot), words::role("snapshot")))};
  auto timestamp{MS_TRY(signers.of(root.roles.at(Role::timestamp), words::role("timestamp")))};
  Reissue keys{.snapshot = std::move(snapshot), .timestamp = std::move(timestamp), .roles = {}};
  for (auto const& [role, document] : before.roles) {
    auto const* const delegation{targets.delegations ? targets.delegations->find(role) : nullptr};
    if (delegation == nullptr) continue;
    auto const kept{MS_TRY(
        sound(trust::parse_targets(MS_TRY(sound(read_role(repository, role, document.version))))))};
    if (!signed_enough(targets.delegations->keys, delegation->keys, kept))
      keys.roles[role] = MS_TRY(signers.of(delegation->keys, words::role(role)));
  }
  return keys;
}

}  // namespace

Result<bool> RepositoryWriter::renew_roles(Current const& current, trust::Snapshot& snapshot,
                                           Signers& signers, Instant now, Renewed& renewed) const {
  bool changed{false};
  for (auto const& [role, document] : current.roles) {
    auto const* const delegation{
        current.targets.delegations ? current.targets.delegations->find(role) : nullptr};
    if (delegation == nullptr || !half_over(document.expires, now)) continue;
    auto const keys{at_hand(signers, delegation->keys, role)};
    if (!keys) {
      warn(renewed, role, document.expires, notice, now);
      continue;
    }
    MS_TRY(sign_role(snapshot, role, next_targets(document, now), *keys));
    changed = true;
  }
  if (half_over(current.targets.expires, now)) {
    std::string const name{trust::name_of(Role::targets)};
    auto const keys{at_hand(signers, current.root.roles.at(Role::targets), name)};
    if (!keys) warn(renewed, name, current.targets.expires, notice, now);
    if (keys) MS_TRY(sign_role(snapshot, name, next_targets(current.targets, now), *keys));
    changed = changed || keys.has_value();
  }
  warn(renewed, trust::name_of(Role::root), current.root.expires, notice_of_root, now);
  return changed;
}

Result<Renewed> RepositoryWriter::renew(Signers& signers, Instant now) const {
  auto const before{MS_TRY(current())};
  if (!before.timestamp || !before.snapshot)
    return fail(ErrorCode::not_found, "nothing has been published yet");
  auto const& roles{before.root.roles};
  auto const timestamp_keys{
      MS_TRY(signers.of(roles.at(Role::timestamp), words::role("timestamp")))};
  Renewed renewed;
  auto snapshot{*before.snapshot};
  bool const changed{MS_TRY(renew_roles(before, snapshot, signers, now, renewed))};
  auto const version{before.timestamp->version + 1};
  bool const snapshot_old{snapshot.expires - now < trust::lifetime(Role::snapshot) / 2};
  if (!changed && !snapshot_old) {
    MS_TRY(sign_timestamp(before.timestamp->snapshot, version, timestamp_keys, now));
    return renewed;
  }
  ++snapshot.version;
  auto const snapshot_keys{MS_TRY(signers.of(roles.at(Role::snapshot), words::role("snapshot")))};
  MS_TRY(sign_snapshot(std::move(snapshot), version, snapshot_keys, timestamp_keys, now));
  return renewed;
}

Result<void> RepositoryWriter::install(std::optional<std::string> const& root_bytes,
                                       std::optional<std::string> const& targets_bytes,
                                       Signers& signers, Instant now) const {
  std::optional<Current> before;
  if (has_root()) before = MS_TRY(current());
  if (!before && (!root_bytes || !targets_bytes))
    return fail(ErrorCode::invalid_input, "第一次建立要同时有信任根和授权两份文件");
  auto const old_root{before ? std::optional{before->root} : std::nullopt};
  auto const old_targets{before ? std::optional{before->targets} : std::nullopt};
  auto const root{root_bytes ? MS_TRY(take_root(old_root, *root_bytes)) : *old_root};
  auto const targets{targets_bytes ? MS_TRY(take_targets(root, old_targets, *targets_bytes))
                                   : *old_targets};
  if (!targets_bytes) MS_TRY(check_kept_targets(root_, root, targets.version));
  MS_TRY(check_authority(root, targets));

  auto const root_path{publication::metadata_path(Role::root, root.version)};
  std::string const targets_role{trust::name_of(Role::targets)};
  if (!before || !before->timestamp || !before->snapshot) {
    if (targets_bytes) MS_TRY(write(role_path(targets_role, targets.version), *targets_bytes));
    if (root_bytes) MS_TRY(write(root_path, *root_bytes));
    if (before) return {};
    return write(std::string{publication::trust_anchor_path}, *root_bytes);
  }
  auto const keys{MS_TRY(reissue_for(root_, *before, root, targets, signers))};
  if (targets_bytes) MS_TRY(write(role_path(targets_role, targets.version), *targets_bytes));
  auto snapshot{*before->snapshot};
  ++snapshot.version;
  if (targets_bytes)
    snapshot.files[role_file(targets_role)] = trust::describe(targets.version, *targets_bytes);
  for (auto const& [role, role_keys] : keys.roles)
    MS_TRY(sign_role(snapshot, role, next_targets(before->roles.at(role), now), role_keys));
  if (root_bytes) MS_TRY(write(root_path, *root_bytes));
  return sign_snapshot(std::move(snapshot), before->timestamp->version + 1, keys.snapshot,
                       keys.timestamp, now);
}

}  // namespace mingshi::hub
