#pragma once

#include "core/base/result.hpp"
#include "core/publication/part_head.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace mingshi::publication {

/// Is the object there already, so that it costs nothing to fetch?
using HaveObject = std::function<bool(std::string_view sha256)>;

/// The op logs that lead to a part head, in their order.
struct Plan {
  std::vector<LogObject> logs;  ///< empty: the state is there already
  std::int64_t bytes{0};        ///< to be fetched for them
  friend bool operator==(Plan const&, Plan const&) = default;
};

/// The way with the fewest bytes, by deltas from what is there or from nothing by the base; of two
/// equal ones that with fewer logs.
/// @param have_sequence of the generation that is there; 0 = none
/// @errors conflict what is there is newer; not_found no way (a parsed head always has one)
[[nodiscard]] Result<Plan> plan(PartHead const& head, std::int64_t have_sequence,
                                HaveObject const& have);

/// From one sequence to another.
struct Span {
  std::int64_t from{0}, to{0};
  friend auto operator<=>(Span const&, Span const&) = default;
};

/// The deltas that a head of this sequence names: the last 64 single steps, and for each of 8, 64
/// and 512 the last 64 roll-ups between its multiples. By (from, to).
[[nodiscard]] std::vector<Span> delta_spans(std::int64_t sequence);

/// Is a new base due? Every 512 steps, or when the deltas since the last one are more than a
/// quarter of it.
/// @param deltas sizes of the single steps since the base, together @unit bytes
[[nodiscard]] bool base_due(std::int64_t sequence, LogObject const& base, std::int64_t deltas);

}  // namespace mingshi::publication
