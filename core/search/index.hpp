#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::text {
class Pinyin;
}

namespace mingshi::search {

/// What one record can be found by. Made at publish (hub) and kept in the generation's search_key
/// table.
struct Keys {
  std::string record_id;
  std::string type;
  std::string name;                 ///< normalised
  std::vector<std::string> pinyin;  ///< every reading, syllables joined by "'" : "gu'hong"
  std::string number;               ///< normalised code or document number; may be empty
  friend bool operator==(Keys const&, Keys const&) = default;
};

/// @param type officer and certificate: `name` is a person's; @param name title or person's name
/// @param number raw code or document number, may be empty
[[nodiscard]] Keys make_keys(text::Pinyin const& pinyin, std::string record_id, std::string type,
                             std::string_view name, std::string_view number);

/// How a record matched, best first.
enum class Match : std::uint8_t {
  exact_number,
  exact_name,
  number_tail,  ///< the last 4 or more characters of the number
  name_prefix,
  exact_pinyin,
  exact_initials,
  pinyin_prefix,  ///< whole syllables or the start of one: "guh", "guho"; ü typed as v, u or yu
  initials_prefix,
  name_part,  ///< contains the characters
  number_part
};

struct Hit {
  std::size_t entry;  ///< index into the entries the Index was built of
  Match match;
  friend bool operator==(Hit const&, Hit const&) = default;
};

/// Finds records by name, pinyin, initials or number. Immutable once built. A query takes the same
/// time whether it matches one entry or all of them: every key array carries the order of its
/// results.
/// @threads any number of readers
class Index {
 public:
  Index();
  [[nodiscard]] static Index build(std::vector<Keys> entries);
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  /// Best matches first (by Match, then name, then record_id); an entry comes once, with its best
  /// match. An empty query gives nothing. Letters may be of either case; blanks, middle dots, full
  /// stops and "'" are ignored; full-width forms are understood.
  /// @param type only records of this type; empty = all
  [[nodiscard]] std::vector<Hit> find(std::string_view query, std::string_view type,
                                      std::size_t limit) const;
  /// The letters (A–Z, bit 0 = A) that, typed after `letters`, still leave at least one match by
  /// pinyin or initials. The pinyin keyboard disables the others. 0 when `letters` holds anything
  /// but letters and digits.
  [[nodiscard]] std::uint32_t next_letters(std::string_view letters, std::string_view type) const;

  [[nodiscard]] std::vector<Keys> const& entries() const;
  [[nodiscard]] std::size_t memory() const;  ///< @unit bytes held

 private:
  struct Impl;
  explicit Index(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::search
