#include "kiosk/screens/controls.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mingshi::kiosk::screens {
namespace {

constexpr Rect sheet{60, 700, 960, 944};
constexpr Pixels sheet_radius{44};
constexpr Pixels side{64};

void draw_countdown(Ui& ui, Point centre, IdleVm const& vm) {
  Palette const& colors{ui.palette()};
  ui.ring(centre, 150, 26, colors.sunken);
  if (vm.left > 0) {
    float const left{std::clamp(vm.left, 0.F, 1.F)};
    ui.ring(centre, 150, 26, colors.gold, 0, left);
    // Round ends.
    float const angle{2 * std::numbers::pi_v<float> * left};
    ui.circle({centre.x, centre.y - 150}, 13, colors.gold);
    ui.circle({centre.x + 150 * std::sin(angle), centre.y - 150 * std::cos(angle)}, 13,
              colors.gold);
  }
  TextStyle const number{bold(148, 1)}, unit{sans(34, 1.2F)};
  Pixels const top{centre.y - (number.line_height + unit.line_height) / 2};
  ui.text({centre.x - 180, top, 360, number.line_height}, fmt::format("{}", vm.seconds), number,
          colors.text, Align::centre);
  ui.text({centre.x - 180, top + number.line_height, 360, unit.line_height}, "秒", unit,
          colors.text_2, Align::centre);
}

struct AnswerLook {
  Icon icon;
  Pixels icon_size;
  Pixels text_size;
  bool leads;
};

void draw_answer(Controls& controls, Rect rect, ButtonVm const& vm, AnswerLook const& look,
                 Touch touch) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.target(rect, vm, std::move(touch))};
  if (look.leads) {
    // The safe answer has the focus from the start.
    ui.stroke(rect.inset(-6), colors.focus_in, 6, 30);
    ui.fill(rect, mixed(colors.primary, colors.primary_press, t.press), 24);
  } else {
    ui.box(rect, {.fill = mixed(colors.surface, colors.primary_tint, t.press),
                  .line = colors.primary,
                  .line_width = 3,
                  .radius = 24});
  }
  Color const ink{look.leads ? colors.on_primary : colors.primary};
  TextStyle const style{bold(look.text_size)};
  Pixels const width{ui.text_width(vm.label, style)};
  Pixels const left{rect.centre().x - (look.icon_size + 16 + width) / 2};
  Pixels const middle{rect.centre().y + t.shift};
  ui.icon(look.icon, {left + look.icon_size / 2, middle}, look.icon_size, ink,
          look.leads ? 2.6F : 2.2F);
  ui.text(
      {left + look.icon_size + 16, middle - style.line_height / 2, width + 1, style.line_height},
      vm.label, style, ink);
}

void draw_hint(Ui& ui, Rect row, IdleVm const& vm) {
  TextStyle const style{sans(30)};
  Color const ink{ui.palette().text_2};
  Pixels const width{std::min(ui.text_width(vm.hint, style), row.w - 54)};
  Pixels const left{row.centre().x - (40 + 14 + width) / 2};
  ui.icon(Icon::touch, {left + 20, row.centre().y}, 40, ink);
  ui.text({left + 54, row.y, width + 1, row.h}, vm.hint, style, ink, Align::left, Vertical::centre);
}

}  // namespace

std::optional<Touch> draw_idle(Ui& ui, IdleVm const& vm) {
  Controls controls{ui};
  Palette const& colors{ui.palette()};
  ui.fill(ui.visible(), colors.scrim);
  controls.target(ui.canvas(), vm.hint, touch::KeepReading{}, "keep reading anywhere", 0);
  ui.box(sheet, {.fill = colors.surface, .radius = sheet_radius, .elevation = Elevation::e3});
  Rect rest{sheet.inset(side, 56)};
  Rect const ring{rest.take_top(360, 20)};
  draw_countdown(ui, ring.centre(), vm);
  TextStyle const title{serif(72)}, text{sans(36)};
  ui.text(rest.take_top(title.line_height, 12), vm.title, title, colors.text, Align::centre);
  for (std::string const& line : vm.lines)
    ui.text(rest.take_top(text.line_height), line, text, colors.text_2, Align::centre);
  rest.take_top(36);
  Rect row{rest.take_top(144, 32)};
  constexpr Pixels gap{28};
  Rect const end{row.take_left(370, gap)};
  draw_answer(controls, end, vm.end, {Icon::power, 48, 38, false}, touch::EndSession{});
  draw_answer(controls, row, vm.keep, {Icon::check, 56, 46, true}, touch::KeepReading{});
  draw_hint(ui, rest.take_top(45), vm);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
