#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::trust {

/// The top-level documents a client has kept, byte for byte.
struct Stored {
  std::string root;  ///< the trust anchor, or the root that followed it
  std::optional<std::string> timestamp, snapshot, targets;
  friend bool operator==(Stored const&, Stored const&) = default;
};

/// What a client believes during one update, and the rules by which it comes to believe more. Most
/// callers want Updater, which also fetches and keeps.
///
/// The caller brings bytes in this order: update_root() for N+1, N+2 … until the server has no
/// more, then update_timestamp(), update_snapshot(), update_targets(), update_delegated(); reuse()
/// saves a download. After each success it keeps stored().X; target() answers once all four are
/// current. Rollback protection rests on versions, never on time; expiry is judged against the time
/// given at load(), however long the update takes.
///
/// Every refusal has one of these codes and changes nothing:
/// invalid_input malformed · unsupported another spec_version · denied not signed by enough of the
/// role's keys · conflict an older version · timeout expired · corrupt not the bytes, or not the
/// version, that the document above names, or not named there · bug called out of order.
///
/// @source The Update Framework 1.0.34, §5
/// @threads one
class TrustedSet {
 public:
  /// Starts an update from what was kept. The root must be signed by its own keys; whether it has
  /// expired is judged only after its successors. Another document that does not verify (any more)
  /// is left out, not an error: it was signed by keys that were withdrawn since, or damaged on the
  /// disk.
  /// @param now the start of the update
  [[nodiscard]] static Result<TrustedSet> load(Stored stored, Instant now);

  /// Takes the root that follows: version exactly N+1, signed by N's keys and by its own. When it
  /// withdraws as many keys of timestamp or snapshot as could sign alone, what was kept of both is
  /// forgotten, so that a stolen key's high versions die with it; so is whatever the new keys no
  /// longer vouch for.
  [[nodiscard]] Result<void> update_root(std::string_view bytes);

  /// Ends the chain of roots, which must not have expired. A timestamp of the version that is kept
  /// is not taken, whatever its bytes: the kept one stays and is judged again, so that one replayed
  /// for ever is refused when it expires.
  [[nodiscard]] Result<void> update_timestamp(std::string_view bytes);

  /// @pre a current timestamp
  [[nodiscard]] Result<void> update_snapshot(std::string_view bytes);

  /// @pre a current snapshot
  [[nodiscard]] Result<void> update_targets(std::string_view bytes);

  /// Takes the document of a delegated role, on the word of one delegator: "targets" or a delegated
  /// role taken before. Authority is not inherited: the same role below another delegator has to be
  /// taken again.
  /// @pre current targets
  /// @errors as above; denied: also when the delegator does not delegate to the role
  [[nodiscard]] Result<void> update_delegated(std::string const& role, std::string const& delegator,
                                              std::string_view bytes);

  /// Takes the kept snapshot or targets again, if they are the ones named now. False: download
  /// them.
  /// @pre as update_snapshot() or update_targets()
  [[nodiscard]] bool reuse(Role role);

  [[nodiscard]] Root const& root() const { return root_; }
  /// nullptr until update_timestamp() has succeeded.
  [[nodiscard]] Timestamp const* timestamp() const;
  /// nullptr until update_snapshot() has succeeded.
  [[nodiscard]] Snapshot const* snapshot() const;
  /// "targets" or a delegated role, nullptr until it was taken in this update.
  [[nodiscard]] Targets const* targets(std::string_view role = "targets") const;
  /// What the top-level targets say of a path; nullptr until all four are current, or when they do
  /// not name it. Updater::target() asks the delegated roles too.
  [[nodiscard]] Target const* target(std::string_view path) const;

  /// Did the server offer the version of the timestamp that is kept, with another content? Then
  /// somebody signed twice, or a key is in foreign hands: worth a line in the log.
  [[nodiscard]] bool was_replaced_in_place() const { return replaced_in_place_; }

  /// What to download next: the snapshot that the timestamp names, or the targets that the snapshot
  /// names. @errors bug there is no current timestamp or snapshot yet; corrupt the snapshot does
  /// not name them
  [[nodiscard]] Result<MetaFile> expected(Role role) const;
  /// The same for a delegated role. @errors bug there are no current targets yet; corrupt
  [[nodiscard]] Result<MetaFile> expected(std::string_view role) const;

  /// The top-level documents believed now, as their files should hold them.
  [[nodiscard]] Stored const& stored() const { return stored_; }

 private:
  /// How far this update has come.
  enum class Stage : std::uint8_t { roots, timestamp, snapshot, complete };

  TrustedSet(Stored stored, Root root, Instant now);
  void take_up_what_verifies();
  [[nodiscard]] Result<MetaFile> named(std::string_view role) const;
  [[nodiscard]] Result<Targets> verified_targets(std::string_view role,
                                                 std::map<std::string, PublicKey> const& keys,
                                                 RoleKeys const& role_keys,
                                                 std::string_view bytes) const;

  Instant now_;
  Stage stage_{Stage::roots};
  bool replaced_in_place_{false};
  Stored stored_;
  Root root_;
  std::optional<Timestamp> timestamp_;  ///< of this update or kept from the last, as is snapshot_
  std::optional<Snapshot> snapshot_;
  std::map<std::string, Targets, std::less<>> targets_;  ///< by role; taken in this update
};

}  // namespace mingshi::trust
