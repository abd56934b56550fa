#include "core/base/c_handle.hpp"
#include "kiosk/widgets/ui_impl.hpp"

#include <qrencode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace mingshi::kiosk {
namespace {

constexpr float full_turn{2 * std::numbers::pi_v<float>};
constexpr Color qr_dark{0x1A, 0x24, 0x31};
constexpr int quiet_zone{4};  ///< modules @source ISO/IEC 18004

ImDrawFlags corner_flags(Corners corners) {
  switch (corners) {
    case Corners::all:
      return ImDrawFlags_RoundCornersAll;
    case Corners::top:
      return ImDrawFlags_RoundCornersTop;
    case Corners::bottom:
      return ImDrawFlags_RoundCornersBottom;
    case Corners::left:
      return ImDrawFlags_RoundCornersLeft;
    case Corners::right:
      return ImDrawFlags_RoundCornersRight;
    case Corners::top_left:
      return ImDrawFlags_RoundCornersTopLeft;
    case Corners::top_right:
      return ImDrawFlags_RoundCornersTopRight;
  }
  return ImDrawFlags_RoundCornersAll;
}

ElevationStyle style_of(Theme const& theme, Elevation elevation) {
  switch (elevation) {
    case Elevation::e0:
      return {};
    case Elevation::e1:
      return theme.elevation.e1;
    case Elevation::e2:
      return theme.elevation.e2;
    case Elevation::e3:
      return theme.elevation.e3;
  }
  return {};
}

}  // namespace

ImU32 Ui::Impl::color(Color c) const {
  auto const shown{faded(c, opacity)};
  return static_cast<ImU32>(shown.r) | static_cast<ImU32>(shown.g) << 8U |
         static_cast<ImU32>(shown.b) << 16U | static_cast<ImU32>(shown.a) << 24U;
}

ImVec2 Ui::Impl::at(Point p) const {
  auto const d{canvas.to_device(p + offset)};
  return {d.x, d.y};
}

ImVec2 Ui::Impl::snapped(Point p) const {
  auto const d{at(p)};
  return {std::round(d.x), std::round(d.y)};
}

Ui::Impl::Edges Ui::Impl::edges(Rect rect) const {
  return {snapped({rect.x, rect.y}), snapped({rect.right(), rect.bottom()})};
}

/// A rounded rect in whole device pixels and the disc its corners are cut from.
struct Ui::Impl::Rounded {
  ImVec2 min, max;
  float radius;
  Texture const* disc;
  ImDrawFlags corners;
  ImU32 ink;

  [[nodiscard]] bool round(ImDrawFlags corner) const { return (corners & corner) != 0; }
  void square(Impl& self, ImVec2 from, ImVec2 to) const {
    if (to.x > from.x && to.y > from.y) self.list->AddRectFilled(from, to, ink);
  }
  /// One corner: a quarter of the disc. @param right, bottom which corner
  void quarter(Impl& self, bool right, bool bottom) const {
    float const x{right ? max.x - radius : min.x};
    float const y{bottom ? max.y - radius : min.y};
    float const u{right ? 0.5F : 0.F};
    float const v{bottom ? 0.5F : 0.F};
    self.textured(*disc, {x, y}, {x + radius, y + radius}, {u, v}, {u + 0.5F, v + 0.5F}, ink);
  }
};

Ui::Impl::Rounded Ui::Impl::rounded(Rect rect, Pixels radius, float line, Corners corners,
                                    Color ink) {
  auto const [min, max]{edges(rect)};
  float const most{std::floor(std::min(max.x - min.x, max.y - min.y) / 2)};
  float const r{std::clamp(std::round(length(radius)), 0.F, std::max(0.F, most))};
  auto const* const disc{
      r < 1 ? nullptr : &platform.textures().disc(static_cast<int>(r), static_cast<int>(line))};
  return {min, max, r, disc, r < 1 ? ImDrawFlags_None : corner_flags(corners), color(ink)};
}

