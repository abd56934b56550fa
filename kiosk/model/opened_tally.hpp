#pragma once

#include "core/base/time.hpp"
#include "kiosk/model/state.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingshi::kiosk {

/// How often one record was opened on the touch screen in one hour.
struct Opened {
  std::string id;
  std::int64_t sequence{0};  ///< of the generation it was shown from
  Instant hour{};            ///< its start
  std::int64_t times{0};
  friend bool operator==(Opened const&, Opened const&) = default;
};

/// Counts what is opened, by record and hour: all that the touch terminal writes down. Who, in
/// which order and at which minute goes into no count.
/// @source plan 四: 不收集个人信息
class OpenedTally {
 public:
  /// One opening in the hour that at() was last given.
  void opened(std::string_view id, std::int64_t sequence);
  /// Time passed. When an hour is over: its counts, sorted by record; before that nothing.
  [[nodiscard]] std::vector<Opened> at(Instant now);

 private:
  Instant hour_{};
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> counts_;
};

/// The record that the page on top shows; empty = the page shows none, or a list.
[[nodiscard]] std::string_view record_on_top(AppState const& state);

}  // namespace mingshi::kiosk
