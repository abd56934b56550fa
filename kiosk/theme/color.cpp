#include "kiosk/theme/color.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace mingshi::kiosk {
namespace {

/// One channel of WCAG's relative luminance.
double linear(std::uint8_t channel) {
  double const c{channel / 255.0};
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, float share) {
  auto const a{static_cast<float>(from)};
  auto const b{static_cast<float>(to)};
  return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
}

}  // namespace

Result<Color> parse_color(std::string_view text) {
  auto const wrong{[&] {
    return fail(ErrorCode::invalid_input,
                "\"" + std::string{text} + "\" is no colour; write #RRGGBB or #RRGGBBAA");
  }};
  if ((text.size() != 7 && text.size() != 9) || text.front() != '#') return wrong();
  std::uint32_t value{};
  auto const* const end{text.data() + text.size()};
  auto const [stop, error]{std::from_chars(text.data() + 1, end, value, 16)};
  if (error != std::errc{} || stop != end) return wrong();
  if (text.size() == 7) value = value << 8U | 0xFFU;
  auto const channel{
      [&](unsigned shift) { return static_cast<std::uint8_t>(value >> shift & 0xFFU); }};
  return Color{channel(24), channel(16), channel(8), channel(0)};
}

Color faded(Color color, float opacity) {
  color.a = static_cast<std::uint8_t>(
      std::lround(static_cast<float>(color.a) * std::clamp(opacity, 0.F, 1.F)));
  return color;
}

Color mixed(Color from, Color to, float share) {
  float const s{std::clamp(share, 0.F, 1.F)};
  return {between(from.r, to.r, s), between(from.g, to.g, s), between(from.b, to.b, s),
          between(from.a, to.a, s)};
}

double contrast_ratio(Color one, Color other) {
  auto const [low, high]{std::minmax({luminance(one), luminance(other)})};
  return (high + 0.05) / (low + 0.05);
}

}  // namespace mingshi::kiosk
