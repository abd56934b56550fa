#include "kiosk/screens/controls.hpp"

#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels link_height{72};
constexpr Pixels chip_gap{16};

}  // namespace

void Controls::ask(bool activated, Touch touch) {
  if (activated && !touch_) touch_ = std::move(touch);
}

void Controls::press(ButtonVm const& vm, Touch touch, std::function<bool()> const& draw) {
  bool const told_before{!ui_.disabled_reason().empty()};
  if (draw()) ask(vm.enabled(), std::move(touch));
  if (!vm.enabled() && !told_before && !ui_.disabled_reason().empty())
    ask(true, touch::ShowReason{vm.why});
}

void Controls::button(Rect rect, ButtonVm const& vm, ButtonStyle const& style, Touch touch) {
  press(vm, std::move(touch), [&] {
    return ui_.button(rect, {.label = vm.label,
                             .icon = style.icon,
                             .kind = style.kind,
                             .disabled_reason = vm.why,
                             .focused = style.focused});
  });
}

Pixels Controls::link(Point right_middle, ButtonVm const& vm, Icon icon, Touch touch) {
  constexpr Pixels icon_size{38}, gap{12}, padding{12};
  TextStyle const style{bold(30)};
  Pixels const width{icon_size + gap + ui_.text_width(vm.label, style) + 2 * padding};
  Rect const rect{right_middle.x - width, right_middle.y - link_height / 2, width, link_height};
  Touchable const t{target(rect, vm, std::move(touch))};
  Color const color{!vm.enabled() ? ui_.palette().disabled_fg
                    : t.down      ? ui_.palette().primary_press
                                  : ui_.palette().primary};
  Pixels const middle{right_middle.y + t.shift};
  ui_.icon(icon, {rect.x + padding + icon_size / 2, middle}, icon_size, color);
  ui_.text({rect.x + padding + icon_size + gap, middle - style.line_height / 2,
            width - icon_size - gap, style.line_height},
           vm.label, style, color);
  return rect.x;
}

void Controls::key(Rect rect, ButtonVm const& vm, KeyStyle const& style, Touch touch) {
  Palette const& colors{ui_.palette()};
  Touchable const t{target(rect, vm, std::move(touch), "key " + vm.label, style.radius, Role::key)};
  bool const enabled{vm.enabled()};
  if (enabled && t.press < 1) ui_.fill(rect.moved(0, 4), ui_.theme().fixed.key_lip, style.radius);
  Color const rest{!enabled ? colors.disabled_bg : style.action ? colors.sunken : colors.surface};
  ui_.box(rect, {.fill = mixed(rest, colors.primary_press, t.press),
                 .line = enabled ? mixed(colors.line, colors.primary_press, t.press) : transparent,
                 .line_width = 2,
                 .radius = style.radius});
  Color const ink{enabled ? mixed(colors.text, colors.on_primary, t.press) : colors.disabled_fg};
  TextStyle const text{bold(style.text_size, 1.25F)};
  Pixels const text_width{style.word ? ui_.text_width(vm.label, text) : 0};
  Pixels const icon_width{style.icon ? style.icon_size : 0};
  Pixels const gap{style.icon && style.word ? 14.F : 0.F};
  Pixels const left{rect.centre().x - (icon_width + gap + text_width) / 2};
  Pixels const middle{rect.centre().y + t.shift};
  if (style.icon) ui_.icon(*style.icon, {left + icon_width / 2, middle}, icon_width, ink, 2.2F);
  if (style.word)
    ui_.text(
        {left + icon_width + gap, middle - text.line_height / 2, text_width + 1, text.line_height},
        vm.label, text, ink);
}

void Controls::dock(Rect rect, ButtonVm const& vm, Icon icon, bool leads, Touch touch) {
  Palette const& colors{ui_.palette()};
  Touchable const t{target(rect, vm, std::move(touch), {}, 20, Role::dock)};
  Box box{.radius = 20};
  Color ink{};
  if (!vm.enabled()) {
    box.fill = colors.disabled_bg;
    ink = colors.disabled_fg;
  } else if (leads) {
    box.fill = mixed(colors.primary_tint, colors.primary_press, t.press);
    ink = mixed(colors.primary, colors.on_primary, t.press);
  } else {
    box.fill = mixed(colors.surface, colors.primary_tint, t.press);
    box.line = colors.line;
    box.line_width = 2;
    ink = colors.text;
  }
  ui_.box(rect, box);
  constexpr Pixels icon_size{52}, gap{8};
  TextStyle const style{bold(28, 1.2F)};
  Pixels const top{rect.centre().y - (icon_size + gap + style.line_height) / 2 + t.shift};
  ui_.icon(icon, {rect.centre().x, top + icon_size / 2}, icon_size, ink);
  ui_.text({rect.x, top + icon_size + gap, rect.w, style.line_height}, vm.label, style, ink,
           Align::centre);
}

