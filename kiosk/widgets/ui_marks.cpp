#include "kiosk/widgets/ui_impl.hpp"

#include <algorithm>

namespace mingshi::kiosk {
namespace {

struct ToneColors {
  Color ink, tint, on_ink;
};

ToneColors tone_colors(Palette const& p, Tone tone) {
  switch (tone) {
    case Tone::primary:
      return {p.primary, p.primary_tint, p.on_primary};
    case Tone::ok:
      return {p.ok, p.ok_tint, p.surface};
    case Tone::warn:
      return {p.warn, p.warn_tint, p.surface};
    case Tone::muted:
      return {p.muted, p.muted_tint, p.surface};
    case Tone::seal:
      return {p.seal, p.seal_tint, p.on_seal};
    case Tone::neutral:
      return {p.text_2, p.sunken, p.surface};
  }
  return {};
}

/// Sizes of a badge, ordinary or large.
struct BadgeSizes {
  Pixels height, icon, edge, gap;
  TextStyle style;
};

BadgeSizes badge_sizes(bool large) {
  if (large) return {80, 46, 28, 14, {Face::sans_bold, 42, 52}};
  return {56, 34, 20, 10, {Face::sans_bold, 30, 40}};
}

constexpr TextStyle tag_style{Face::sans_bold, 24, 34};

}  // namespace

Pixels Ui::badge_width(Badge const& badge) const {
  auto const s{badge_sizes(badge.large)};
  return 2 * s.edge + s.icon + s.gap + text_width(badge.label, s.style);
}

Pixels Ui::badge(Point top_left, Badge const& badge) {
  auto const s{badge_sizes(badge.large)};
  auto const colors{tone_colors(palette(), badge.tone)};
  Rect const rect{top_left.x, top_left.y, badge_width(badge), s.height};
  Color const ink{badge.solid && !badge.dashed ? colors.on_ink : colors.ink};
  if (badge.dashed) {
    fill(rect, palette().surface, s.height / 2);
    dashed_box(rect, colors.ink, 3, s.height / 2);
  } else {
    fill(rect, badge.solid ? colors.ink : colors.tint, s.height / 2);
    if (theme().elevation.e1.opacity <= 0) {  // high contrast: tints alone do not part shapes
      stroke(rect, colors.ink, theme().stroke.hairline, s.height / 2);
    }
  }
  icon(badge.icon, {rect.x + s.edge + s.icon / 2, rect.centre().y}, s.icon, ink, 2.4F);
  Pixels const x{rect.x + s.edge + s.icon + s.gap};
  text({x, rect.y, rect.right() - x, rect.h}, badge.label, s.style, ink, Align::left,
       Vertical::centre);
  return rect.w;
}

Pixels Ui::tag_width(std::string_view label) const {
  return 28 + text_width(label, tag_style);
}

Pixels Ui::tag(Point top_left, std::string_view label, Tone tone) {
  auto const colors{tone_colors(palette(), tone)};
  Rect const rect{top_left.x, top_left.y, tag_width(label), 44};
  fill(rect, colors.tint, theme().radius.tag);
  if (theme().elevation.e1.opacity <= 0) stroke(rect, colors.ink, 2, theme().radius.tag);
  text(rect, label, tag_style, colors.ink, Align::centre, Vertical::centre);
  return rect.w;
}

void Ui::focus_ring(Rect rect, Pixels radius) {
  Pixels const in{theme().stroke.focus_outer};
  Pixels const out{theme().stroke.focus_inner};
  stroke(rect.inset(-in), palette().focus_out, in, radius + in);
  stroke(rect.inset(-in - out), palette().focus_in, out, radius + in + out);
}

void Ui::review_mark(Rect square) {
  Color const ink{palette().ok};
  Pixels const u{square.w / 124};
  stroke(square, ink, 5 * u, 10 * u);
  stroke(square.inset(9 * u), ink, 2 * u, 5 * u);
  note(Role::text, square, "法制审核");
  auto const silent{unrecorded()};
  TextStyle const style{Face::serif_bold, 40 * u, 46 * u};
  Rect const inner{square.inset(14 * u)};
  text({inner.x, inner.y + 2 * u, inner.w, 46 * u}, "法制", style, ink, Align::centre);
  text({inner.x, inner.y + 48 * u, inner.w, 46 * u}, "审核", style, ink, Align::centre);
}

}  // namespace mingshi::kiosk
