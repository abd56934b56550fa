#include "kiosk/widgets/ui_impl.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>

namespace mingshi::kiosk {
namespace {

constexpr std::string_view ellipsis{"…"};

/// The byte where the last character of a text begins.
std::size_t last_character(std::string_view text) {
  std::size_t at{text.size()};
  while (at > 0) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) break;
  }
  return at;
}

Pixels start_of(Rect const& rect, Pixels width, Align align) {
  switch (align) {
    case Align::left:
      return rect.x;
    case Align::centre:
      return rect.x + (rect.w - width) / 2;
    case Align::right:
      return rect.right() - width;
  }
  return rect.x;
}

Pixels top_of(Rect const& rect, Pixels height, Vertical vertical) {
  switch (vertical) {
    case Vertical::top:
      return rect.y;
    case Vertical::centre:
      return rect.y + (rect.h - height) / 2;
    case Vertical::bottom:
      return rect.bottom() - height;
  }
  return rect.y;
}

}  // namespace

float Ui::Impl::em(TextStyle const& style) const {
  return std::max(1.F, std::round(style.size * canvas.scale));
}

Pixels Ui::Impl::width(std::string_view text, TextStyle const& style) const {
  if (text.empty()) return 0;
  auto const size{
      face(style)->CalcTextSizeA(em(style), FLT_MAX, 0, text.data(), text.data() + text.size())};
  return size.x / canvas.scale;
}

Pixels Ui::Impl::baseline(TextStyle const& style) const {
  auto const* const baked{face(style)->GetFontBaked(em(style))};
  float const line{style.line_height * canvas.scale};
  float const content{baked->Ascent - baked->Descent};
  return ((line - content) / 2 + baked->Ascent) / canvas.scale;
}

void Ui::Impl::glyphs(Point start, std::string_view text, TextStyle const& style, Color c) {
  if (text.empty()) return;
  auto const* const baked{face(style)->GetFontBaked(em(style))};
  auto const p{snapped(start)};
  list->AddText(face(style), em(style), {p.x, p.y - std::round(baked->Ascent)}, color(c),
                text.data(), text.data() + text.size());
}

std::string Ui::Impl::elided(std::string_view text, TextStyle const& style, Pixels most) const {
  Pixels const tail{width(ellipsis, style)};
  while (!text.empty() && width(text, style) + tail > most) {
    text = text.substr(0, last_character(text));
  }
  return std::string{text} + std::string{ellipsis};
}

std::vector<std::string> const& Ui::Impl::break_lines(Pixels most, std::string_view text,
                                                      TextStyle const& style) {
  std::tuple key{std::string{text}, style.face, static_cast<int>(em(style)),
                 static_cast<int>(std::lround(most * canvas.scale))};
  auto found{broken.find(key)};
  if (found == broken.end()) {
    BrokenText made;
    auto const lines{
        breaker.lines(text, most, [&](std::string_view piece) { return width(piece, style); })};
    for (auto const& line : lines) {
      made.lines.emplace_back(text.substr(line.begin, line.end - line.begin));
    }
    found = broken.emplace(std::move(key), std::move(made)).first;
  }
  found->second.last_frame = frame;
  return found->second.lines;
}

Pixels Ui::text_width(std::string_view text, TextStyle const& style) const {
  return impl_->width(text, style);
}

Pixels Ui::text(Rect rect, std::string_view text, TextStyle const& style, Color color, Align align,
                Vertical vertical) {
  auto& self{*impl_};
  std::string const full{text};
  std::string cut;
  Pixels width{self.width(text, style)};
  if (width > rect.w + 1) {
    cut = self.elided(text, style, rect.w);
    text = cut;
    width = self.width(text, style);
  }
  Point const start{start_of(rect, width, align), top_of(rect, style.line_height, vertical)};
  if (!full.empty()) {
    self.record({.role = Role::text,
                 .label = full,
                 .rect = {start.x, start.y, width, style.line_height},
                 .enabled = true,
                 .disabled_reason = {}});
  }
  self.glyphs({start.x, start.y + self.baseline(style)}, text, style, color);
  return width;
}

Pixels Ui::text(Point top_left, std::string_view text, TextStyle const& style, Color color) {
  return this->text({top_left.x, top_left.y, 1e6F, style.line_height}, text, style, color);
}

Pixels Ui::text_runs(Rect rect, std::span<Run const> runs, Align align, Vertical vertical) {
  auto& self{*impl_};
  Pixels width{0};
  Pixels height{0};
  Pixels baseline{0};
  std::string label;
  for (auto const& run : runs) {
    width += run.gap_before + self.width(run.text, run.style);
    if (self.baseline(run.style) > baseline) {
      baseline = self.baseline(run.style);
      height = run.style.line_height;
    }
    if (!label.empty() && run.gap_before > 0) label += ' ';
    label += run.text;
  }
  Point const start{start_of(rect, width, align), top_of(rect, height, vertical)};
  self.record({.role = Role::text,
               .label = std::move(label),
               .rect = {start.x, start.y, width, height},
               .enabled = true,
               .disabled_reason = {}});
  Pixels x{start.x};
  for (auto const& run : runs) {
    x += run.gap_before;
    Pixels const w{self.width(run.text, run.style)};
    if (Pixels const left{rect.right() - x}; w > left + 1) {
      self.glyphs({x, start.y + baseline}, self.elided(run.text, run.style, left), run.style,
                  run.color);
      break;
    }
    self.glyphs({x, start.y + baseline}, run.text, run.style, run.color);
    x += w;
  }
  return width;
}

Pixels Ui::paragraph(Rect rect, std::string_view text, TextStyle const& style, Color color,
                     ParagraphLook const& look) {
  auto& self{*impl_};
  auto const& lines{self.break_lines(rect.w, text, style)};
  auto const all{lines.size()};
  auto const most{look.max_lines > 0 ? static_cast<std::size_t>(look.max_lines) : all};
  auto const shown{std::min(all, most)};
  Pixels const height{static_cast<Pixels>(shown) * style.line_height};
  if (!text.empty()) {
    self.record({.role = Role::text,
                 .label = std::string{text},
                 .rect = {rect.x, rect.y, rect.w, height},
                 .enabled = true,
                 .disabled_reason = {}});
  }
  for (std::size_t i{0}; i < shown; ++i) {
    bool const cut{i + 1 == shown && all > shown};
    std::string const line{cut ? self.elided(lines[i], style, rect.w) : lines[i]};
    Pixels const x{start_of(rect, self.width(line, style), look.align)};
    Pixels const y{rect.y + static_cast<Pixels>(i) * style.line_height};
    self.glyphs({x, y + self.baseline(style)}, line, style, color);
  }
  return height;
}

Pixels Ui::paragraph_height(Pixels width, std::string_view text, TextStyle const& style,
                            int max_lines) {
  auto const all{impl_->break_lines(width, text, style).size()};
  auto const shown{max_lines > 0 ? std::min(all, static_cast<std::size_t>(max_lines)) : all};
  return static_cast<Pixels>(shown) * style.line_height;
}

std::vector<std::string> Ui::lines(Pixels width, std::string_view text, TextStyle const& style) {
  return impl_->break_lines(width, text, style);
}

}  // namespace mingshi::kiosk
