#include "core/publication/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace mingshi::publication {
namespace {

/// The cheapest way to a sequence that is known so far.
struct Way {
  std::int64_t bytes{0};
  std::int64_t logs{0};
  LogObject const* last{nullptr};  ///< none: nothing has to be done to be here
  friend bool operator<(Way const& a, Way const& b) {
    return std::tie(a.bytes, a.logs) < std::tie(b.bytes, b.logs);
  }
};

constexpr std::int64_t singles_kept{64};
constexpr std::int64_t roll_ups_kept{64};
constexpr std::int64_t steps_a_base{512};

}  // namespace

Result<Plan> plan(PartHead const& head, std::int64_t have_sequence, HaveObject const& have) {
  if (have_sequence > head.sequence)
    return fail(ErrorCode::conflict, fmt::format("generation {} is there, the head is of {}",
                                                 have_sequence, head.sequence));
  // Logs lead upwards, so taken by `from` each finds the best way to its beginning known.
  std::vector<LogObject const*> logs{&head.base};
  for (auto const& delta : head.deltas) logs.push_back(&delta);
  std::ranges::sort(logs, {}, &LogObject::from);
  std::map<std::int64_t, Way> ways{{0, {}}, {have_sequence, {}}};
  for (auto const* log : logs) {
    auto const begin{ways.find(log->from)};
    if (begin == ways.end()) continue;
    bool const there{have && have(log->object.sha256)};
    Way const way{.bytes = begin->second.bytes + (there ? 0 : log->object.size),
                  .logs = begin->second.logs + 1,
                  .last = log};
    auto const [known, fresh]{ways.emplace(log->to, way)};
    if (!fresh && way < known->second) known->second = way;
  }
  auto const end{ways.find(head.sequence)};
  if (end == ways.end())
    return fail(ErrorCode::not_found, fmt::format("no op logs lead to {}", head.sequence));
  Plan found{.logs = {}, .bytes = end->second.bytes};
  for (auto const* log{end->second.last}; log != nullptr; log = ways.at(log->from).last)
    found.logs.push_back(*log);
  std::ranges::reverse(found.logs);
  return found;
}

std::vector<Span> delta_spans(std::int64_t sequence) {
  std::vector<Span> spans;
  for (std::int64_t const step : {1, 8, 64, 512}) {
    auto const kept{step == 1 ? singles_kept : roll_ups_kept};
    auto to{sequence / step * step};
    for (std::int64_t i{0}; i < kept && to - step >= 1; ++i, to -= step)
      spans.push_back({.from = to - step, .to = to});
  }
  std::ranges::sort(spans);
  return spans;
}

bool base_due(std::int64_t sequence, LogObject const& base, std::int64_t deltas) {
  return sequence - base.to >= steps_a_base || deltas > base.object.size / 4;
}

}  // namespace mingshi::publication