void Controls::pager(Rect row, PagerVm const& vm) {
  Palette const& colors{ui_.palette()};
  TextStyle const count_style{bold(34)};
  Pixels const count_width{ui_.text_width(vm.text, count_style)};
  Pixels const width{(row.w - 2 * 24 - count_width) / 2};
  auto const half{[&](Rect rect, ButtonVm const& button, Icon icon, bool before, Touch touch) {
    Touchable const t{target(rect, button, std::move(touch), {}, 20, Role::pager)};
    ui_.box(rect, {.fill = button.enabled() ? mixed(colors.primary, colors.primary_press, t.press)
                                            : colors.disabled_bg,
                   .radius = 20});
    Color const ink{button.enabled() ? colors.on_primary : colors.disabled_fg};
    constexpr Pixels icon_size{40}, gap{16};
    TextStyle const style{bold(32)};
    Pixels const text_width{ui_.text_width(button.label, style)};
    Pixels const left{rect.centre().x - (icon_size + gap + text_width) / 2};
    Pixels const middle{rect.centre().y + t.shift};
    ui_.icon(icon,
             {before ? left + icon_size / 2 : left + text_width + gap + icon_size / 2, middle},
             icon_size, ink, 2.4F);
    ui_.text({before ? left + icon_size + gap : left, middle - style.line_height / 2,
              text_width + 1, style.line_height},
             button.label, style, ink);
  }};
  half({row.x, row.y, width, row.h}, vm.previous, Icon::left, true, touch::PreviousPage{});
  ui_.text({row.x + width + 24, row.y, count_width + 1, row.h}, vm.text, count_style, colors.text,
           Align::left, Vertical::centre);
  half({row.right() - width, row.y, width, row.h}, vm.next, Icon::right, false, touch::NextPage{});
}

Pixels Controls::chips(Rect area, std::span<ChipVm const> chips, Pixels height) {
  Pixels x{area.x}, y{area.y};
  for (std::size_t i{0}; i < chips.size(); ++i) {
    std::string const key{fmt::format("chip {}", i)};
    Chip const look{.label = chips[i].label, .selected = chips[i].selected, .key = key};
    Pixels const width{std::min(ui_.chip_width(look), area.w)};
    if (x > area.x && x + width > area.right()) {
      x = area.x;
      y += height + chip_gap;
    }
    ask(ui_.chip({x, y, width, height}, look), touch::ChooseChip{i});
    x += width + chip_gap;
  }
  return chips.empty() ? 0 : y + height - area.y;
}

Touchable Controls::target(Rect rect, std::string_view label, Touch touch, std::string_view key,
                           Pixels radius, Role role) {
  Touchable const t{ui_.target(rect, {.label = label, .role = role, .key = key, .radius = radius})};
  ask(t.activated, std::move(touch));
  return t;
}

Touchable Controls::target(Rect rect, ButtonVm const& vm, Touch touch, std::string_view key,
                           Pixels radius, Role role) {
  Touchable result{};
  press(vm, std::move(touch), [&] {
    result = ui_.target(
        rect,
        {.label = vm.label, .role = role, .key = key, .disabled_reason = vm.why, .radius = radius});
    return result.activated;
  });
  return result;
}

Touchable Controls::card(Rect rect, std::string_view label, Touch touch, std::string_view key,
                         Elevation elevation, Pixels radius) {
  Touchable const t{ui_.card(
      rect, {.label = label, .role = Role::card, .key = key, .radius = radius}, elevation)};
  ask(t.activated, std::move(touch));
  return t;
}

void Controls::drag_turns(Rect list, PagerVm const& vm) {
  std::optional<Turn> const turn{ui_.dragged(list)};
  if (!turn) return;
  if (*turn == Turn::next) ask(vm.next.enabled(), touch::NextPage{});
  if (*turn == Turn::previous) ask(vm.previous.enabled(), touch::PreviousPage{});
}

}  // namespace mingshi::kiosk::screens
