#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// What an agent is doing, as a value: written into status.json, and checked at every step.
namespace mingshi::sync {

enum class State : std::uint8_t {
  idle,         ///< in step with the hub, or never asked yet
  polling,      ///< metadata and heads
  planning,     ///< which objects, by which way, and is there room
  fetching,     ///< objects, media first
  verifying,    ///< does everything the heads name lie here as it was signed
  applying,     ///< making the next database beside the current one
  checking,     ///< would a screen be able to read it
  confirming,   ///< the switch, its flush to the disk, and only then the receipts
  backing_off,  ///< the last pass failed; the next one comes later
  quarantined   ///< what is published cannot be shown here; waiting for something else
};
inline constexpr std::array all_states{
    State::idle,     State::polling,  State::planning,   State::fetching,    State::verifying,
    State::applying, State::checking, State::confirming, State::backing_off, State::quarantined};

/// "idle", "polling" … "quarantined".
[[nodiscard]] std::string_view name_of(State state);
/// None for any other text.
[[nodiscard]] std::optional<State> state_named(std::string_view text);

/// May a pass go from one state to another? Forward one step at a time, out of any step into rest.
/// A step that finds nothing to do is gone through all the same.
[[nodiscard]] bool may_follow(State from, State to);

}  // namespace mingshi::sync
