#pragma once

#include "core/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::text {

/// One way to read a name aloud.
struct Reading {
  std::vector<std::string> syllables;  ///< one each character, a–z only ("gu","hong"; ü as v); a character without
                                       ///< a known reading stands for itself
  std::vector<std::string> marked;     ///< the same with tone marks ("gù","hóng")
  friend bool operator==(Reading const&, Reading const&) = default;
};

/// Readings of Chinese names: ICU's Han-Latin/Names, our table for what it gets wrong (assets/data/pinyin), and for
/// surnames with several readings every one of them.
/// @threads one thread per Pinyin (ICU's transliterator is not shared); making one takes ~0.3 s
class Pinyin {
 public:
  /// @errors unsupported ICU lacks the transliterator
  [[nodiscard]] static Result<Pinyin> create();
  Pinyin(Pinyin&&) noexcept;
  Pinyin& operator=(Pinyin&&) noexcept;
  ~Pinyin();
  /// At least one; the likeliest first. At most 8.
  [[nodiscard]] std::vector<Reading> readings(std::string_view name) const;

 private:
  struct Impl;
  explicit Pinyin(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::text
