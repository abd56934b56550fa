#pragma once

#include "kiosk/widgets/ui.hpp"

/// Where things stand on the 1080×1920 canvas. @source DESIGN-LANGUAGE §4
namespace mingshi::kiosk::screens {

inline constexpr Pixels canvas_width{1080};
inline constexpr Pixels margin{48};
inline constexpr Pixels gutter{24};
inline constexpr Pixels header_height{120};
inline constexpr Pixels banner_height{176};
inline constexpr Pixels main_bottom{1676};
inline constexpr Pixels strip_top{1680};
inline constexpr Pixels strip_height{56};
inline constexpr Pixels dock_top{1736};
inline constexpr Pixels dock_height{184};
inline constexpr Pixels button_height{96};  ///< of the buttons at the foot of a page
inline constexpr Pixels foot_gap{24};       ///< below those buttons

/// The part of the canvas a page may use.
struct Space {
  Rect main;          ///< between the header (or the banner) and the data strip
  bool tight{false};  ///< the banner took its share: pages set things closer
};

[[nodiscard]] constexpr Space full_space() {
  return {{margin, header_height, canvas_width - 2 * margin, main_bottom - header_height}, false};
}
[[nodiscard]] constexpr Space space_below_banner() {
  Pixels const top{header_height + banner_height};
  return {{margin, top, canvas_width - 2 * margin, main_bottom - top}, true};
}

}  // namespace mingshi::kiosk::screens