void Ui::fill(Rect rect, Color color, Pixels radius, Corners corners) {
  if (color.a == 0) return;
  auto& self{*impl_};
  auto const shape{self.rounded(rect, radius, 0, corners, color)};
  auto const [min, max, r, disc, flags, ink]{shape};
  if (disc == nullptr) return shape.square(self, min, max);
  shape.square(self, {min.x + r, min.y}, {max.x - r, max.y});
  for (bool const right : {false, true}) {
    ImDrawFlags const top{right ? ImDrawFlags_RoundCornersTopRight
                                : ImDrawFlags_RoundCornersTopLeft};
    ImDrawFlags const bottom{right ? ImDrawFlags_RoundCornersBottomRight
                                   : ImDrawFlags_RoundCornersBottomLeft};
    float const x{right ? max.x - r : min.x};
    float const from{shape.round(top) ? min.y + r : min.y};
    float const to{shape.round(bottom) ? max.y - r : max.y};
    shape.square(self, {x, from}, {x + r, to});
    if (shape.round(top)) shape.quarter(self, right, false);
    if (shape.round(bottom)) shape.quarter(self, right, true);
  }
}

void Ui::stroke(Rect rect, Color color, Pixels width, Pixels radius, Corners corners) {
  if (color.a == 0 || width <= 0) return;
  auto& self{*impl_};
  float const w{std::max(1.F, std::round(self.length(width)))};
  auto const shape{self.rounded(rect, radius, w, corners, color)};
  auto const [min, max, r, disc, flags, ink]{shape};
  auto const in{[&](ImDrawFlags corner) { return shape.round(corner) ? r : 0.F; }};
  float const top_left{in(ImDrawFlags_RoundCornersTopLeft)};
  float const top_right{in(ImDrawFlags_RoundCornersTopRight)};
  float const bottom_left{in(ImDrawFlags_RoundCornersBottomLeft)};
  float const bottom_right{in(ImDrawFlags_RoundCornersBottomRight)};
  shape.square(self, {min.x + top_left, min.y}, {max.x - top_right, min.y + w});
  shape.square(self, {min.x + bottom_left, max.y - w}, {max.x - bottom_right, max.y});
  shape.square(self, {min.x, min.y + std::max(w, top_left)},
               {min.x + w, max.y - std::max(w, bottom_left)});
  shape.square(self, {max.x - w, min.y + std::max(w, top_right)},
               {max.x, max.y - std::max(w, bottom_right)});
  if (top_left > 0) shape.quarter(self, false, false);
  if (top_right > 0) shape.quarter(self, true, false);
  if (bottom_left > 0) shape.quarter(self, false, true);
  if (bottom_right > 0) shape.quarter(self, true, true);
}

void Ui::box(Rect rect, Box const& box) {
  if (box.elevation != Elevation::e0) shadow(rect, box.elevation, box.radius);
  fill(rect, box.fill, box.radius, box.corners);
  stroke(rect, box.line, box.line_width, box.radius, box.corners);
}

void Ui::Impl::textured(Texture const& texture, ImVec2 min, ImVec2 max, ImVec2 uv0, ImVec2 uv1,
                        ImU32 tint) {
  list->AddImage(texture.data->GetTexRef(), min, max, uv0, uv1, tint);
}

