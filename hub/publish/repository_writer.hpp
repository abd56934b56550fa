#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/part_head.hpp"
#include "core/trust/metadata.hpp"
#include "hub/keys/signers.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What DIR/repo holds now: who may sign, and what they have.
struct Current {
  trust::Root root;
  trust::Targets targets;
  std::optional<trust::Timestamp> timestamp;  ///< none, as the next: nothing is published yet
  std::optional<trust::Snapshot> snapshot;
  std::map<std::string, trust::Targets> roles;         ///< what delegated roles signed, by role
  std::map<std::string, publication::PartHead> heads;  ///< by target path: "mingchuan/records"

  /// nullptr: the part is not published. @param target publication::part_target()
  [[nodiscard]] publication::PartHead const* head(std::string const& target) const;
  /// The highest sequence of a hall; 0 = nothing is published.
  [[nodiscard]] std::int64_t last_sequence(std::string_view hall) const;
};

/// The keys that one publication needs, opened before any work is done.
struct PublishKeys {
  std::vector<crypto::SigningKey> records, decisions, snapshot, timestamp;
};

/// A generation of one hall, ready to be signed.
struct Publication {
  publication::PartHead records, decisions;
  std::map<std::string, std::filesystem::path> objects;  ///< by hash: where each lies
  /// Objects that carry what was withdrawn: they go at once.
  std::set<std::string> withdrawn_objects;
};

/// What renewing found.
struct Renewed {
  /// Chinese sentences: what will be over soon and needs a key that is not here.
  std::vector<std::string> soon_over;
};

/// Writes a repository: objects, heads, delegated roles, snapshot, timestamp, each flushed to the
/// disk before the next. Whoever reads it meanwhile, and whatever interrupts it, sees the
/// publication before until the timestamp is replaced.
/// @pre the hub's lock is held
class RepositoryWriter {
 public:
  explicit RepositoryWriter(std::filesystem::path repository) : root_{std::move(repository)} {}

  [[nodiscard]] std::filesystem::path const& folder() const { return root_; }
  /// Has a root been signed, so that terminals may know its keys?
  [[nodiscard]] bool has_root() const;
  /// What there is. @errors not_found there is no root yet; corrupt; io
  [[nodiscard]] Result<Current> current() const;

  /// The keys for a publication of that hall.
  /// @errors denied as Signers::of(), or nobody was authorised to publish for the hall
  [[nodiscard]] static Result<PublishKeys> keys_for(Current const& current, std::string_view hall,
                                                    Signers& signers);

  /// Publishes one hall's generation and takes away the objects and heads that neither it nor the
  /// generation before needs, and every object that carries what was withdrawn.
  [[nodiscard]] Result<void> publish(Publication const& publication, PublishKeys const& keys,
                                     Instant now) const;

  /// Signs the timestamp again; snapshot, delegated roles and targets too when half of their time
  /// is over and their keys are at hand.
  /// @errors not_found nothing is published; denied the online keys are not at hand
  [[nodiscard]] Result<Renewed> renew(Signers& signers, Instant now) const;

  /// Puts a root or targets in force that a ceremony has signed. Delegated roles whose keys they
  /// change are signed anew, and so are snapshot and timestamp when something is published.
  /// @param root, targets the finished documents; at least one
  /// @errors denied not signed by enough keys, or a key that must sign anew is not here; conflict
  ///         not the next version; invalid_input; Chinese sentences all
  /// @after-failure the repository is as it was, or the same call goes on where it ended
  [[nodiscard]] Result<void> install(std::optional<std::string> const& root,
                                     std::optional<std::string> const& targets, Signers& signers,
                                     Instant now) const;

 private:
  [[nodiscard]] Result<void> place(std::string const& sha256,
                                   std::filesystem::path const& from) const;
  [[nodiscard]] Result<void> write(std::string const& path, std::string const& bytes) const;
  [[nodiscard]] Result<void> read_published(Current& current) const;
  [[nodiscard]] Result<void> read_heads(Current& current, std::string const& role) const;
  /// Signs and writes one delegated role, and notes it in the snapshot to come.
  [[nodiscard]] Result<void> sign_role(trust::Snapshot& snapshot, std::string const& role,
                                       trust::Targets const& document,
                                       std::vector<crypto::SigningKey> const& keys) const;
  [[nodiscard]] Result<void> sign_snapshot(trust::Snapshot snapshot, std::int64_t timestamp,
                                           std::vector<crypto::SigningKey> const& snapshot_keys,
                                           std::vector<crypto::SigningKey> const& timestamp_keys,
                                           Instant now) const;
  [[nodiscard]] Result<void> sign_timestamp(trust::MetaFile const& snapshot, std::int64_t version,
                                            std::vector<crypto::SigningKey> const& keys,
                                            Instant now) const;
  [[nodiscard]] Result<bool> renew_roles(Current const& current, trust::Snapshot& snapshot,
                                         Signers& signers, Instant now, Renewed& renewed) const;
  void prune(Current const& before, Publication const& publication) const;

  std::filesystem::path root_;
};

}  // namespace mingshi::hub
