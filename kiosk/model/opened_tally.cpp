#include "kiosk/model/opened_tally.hpp"

#include "core/base/overload.hpp"

namespace mingshi::kiosk {

void OpenedTally::opened(std::string_view id, std::int64_t sequence) {
  ++counts_[{std::string{id}, sequence}];
}

std::vector<Opened> OpenedTally::at(Instant now) {
  auto const hour{std::chrono::floor<std::chrono::hours>(now)};
  std::vector<Opened> over;
  if (hour != hour_)
    for (auto const& [what, times] : std::exchange(counts_, {}))
      over.push_back({.id = what.first, .sequence = what.second, .hour = hour_, .times = times});
  hour_ = hour;
  return over;
}

std::string_view record_on_top(AppState const& state) {
  if (state.stack.empty()) return {};
  return std::visit(Overload{[](page::Officer const& p) -> std::string_view { return p.id; },
                             [](page::Decision const& p) -> std::string_view { return p.id; },
                             [](page::Procedure const& p) -> std::string_view { return p.id; },
                             [](page::Detail const& p) -> std::string_view { return p.id; },
                             [](auto const&) -> std::string_view { return {}; }},
                    state.stack.back());
}

}  // namespace mingshi::kiosk
