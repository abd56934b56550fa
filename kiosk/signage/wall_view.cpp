#include "kiosk/signage/wall_view.hpp"

#include <algorithm>
#include <cmath>

namespace mingshi::kiosk {
namespace {

constexpr Rect main_zone{0, 0, 1424, 976};
constexpr Rect side_zone{1424, 0, 496, 976};
constexpr Rect ticker_zone{0, 976, 1920, 104};
constexpr Pixels side_margin{48};
constexpr Pixels qr_size{300};
constexpr Pixels ticker_pad{40};
constexpr Pixels dot_gap{48};  ///< on each side of the dot between two lines
constexpr Pixels dot_size{16};

TextStyle style(Face face, Pixels size, float leading) {
  return {face, size, size * leading};
}

Pixels line_length(Ui& ui, TickerLine const& line) {
  return ui.text_width(line.text, ui.theme().signage.ticker) + dot_gap + dot_size + dot_gap;
}

void draw_qr(Ui& ui, SideVm const& side, Rect zone, Pixels y) {
  auto const& p{ui.palette()};
  Rect const square{zone.centre().x - qr_size / 2, y, qr_size, qr_size};
  ui.fill(square, white, 12);
  ui.qr(square, side.qr_content, side.qr_title);
  ui.text({zone.x, square.bottom() + 22, zone.w, 55}, side.qr_title,
          style(Face::sans_bold, 42, 1.3F), p.text, Align::centre);
  ui.text({zone.x, square.bottom() + 77, zone.w, 42}, side.qr_text, ui.theme().signage.small,
          p.text_3, Align::centre);
}

void draw_stale(Ui& ui, SideVm const& side, Rect zone, Pixels y) {
  auto const& p{ui.palette()};
  Rect const card{zone.x, y, zone.w, 420};
  ui.box(card, {.fill = p.warn_tint, .line = p.warn, .line_width = 2, .radius = 24});
  ui.icon(Icon::clock, {card.centre().x, card.y + 84}, 84, p.warn);
  ui.paragraph({card.x + 32, card.y + 152, card.w - 64, 240}, side.stale_text,
               style(Face::sans_bold, 38, 1.4F), p.warn, {.align = Align::centre, .max_lines = 4});
}

void draw_side(Ui& ui, SideVm const& side) {
  auto const& p{ui.palette()};
  auto const& type{ui.theme().signage};
  ui.fill(side_zone, p.surface);
  Rect const zone{side_zone.inset(side_margin, 0)};
  ui.mark({zone.x, 64, 84, 84});
  auto const name{style(Face::serif_bold, 40, 1.25F)};
  Pixels const top{106 - name.line_height * static_cast<Pixels>(side.hall.size()) / 2};
  for (std::size_t i{0}; i < side.hall.size(); ++i)
    ui.text({zone.x + 104, top + name.line_height * static_cast<Pixels>(i), zone.w - 104, 50},
            side.hall[i], name, p.text);
  ui.line({zone.x, 197}, {zone.right(), 197}, p.line, 2);
  ui.text({zone.x, 226, zone.w, 139}, side.clock, type.clock, p.text, Align::centre);
  ui.text({zone.x, 365, zone.w, 52}, side.date, style(Face::sans, 40, 1.3F), p.text_2,
          Align::centre);
  ui.line({zone.x, 446}, {zone.right(), 446}, p.line, 2);
  if (side.stale)
    draw_stale(ui, side, zone, 483);
  else if (!side.qr_content.empty())
    draw_qr(ui, side, zone, 483);
}

/// The label at the left is that of the line that is passing beside it.
std::string_view label_now(Ui& ui, WallVm const& vm, Pixels run) {
  Pixels end{0};
  for (auto const& line : vm.ticker) {
    end += line_length(ui, line);
    if (run < end - dot_gap) return line.label;
  }
  return vm.ticker.front().label;
}

void draw_ticker(Ui& ui, WallVm const& vm, Pixels run) {
  auto const& p{ui.palette()};
  auto const& type{ui.theme().signage};
  ui.fill(ticker_zone, p.sunken);
  if (vm.ticker.empty()) return;
  auto const label{label_now(ui, vm, run)};
  auto const bold{style(Face::sans_bold, 44, 1.27F)};
  Pixels widest{0};
  for (auto const& line : vm.ticker) widest = std::max(widest, ui.text_width(line.label, bold));
  Pixels const label_width{ticker_pad + 48 + 16 + widest + ticker_pad};
  Rect const strip{label_width, ticker_zone.y, ticker_zone.w - label_width, ticker_zone.h};
  {
    auto const clip{ui.clipped(strip)};
    Pixels const length{ticker_length(ui, vm)};
    Pixels x{strip.x + ticker_pad - run};
    while (x < strip.right() && length > 0) {
      for (auto const& line : vm.ticker) {
        Pixels const each{line_length(ui, line)};
        if (x + each > strip.x && x < strip.right()) {
          ui.text({x, strip.y, each, strip.h}, line.text, type.ticker, p.text, Align::left,
                  Vertical::centre);
          ui.circle({x + each - dot_gap - dot_size / 2, strip.centre().y}, dot_size / 2, p.primary);
        }
        x += each;
      }
    }
  }
  ui.fill({0, ticker_zone.y, label_width, ticker_zone.h}, p.primary);
  ui.icon(Icon::mega, {ticker_pad + 24, ticker_zone.centre().y}, 48, p.on_primary);
  ui.text({ticker_pad + 64, ticker_zone.y, widest, ticker_zone.h}, label, bold, p.on_primary,
          Align::left, Vertical::centre);
}

}  // namespace

Pixels ticker_length(Ui& ui, WallVm const& vm) {
  Pixels length{0};
  for (auto const& line : vm.ticker) length += line_length(ui, line);
  return length;
}

void draw_wall(Ui& ui, WallVm const& vm, WallPageVm const* previous, WallMotion const& motion) {
  {
    auto const clip{ui.clipped(main_zone)};
    bool const fading{previous != nullptr && motion.fade < 1};
    if (fading) {
      auto const leaving{ui.moved(0, 0, 1 - motion.fade)};
      auto const quiet{ui.unrecorded()};
      draw_wall_page(ui, *previous, vm.sample, nullptr);
    }
    auto const coming{ui.moved(0, 0, fading ? motion.fade : 1.F)};
    draw_wall_page(ui, vm.page, vm.sample, motion.video);
  }
  draw_side(ui, vm.side);
  draw_ticker(ui, vm, motion.ticker);
}

}  // namespace mingshi::kiosk
