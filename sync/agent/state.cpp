#include "sync/agent/state.hpp"

#include <algorithm>

namespace mingshi::sync {
namespace {

bool is_rest(State state) {
  return state == State::idle || state == State::backing_off || state == State::quarantined;
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::idle:
      return "idle";
    case State::polling:
      return "polling";
    case State::planning:
      return "planning";
    case State::fetching:
      return "fetching";
    case State::verifying:
      return "verifying";
    case State::applying:
      return "applying";
    case State::checking:
      return "checking";
    case State::confirming:
      return "confirming";
    case State::backing_off:
      return "backing_off";
    case State::quarantined:
      return "quarantined";
  }
  return "";
}

std::optional<State> state_named(std::string_view text) {
  auto const found{std::ranges::find(all_states, text, [](State state) { return name_of(state); })};
  if (found == all_states.end()) return std::nullopt;
  return *found;
}

bool may_follow(State from, State to) {
  if (is_rest(from)) return to == State::polling;
  if (is_rest(to)) return true;
  return static_cast<int>(to) == static_cast<int>(from) + 1;
}

}  // namespace mingshi::sync
