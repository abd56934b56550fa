#include "kiosk/widgets/ui_impl.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace mingshi::kiosk {
namespace {

constexpr Pixels large_button{110};  ///< from this height on a button is a large one
constexpr Pixels clear_width{120};
constexpr Pixels clear_height{88};
constexpr Millis caret_blink{600};

struct ButtonColors {
  Color fill, line, ink;
};

ButtonColors button_colors(Theme const& theme, ButtonKind kind, float press) {
  auto const& p{theme.palette};
  switch (kind) {
    case ButtonKind::primary: {
      Color const fill{mixed(p.primary, p.primary_press, press)};
      return {fill, transparent, p.on_primary};
    }
    case ButtonKind::secondary:
      return {mixed(p.surface, p.primary_tint, press), mixed(p.primary, p.primary_press, press),
              mixed(p.primary, p.primary_press, press)};
    case ButtonKind::supervision:
      return {mixed(p.seal_tint, p.seal_press, press), mixed(p.seal, p.seal_press, press),
              mixed(p.seal, p.on_seal, press)};
    case ButtonKind::quiet:
      return {mixed(p.surface, p.primary_tint, press), p.line_strong, p.text};
  }
  return {};
}

Target target_of(Button const& button, Pixels radius) {
  return {.label = button.label,
          .role = Role::button,
          .key = button.key,
          .disabled_reason = button.disabled_reason,
          .radius = radius};
}

}  // namespace

bool Ui::button(Rect rect, Button const& button) {
  bool const large{rect.h >= large_button};
  Pixels const radius{large ? theme().radius.button : theme().radius.button_m};
  auto const touch{target(rect, target_of(button, radius))};
  bool const off{!button.disabled_reason.empty()};
  auto colors{button_colors(theme(), button.kind, touch.press)};
  if (off) colors = {palette().disabled_bg, transparent, palette().disabled_fg};
  Pixels const width{button.kind == ButtonKind::quiet ? theme().stroke.control
                                                      : theme().stroke.button_secondary};
  box(rect, {.fill = colors.fill, .line = colors.line, .line_width = width, .radius = radius});
  if (button.focused) focus_ring(rect, radius);
  auto const silent{unrecorded()};
  auto const style{large ? theme().kiosk.button
                         : TextStyle{Face::sans_bold, std::min(34.F, rect.h * 0.34F), 44}};
  Pixels const icon_size{large ? 44.F : 40.F};
  Pixels const icon_space{button.icon ? icon_size + 16 : 0};
  Pixels const text_width{
      std::min(this->text_width(button.label, style), rect.w - icon_space - 24)};
  Pixels x{rect.x + (rect.w - icon_space - text_width) / 2};
  Pixels const y{rect.centre().y + touch.shift};
  if (button.icon) {
    float const turn{button.busy ? cycle(Millis{1000}) : 0};
    Pixels const icon_x{button.icon_last ? x + text_width + 16 : x};
    icon_turned(*button.icon, {icon_x + icon_size / 2, y}, icon_size, colors.ink, turn, 2.4F);
    if (!button.icon_last) x += icon_space;
  }
  text({x, y - style.line_height / 2, text_width + 1, style.line_height}, button.label, style,
       colors.ink);
  return touch.activated;
}

Touchable Ui::card(Rect rect, Target const& target, Elevation elevation) {
  auto const touch{this->target(rect, target)};
  auto const& p{palette()};
  bool const off{!target.disabled_reason.empty()};
  Color const fill{off ? p.disabled_bg : mixed(p.surface, p.primary_tint, touch.press)};
  Color line{mixed(p.line, p.primary, touch.press)};
  Pixels width{theme().stroke.control};
  if (target.selected) {
    line = p.primary;
    width = theme().stroke.control_selected;
  }
  box(rect, {.fill = fill,
             .line = off ? transparent : line,
             .line_width = width,
             .radius = target.radius,
             .elevation = off ? Elevation::e0 : elevation});
  return touch;
}

