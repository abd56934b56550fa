#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The metadata that content is trusted by. @source The Update Framework 1.0.34, §4
namespace mingshi::trust {

/// The four top-level roles, in the order in which a client verifies them.
enum class Role : std::uint8_t { root, timestamp, snapshot, targets };
inline constexpr std::array all_roles{Role::root, Role::timestamp, Role::snapshot, Role::targets};

/// "root", "timestamp", "snapshot", "targets": as in `_type` and in file names.
[[nodiscard]] std::string_view name_of(Role role);

/// The longest document of a role that is fetched when nobody has named its length. @unit bytes
[[nodiscard]] std::size_t max_size(Role role);

/// The longest document that is looked at, whatever length is named for it. @unit bytes
inline constexpr std::size_t max_named_size{64'000'000};

/// A public key as metadata carries it. Schemes that we do not know are kept and verify nothing.
struct PublicKey {
  std::string type;    ///< "ed25519", "ecdsa" (also "ecdsa-sha2-nistp256"), "rsa", "sm2"
  std::string scheme;  ///< "ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256", "sm2-sm3"
  std::string value;   ///< ed25519: 64 hexadecimal digits; the other three: a PEM; a scheme that we
                       ///< do not know: its canonical "keyval"
  friend bool operator==(PublicKey const&, PublicKey const&) = default;
};

/// The id we give a key: SHA-256 of its canonical JSON. An id read from a document is opaque and
/// never recomputed.
[[nodiscard]] std::string key_id(PublicKey const& key);

/// Equal for two keys exactly when they are the same key, however they are named or spelt.
[[nodiscard]] std::string key_identity(PublicKey const& key);

/// Which keys may sign for a role, and how many different ones must.
struct RoleKeys {
  std::vector<std::string> key_ids;
  std::int64_t threshold{1};
  friend bool operator==(RoleKeys const&, RoleKeys const&) = default;
};

/// Hashes by the name of their algorithm ("sha512"), in lower-case hexadecimal digits. One whose
/// algorithm we do not know matches nothing.
using Hashes = std::map<std::string, std::string, std::less<>>;

/// What one document says of another: its version and, where given, its exact bytes.
struct MetaFile {
  std::int64_t version{0};
  std::optional<std::int64_t> length;  ///< @unit bytes
  std::optional<std::string> sha256;
  Hashes other_hashes{};  ///< those beside SHA-256, all of which must match as well
  friend bool operator==(MetaFile const&, MetaFile const&) = default;
};

/// A file that a targets role vouches for.
struct Target {
  std::int64_t length{0};  ///< @unit bytes
  std::string sha256;      ///< empty where only others are named; ours always have it
  Hashes other_hashes{};   ///< those beside SHA-256; never empty where that is
  friend bool operator==(Target const&, Target const&) = default;
};

/// Who may sign what.
struct Root {
  std::int64_t version{0};
  Instant expires{};
  bool consistent_snapshot{true};
  std::map<std::string, PublicKey> keys;  ///< by id
  std::map<Role, RoleKeys> roles;         ///< all four
  friend bool operator==(Root const&, Root const&) = default;
};

/// Which snapshot is the current one, and when that was said.
struct Timestamp {
  std::int64_t version{0};
  Instant expires{};
  std::optional<Instant> issued;  ///< our addition: the time the hub said "this is current"
  MetaFile snapshot;
  friend bool operator==(Timestamp const&, Timestamp const&) = default;
};

/// Which versions of the targets documents belong together.
struct Snapshot {
  std::int64_t version{0};
  Instant expires{};
  std::map<std::string, MetaFile> files;  ///< by file name, always with "targets.json"
  friend bool operator==(Snapshot const&, Snapshot const&) = default;
};

/// A role that another targets role lets vouch for some paths.
struct DelegatedRole {
  /// How `paths` are meant.
  enum class By : std::uint8_t {
    pattern,     ///< "hall/*": * ? [a-z] within one segment, never across a slash
    hash_prefix  ///< the first hexadecimal digits of the SHA-256 of the path
  };
  std::string name;  ///< any text but "" and the four top-level names
  RoleKeys keys;
  bool terminating{false};  ///< what this role does not vouch for, no later one in the list may
  By by{By::pattern};
  std::vector<std::string> paths{};
  friend bool operator==(DelegatedRole const&, DelegatedRole const&) = default;
};

/// Whom a targets role trusts, the most trusted first.
struct Delegations {
  std::map<std::string, PublicKey> keys{};  ///< by id
  std::vector<DelegatedRole> roles{};       ///< no name twice
  /// nullptr: no such role.
  [[nodiscard]] DelegatedRole const* find(std::string_view role) const;
  friend bool operator==(Delegations const&, Delegations const&) = default;
};

/// The files that content hangs from, and who else may name such.
struct Targets {
  std::int64_t version{0};
  Instant expires{};
  std::map<std::string, Target, std::less<>> files;  ///< by target path
  std::optional<Delegations> delegations{};
  friend bool operator==(Targets const&, Targets const&) = default;
};

/// One signature as a document carries it.
struct Signature {
  std::string key_id;
  std::string value;  ///< hexadecimal; may be empty or nonsense, and then verifies nothing
  friend bool operator==(Signature const&, Signature const&) = default;
};

/// A document taken apart but not yet believed.
template <typename Content>
struct Signed {
  Content content;
  std::vector<Signature> signatures;
  std::string
      signed_bytes;  ///< the canonical form the signatures are over, unknown fields included
};

/// Reads one document strictly. It says nothing of signatures, versions or expiry: see TrustedSet.
/// @errors invalid_input not JSON, a field missing or of the wrong kind, a threshold or version
/// below 1, a key named twice in a role or among the signatures, a delegated role named twice or
/// like a top-level one; unsupported another spec_version than 1.x
[[nodiscard]] Result<Signed<Root>> parse_root(std::string_view bytes);
[[nodiscard]] Result<Signed<Timestamp>> parse_timestamp(std::string_view bytes);
[[nodiscard]] Result<Signed<Snapshot>> parse_snapshot(std::string_view bytes);
[[nodiscard]] Result<Signed<Targets>> parse_targets(std::string_view bytes);

/// Which of the role's keys sign the bytes, by key_identity(): the same key under two ids is one.
[[nodiscard]] std::set<std::string> signers(std::map<std::string, PublicKey> const& keys,
                                            RoleKeys const& role,
                                            std::vector<Signature> const& signatures,
                                            std::string_view signed_bytes);

/// Are there at least as many signers() as the role's threshold asks for? Never with a threshold
/// below 1.
[[nodiscard]] bool threshold_met(std::map<std::string, PublicKey> const& keys, RoleKeys const& role,
                                 std::vector<Signature> const& signatures,
                                 std::string_view signed_bytes);

/// Do at least as many different keys of the role as its threshold asks for sign the bytes? The
/// same key under two ids counts once; a role that `root` does not name is signed by nobody.
[[nodiscard]] bool threshold_met(Root const& root, Role role,
                                 std::vector<Signature> const& signatures,
                                 std::string_view signed_bytes);

}  // namespace mingshi::trust
