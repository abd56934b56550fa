#pragma once

#include "core/search/index.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::bench {

/// What search::Index must answer, worked out the plain way: every entry is held against the query
/// by the words of search::Match, all that match are sorted. It shares with the index only how a
/// text is normalised.
class Oracle {
 public:
  explicit Oracle(std::vector<search::Keys> const& entries);
  [[nodiscard]] std::vector<search::Hit> find(std::string_view query, std::string_view type,
                                              std::size_t limit) const;
  [[nodiscard]] std::uint32_t next_letters(std::string_view letters, std::string_view type) const;

 private:
  struct Entry {
    std::string name, number;
    std::vector<std::string> spellings, initials;
  };
  struct Query {
    std::string name, number, letters;
  };
  [[nodiscard]] static std::optional<search::Match> match(Entry const& entry, Query const& query);

  std::vector<search::Keys> const& entries_;
  std::vector<Entry> prepared_;
};

}  // namespace mingshi::bench