bool Ui::tile(Rect rect, Tile const& tile) {
  bool const off{!tile.disabled_reason.empty()};
  auto const touch{card(rect, {.label = tile.title,
                               .role = Role::tile,
                               .key = tile.key,
                               .disabled_reason = tile.disabled_reason,
                               .radius = theme().radius.tile})};
  auto const silent{unrecorded()};
  auto const& p{palette()};
  auto const content{moved(0, touch.shift)};
  bool const supervision{tile.tone == Tone::seal};
  Color const ink{off ? p.disabled_fg : supervision ? p.seal : p.primary};
  Color const tint{off ? p.disabled_bg : supervision ? p.seal_tint : p.primary_tint};
  if (supervision && !off) stroke(rect, p.seal, theme().stroke.control, theme().radius.tile);
  constexpr Pixels square{112};
  bool const wide{rect.h < 2 * square};  // a strip: the text stands beside the icon
  Rect const ground{rect.x + 32, wide ? rect.y + (rect.h - square) / 2 : rect.y + 28, square,
                    square};
  fill(ground, tint, 28);
  icon(tile.icon, ground.centre(), 64, ink, 1.8F);
  if (!tile.tag.empty()) {
    tag({rect.right() - 32 - tag_width(tile.tag), rect.y + 28}, tile.tag, tile.tag_tone);
  }
  auto const& k{theme().kiosk};
  Pixels const x{wide ? ground.right() + 32 : rect.x + 32};
  Pixels const block{k.tile.line_height + 40};
  Pixels const y{wide ? rect.y + (rect.h - block) / 2 : ground.bottom() + 22};
  Pixels const right{wide ? rect.right() - 100 : rect.right() - 24};
  std::array const title{
      Run{.text = tile.title, .style = k.tile, .color = off ? p.disabled_fg : p.text},
      Run{.text = tile.english,
          .style = k.caption,
          .color = off ? p.disabled_fg : p.text_3,
          .gap_before = 16}};
  text_runs({x, y, right - x, k.tile.line_height},
            std::span{title}.first(tile.english.empty() ? 1 : 2));
  text({x, y + k.tile.line_height, right - x, 40}, tile.help, k.secondary,
       off ? p.disabled_fg : p.text_2);
  if (wide) icon(Icon::right, {rect.right() - 58, rect.centre().y}, 52, ink, 2.2F);
  return touch.activated;
}

std::optional<std::size_t> Ui::tabs(Rect rect, std::string_view key, std::span<Tab const> tabs,
                                    std::size_t selected) {
  if (tabs.empty()) return std::nullopt;
  auto const scope{named(key)};
  auto const& p{palette()};
  fill(rect, p.sunken, 28);
  if (theme().elevation.e1.opacity <= 0) stroke(rect, p.line, theme().stroke.control, 28);
  Rect const inner{rect.inset(8)};
  int const count{static_cast<int>(tabs.size())};
  float const place{
      toward(std::string{key} + " thumb", static_cast<float>(selected), theme().motion.state)};
  Rect thumb{inner.column(0, count, 8)};
  thumb.x += place * (thumb.w + 8);
  box(thumb, {.fill = p.surface,
              .line = theme().elevation.e1.opacity <= 0 ? p.primary : transparent,
              .line_width = theme().stroke.control,
              .radius = 22,
              .elevation = Elevation::e1});
  std::optional<std::size_t> touched;
  for (int i{0}; i < count; ++i) {
    auto const index{static_cast<std::size_t>(i)};
    auto const& tab{tabs[index]};
    Rect const cell{inner.column(i, count, 8)};
    Rect const area{cell.x, rect.y, cell.w, rect.h};
    auto const touch{target(area, {.label = tab.label,
                                   .role = Role::tab,
                                   .disabled_reason = tab.disabled_reason,
                                   .radius = 22,
                                   .selected = index == selected})};
    auto const silent{unrecorded()};
    bool const off{!tab.disabled_reason.empty()};
    Color const ink{off ? p.disabled_fg : index == selected ? p.primary : p.text_2};
    if (touch.press > 0 && index != selected) fill(cell, faded(p.primary_tint, touch.press), 22);
    TextStyle const style{index == selected ? Face::sans_bold : Face::sans, 34, 44};
    Pixels const icon_space{tab.icon ? 56.F : 0.F};
    Pixels const w{std::min(text_width(tab.label, style), cell.w - icon_space - 16)};
    Pixels x{cell.x + (cell.w - icon_space - w) / 2};
    Pixels const y{cell.centre().y + touch.shift};
    if (tab.icon) icon(*tab.icon, {x + 20, y}, 40, ink, 2.2F);
    x += icon_space;
    text({x, y - 22, w + 1, 44}, tab.label, style, ink);
    if (touch.activated && index != selected) touched = index;
  }
  return touched;
}

