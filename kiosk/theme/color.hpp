#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string_view>

namespace mingshi::kiosk {

/// One sRGB colour with its opacity; 255 is opaque.
struct Color {
  std::uint8_t r{}, g{}, b{}, a{255};
  friend bool operator==(Color const&, Color const&) = default;
};

inline constexpr Color white{255, 255, 255, 255};
inline constexpr Color transparent{0, 0, 0, 0};

/// Reads "#RRGGBB" or "#RRGGBBAA".
/// @errors invalid_input
[[nodiscard]] Result<Color> parse_color(std::string_view text);

/// The same colour, its opacity times `opacity`.
/// @range opacity 0..1
[[nodiscard]] Color faded(Color color, float opacity);

/// The colour a share of the way from one to another.
/// @range share 0..1
[[nodiscard]] Color mixed(Color from, Color to, float share);

/// How well two opaque colours can be told apart.
/// @range 1..21
/// @source WCAG 2.2, contrast ratio
[[nodiscard]] double contrast_ratio(Color one, Color other);

}  // namespace mingshi::kiosk
