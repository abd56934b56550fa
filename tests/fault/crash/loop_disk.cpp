#include "tests/fault/crash/loop_disk.hpp"

#include "core/base/fd.hpp"
#include "tests/fault/crash/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/loop.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace mingshi::tests {
namespace {

/// A loop device over a file; it lets go of the file when nobody has it open any more.
struct LoopDevice {
  Fd device;
  std::string name;
};

Result<LoopDevice> attach(int file) {
  Fd const control{::open("/dev/loop-control", O_RDWR | O_CLOEXEC)};
  if (!control) return system_error("opening", "/dev/loop-control");
  constexpr int most_attempts{100};  // another process may take the free one first
  for (int attempt{0}; attempt < most_attempts; ++attempt) {
    int const number{::ioctl(control.get(), LOOP_CTL_GET_FREE)};
    if (number < 0) return system_error("looking for a free loop device at", "/dev/loop-control");
    auto name{fmt::format("/dev/loop{}", number)};
    Fd device{::open(name.c_str(), O_RDWR | O_CLOEXEC)};
    if (!device) return system_error("opening", name);
    loop_config config{};
    config.fd = static_cast<std::uint32_t>(file);
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
    if (::ioctl(device.get(), LOOP_CONFIGURE, &config) == 0)
      return LoopDevice{.device = std::move(device), .name = std::move(name)};
    if (errno != EBUSY) return system_error("setting up", name);
  }
  return fail(ErrorCode::io, "no loop device to be had");
}

}  // namespace

FileSystem FileSystem::parse(std::string_view text) {
  auto const colon{text.find(':')};
  auto const options{colon == std::string_view::npos ? "" : text.substr(colon + 1)};
  return {.type = std::string{text.substr(0, colon)}, .options = std::string{options}};
}

Result<void> make_disk(FileSystem const& file_system, std::filesystem::path const& file,
                       std::size_t size) {
  std::error_code error;
  std::filesystem::remove(file, error);
  if (Fd const made{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
      !made || ::ftruncate(made.get(), static_cast<off_t>(size)) != 0)
    return system_error("making", file);
  Command program;
  if (file_system.type == "ext4")
    program = {"mkfs.ext4",
               "-q",
               "-F",
               "-b",
               "4096",
               "-m",
               "0",
               "-J",
               "size=4",
               "-E",
               "lazy_itable_init=0,lazy_journal_init=0,nodiscard",
               file.string()};
  else if (file_system.type == "btrfs")
    program = {"mkfs.btrfs", "-q", "-f", "-K", "-m", "single", file.string()};
  else
    return fail(ErrorCode::invalid_input, "no such file system: " + file_system.type);
  if (MS_TRY(run(program)) != Ended{}) return fail(ErrorCode::io, program.front() + " failed");
  return {};
}

Result<void> keep_mounts_to_ourselves() {
  if (::unshare(CLONE_NEWNS) != 0) return system_error("leaving the mounts of", "/");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return system_error("keeping mounts under", "/");
  return {};
}

Result<MountedDisk> MountedDisk::mount(int file, std::filesystem::path folder,
                                       FileSystem const& file_system) {
  auto const loop{MS_TRY(attach(file))};
  if (::mount(loop.name.c_str(), folder.c_str(), file_system.type.c_str(), MS_NOATIME,
              file_system.options.c_str()) != 0)
    return system_error("mounting", folder);
  return MountedDisk{std::move(folder)};
}

MountedDisk::~MountedDisk() {
  if (!folder_.empty() && ::umount2(folder_.c_str(), 0) != 0)
    static_cast<void>(::umount2(folder_.c_str(), MNT_DETACH));
}

Result<void> MountedDisk::unmount() {
  if (::umount2(folder_.c_str(), 0) != 0) return system_error("unmounting", folder_);
  folder_.clear();
  return {};
}

}  // namespace mingshi::tests
