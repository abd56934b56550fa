#pragma once

#include "kiosk/theme/theme.hpp"

#include <algorithm>

namespace mingshi::kiosk {

struct Point {
  Pixels x{}, y{};
  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend bool operator==(Point const&, Point const&) = default;
};

struct Size {
  Pixels w{}, h{};
  friend bool operator==(Size const&, Size const&) = default;
};

struct Rect {
  Pixels x{}, y{}, w{}, h{};

  [[nodiscard]] Pixels right() const { return x + w; }
  [[nodiscard]] Pixels bottom() const { return y + h; }
  [[nodiscard]] Point origin() const { return {x, y}; }
  [[nodiscard]] Point centre() const { return {x + w / 2, y + h / 2}; }
  [[nodiscard]] Size size() const { return {w, h}; }
  [[nodiscard]] bool contains(Point p) const {
    return p.x >= x && p.y >= y && p.x < right() && p.y < bottom();
  }
  /// Smaller by `by` on each side; negative grows.
  [[nodiscard]] Rect inset(Pixels by) const { return inset(by, by); }
  [[nodiscard]] Rect inset(Pixels horizontally, Pixels vertically) const {
    return {x + horizontally, y + vertically, w - 2 * horizontally, h - 2 * vertically};
  }
  [[nodiscard]] Rect moved(Pixels dx, Pixels dy) const { return {x + dx, y + dy, w, h}; }
  /// Cuts a strip off this rect and gives it; what is left starts `gap` after it.
  Rect take_top(Pixels height, Pixels gap = 0) {
    Rect const cut{x, y, w, height};
    y += height + gap, h -= height + gap;
    return cut;
  }
  Rect take_bottom(Pixels height, Pixels gap = 0) {
    Rect const cut{x, bottom() - height, w, height};
    h -= height + gap;
    return cut;
  }
  Rect take_left(Pixels width, Pixels gap = 0) {
    Rect const cut{x, y, width, h};
    x += width + gap, w -= width + gap;
    return cut;
  }
  Rect take_right(Pixels width, Pixels gap = 0) {
    Rect const cut{right() - width, y, width, h};
    w -= width + gap;
    return cut;
  }
  /// One of `count` equal columns with `gap` between them.
  [[nodiscard]] Rect column(int index, int count, Pixels gap) const {
    Pixels const each{(w - gap * static_cast<Pixels>(count - 1)) / static_cast<Pixels>(count)};
    return {x + static_cast<Pixels>(index) * (each + gap), y, each, h};
  }
  /// A rect of that size in the middle of this one.
  [[nodiscard]] Rect centred(Size inner) const {
    return {x + (w - inner.w) / 2, y + (h - inner.h) / 2, inner.w, inner.h};
  }
  friend bool operator==(Rect const&, Rect const&) = default;
};

/// Clockwise, in degrees: how far the picture is turned to stand upright on the panel.
enum class Rotation { none, quarter, half, three_quarters };

/// The reference canvas laid on a display: one scale, centred.
struct Canvas {
  Size reference;  ///< in reference pixels
  Size device;     ///< the upright display, in device pixels
  float scale{1};  ///< device pixels a reference pixel
  Point origin;    ///< of the reference canvas, in device pixels, whole

  [[nodiscard]] static Canvas fit(Size reference, Size device);
  [[nodiscard]] Point to_device(Point p) const {
    return {origin.x + p.x * scale, origin.y + p.y * scale};
  }
  [[nodiscard]] Point to_reference(Point p) const {
    return {(p.x - origin.x) / scale, (p.y - origin.y) / scale};
  }
  /// The whole display in reference pixels; larger than the canvas where the display has another
  /// shape.
  [[nodiscard]] Rect visible() const;
  friend bool operator==(Canvas const&, Canvas const&) = default;
};

/// The size of the upright picture on a panel of that size.
[[nodiscard]] Size upright(Size panel, Rotation rotation);
/// Where a point of the upright picture is on the panel.
[[nodiscard]] Point to_panel(Point upright_point, Size panel, Rotation rotation);
/// Where a point of the panel is on the upright picture; the inverse of to_panel.
[[nodiscard]] Point from_panel(Point panel_point, Size panel, Rotation rotation);

}  // namespace mingshi::kiosk
