#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>

namespace mingshi::sync {

enum class Wait : std::uint8_t { elapsed, stop };

/// SIGTERM and SIGINT as something to wait for: they are blocked from here on and only looked at,
/// so no handler runs and nothing is global.
/// @threads make it before any other thread, use it from one
class StopSignal {
 public:
  StopSignal();
  StopSignal(StopSignal const&) = delete;
  StopSignal& operator=(StopSignal const&) = delete;
  ~StopSignal();
  /// Is a request to stop waiting? It stays until wait() takes it.
  [[nodiscard]] bool requested() const;
  /// Sleeps, at most for `time`.
  [[nodiscard]] Wait wait(std::chrono::milliseconds time) const;
  /// Can be read while a request is waiting; for polling only. -1 when the kernel gave none.
  [[nodiscard]] int fd() const { return fd_; }

 private:
  sigset_t set_{};
  int fd_{-1};
};

}  // namespace mingshi::sync
