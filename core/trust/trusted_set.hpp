#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::trust {

/// The documents a client has kept, byte for byte.
struct Stored {
  std::string root;  ///< the trust anchor, or the root that followed it
  std::optional<std::string> timestamp, snapshot, targets;
  friend bool operator==(Stored const&, Stored const&) = default;
};

/// What a client believes during one update, and the rules by which it comes to believe more.
///
/// The caller brings bytes in this order: update_root() for N+1, N+2 … until the server has no
/// more, then update_timestamp(), update_snapshot(), update_targets(); reuse() saves a download.
/// After each success it keeps stored().X; target() answers once all four are current. Rollback
/// protection rests on versions, never on time; expiry is judged against the time given at load(),
/// however long the update takes.
///
/// Every refusal has one of these codes and changes nothing:
/// invalid_input malformed · unsupported another spec_version · denied not signed by enough of the
/// role's keys · conflict an older version, or other bytes under the same version · timeout expired
/// · corrupt not the bytes, or not the version, that the document above names · bug called out of
/// order.
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
  /// changes the keys of timestamp or snapshot, what was kept of both is forgotten, so that a
  /// stolen key's high versions die with it.
  [[nodiscard]] Result<void> update_root(std::string_view bytes);

  /// Ends the chain of roots, which must not have expired. The timestamp already kept may come
  /// again: it is judged again, so that one replayed for ever is refused when it expires.
  [[nodiscard]] Result<void> update_timestamp(std::string_view bytes);

  /// @pre a current timestamp
  [[nodiscard]] Result<void> update_snapshot(std::string_view bytes);

  /// @pre a current snapshot
  [[nodiscard]] Result<void> update_targets(std::string_view bytes);

  /// Takes the kept snapshot or targets again, if they are the ones named now. False: download
  /// them.
  /// @pre as update_snapshot() or update_targets()
  [[nodiscard]] bool reuse(Role role);

  [[nodiscard]] Root const& root() const { return root_; }
  /// nullptr until update_timestamp() has succeeded.
  [[nodiscard]] Timestamp const* timestamp() const;
  /// nullptr until update_snapshot() has succeeded.
  [[nodiscard]] Snapshot const* snapshot() const;
  /// nullptr until all four are current, or when targets do not name the path.
  [[nodiscard]] Target const* target(std::string_view path) const;

  /// What to download next: the snapshot that the timestamp names, or the targets that the snapshot
  /// names. @errors bug there is no current timestamp or snapshot yet
  [[nodiscard]] Result<MetaFile> expected(Role role) const;

  /// The documents believed now, as their files should hold them.
  [[nodiscard]] Stored const& stored() const { return stored_; }

 private:
  /// How far this update has come.
  enum class Stage : std::uint8_t { roots, timestamp, snapshot, complete };

  TrustedSet(Stored stored, Root root, Instant now);
  void take_up_what_verifies();

  Instant now_;
  Stage stage_{Stage::roots};
  Stored stored_;
  Root root_;
  std::optional<Timestamp>
      timestamp_;  ///< of this update or kept from the last, as are the next two
  std::optional<Snapshot> snapshot_;
  std::optional<Targets> targets_;
};

}  // namespace mingshi::trust
