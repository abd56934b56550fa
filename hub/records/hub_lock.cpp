#include "hub/records/hub_lock.hpp"

#include "core/base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace mingshi::hub {

Result<HubLock> HubLock::acquire(std::filesystem::path const& hub_dir, WhenBusy when_busy) {
  MS_TRY(make_folders(hub_dir));
  auto const file{hub_dir / "lock"};
  int const fd{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (fd < 0) {
    int const reason{errno};
    return fail(reason == EACCES || reason == EROFS ? ErrorCode::denied : ErrorCode::io,
                "opening " + file.string() + ": " + std::strerror(reason), reason);
  }
  HubLock lock{fd};
  int const how{when_busy == WhenBusy::wait ? LOCK_EX : LOCK_EX | LOCK_NB};
  while (::flock(fd, how) != 0) {
    int const reason{errno};
    if (reason == EINTR) continue;
    return fail(reason == EWOULDBLOCK ? ErrorCode::timeout : ErrorCode::io,
                "locking " + file.string() + ": " + std::strerror(reason), reason);
  }
  return lock;
}

HubLock::HubLock(HubLock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

HubLock::~HubLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace mingshi::hub
