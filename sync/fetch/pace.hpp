#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// When to ask and how fast to take. Pure: clocks and randomness are passed in.
namespace mingshi::sync {

/// The bounds of the wait after failures.
struct Backoff {
  std::chrono::milliseconds first{std::chrono::seconds{30}};  ///< at most this after one failure
  std::chrono::milliseconds longest{std::chrono::hours{6}};
  std::chrono::milliseconds least{std::chrono::seconds{1}};
};

/// How long to wait after `failures` failed passes in a row: anything up to `first`, doubled with
/// every further failure (full jitter), so that terminals that lost their hub together do not come
/// back to it together.
/// @param failures 1 or more
/// @param dice uniform in [0, 1), from the caller's random source
/// @param asked what the server asked for (Source::retry_after()); waited for, but no longer than
///        `longest`: a server can ask for patience, not for good-bye
[[nodiscard]] std::chrono::milliseconds backoff(int failures, double dice,
                                                std::optional<std::chrono::seconds> asked = {},
                                                Backoff const& bounds = {});

/// The time from `now` to the terminal's next poll when all goes well: between a half and one and a
/// half of `interval`. A terminal polls in a phase of its own, hashed from its id, however often it
/// restarts: 10,000 of them switched on together are spread evenly.
[[nodiscard]] std::chrono::milliseconds until_poll(
    std::chrono::sys_time<std::chrono::milliseconds> now, std::chrono::seconds interval,
    std::string_view terminal);

/// "200k@08:00-18:00": no more than that in those hours.
struct SpeedLimit {
  std::int64_t bytes_per_second;
  /// Since midnight; a window may go over midnight. Both 0: the whole day.
  std::chrono::minutes from{0};
  std::chrono::minutes until{0};  ///< exclusive
  friend bool operator==(SpeedLimit const&, SpeedLimit const&) = default;
};

/// A number of bytes a second with an optional k or m (1024), and an optional window of hours.
/// @errors invalid_input not of that form; less than 10 kB/s, which no transfer would survive
[[nodiscard]] Result<SpeedLimit> parse_speed_limit(std::string_view text);

/// The strictest of the limits that hold at a time of day; none = as fast as it goes.
[[nodiscard]] std::optional<std::int64_t> speed_limit_at(std::span<SpeedLimit const> limits,
                                                         LocalTime const& time);

/// Counts bytes against a limit.
class Throttle {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// From `now` on no more than this; none = no limit. What was owed before stays owed.
  void limit(std::optional<std::int64_t> bytes_per_second, Time now);
  void count(std::int64_t bytes) { owed_ += bytes; }
  /// May more be taken now? A quarter of a second's worth may come in one piece.
  [[nodiscard]] bool open(Time now);

 private:
  std::optional<std::int64_t> rate_;
  std::int64_t owed_{0};  ///< bytes taken and not yet paid for by time
  Time paid_until_{};
};

/// Lets events through no closer than a gap: what comes too early is let through once, when the gap
/// is over.
class RateGate {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit RateGate(std::chrono::milliseconds gap) : gap_{gap} {}
  void event() { pending_ = true; }
  /// Takes a pending event if its time has come.
  [[nodiscard]] bool take(Time now);
  /// When a pending event's time comes; none = nothing is pending.
  [[nodiscard]] std::optional<Time> due() const;

 private:
  std::chrono::milliseconds gap_;
  bool pending_{false};
  std::optional<Time> last_;
};

}  // namespace mingshi::sync
