#include "kiosk/platform/geometry.hpp"

#include <cmath>

namespace mingshi::kiosk {

Canvas Canvas::fit(Size reference, Size device) {
  float const scale{std::min(device.w / reference.w, device.h / reference.h)};
  return {.reference = reference,
          .device = device,
          .scale = scale,
          .origin = {std::floor((device.w - reference.w * scale) / 2),
                     std::floor((device.h - reference.h * scale) / 2)}};
}

Rect Canvas::visible() const {
  Point const corner{to_reference({0, 0})};
  return {corner.x, corner.y, device.w / scale, device.h / scale};
}

Size upright(Size panel, Rotation rotation) {
  bool const turned{rotation == Rotation::quarter || rotation == Rotation::three_quarters};
  return turned ? Size{panel.h, panel.w} : panel;
}

Point to_panel(Point p, Size panel, Rotation rotation) {
  switch (rotation) {
    case Rotation::none:
      return p;
    case Rotation::quarter:
      return {panel.w - p.y, p.x};
    case Rotation::half:
      return {panel.w - p.x, panel.h - p.y};
    case Rotation::three_quarters:
      return {p.y, panel.h - p.x};
  }
  return p;
}

Point from_panel(Point p, Size panel, Rotation rotation) {
  switch (rotation) {
    case Rotation::none:
      return p;
    case Rotation::quarter:
      return {p.y, panel.w - p.x};
    case Rotation::half:
      return {panel.w - p.x, panel.h - p.y};
    case Rotation::three_quarters:
      return {panel.h - p.y, p.x};
  }
  return p;
}

}  // namespace mingshi::kiosk