void Ui::shadow(Rect rect, Elevation elevation, Pixels radius) {
  auto& self{*impl_};
  auto const style{style_of(theme(), elevation)};
  if (style.opacity <= 0) return;
  auto const whole{[&](Pixels p) { return static_cast<int>(std::lround(self.length(p))); }};
  Pixels const r{std::min({radius, rect.w / 2, rect.h / 2})};
  auto const shadow{self.platform.textures().shadow(whole(r), std::max(1, whole(style.blur)))};
  auto [min, max]{self.edges(rect.moved(0, style.drop))};
  auto const margin{static_cast<float>(shadow.margin)};
  min = {min.x - margin, min.y - margin};
  max = {max.x + margin, max.y + margin};
  auto const side{static_cast<float>(2 * shadow.slice + 1)};
  float const sx{std::min(static_cast<float>(shadow.slice), std::floor((max.x - min.x) / 2))};
  float const sy{std::min(static_cast<float>(shadow.slice), std::floor((max.y - min.y) / 2))};
  std::array const xs{min.x, min.x + sx, max.x - sx, max.x};
  std::array const ys{min.y, min.y + sy, max.y - sy, max.y};
  // A hair inside their texels: drawn by the processor, coordinates are cut to whole ones, and the
  // middle strip, one texel wide, must not be cut to none.
  constexpr float hair{0.01F};
  std::array const us{0.F, (sx + hair) / side, (side - sx + hair) / side, 1.F};
  std::array const vs{0.F, (sy + hair) / side, (side - sy + hair) / side, 1.F};
  Color const ink{elevation == Elevation::e1 ? Color{0x1A, 0x24, 0x31} : Color{0x0B, 0x16, 0x24}};
  ImU32 const tint{self.color(faded(ink, style.opacity))};
  for (std::size_t j{0}; j < 3; ++j) {
    for (std::size_t i{0}; i < 3; ++i) {
      if (xs[i + 1] <= xs[i] || ys[j + 1] <= ys[j]) continue;
      self.textured(*shadow.texture, {xs[i], ys[j]}, {xs[i + 1], ys[j + 1]}, {us[i], vs[j]},
                    {us[i + 1], vs[j + 1]}, tint);
    }
  }
}

void Ui::line(Point from, Point to, Color color, Pixels width) {
  auto& self{*impl_};
  float const w{std::max(1.F, std::round(self.length(width)))};
  bool const level{from.y == to.y};
  if (level || from.x == to.x) {
    // Straight lines are rects, or their edges would lie between pixels.
    auto const a{self.snapped(from)};
    auto const b{self.snapped(to)};
    float const before{std::floor(w / 2)};
    ImVec2 const min{std::min(a.x, b.x) - (level ? 0 : before),
                     std::min(a.y, b.y) - (level ? before : 0)};
    ImVec2 const max{level ? std::max(a.x, b.x) : min.x + w,
                     level ? min.y + w : std::max(a.y, b.y)};
    self.list->AddRectFilled(min, max, self.color(color));
    return;
  }
  self.list->AddLine(self.at(from), self.at(to), self.color(color), w);
}

void Ui::polyline(std::span<Point const> points, Color color, Pixels width) {
  auto& self{*impl_};
  for (auto const& p : points) self.list->PathLineTo(self.at(p));
  self.list->PathStroke(self.color(color), ImDrawFlags_None, self.length(width));
}

void Ui::polygon(std::span<Point const> convex, Color color) {
  auto& self{*impl_};
  for (auto const& p : convex) self.list->PathLineTo(self.at(p));
  self.list->PathFillConvex(self.color(color));
}

void Ui::dashed_line(Point from, Point to, Color color, Pixels width, Pixels dash, Pixels gap) {
  Point const way{to - from};
  Pixels const length{std::hypot(way.x, way.y)};
  if (length <= 0) return;
  auto const along{[&](Pixels d) {
    float const share{std::min(d, length) / length};
    return Point{from.x + way.x * share, from.y + way.y * share};
  }};
  int const count{static_cast<int>((length + gap) / (dash + gap)) + 1};
  for (int i{0}; i < count; ++i) {
    Pixels const start{static_cast<Pixels>(i) * (dash + gap)};
    if (start < length) line(along(start), along(start + dash), color, width);
  }
}

