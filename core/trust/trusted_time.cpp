#include "core/trust/trusted_time.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::trust {
namespace {

constexpr std::array<std::pair<Confidence, std::string_view>, 4> names{
    {{Confidence::synced, "synced"},
     {Confidence::system, "system"},
     {Confidence::floor_only, "floor_only"},
     {Confidence::suspect_future, "suspect_future"}}};

/// The later of the signed and the kept floor. A kept one that no time server can have raised was
/// damaged on the disk.
Instant floor_of(TimeEvidence const& evidence) {
  auto const certain{evidence.signed_floor};
  auto const kept{evidence.kept_floor.value_or(certain)};
  return kept <= certain + longest_silence ? std::max(certain, kept) : certain;
}

TrustedTime synced_time(TimeEvidence const& evidence) {
  auto const now{std::max(evidence.machine.now, evidence.signed_floor)};
  bool const explained{now <= evidence.signed_floor + longest_silence};
  return {.floor = explained ? now : floor_of(evidence),
          .now = now,
          .expiry = now,
          .confidence = Confidence::synced};
}

}  // namespace

std::string_view name_of(Confidence confidence) {
  return std::ranges::find(names, confidence, &decltype(names)::value_type::first)->second;
}

std::optional<Confidence> parse_confidence(std::string_view text) {
  auto const found{std::ranges::find(names, text, &decltype(names)::value_type::second)};
  return found == names.end() ? std::nullopt : std::optional{found->first};
}

TrustedTime trusted_time(TimeEvidence const& evidence) {
  auto const clock{evidence.machine.now};
  auto const certain{evidence.signed_floor};
  if (evidence.machine.sync == ClockSync::synced && clock + clock_skew >= certain)
    return synced_time(evidence);
  auto const floor{floor_of(evidence)};
  if (clock + clock_skew < floor)
    return {.floor = floor,
            .now = floor,
            .expiry = std::max(clock, certain),
            .confidence = Confidence::floor_only};
  if (clock > floor + longest_silence)
    return {
        .floor = floor, .now = floor, .expiry = certain, .confidence = Confidence::suspect_future};
  auto const now{std::max(clock, floor)};
  return {.floor = floor, .now = now, .expiry = now, .confidence = Confidence::system};
}

Instant build_time() {
  return Instant{std::chrono::seconds{MS_BUILD_EPOCH}};
}

Instant TrustedClock::Bound::by(MachineClock const& machine) const {
  return up ? at + std::max(machine.up - *up, std::chrono::seconds{0}) : at;
}

void TrustedClock::recall(Instant floor, MachineClock const& machine) {
  kept_ = Bound{.at = floor, .up = machine.up};
}

void TrustedClock::learn(Instant issued, MachineClock const& machine) {
  if (issued > signed_.by(machine)) signed_ = {.at = issued, .up = machine.up};
}

TrustedTime TrustedClock::read(MachineClock const& machine) {
  auto const time{
      trusted_time({.machine = machine,
                    .signed_floor = signed_.by(machine),
                    .kept_floor = kept_ ? std::optional{kept_->by(machine)} : std::nullopt})};
  if (!kept_ || time.confidence == Confidence::synced || time.floor > kept_->by(machine))
    kept_ = Bound{.at = time.floor, .up = machine.up};
  return time;
}

}  // namespace mingshi::trust
