#include "kiosk/screens/parts.hpp"

#include "kiosk/screens/layout.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

/// Pieces of one line: what lies in [from, to) of the text, cut where it becomes bold or light
/// again.
std::vector<Run> line_runs(std::string_view line, std::size_t offset, Emphasis const& text,
                           TextStyle const& light, TextStyle const& strong, Color color) {
  std::size_t const bold_begin{text.before.size()};
  std::size_t const bold_end{bold_begin + text.strong.size()};
  auto const within{
      [&](std::size_t at) { return std::clamp(at, offset, offset + line.size()) - offset; }};
  std::size_t const a{within(bold_begin)}, b{within(bold_end)};
  std::vector<Run> runs;
  auto const add{[&](std::string_view piece, TextStyle const& style) {
    if (!piece.empty()) runs.push_back({.text = piece, .style = style, .color = color});
  }};
  add(line.substr(0, a), light);
  add(line.substr(a, b - a), strong);
  add(line.substr(b), light);
  return runs;
}

std::string joined(Emphasis const& text) {
  std::string whole{text.before};
  whole += text.strong;
  whole += text.after;
  return whole;
}

}  // namespace

Pixels draw_page_title(Ui& ui, Rect main, PageTitle const& title) {
  Pixels y{main.y + (title.close ? 12 : 20)};
  TextStyle const english{sans(24, 1.4F)};
  Pixels const width{ui.text_width(title.title, title.style)};
  if (width <= main.w) {
    std::array const runs{
        Run{.text = title.title, .style = title.style, .color = ui.palette().text},
        Run{.text = title.english,
            .style = english,
            .color = ui.palette().text_3,
            .gap_before = 18}};
    bool const with_english{!title.english.empty() &&
                            width + 18 + ui.text_width(title.english, english) <= main.w};
    ui.text_runs({main.x, y, main.w, title.style.line_height},
                 std::span{runs}.first(with_english ? 2 : 1));
    y += title.style.line_height;
  } else {
    Fitted const fitted{fit_text(ui, main.w, title.title, {{serif(48), 2}, {serif(40), 3}})};
    y += ui.paragraph({main.x, y, main.w, fitted.height}, title.title, fitted.style,
                      ui.palette().text, {.max_lines = fitted.lines});
  }
  if (!title.help.empty()) {
    TextStyle const help{sans(28)};
    y += 6;
    y += ui.paragraph({main.x, y, main.w, 2 * help.line_height}, title.help, help,
                      ui.palette().text_2, {.max_lines = 2});
  }
  return y - main.y;
}

Pixels emphasis_height(Ui& ui, Pixels width, Emphasis const& text, Pixels size, float line) {
  return ui.paragraph_height(width, joined(text), sans(size, line));
}

Pixels draw_emphasis(Ui& ui, Rect rect, Emphasis const& text, Pixels size, float line,
                     Color color) {
  TextStyle const light{sans(size, line)}, strong{bold(size, line)};
  std::string const whole{joined(text)};
  Pixels y{rect.y};
  std::size_t offset{0};
  for (std::string const& piece : ui.lines(rect.w, whole, light)) {
    // A break may have swallowed spaces: find the line again in the whole.
    std::size_t const at{whole.find(piece, offset)};
    if (at == std::string::npos) break;
    offset = at;
    ui.text_runs({rect.x, y, rect.w, light.line_height},
                 line_runs(piece, offset, text, light, strong, color));
    offset += piece.size();
    y += light.line_height;
  }
  return y - rect.y;
}

Fitted fit_text(Ui& ui, Pixels width, std::string_view text,
                std::initializer_list<FitOption> options) {
  Fitted fitted{};
  for (FitOption const& option : options) {
    Pixels const needed{ui.paragraph_height(width, text, option.style)};
    Pixels const allowed{option.style.line_height * static_cast<Pixels>(option.lines)};
    fitted = {option.style, option.lines, std::min(needed, allowed)};
    if (needed <= allowed + 0.5F) break;
  }
  return fitted;
}

void draw_fitted(Ui& ui, Rect rect, std::string_view text, Fitted const& fitted, Color color,
                 Align align) {
  ui.paragraph({rect.x, rect.centre().y - fitted.height / 2, rect.w, fitted.height}, text,
               fitted.style, color, {.align = align, .max_lines = fitted.lines});
}

Badge badge_look(BadgeVm const& vm) {
  switch (vm.badge) {
    case domain::Badge::valid:
      return {.label = vm.word, .icon = Icon::ok, .tone = Tone::ok};
    case domain::Badge::valid_as_of:
      return {.label = vm.word, .icon = Icon::clock, .tone = Tone::ok, .dashed = true};
    case domain::Badge::unverified:
      return {.label = vm.word, .icon = Icon::clock, .tone = Tone::warn};
    case domain::Badge::expired:
      return {.label = vm.word, .icon = Icon::warn, .tone = Tone::warn};
    case domain::Badge::not_valid:
    case domain::Badge::withheld:
      break;
  }
  return {.label = vm.word, .icon = Icon::bad, .tone = Tone::muted};
}

void draw_photo(Ui& ui, Rect rect, std::string_view photo, std::string_view name, bool grey,
                Pixels radius) {
  ui.image(photo, rect, {.label = name, .radius = radius, .grey = grey});
}

void draw_message(Ui& ui, Rect area, MessageVm const& message) {
  constexpr Pixels disc{56}, gap{24};
  TextStyle const text{sans(32)};
  Rect const column{area.inset(40, 0)};
  Fitted const title{fit_text(ui, column.w, message.title, {{serif(44, 1.3F), 3}})};
  Pixels lines_height{0};
  for (std::string const& line : message.lines)
    lines_height += 8 + ui.paragraph_height(column.w, line, text);
  bool const with_icon{area.h >= 2 * disc + gap + title.height + lines_height};
  Pixels const height{(with_icon ? 2 * disc + gap : 0) + title.height + lines_height};
  Pixels y{area.y + std::max<Pixels>(0, (area.h - height) / 2)};
  if (with_icon) {
    draw_disc(ui, {area.centre().x, y + disc}, disc, ui.palette().primary_tint, Icon::info, 64,
              ui.palette().primary);
    y += 2 * disc + gap;
  }
  ui.paragraph({column.x, y, column.w, title.height}, message.title, title.style, ui.palette().text,
               {.align = Align::centre, .max_lines = title.lines});
  y += title.height;
  for (std::string const& line : message.lines) {
    y += 8;
    y += ui.paragraph({column.x, y, column.w, area.bottom() - y}, line, text, ui.palette().text_2,
                      {.align = Align::centre});
  }
}

void draw_card(Ui& ui, Rect card) {
  ui.box(card, {.fill = ui.palette().surface,
                .line = ui.palette().line,
                .line_width = 2,
                .radius = 24,
                .elevation = Elevation::e1});
}

void draw_disc(Ui& ui, Point centre, Pixels radius, Color ground, Icon icon, Pixels icon_size,
               Color ink) {
  ui.circle(centre, radius, ground);
  ui.icon(icon, centre, icon_size, ink, icon_size < 40 ? 3.F : 2.F);
}

}  // namespace mingshi::kiosk::screens
