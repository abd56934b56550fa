#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>

namespace mingshi::hub {

enum class WhenBusy : std::uint8_t {
  wait,  ///< until the other process is done
  refuse
};

/// The right to change a hub folder, held by one process at a time while the object lives: imports,
/// publishing and the server's renewing of the timestamp exclude one another. The kernel lets go
/// when a process dies.
/// @threads one
class HubLock {
 public:
  /// Makes the folder when it is missing.
  /// @errors timeout another process holds it (WhenBusy::refuse); denied; io
  [[nodiscard]] static Result<HubLock> acquire(std::filesystem::path const& hub_dir,
                                               WhenBusy when_busy);
  HubLock(HubLock&& other) noexcept;
  HubLock(HubLock const&) = delete;
  HubLock& operator=(HubLock const&) = delete;
  HubLock& operator=(HubLock&&) = delete;
  ~HubLock();

 private:
  explicit HubLock(int fd) : fd_{fd} {}
  int fd_;
};

}  // namespace mingshi::hub