void Ui::dashed_box(Rect rect, Color color, Pixels width, Pixels radius) {
  auto& self{*impl_};
  Pixels const r{std::min({radius, rect.w / 2, rect.h / 2})};
  Rect const in{rect.inset(width / 2)};
  // The outline as one polyline, then every other stretch of it.
  auto const [min, max]{self.edges(in)};
  self.list->PathRect(min, max, self.length(r), ImDrawFlags_RoundCornersAll);
  std::vector<ImVec2> outline(self.list->_Path.begin(), self.list->_Path.end());
  self.list->PathClear();
  if (outline.empty()) return;
  outline.push_back(outline.front());
  float const dash{self.length(10)};
  float left{dash};
  bool on{true};
  ImU32 const ink{self.color(color)};
  self.list->PathLineTo(outline.front());
  for (std::size_t i{1}; i < outline.size(); ++i) {
    ImVec2 from{outline[i - 1]};
    ImVec2 const to{outline[i]};
    float rest{std::hypot(to.x - from.x, to.y - from.y)};
    while (rest > left) {
      float const share{left / rest};
      from = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
      if (on) {
        self.list->PathLineTo(from);
        self.list->PathStroke(ink, ImDrawFlags_None, self.length(width));
      }
      rest -= left;
      on = !on;
      left = on ? dash : dash * 0.6F;
      self.list->PathClear();
      if (on) self.list->PathLineTo(from);
    }
    left -= rest;
    if (on) self.list->PathLineTo(to);
  }
  if (on) self.list->PathStroke(ink, ImDrawFlags_None, self.length(width));
  self.list->PathClear();
}

