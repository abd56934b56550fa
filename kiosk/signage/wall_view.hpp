#pragma once

#include "kiosk/signage/wall_vm.hpp"
#include "kiosk/widgets/ui.hpp"

#include <optional>

namespace mingshi::kiosk {

/// The reference canvas of the wall.
inline constexpr Size wall_canvas{1920, 1080};
/// Where a video plays: the main zone, above the ticker.
inline constexpr Rect wall_video_zone{0, 87, 1424, 801};

/// What moves on the wall, worked out by the player from the clock.
struct WallMotion {
  float fade{1};     ///< of the page over the previous one, 0…1
  Pixels ticker{0};  ///< how far the ticker's lines have run to the left since it began
  StreamTexture const* video{nullptr};  ///< frames of the video on show; null = none is ready
};

/// How long the ticker is before it repeats.
[[nodiscard]] Pixels ticker_length(Ui& ui, WallVm const& vm);

/// Draws the wall: the page in the main zone, fading in over `previous`, the side zone and the
/// ticker. Reads its view-models and nothing else. Nothing on it can be touched.
/// @pre between Ui::begin() and Ui::end(); the canvas is wall_canvas
void draw_wall(Ui& ui, WallVm const& vm, WallPageVm const* previous, WallMotion const& motion);

/// The page in the main zone alone.
void draw_wall_page(Ui& ui, WallPageVm const& page, bool sample, StreamTexture const* video);

}  // namespace mingshi::kiosk
