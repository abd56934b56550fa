#pragma once

#include "core/receipt/spool.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One line of a spool: "<sum> <length> <position> <word> <json>\n".
/// @source docs/formats/receipt.md
namespace mingshi::receipt {

/// The word of a line that says how many receipts were dropped for room, instead of a kind's name.
inline constexpr std::string_view dropped_word{"dropped"};

struct Line {
  Position position{0};
  std::string_view word;  ///< the kind's name, or dropped_word
  std::string_view json;
  std::string_view whole;  ///< with its newline
};

/// With its newline. @pre json has none
[[nodiscard]] std::string make_line(Position position, std::string_view word,
                                    std::string_view json);
/// None for anything but a line that make_line() gave, whole.
[[nodiscard]] std::optional<Line> read_line(std::string_view with_newline);

/// What a file of lines holds. Its views refer to the bytes.
struct Scan {
  std::vector<Line> lines;  ///< positions grow
  std::size_t good_end{0};  ///< behind the last of them
  std::int64_t damaged{0};  ///< lines before it that cannot be read
};
[[nodiscard]] Scan scan(std::string_view bytes);

}  // namespace mingshi::receipt
