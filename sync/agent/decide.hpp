#pragma once

#include "core/base/time.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/trusted_time.hpp"
#include "sync/agent/memory.hpp"
#include "sync/agent/trouble.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the agent decides, apart from the network and the disk: pure.
namespace mingshi::sync {

/// The two heads of a generation, as they verified.
struct Heads {
  std::string records_bytes, decisions_bytes;
  publication::PartHead records, decisions;
  /// Which two documents these are: equal for equal bytes only.
  [[nodiscard]] std::string fingerprint() const;
  friend bool operator==(Heads const&, Heads const&) = default;
};

/// How what `current` points to fares.
enum class Condition : std::uint8_t {
  none,     ///< there is no generation yet, or its folder is gone
  whole,    ///< as far as was looked
  damaged,  ///< it does not hold what its heads say
  erased    ///< its lease ran out and personal data were taken away
};

/// What this terminal shows.
struct Shown {
  std::int64_t sequence{0};  ///< the highest that was ever current; 0 = none yet
  std::string heads;         ///< fingerprint() of its heads; empty: they cannot be read
  Condition condition{Condition::none};
  friend bool operator==(Shown const&, Shown const&) = default;
};

/// One head alone: is it of this hall and part, and for this program?
[[nodiscard]] Outcome<void> check_head(publication::PartHead const& head, std::string_view hall,
                                       publication::Part part);

enum class Answer : std::uint8_t {
  same,     ///< what is shown is what is published
  take_up,  ///< it is newer, or what is here of it is not whole
};

/// May what is here be shown by the age of the hub's word?
enum class Lease : std::uint8_t { running, over };

/// What is to be hidden at once: what was noted before and what the head adds to it. What the
/// generation that is shown no longer has needs no note.
[[nodiscard]] publication::Withdrawals noted(publication::Withdrawals const& before,
                                             publication::PartHead const& head, std::int64_t shown);

/// What the published heads ask for. What is here is not mended while the lease is over.
/// @errors pair/timeout the parts have different sequences; content/conflict they are older than
/// what is shown; twin/conflict they are another generation of the same sequence; review/denied a
/// type in both
[[nodiscard]] Outcome<Answer> judge(Heads const& heads, Shown const& shown, Lease lease);

/// By which way a generation is put together.
enum class Way : std::uint8_t {
  cheapest,   ///< the fewest bytes
  from_base,  ///< from nothing: what is here may be why it failed
  none        ///< it failed in every way; it is left alone until something else is published
};
/// After so many failures the base is tried, and after one more nothing.
inline constexpr std::int64_t failures_to_rebase{3};
[[nodiscard]] Way way_for(Attempts const& attempts, std::string_view fingerprint);

/// Does the failure say something of the generation itself, and not of the way it came?
[[nodiscard]] bool counts_as_attempt(Failure const& failure);
/// Could no further attempt go better: not for this program, or not signed by whom it must be?
[[nodiscard]] bool is_final(Failure const& failure);
[[nodiscard]] Attempts after_failure(Attempts attempts, Heads const& heads, Failure const& failure);
/// A new start of the program is worth one more try: it may be newer than the one that gave up.
[[nodiscard]] Attempts after_restart(Attempts attempts);

/// Parts that are at different sequences are the normal state for a moment: a publisher writes one
/// after the other. Trouble when the next pass finds it again.
[[nodiscard]] bool is_trouble(Failure const& failure, std::int64_t passes_apart);

/// When what is shown may no longer be vouched for; none = never, or there is nothing to vouch for.
[[nodiscard]] std::optional<Instant> lease_until(std::optional<Instant> as_of,
                                                 std::int64_t lease_hours);
/// The hours for which both parts may be shown; 0 = no end.
[[nodiscard]] std::int64_t lease_hours_of(Heads const& heads);
/// A clock that is not believed ends no lease on the disk; the kiosk hides by its own rule.
[[nodiscard]] Lease lease_at(std::optional<Instant> until, trust::TrustedTime const& time);

/// Is the weekly reading of every byte due?
[[nodiscard]] bool full_check_due(std::optional<Instant> last, Instant now);

/// The time to the next pass.
struct Rest {
  std::chrono::seconds interval{60};            ///< poll_interval()
  std::int64_t failures{0};                     ///< in a row
  double dice{0};                               ///< uniform in [0, 1)
  std::optional<std::chrono::seconds> asked{};  ///< Source::retry_after()
  std::string_view terminal{};                  ///< whose phase
};
/// After failures, back-off: at first within one interval or 30 seconds, at most 60 intervals or
/// six hours, whichever is less. Otherwise the terminal's own phase of the interval. Never later
/// than the end of a lease that is running.
[[nodiscard]] std::chrono::milliseconds time_to_next(Rest const& rest, Instant now,
                                                     std::optional<Instant> lease_until);

/// The interval between polls: what the terminal's own command line says, else what the publisher
/// signed, else a minute; the latter within 10 seconds and an hour.
/// @param published 0 = not said
[[nodiscard]] std::chrono::seconds poll_interval(std::optional<std::chrono::seconds> own,
                                                 std::int64_t published);

}  // namespace mingshi::sync
