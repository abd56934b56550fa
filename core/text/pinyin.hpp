#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::text {

/// One way to read a name aloud.
struct Reading {
  std::vector<std::string> syllables;  ///< one each character, a–z only ("gu","hong"; ü as v); a
                                       ///< character without a known reading stands for itself
  std::vector<std::string> marked;     ///< the same with tone marks ("gù","hóng")
  friend bool operator==(Reading const&, Reading const&) = default;
};

/// What a text is: only a person's name begins with a surname.
enum class Naming : std::uint8_t { person, title };

/// Readings of Chinese names: ICU's Han-Latin/Names, our table for what it gets wrong
/// (assets/data/pinyin), and for surnames with several readings every one of them. Compound
/// surnames are known; where the two characters may as well be a surname and a given name (单于飞),
/// both ways are given.
/// @threads one thread per Pinyin (it remembers what it looked up); making one takes ~0.3 s
class Pinyin {
 public:
  /// @errors unsupported ICU lacks the transliterator
  [[nodiscard]] static Result<Pinyin> create();
  Pinyin(Pinyin&&) noexcept;
  Pinyin& operator=(Pinyin&&) noexcept;
  ~Pinyin();
  /// At least one; the likeliest first. At most 8, no two with the same syllables.
  [[nodiscard]] std::vector<Reading> readings(std::string_view name,
                                              Naming naming = Naming::person) const;

 private:
  struct Impl;
  explicit Pinyin(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::text