Pixels Ui::chip_width(Chip const& chip) const {
  TextStyle const style{Face::sans_bold, 30, 40};
  return 64 + text_width(chip.label, style) + (chip.icon ? 46 : 0);
}

bool Ui::chip(Rect rect, Chip const& chip) {
  auto const& p{palette()};
  Pixels const radius{std::min(theme().radius.chip, rect.h / 2)};
  auto const touch{target(rect, {.label = chip.label,
                                 .role = Role::chip,
                                 .key = chip.key,
                                 .disabled_reason = chip.disabled_reason,
                                 .radius = radius,
                                 .selected = chip.selected})};
  bool const off{!chip.disabled_reason.empty()};
  Color fill{mixed(p.surface, p.primary_tint, touch.press)};
  Color line{mixed(p.line_strong, p.primary, touch.press)};
  Color ink{p.text};
  if (chip.selected) {
    fill = mixed(p.primary, p.primary_press, touch.press);
    line = transparent;
    ink = p.on_primary;
  }
  if (off) fill = p.disabled_bg, line = transparent, ink = p.disabled_fg;
  box(rect, {.fill = fill, .line = line, .line_width = theme().stroke.control, .radius = radius});
  auto const silent{unrecorded()};
  TextStyle const style{chip.selected ? Face::sans_bold : Face::sans, 30, 40};
  Pixels const icon_space{chip.icon ? 46.F : 0.F};
  Pixels const w{std::min(text_width(chip.label, style), rect.w - icon_space - 24)};
  Pixels x{rect.x + (rect.w - icon_space - w) / 2};
  Pixels const y{rect.centre().y + touch.shift};
  if (chip.icon) icon(*chip.icon, {x + 18, y}, 36, ink, 2.2F);
  x += icon_space;
  text({x, y - 20, w + 1, 40}, chip.label, style, ink);
  return touch.activated;
}

bool Ui::key(Rect rect, Key const& key) {
  auto const& p{palette()};
  Pixels const radius{theme().radius.key};
  auto const touch{target(rect, {.label = key.label,
                                 .role = Role::key,
                                 .key = key.key,
                                 .disabled_reason = key.disabled_reason,
                                 .radius = radius})};
  bool const off{!key.disabled_reason.empty()};
  bool const action{key.kind == KeyKind::action};
  Color fill{mixed(action ? p.sunken : p.surface, p.primary_tint, touch.press)};
  Color ink{mixed(action ? p.text_2 : p.text, p.primary, touch.press)};
  if (off) fill = p.disabled_bg, ink = p.disabled_fg;
  bool const lip{!off && !touch.down};
  if (lip) this->fill(rect.moved(0, 4), theme().fixed.key_lip, radius);
  Rect const top{rect.moved(0, touch.down ? 2 : 0)};
  box(top, {.fill = fill,
            .line = off ? transparent : mixed(p.line, p.primary, touch.press),
            .line_width = theme().stroke.control,
            .radius = radius});
  auto const silent{unrecorded()};
  if (key.icon && rect.w < 200) {
    icon(*key.icon, top.centre(), 52, ink, 2.2F);
    return touch.activated;
  }
  TextStyle const style{action ? TextStyle{Face::sans_bold, 34, 44} : theme().kiosk.key};
  Pixels const icon_space{key.icon ? 60.F : 0.F};
  Pixels const w{std::min(text_width(key.label, style), rect.w - icon_space - 8)};
  Pixels const x{top.x + (top.w - icon_space - w) / 2};
  if (key.icon) icon(*key.icon, {x + 22, top.centre().y}, 44, ink, 2.2F);
  text({x + icon_space, top.y, w + 1, top.h}, key.label, style, ink, Align::left, Vertical::centre);
  return touch.activated;
}

