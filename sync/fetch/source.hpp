#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mingshi::sync {

/// A document as the source has it now.
struct Document {
  std::optional<std::string> bytes;  ///< none: unchanged since the version that was named
  std::string version;               ///< what to name next time (an ETag); may be empty
  friend bool operator==(Document const&, Document const&) = default;
};

/// One object to fetch: where it lies, what it must be and where it goes.
struct Download {
  std::string path;            ///< relative to the repository
  std::int64_t size;           ///< bytes, exactly
  std::string sha256;          ///< 64 lower-case hexadecimal digits
  std::filesystem::path file;  ///< appears under this name only whole, verified and flushed
  friend bool operator==(Download const&, Download const&) = default;
};

/// What is appended to Download::file while bytes are missing. Such a file is never to be read; it
/// is worth keeping, and can be deleted at any time.
inline constexpr std::string_view part_suffix{".part"};

/// Where a repository is read from. It is not trusted: it may give any bytes, cut them short or go
/// silent. The bytes of a document are the caller's to check, those of an object are checked here.
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
  /// @errors not_found the source says there is none; corrupt longer than `cap`, or encoded;
  ///         network, timeout; cancelled
  [[nodiscard]] virtual Result<Document> get(std::string_view path, std::size_t cap,
                                             std::string_view known_version) = 0;

  /// Fetches objects, several at a time, each into its file. A file that is there already at its
  /// full size is taken for done: nothing but a verified object ever gets that name. What an
  /// earlier call left in FILE.part is gone on with, also when it came from another source.
  /// The folders must exist.
  /// @errors the first failure: not_found the source has no such object; corrupt other bytes than
  ///         were asked for; network, timeout; io the disk; cancelled
  /// @after-failure any of the files may be there, whole and verified; of others, what came may
  /// be kept in FILE.part for the next call. Bytes that proved wrong are not kept.
  [[nodiscard]] virtual Result<void> download_all(std::span<Download const> downloads) = 0;
  /// download_all() of one.
  [[nodiscard]] Result<void> download(Download const& one) { return download_all({&one, 1}); }

  /// How long the source asked to be left alone when it last refused (Retry-After); none when it
  /// did not, or when the last call succeeded.
  [[nodiscard]] virtual std::optional<std::chrono::seconds> retry_after() const {
    return std::nullopt;
  }

  /// What came did not verify, or does not go together: a source that stands for several mirrors
  /// prefers another one from now on.
  virtual void distrust() {}

  /// Which place answered last, for status and log: a URL or a folder; may be empty.
  [[nodiscard]] virtual std::string_view place() const { return {}; }
};

}  // namespace mingshi::sync