void Ui::circle(Point centre, Pixels radius, Color color) {
  fill({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, color, radius);
}

void Ui::ring(Point centre, Pixels radius, Pixels width, Color color, float from, float to) {
  if (to <= from) return;
  auto& self{*impl_};
  constexpr float top{-full_turn / 4};
  if (to - from >= 1) {
    Pixels const outer{radius + width / 2};
    return stroke({centre.x - outer, centre.y - outer, 2 * outer, 2 * outer}, color, width, outer);
  }
  self.list->PathArcTo(self.at(centre), self.length(radius), top + from * full_turn,
                       top + to * full_turn);
  self.list->PathStroke(self.color(color), ImDrawFlags_None, self.length(width));
}

void Ui::vertical_gradient(Rect rect, Color top, Color bottom) {
  auto const [min, max]{impl_->edges(rect)};
  ImU32 const a{impl_->color(top)};
  ImU32 const b{impl_->color(bottom)};
  impl_->list->AddRectFilledMultiColor(min, max, a, a, b, b);
}

void Ui::icon(Icon icon, Point centre, Pixels size, Color color, float stroke) {
  icon_turned(icon, centre, size, color, 0, stroke);
}

void Ui::icon_turned(Icon icon, Point centre, Pixels size, Color color, float turn, float stroke) {
  auto& self{*impl_};
  int const side{std::max(1, static_cast<int>(std::lround(self.length(size))))};
  auto const* const texture{self.platform.textures().icon(icon, side, stroke)};
  if (texture == nullptr) return;
  auto const s{static_cast<float>(side)};
  ImU32 const tint{self.color(color)};
  if (turn == 0) {
    auto const min{self.snapped({centre.x - size / 2, centre.y - size / 2})};
    self.textured(*texture, min, {min.x + s, min.y + s}, {0, 0}, {1, 1}, tint);
    return;
  }
  auto const c{self.at(centre)};
  float const sine{std::sin(turn * full_turn) * s / 2};
  float const cosine{std::cos(turn * full_turn) * s / 2};
  auto const corner{[&](float x, float y) {
    return ImVec2{c.x + x * cosine - y * sine, c.y + x * sine + y * cosine};
  }};
  self.list->AddImageQuad(texture->data->GetTexRef(), corner(-1, -1), corner(1, -1), corner(1, 1),
                          corner(-1, 1), {0, 0}, {1, 0}, {1, 1}, {0, 1}, tint);
}

void Ui::image(std::string_view key, Rect rect, ImageLook const& look) {
  auto& self{*impl_};
  self.record({.role = Role::image,
               .label = std::string{look.label},
               .rect = rect,
               .enabled = true,
               .disabled_reason = {}});
  auto const [min, max]{self.edges(rect)};
  ImageWish const wish{.width = static_cast<int>(max.x - min.x),
                       .height = static_cast<int>(max.y - min.y),
                       .grey = look.grey,
                       .whole = look.fit == Fit::contain,
                       .radius = static_cast<int>(std::lround(self.length(look.radius)))};
  if (wish.width <= 0 || wish.height <= 0) return;
  auto const* texture{self.platform.textures().image(key, wish)};
  if (texture == nullptr) {
    fill(rect, theme().fixed.photo_ground, look.radius);
    texture = self.platform.textures().art("person", wish.width, wish.height);
    if (texture == nullptr) return;
  }
  auto const w{static_cast<float>(texture->width)};
  auto const h{static_cast<float>(texture->height)};
  ImVec2 const from{std::round((min.x + max.x - w) / 2), std::round((min.y + max.y - h) / 2)};
  self.textured(*texture, from, {from.x + w, from.y + h}, {0, 0}, {1, 1}, self.color(white));
}

void Ui::art(std::string_view name, Rect rect) {
  auto& self{*impl_};
  auto const [min, max]{self.edges(rect)};
  auto const* const texture{self.platform.textures().art(name, static_cast<int>(max.x - min.x),
                                                         static_cast<int>(max.y - min.y))};
  if (texture == nullptr) return;
  ImVec2 const end{min.x + static_cast<float>(texture->width),
                   min.y + static_cast<float>(texture->height)};
  self.textured(*texture, min, end, {0, 0}, {1, 1}, self.color(white));
}

void Ui::video(StreamTexture const& frames, Rect rect, std::string_view label) {
  auto& self{*impl_};
  self.record({.role = Role::image,
               .label = std::string{label},
               .rect = rect,
               .enabled = true,
               .disabled_reason = {}});
  auto const [min, max]{self.edges(rect)};
  self.textured(frames.texture(), min, max, {0, 0}, {1, 1}, self.color(white));
}

void Ui::qr(Rect square, std::string_view content, std::string_view label) {
  auto& self{*impl_};
  self.record({.role = Role::qr,
               .label = std::string{label},
               .rect = square,
               .enabled = true,
               .disabled_reason = {}});
  fill(square, white);
  CHandle<QRcode, &QRcode_free> const code{
      QRcode_encodeString8bit(std::string{content}.c_str(), 0, QR_ECLEVEL_M)};
  if (!code)
    return;  // longer than a code can hold: the ground stays white, the label is in the items
  int const modules{code->width + 2 * quiet_zone};
  auto const [min, max]{self.edges(square)};
  float const module{std::max(1.F, std::floor((max.x - min.x) / static_cast<float>(modules)))};
  float const start_x{std::floor((min.x + max.x - module * static_cast<float>(code->width)) / 2)};
  float const start_y{std::floor((min.y + max.y - module * static_cast<float>(code->width)) / 2)};
  ImU32 const ink{self.color(qr_dark)};
  for (int y{0}; y < code->width; ++y) {
    for (int x{0}; x < code->width;) {
      auto const dark{[&](int column) {
        return column < code->width && (code->data[y * code->width + column] & 1U) != 0;
      }};
      int end{x};
      while (dark(end)) ++end;
      if (end > x) {
        float const top{start_y + static_cast<float>(y) * module};
        self.list->AddRectFilled({start_x + static_cast<float>(x) * module, top},
                                 {start_x + static_cast<float>(end) * module, top + module}, ink);
      }
      x = std::max(end, x + 1);
    }
  }
}

void Ui::mark(Rect square) {
  fill(square, theme().fixed.hill_5, square.w / 4);
  art("mark", square);
}

}  // namespace mingshi::kiosk