bool Ui::dock_button(Rect rect, DockButton const& button) {
  auto const& p{palette()};
  Pixels const radius{theme().radius.dock_button};
  auto const touch{target(rect, {.label = button.label,
                                 .role = Role::dock,
                                 .disabled_reason = button.disabled_reason,
                                 .radius = radius,
                                 .selected = button.selected})};
  bool const off{!button.disabled_reason.empty()};
  Color fill{mixed(p.surface, p.primary_tint, touch.press)};
  Color line{mixed(p.line, p.primary, touch.press)};
  Color ink{p.text};
  if (button.selected) fill = p.primary, line = transparent, ink = p.on_primary;
  if (off) fill = p.disabled_bg, line = transparent, ink = p.disabled_fg;
  box(rect, {.fill = fill, .line = line, .line_width = theme().stroke.control, .radius = radius});
  auto const silent{unrecorded()};
  Pixels const y{rect.y + (rect.h - 94) / 2 + touch.shift};
  icon(button.icon, {rect.centre().x, y + 26}, 52, ink, 2.2F);
  text({rect.x + 4, y + 60, rect.w - 8, 34}, button.label, {Face::sans_bold, 28, 34}, ink,
       Align::centre);
  return touch.activated;
}

std::optional<Turn> Ui::pager(Rect rect, int page, int pages) {
  auto const scope{named("pager")};
  constexpr Pixels width{300};
  std::optional<Turn> turn;
  Rect left{rect};
  Rect const previous{left.take_left(std::min(width, rect.w / 3), 16)};
  Rect const next{left.take_right(std::min(width, rect.w / 3), 16)};
  if (button(previous, {.label = "上一页",
                        .icon = Icon::left,
                        .kind = ButtonKind::secondary,
                        .disabled_reason = page > 0 ? "" : "已经是第一页"})) {
    turn = Turn::previous;
  }
  text(left,
       "第 " + std::to_string(page + 1) + " 页，共 " + std::to_string(std::max(1, pages)) + " 页",
       theme().kiosk.secondary, palette().text_2, Align::centre, Vertical::centre);
  if (button(next, {.label = "下一页",
                    .icon = Icon::right,
                    .kind = ButtonKind::secondary,
                    .disabled_reason = page + 1 < pages ? "" : "已经是最后一页",
                    .icon_last = true})) {
    turn = Turn::next;
  }
  return turn;
}

bool Ui::field(Rect rect, Field const& field, bool* cleared) {
  auto const& p{palette()};
  Pixels const radius{theme().radius.button};
  bool const wrong{!field.error.empty()};
  std::string const label{field.value.empty()
                              ? std::string{field.label}
                              : std::string{field.label} + " " + std::string{field.value}};
  auto const touch{
      target(rect, {.label = label, .role = Role::field, .key = field.label, .radius = radius})};
  box(rect, {.fill = p.surface,
             .line = wrong          ? p.seal
                     : field.active ? p.primary
                                    : p.line_strong,
             .line_width = wrong || field.active ? 4.F : 3.F,
             .radius = radius});
  if (field.active) focus_ring(rect, radius);
  Rect inside{rect.inset(28, 0)};
  auto const& k{theme().kiosk};
  {
    auto const silent{unrecorded()};
    if (field.icon) {
      Rect const place{inside.take_left(44, 16)};
      icon(*field.icon, place.centre(), 44, field.active ? p.primary : p.text_3, 2.2F);
    }
  }
  if (field.clearable && !field.value.empty()) {
    Rect const strip{inside.take_right(clear_width, 16)};
    Rect const place{strip.centred({clear_width, clear_height}).moved(12, 0)};
    bool const hit{button(place, {.label = "清除", .kind = ButtonKind::quiet})};
    if (cleared != nullptr) *cleared = hit;
  } else if (cleared != nullptr) {
    *cleared = false;
  }
  auto const silent{unrecorded()};
  Pixels const shown{
      field.value.empty()
          ? text(inside, field.label, k.body, p.text_3, Align::left, Vertical::centre)
          : text(inside, field.value, k.field, p.text, Align::left, Vertical::centre)};
  if (field.active) {
    Pixels const x{inside.x + (field.value.empty() ? -8 : shown + 8)};
    bool const lit{still() || (now() / caret_blink) % 2 == 0};
    if (!still()) wake_in(caret_blink - now() % caret_blink);
    if (lit) fill({x, rect.centre().y - 28, 4, 56}, p.primary);
  }
  if (wrong) {
    Point const at{rect.x, rect.bottom() + 10};
    icon(Icon::warn, {at.x + 16, at.y + 18}, 30, p.seal, 2.2F);
    text({at.x + 40, at.y, rect.w - 40, 36}, field.error, k.caption, p.seal);
  }
  return touch.activated;
}

}  // namespace mingshi::kiosk
