#pragma once

#include "kiosk/widgets/ui.hpp"

namespace mingshi::kiosk::screens {

/// Text of one size in a face; `line` is the distance of baselines as a multiple of the size.
[[nodiscard]] constexpr TextStyle sans(Pixels size, float line = 1.5F) {
  return {Face::sans, size, size * line};
}
[[nodiscard]] constexpr TextStyle bold(Pixels size, float line = 1.5F) {
  return {Face::sans_bold, size, size * line};
}
[[nodiscard]] constexpr TextStyle serif(Pixels size, float line = 1.25F) {
  return {Face::serif_bold, size, size * line};
}

}  // namespace mingshi::kiosk::screens
