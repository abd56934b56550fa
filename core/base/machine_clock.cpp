#include "core/base/machine_clock.hpp"

#include <sys/timex.h>
#include <time.h>

namespace mingshi {
namespace {

/// Two readings of one clock within one call are no further apart than this.
constexpr std::chrono::seconds same_clock{2};

ClockSync kernel_sync(Instant now) {
  timex kernel{};
  int const state{::adjtimex(&kernel)};
  bool const unsynced{(static_cast<unsigned>(kernel.status) & STA_UNSYNC) != 0};
  if (state < 0 || state == TIME_ERROR || unsynced) return ClockSync::unsynced;
  auto const apart{now - Instant{std::chrono::seconds{kernel.time.tv_sec}}};
  return std::chrono::abs(apart) <= same_clock ? ClockSync::synced : ClockSync::unsynced;
}

}  // namespace

MachineClock read_machine_clock() {
  auto const now{system_now()};
  timespec up{};
  ::clock_gettime(CLOCK_BOOTTIME, &up);
  return {.now = now, .sync = kernel_sync(now), .up = std::chrono::seconds{up.tv_sec}};
}

}  // namespace mingshi
