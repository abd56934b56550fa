#pragma once

#include "core/base/result.hpp"

#include <unistd.h>

#include <expected>
#include <filesystem>
#include <string_view>
#include <utility>

/// File descriptors, for those who need more of the kernel than core/base/file.hpp gives.
namespace mingshi {

/// Owns one file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_{fd} {}
  Fd(Fd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Fd(Fd const&) = delete;
  Fd& operator=(Fd const&) = delete;
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }

  /// -1 when there is none.
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }
  /// Closes now and says whether the kernel agreed; errno says why not.
  [[nodiscard]] bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_{-1};
};

/// Writes everything, however the kernel cuts it up. False: errno says why.
[[nodiscard]] bool write_all(int fd, std::string_view bytes);

/// What errno says of the last system call, as "opening /x: No such file or directory".
/// not_found, denied (a read-only disk too), conflict (it exists) or io.
[[nodiscard]] std::unexpected<Error> system_error(std::string_view doing,
                                                  std::filesystem::path const& path);

}  // namespace mingshi
