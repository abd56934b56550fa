#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace mingshi {

/// An instant, to the second, UTC.
using Instant = std::chrono::sys_seconds;

/// A day in the civil calendar of Asia/Shanghai (UTC+8, no summer time), the only zone of the
/// product.
using Day = std::chrono::sys_days;

/// The civil day and the time of day in Asia/Shanghai at an instant.
struct LocalTime {
  Day day;
  std::chrono::seconds since_midnight;
  friend bool operator==(LocalTime const&, LocalTime const&) = default;
};
[[nodiscard]] LocalTime local_time(Instant at);
[[nodiscard]] Instant instant_of(LocalTime const& local);

/// The machine's clock. Only `main` functions and the edges of a program call it; logic takes times
/// as arguments.
[[nodiscard]] Instant system_now();

/// "2026-11-23".
[[nodiscard]] std::string iso_day(Day day);
/// "2026-11-23T06:32:00Z".
[[nodiscard]] std::string iso_instant(Instant at);
/// "2026-11-23 14:32" in Asia/Shanghai.
[[nodiscard]] std::string local_minute(Instant at);

/// Reads "2026-11-23".
/// @errors invalid_input not of that form, or no such day
[[nodiscard]] Result<Day> parse_day(std::string_view text);
/// Reads "2026-11-23T06:32:00Z" or the same with an offset such as "+08:00".
/// @errors invalid_input
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);

}  // namespace mingshi
