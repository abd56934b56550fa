#pragma once

#include "hub/import/sheet.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mingshi::hub {

/// What a cell's number format makes of a number, as far as it changes what a reader takes the
/// number for.
struct NumberFormat {
  enum class Look : std::uint8_t { plain, date, percent, zero_padded } look{Look::plain};
  std::size_t width{0};  ///< digits, for zero_padded ("000000")
  friend bool operator==(NumberFormat const&, NumberFormat const&) = default;
};

/// @param id numFmtId; @param code formatCode of a custom format, empty for a built-in one
/// @source ECMA-376 part 1, 18.8.30: ids 14–22, 27–36, 45–47, 50–58 are dates, 9 and 10 percentages
[[nodiscard]] NumberFormat number_format(int id, std::string_view code);

/// From which day a workbook counts.
enum class DateSystem : std::uint8_t { from_1900, from_1904 };

/// A stored number as the clerk sees it: 99150310027, 2026-11-23, 12.5%, 000123. A number that has
/// lost digits is imprecise_number; a text that is no number comes back as text.
[[nodiscard]] Cell show_number(std::string_view stored, NumberFormat format, DateSystem system);

}  // namespace mingshi::hub
