#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/trusted_set.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mingshi::trust {

/// Where the repository's metadata is read from. It is not trusted: it may give any bytes, old ones
/// or none.
/// @threads one
class MetadataSource {
 public:
  MetadataSource() = default;
  MetadataSource(MetadataSource const&) = delete;
  MetadataSource& operator=(MetadataSource const&) = delete;
  MetadataSource(MetadataSource&&) = delete;
  MetadataSource& operator=(MetadataSource&&) = delete;
  virtual ~MetadataSource() = default;

  /// One document, whole; nullopt: the source says that there is none (HTTP 403 and 404).
  /// @param file_name one path segment, already escaped for a URL: "3.root.json",
  /// "timestamp.json", "1.mingchuan.records.json"
  /// @param cap how many bytes are taken before it is given up
  /// @errors the source's own
  [[nodiscard]] virtual Result<std::optional<std::string>> fetch(std::string const& file_name,
                                                                 std::size_t cap) = 0;
};

/// Where a client keeps the documents it believes, byte for byte. Only documents that verified are
/// ever given to it.
/// @threads one
class MetadataStore {
 public:
  MetadataStore() = default;
  MetadataStore(MetadataStore const&) = delete;
  MetadataStore& operator=(MetadataStore const&) = delete;
  MetadataStore(MetadataStore&&) = delete;
  MetadataStore& operator=(MetadataStore&&) = delete;
  virtual ~MetadataStore() = default;

  /// What was kept of a role; nullopt: nothing, or nothing that can be read.
  /// @param role the name as documents have it, not escaped: any text, "../x" too; as a file name
  /// use escaped_role()
  [[nodiscard]] virtual std::optional<std::string> load(std::string const& role) = 0;
  /// @after-failure what was kept before, or `bytes`, whole
  [[nodiscard]] virtual Result<void> save(std::string const& role, std::string const& bytes) = 0;
  /// Forgets a role; one that was not kept is forgotten already.
  [[nodiscard]] virtual Result<void> remove(std::string const& role) = 0;
};

/// The client of The Update Framework 1.0.34, §5, over bytes and a time: what the network and the
/// disk do is passed in. One object serves one update, judged throughout by the time it began.
///
/// Each document is kept as soon as it has verified, in the order root N+1 … , timestamp, snapshot,
/// targets, delegated targets; what a new root made void is removed before that root is kept. A
/// refusal keeps nothing, so what is kept always goes together. Error codes are those of
/// TrustedSet; the source's and the store's own pass through.
/// @threads one
class Updater {
 public:
  /// Starts from the root that is kept.
  /// @pre source and store outlive the Updater
  /// @errors not_found no root is kept; invalid_input, unsupported, denied the root does not verify
  [[nodiscard]] static Result<Updater> open(MetadataSource& source, MetadataStore& store,
                                            Instant now);

  /// Brings the four top-level roles up to date. Once an Updater.
  [[nodiscard]] Result<void> refresh();

  /// Takes up what is kept without asking the source: for a caller who knows from elsewhere (HTTP
  /// 304) that the timestamp has not changed. Everything is judged again, expiry too.
  /// @errors not_found something is missing or no longer goes together: refresh()
  [[nodiscard]] Result<void> refresh_kept();

  /// The target of that path, searched through the delegations in order of trust; nullopt: no role
  /// that may vouch for it does. Delegated roles on the way are fetched as needed.
  /// @pre refresh() or refresh_kept() has succeeded
  /// @errors bug it has not; unsupported more delegations than are followed
  [[nodiscard]] Result<std::optional<Target>> target(std::string_view path);

  /// What is believed by now: root(), timestamp(), snapshot(), targets().
  [[nodiscard]] TrustedSet const& trusted() const { return set_; }

 private:
  Updater(MetadataSource& source, MetadataStore& store, TrustedSet set)
      : source_{&source}, store_{&store}, set_{std::move(set)} {}

  [[nodiscard]] Result<void> update_root();
  [[nodiscard]] Result<void> update_timestamp();
  [[nodiscard]] Result<void> update_snapshot();
  [[nodiscard]] Result<void> update_targets();
  /// Makes a delegated role current on the word of `delegator`, from what is kept or the source.
  [[nodiscard]] Result<Targets const*> load(std::string const& role, std::string const& delegator);
  /// The document that another one names.
  /// @param most taken when no length is named
  [[nodiscard]] Result<std::string> fetch(std::string const& role, MetaFile const& file,
                                          std::size_t most);

  MetadataSource* source_;  ///< never null, as is store_
  MetadataStore* store_;
  TrustedSet set_;
};

/// Checks a trust anchor (it must be signed by its own keys) and keeps it, replacing nothing.
/// @errors conflict a root is kept already; as Updater::open()
[[nodiscard]] Result<void> install_root(MetadataStore& store, std::string const& bytes);

}  // namespace mingshi::trust
