#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::search {

/// Strings in byte order, each standing for an entry, where every range of strings can name its
/// entries from the best rank on without being sorted: over the ranks lies a tree of least ranks,
/// and a range is walked best-first.
class KeyArray {
 public:
  /// A string: from `offset` of the pool to the next NUL. Whole when it begins its pool string,
  /// else a tail of one.
  struct Key {
    std::uint32_t offset, rank;
  };
  /// [first, last) of the sorted strings.
  struct Range {
    std::size_t first, last;
  };

  KeyArray() = default;
  /// @param pool strings, each ended by a NUL; below 4 GiB
  KeyArray(std::string pool, std::vector<Key> keys);

  [[nodiscard]] Range all() const { return {.first = 0, .last = offsets_.size()}; }
  /// The strings that begin with `prefix`.
  [[nodiscard]] Range with_prefix(std::string_view prefix) const;
  /// Of `range` = with_prefix(text): those that are `text`. The whole ones come first.
  [[nodiscard]] Range equal(Range range, std::string_view text) const;
  /// Of `range` = equal(…): those that are whole strings.
  [[nodiscard]] Range whole(Range range) const;

  /// The bits ('a' = bit 0) of the letters that follow `prefix` in its range.
  [[nodiscard]] std::uint32_t letters_after(std::string_view prefix) const;

  /// Calls visit(rank) for the strings of `range` by ascending rank, until it returns false. An
  /// entry that has several strings in the range is visited as often, in a row.
  template <typename Visit>
  void ascending(Range range, Visit visit) const;

  [[nodiscard]] std::size_t memory() const;  ///< @unit bytes

 private:
  static constexpr std::size_t fan_out{8};
  struct Node {
    std::uint32_t rank;
    std::uint32_t level;
    std::size_t index;
    friend bool operator>(Node const& a, Node const& b) { return a.rank > b.rank; }
  };

  [[nodiscard]] char const* text(std::size_t i) const { return pool_.data() + offsets_[i]; }
  [[nodiscard]] std::size_t past_prefix(Range range, std::string_view prefix) const;

  std::string pool_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::vector<std::uint32_t>>
      least_;  ///< [0]: the rank of each string; above: the least of eight below
};

template <typename Visit>
void KeyArray::ascending(Range range, Visit visit) const {
  std::priority_queue<Node, std::vector<Node>, std::greater<>> frontier;
  auto const add{[&](std::size_t level, std::size_t index) {
    frontier.push(
        {.rank = least_[level][index], .level = static_cast<std::uint32_t>(level), .index = index});
  }};
  auto [first, last]{range};
  for (std::size_t level{0}; first < last;
       ++level) {  // cover the range with as few nodes as there are
    bool const top{level + 1 == least_.size()};
    while (first < last && (top || first % fan_out != 0)) add(level, first++);
    while (first < last && last % fan_out != 0) add(level, --last);
    first /= fan_out;
    last /= fan_out;
  }
  while (!frontier.empty()) {
    auto const best{frontier.top()};
    frontier.pop();
    if (best.level == 0) {
      if (!visit(best.rank)) return;
      continue;
    }
    auto const below{best.level - 1};
    auto const end{std::min((best.index + 1) * fan_out, least_[below].size())};
    for (auto i{best.index * fan_out}; i < end; ++i) add(below, i);
  }
}

}  // namespace mingshi::search
