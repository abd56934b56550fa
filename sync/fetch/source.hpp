#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::sync {

/// A document as the source has it now.
struct Document {
  std::optional<std::string> bytes;  ///< none: unchanged since the version that was named
  std::string version;               ///< what to name next time (an ETag); may be empty
  friend bool operator==(Document const&, Document const&) = default;
};

/// Where a repository is read from. It is not trusted: it may give any bytes, cut them short or go
/// silent. Hashes and signatures are the caller's to check.
/// @threads one
class Source {
 public:
  Source() = default;
  Source(Source const&) = delete;
  Source& operator=(Source const&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  virtual ~Source() = default;

  /// A small document, whole.
  /// @param path relative to the repository
  /// @param cap how many bytes are taken before it is given up
  /// @param known_version Document::version of the copy one has; empty = none
  /// @errors not_found the source says there is none; corrupt longer than `cap`; network, timeout;
  ///         cancelled
  [[nodiscard]] virtual Result<Document> get(std::string_view path, std::size_t cap,
                                             std::string_view known_version) = 0;

  /// Streams an object into a new file and flushes that to the disk.
  /// @returns the SHA-256 of what was written
  /// @errors as get(); io the disk
  /// @after-failure there is no such file
  [[nodiscard]] virtual Result<std::string> download(std::string_view path, std::int64_t cap,
                                                     std::filesystem::path const& file) = 0;
};

}  // namespace mingshi::sync
