#pragma once

#include "core/search/index.hpp"
#include "core/text/pinyin.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mingshi::bench {

/// Numbers that are the same on every machine and run (std distributions are not).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_{seed} {}
  /// 0 … sides-1. @pre sides > 0
  [[nodiscard]] std::size_t roll(std::size_t sides);

 private:
  std::uint64_t state_;
};

/// Officers with surnames and given names as common as in life: invented people.
[[nodiscard]] std::vector<search::Keys> officers(text::Pinyin const& pinyin, std::size_t count,
                                                 std::uint64_t seed);

/// What people type, and what no one should: names, their beginnings and parts, pinyin in full and
/// cut short, initials, with blanks and capitals, last four digits, numbers and pieces of them,
/// full-width forms, garbage. The first ones are single letters and digits, which match the most.
[[nodiscard]] std::vector<std::string> queries(std::vector<search::Keys> const& entries,
                                               std::size_t count, std::uint64_t seed);

}  // namespace mingshi::bench
