#pragma once

#include "core/base/machine_clock.hpp"
#include "core/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

/// What a terminal may believe of the time, when its clock may be wrong in every way.
/// @source docs/security.md "Time"
namespace mingshi::trust {

/// How far a time can be relied on. Written into status.json and receipts.
enum class Confidence : std::uint8_t {
  synced,         ///< a time server vouches for the clock
  system,         ///< the bare clock, and nothing known speaks against it
  floor_only,     ///< the clock is behind what is known to have passed: only "not before" is known
  suspect_future  ///< the clock is further ahead than anything known can explain
};

/// "synced", "system", "floor_only", "suspect_future".
[[nodiscard]] std::string_view name_of(Confidence confidence);
/// None for any other text.
[[nodiscard]] std::optional<Confidence> parse_confidence(std::string_view text);

/// A clock that nobody vouches for is not believed when it is this far ahead of the floor.
inline constexpr std::chrono::days longest_silence{400};
/// A clock may be this far behind the hub's without being called wrong.
inline constexpr std::chrono::minutes clock_skew{5};

struct TrustedTime {
  Instant floor{};   ///< it is not earlier than this; what is kept for the next start
  Instant now{};     ///< the best guess; the floor itself when the clock is not believed
  Instant expiry{};  ///< what the expiry of metadata is judged against, so that no clock can lock a
                     ///< terminal out: see trusted_time()
  Confidence confidence{Confidence::floor_only};
  friend bool operator==(TrustedTime const&, TrustedTime const&) = default;
};

/// What is known about the time at one moment.
struct TimeEvidence {
  MachineClock machine;
  Instant signed_floor{};  ///< the build time, or the newest `issued` that was verified, whichever
                           ///< is later, and what has run by since: certain
  std::optional<Instant> kept_floor;  ///< what was written down, and what has run by since: as good
                                      ///< as the time server that raised it
};

/// The rules, in this order:
/// 1. A synced clock that is not behind the signed floor is believed. It sets the floor, down as
///    well as up, so that a time server that lied once is forgotten when one tells the truth; above
///    `longest_silence` after the signed floor it moves no floor.
/// 2. Otherwise the floor is the later of the signed and the kept one; a kept one more than
///    `longest_silence` after the signed one is damage and passed over. The bare clock never moves
///    it: one start in 2099 would else refuse everything for ever.
/// 3. A clock behind the floor: floor_only. One too far ahead of it: suspect_future. Then `now` is
///    the floor.
/// `expiry` is `now` where the clock is believed. Under floor_only it is the clock or the signed
/// floor, whichever is later, and under suspect_future the signed floor: what the hub signs next is
/// accepted, and says what time it is. Rollback protection rests on versions, never on time.
[[nodiscard]] TrustedTime trusted_time(TimeEvidence const& evidence);

/// The time at which this program was made: no machine that runs it can be earlier. With
/// SOURCE_DATE_EPOCH in the environment of the configure step that, else a day before the release.
[[nodiscard]] Instant build_time();

/// Holds what a program knows about the time while it runs. Between readings the floor runs on with
/// the machine's uptime, which no jump of the clock touches.
/// @threads one
class TrustedClock {
 public:
  explicit TrustedClock(Instant built = build_time()) : signed_{.at = built, .up = {}} {}

  /// A floor that was written down before (status.json). The last word counts, so say it only when
  /// it is new. @param machine when it was read
  void recall(Instant floor, MachineClock const& machine);
  /// A verified document says `issued`. An older one than before changes nothing.
  void learn(Instant issued, MachineClock const& machine);
  /// The time now. Its floor is what recall() should get at the next start.
  [[nodiscard]] TrustedTime read(MachineClock const& machine);

 private:
  /// A lower bound of the time and the uptime at which it was known.
  struct Bound {
    Instant at{};
    std::optional<std::chrono::seconds> up;  ///< none = does not run on
    [[nodiscard]] Instant by(MachineClock const& machine) const;
  };
  Bound signed_;
  std::optional<Bound> kept_;
};

}  // namespace mingshi::trust
