#include "core/store/copy_file.hpp"

#include "core/base/fd.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>

namespace mingshi::store {
namespace {

enum class Copied { whole, cannot, failed };

/// Copies from where both files stand to the end, inside the kernel.
Copied copy_in_kernel(int from, int to) {
  constexpr std::size_t most{std::size_t{1} << 26};
  bool begun{false};
  for (;;) {
    auto const count{::copy_file_range(from, nullptr, to, nullptr, most, 0)};
    if (count > 0) begun = true;
    // A first answer of 0 may be a file system that cannot; the other way will tell.
    if (count == 0) return begun ? Copied::whole : Copied::cannot;
    if (count > 0 || errno == EINTR) continue;
    bool const may_not{errno == EXDEV || errno == ENOSYS || errno == EINVAL ||
                       errno == EOPNOTSUPP || errno == EPERM};
    return may_not && !begun ? Copied::cannot : Copied::failed;
  }
}

bool copy_by_hand(int from, int to) {
  std::string block(std::size_t{1} << 18, '\0');
  for (;;) {
    auto const count{::read(from, block.data(), block.size())};
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 ||
        !write_all(to, std::string_view{block}.substr(0, static_cast<std::size_t>(count))))
      return false;
  }
}

bool copy(int from, int to) {
  if (::ioctl(to, FICLONE, from) == 0) return true;
  auto const copied{copy_in_kernel(from, to)};
  if (copied == Copied::cannot) return copy_by_hand(from, to);
  return copied == Copied::whole;
}

}  // namespace

Result<void> copy_whole(std::filesystem::path const& from, std::filesystem::path const& to) {
  Fd const source{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!source) return system_error("copying", from);
  Fd const made{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
  if (!made) return system_error("copying to", to);
  if (copy(source.get(), made.get())) return {};
  auto failure{system_error("copying", from)};
  ::unlink(to.c_str());
  return failure;
}

}  // namespace mingshi::store
