#pragma once

#include "core/base/result.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/updater.hpp"
#include "sync/agent/trouble.hpp"
#include "sync/fetch/source.hpp"

#include <filesystem>
#include <optional>
#include <string>

/// Where the TUF client of a terminal reads and keeps its documents.
namespace mingshi::sync {

/// DIR/trust: each role's document in a file of its own, byte for byte, flushed.
/// Once the disk has not given a document that may be there, nothing is saved or removed any more:
/// an older one would be taken for the first.
class TrustFolder final : public trust::MetadataStore {
 public:
  explicit TrustFolder(publication::TerminalFolder const& folder) : folder_{folder} {}
  [[nodiscard]] std::optional<std::string> load(std::string const& role) override;
  [[nodiscard]] Result<void> save(std::string const& role, std::string const& bytes) override;
  [[nodiscard]] Result<void> remove(std::string const& role) override;
  /// Was it the disk that refused?
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  [[nodiscard]] std::filesystem::path file(std::string const& role) const;
  publication::TerminalFolder folder_;
  bool failed_{false};
  std::optional<Error> unreadable_;  ///< why a document could not be read that may be there
};

/// Takes the trust anchor if there is none, or if what is there does not verify (any more). One
/// that verifies is never replaced.
/// @errors not_found no such file; invalid_input, denied not a root that signs itself; io
[[nodiscard]] Result<void> install_anchor(TrustFolder& store, std::filesystem::path const& anchor);

/// tuf/ of a repository. The timestamp was asked for before, so that a poll without news is one
/// request.
class TrustSource final : public trust::MetadataSource {
 public:
  TrustSource(Source& source, std::optional<std::string> timestamp)
      : source_{source}, timestamp_{std::move(timestamp)} {}
  [[nodiscard]] Result<std::optional<std::string>> fetch(std::string const& file_name,
                                                         std::size_t cap) override;
  /// The source's own failure, if it had one; not_found names a document that should be there.
  [[nodiscard]] std::optional<Error> const& failure() const { return failure_; }

 private:
  Source& source_;
  std::optional<std::string> timestamp_;
  std::optional<Error> failure_;
};

/// Says whose failure it was that an Updater reports.
[[nodiscard]] Failure blame(Error error, TrustSource const& source, TrustFolder const& store);

}  // namespace mingshi::sync
