#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/head.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/signing.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace mingshi::hub {

/// The publication that DIR/repo holds now.
struct Current {
  trust::Timestamp timestamp;
  trust::Snapshot snapshot;
  trust::Targets targets;
  std::map<std::string, publication::Head> heads;  ///< by hall
};

/// Writes a repository: objects, head, targets, snapshot, timestamp, each flushed to the disk
/// before the next. Whoever reads it meanwhile, and whatever interrupts it, sees the publication
/// before until the timestamp is replaced.
/// @pre the hub's lock is held
class RepositoryWriter {
 public:
  explicit RepositoryWriter(std::filesystem::path repository) : root_{std::move(repository)} {}

  /// What is published; none before the first time. @errors corrupt; io
  [[nodiscard]] Result<std::optional<Current>> current() const;

  /// Has a root been signed, so that terminals may know its keys?
  [[nodiscard]] bool has_root() const;

  /// Publishes one hall's generation and takes away the objects and heads that neither it nor the
  /// generation before needs: what was withdrawn must not stay to be downloaded.
  /// @param objects where each object of `head` lies, by its hash
  [[nodiscard]] Result<void> publish(publication::Head const& head,
                                     std::map<std::string, std::filesystem::path> const& objects,
                                     trust::Keyring const& keys, Instant now) const;

  /// Signs the timestamp again; snapshot and targets too when half of their time is over.
  /// @errors not_found nothing is published
  [[nodiscard]] Result<void> renew(trust::Keyring const& keys, Instant now) const;

 private:
  [[nodiscard]] Result<void> make_root(trust::Keyring const& keys, Instant now) const;
  [[nodiscard]] Result<void> place(std::string const& sha256,
                                   std::filesystem::path const& from) const;
  [[nodiscard]] Result<void> write(std::string const& path, std::string const& bytes) const;
  [[nodiscard]] Result<void> sign_from_targets(trust::Targets const& targets, std::int64_t snapshot,
                                               std::int64_t timestamp, trust::Keyring const& keys,
                                               Instant now) const;
  [[nodiscard]] Result<void> sign_timestamp(trust::MetaFile const& snapshot, std::int64_t version,
                                            trust::Keyring const& keys, Instant now) const;
  void prune(publication::Head const& head, publication::Head const* before) const;

  std::filesystem::path root_;
};

}  // namespace mingshi::hub
