#pragma once

#include "core/base/time.hpp"

#include <chrono>
#include <cstdint>

namespace mingshi {

/// Does somebody discipline the machine's clock?
enum class ClockSync : std::uint8_t {
  unsynced,  ///< the bare RTC: it may be wrong by any amount
  synced     ///< a time server vouches for it, as the kernel says (adjtimex)
};

/// What the machine says of time at one moment. Nothing in it is proven.
struct MachineClock {
  Instant now{};
  ClockSync sync{ClockSync::unsynced};
  std::chrono::seconds up{0};  ///< runs while the machine sleeps, and never jumps
  friend bool operator==(MachineClock const&, MachineClock const&) = default;
};

/// Reads the machine's clocks. Only `main` functions and the edges of a program call it.
/// The kernel's word is about the kernel's own time: a process that is shown another one
/// (libfaketime) is told `unsynced`.
[[nodiscard]] MachineClock read_machine_clock();

}  // namespace mingshi
