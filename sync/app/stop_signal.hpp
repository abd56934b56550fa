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
  /// Is a request to stop waiting? It stays until wait() takes it.
  [[nodiscard]] bool requested() const;
  /// Sleeps, at most for `time`.
  [[nodiscard]] Wait wait(std::chrono::milliseconds time) const;

 private:
  sigset_t set_{};
};

}  // namespace mingshi::sync
