#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

/// Files as disks, and disks as folders. Needs root; everything made here ends with the process.
namespace mingshi::tests {

/// A kind of file system and how it is mounted.
struct FileSystem {
  std::string type;     ///< "ext4" or "btrfs"
  std::string options;  ///< of the mount: "data=writeback,noauto_da_alloc"
  /// From "ext4:data=writeback,noauto_da_alloc".
  [[nodiscard]] static FileSystem parse(std::string_view text);
};

/// Makes a file of `size` bytes with an empty file system, with nothing left to be done later.
/// @errors io the program that makes it is missing or failed; invalid_input another type
[[nodiscard]] Result<void> make_disk(FileSystem const& file_system,
                                     std::filesystem::path const& file, std::size_t size);

/// From here on mounts of this process are seen by nobody else and go when it ends.
/// @errors denied not root; io
[[nodiscard]] Result<void> keep_mounts_to_ourselves();

/// A file on a loop device, mounted. Unmounted, and the device let go, at the end.
class MountedDisk {
 public:
  /// @param file an open file with that file system in it; need not stay open
  /// @errors io no loop device, or the kernel will not have the file system
  [[nodiscard]] static Result<MountedDisk> mount(int file, std::filesystem::path folder,
                                                 FileSystem const& file_system);
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
