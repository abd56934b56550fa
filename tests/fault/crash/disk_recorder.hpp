#pragma once

#include "core/base/result.hpp"

#include <sys/types.h>

#include <filesystem>
#include <utility>

namespace mingshi::tests {

/// A folder with two files, served from user space: `disk`, whose every write and flush is recorded
/// before it is carried out, and `marks`, every write to which becomes a mark.
/// The server is a process of its own, so that the kernel may write back while we wait.
class DiskRecorder {
 public:
  /// @param backing what `disk` reads and writes
  /// @param log a new BlockLog file
  /// @errors io FUSE is not to be had, or a file
  [[nodiscard]] static Result<DiskRecorder> start(std::filesystem::path const& backing,
                                                  std::filesystem::path const& log,
                                                  std::filesystem::path folder);
  DiskRecorder(DiskRecorder&& other) noexcept
      : server_{std::exchange(other.server_, 0)}, folder_{std::move(other.folder_)} {}
  DiskRecorder(DiskRecorder const&) = delete;
  DiskRecorder& operator=(DiskRecorder const&) = delete;
  DiskRecorder& operator=(DiskRecorder&&) = delete;
  ~DiskRecorder();

  [[nodiscard]] std::filesystem::path disk() const { return folder_ / "disk"; }
  [[nodiscard]] std::filesystem::path marks() const { return folder_ / "marks"; }
  /// Ends the recording; the log is whole after it. @errors io
  [[nodiscard]] Result<void> finish();

 private:
  DiskRecorder(pid_t server, std::filesystem::path folder)
      : server_{server}, folder_{std::move(folder)} {}
  pid_t server_;  ///< 0 once finished or moved from
  std::filesystem::path folder_;
};

}  // namespace mingshi::tests
