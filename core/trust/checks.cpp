#include "core/trust/checks.hpp"

#include "core/crypto/crypto.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace mingshi::trust {
namespace {

Result<void> check_hash(std::string_view what, std::string_view algorithm, std::string_view named,
                        std::string_view bytes) {
  auto const actual{crypto::digest(algorithm, bytes)};
  if (!actual) return fail(ErrorCode::corrupt, fmt::format("{}: a hash we do not know", what));
  if (*actual != named)
    return fail(ErrorCode::corrupt, fmt::format("{}: other bytes than are named", what));
  return {};
}

Result<void> check_hashes(std::string_view what, Hashes const& named, std::string_view bytes) {
  for (auto const& [algorithm, hash] : named) MS_TRY(check_hash(what, algorithm, hash, bytes));
  return {};
}

Result<void> check_length(std::string_view what, std::int64_t named, std::string_view bytes) {
  if (std::cmp_equal(named, bytes.size())) return {};
  return fail(ErrorCode::corrupt,
              fmt::format("{}: {} bytes where {} are named", what, bytes.size(), named));
}

/// The keys that may sign for a role, however they are named.
std::set<std::string> entitled(Root const& root, Role role) {
  std::set<std::string> identities;
  for (auto const& id : root.roles.at(role).key_ids)
    if (auto const key{root.keys.find(id)}; key != root.keys.end())
      identities.insert(key_identity(key->second));
  return identities;
}

}  // namespace

Result<void> check_signatures(std::string_view role, std::map<std::string, PublicKey> const& keys,
                              RoleKeys const& role_keys, std::vector<Signature> const& signatures,
                              std::string_view signed_bytes) {
  if (threshold_met(keys, role_keys, signatures, signed_bytes)) return {};
  return fail(ErrorCode::denied,
              fmt::format("{} is not signed by {} of the role's keys", role, role_keys.threshold));
}

Result<void> check_expiry(std::string_view role, std::int64_t version, Instant expires,
                          Instant now) {
  if (now < expires) return {};
  return fail(ErrorCode::timeout,
              fmt::format("{} {} expired at {}", role, version, iso_instant(expires)));
}

Result<void> check_bytes(std::string_view role, MetaFile const& named, std::string_view bytes) {
  if (named.length) MS_TRY(check_length(role, *named.length, bytes));
  if (named.sha256) MS_TRY(check_hash(role, "sha256", *named.sha256, bytes));
  return check_hashes(role, named.other_hashes, bytes);
}

Result<void> check_bytes(std::string_view path, Target const& named, std::string_view bytes) {
  MS_TRY(check_length(path, named.length, bytes));
  if (!named.sha256.empty() || named.other_hashes.empty())
    MS_TRY(check_hash(path, "sha256", named.sha256, bytes));
  return check_hashes(path, named.other_hashes, bytes);
}

Result<void> check_version(std::string_view role, MetaFile const& named, std::int64_t version) {
  if (version == named.version) return {};
  return fail(ErrorCode::corrupt,
              fmt::format("{}: version {} where {} is named", role, version, named.version));
}

Result<void> check_timestamp_rollback(Timestamp const& kept, Timestamp const& offered) {
  if (offered.version < kept.version)
    return fail(ErrorCode::conflict,
                fmt::format("timestamp {} is older than {}", offered.version, kept.version));
  if (offered.snapshot.version < kept.snapshot.version)
    return fail(ErrorCode::conflict, fmt::format("timestamp names snapshot {}, older than {}",
                                                 offered.snapshot.version, kept.snapshot.version));
  return {};
}

Result<void> check_snapshot_rollback(Snapshot const& kept, Snapshot const& offered) {
  for (auto const& [name, file] : kept.files) {
    auto const now_named{offered.files.find(name)};
    if (now_named == offered.files.end())
      return fail(ErrorCode::conflict, fmt::format("snapshot no longer names {}", name));
    if (now_named->second.version < file.version)
      return fail(ErrorCode::conflict, fmt::format("snapshot names {} {}, older than {}", name,
                                                   now_named->second.version, file.version));
  }
  return {};
}

bool keys_were_withdrawn(Root const& before, Root const& after, Role role) {
  auto const still{entitled(after, role)};
  std::int64_t withdrawn{0};
  for (auto const& identity : entitled(before, role))
    if (!still.contains(identity)) ++withdrawn;
  return withdrawn >= before.roles.at(role).threshold;
}

}  // namespace mingshi::trust
