#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>
#include <utility>

/// Files as disks, and disks as folders. Needs root; everything made here ends with the process.
namespace mingshi::tests {

/// What mkfs.ext4 puts into a file of `size` bytes, with nothing left to be done later.
/// @errors io mkfs.ext4 is missing or failed
[[nodiscard]] Result<void> make_ext4(std::filesystem::path const& file, std::size_t size);

/// From here on mounts of this process are seen by nobody else and go when it ends.
/// @errors denied not root; io
[[nodiscard]] Result<void> keep_mounts_to_ourselves();

/// A file on a loop device, mounted as ext4. Unmounted, and the device let go, at the end.
class MountedDisk {
 public:
  /// @param file an open file with an ext4 in it; need not stay open
  /// @param options of ext4: "noauto_da_alloc,data=writeback"
  /// @errors io no loop device, or the kernel will not have the file system
  [[nodiscard]] static Result<MountedDisk> mount(int file, std::filesystem::path folder,
                                                 std::string const& options);
  MountedDisk(MountedDisk&& other) noexcept : folder_{std::exchange(other.folder_, {})} {}
  MountedDisk(MountedDisk const&) = delete;
  MountedDisk& operator=(MountedDisk const&) = delete;
  MountedDisk& operator=(MountedDisk&&) = delete;
  ~MountedDisk();

  [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
  /// Unmounts now. @errors io still in use
  [[nodiscard]] Result<void> unmount();

 private:
  explicit MountedDisk(std::filesystem::path folder) : folder_{std::move(folder)} {}
  std::filesystem::path folder_;  ///< empty once unmounted or moved from
};

}  // namespace mingshi::tests
