#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels row_gap{16};
constexpr Pixels list_row_height{222};
constexpr Pixels type_row_height{140};

void draw_row(Controls& controls, Rect card, RowVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.card(card, vm.title, touch::OpenRecord{vm.id}, vm.id)};
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{card.x + 34, card.y + 2, card.w - 34 - 26, card.h - 4};
  ui.icon(Icon::right, {inner.right() - 26, inner.centre().y}, 52, colors.primary, 2.2F);
  Pixels width{inner.w - 52 - 20};
  Pixels const tag_width{vm.sample ? ui.tag_width("示例") + 16 : 0};
  Fitted const title{fit_text(ui, width - tag_width, vm.title,
                              {{bold(40, 1.25F), 1}, {bold(34, 1.25F), 1}, {bold(30, 1.25F), 2}})};
  TextStyle const small{sans(27, 1.4F)};
  Pixels const height{title.height + 6 + small.line_height * static_cast<Pixels>(vm.fields.size())};
  Pixels y{inner.centre().y - height / 2};
  draw_fitted(ui, {inner.x, y, width - tag_width, title.height}, vm.title, title, colors.text);
  if (vm.sample)
    ui.tag({inner.x + width - tag_width + 16, y + std::max<Pixels>(0, (title.height - 44) / 2)},
           "示例", Tone::seal);
  y += title.height + 6;
  for (FieldVm const& field : vm.fields) {
    Pixels const label{
        ui.text({inner.x, y, width, small.line_height}, field.label, small, colors.text_3) + 18};
    ui.text({inner.x + label, y, width - label, small.line_height}, field.value, small,
            colors.text_2);
    y += small.line_height;
  }
}

void draw_type(Controls& controls, Rect card, TileVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.card(card, vm.name, touch::OpenList{vm.type}, vm.type)};
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{card.x + 28, card.y + 2, card.w - 28 - 24, card.h - 4};
  Pixels const middle{inner.centre().y};
  Rect const square{inner.x, middle - 42, 84, 84};
  ui.fill(square, colors.primary_tint, 24);
  ui.icon(icon_named(vm.icon).value_or(Icon::doc), square.centre(), 52, colors.primary, 1.9F);
  ui.icon(Icon::right, {inner.right() - 22, middle}, 44, colors.primary, 2.2F);
  TextStyle const count{sans(28)};
  Pixels right{inner.right() - 44 - 20};
  Pixels const count_width{ui.text_width(vm.count, count)};
  ui.text({right - count_width - 1, inner.y, count_width + 1, inner.h}, vm.count, count,
          colors.text_2, Align::left, Vertical::centre);
  right -= std::max<Pixels>(count_width, 72) + 20;
  if (!vm.tag.empty()) {
    Tone const tone{vm.tag == "办事" ? Tone::neutral : Tone::primary};
    ui.tag({right - ui.tag_width(vm.tag), middle - 22}, vm.tag, tone);
    right -= ui.tag_width(vm.tag) + 20;
  }
  Pixels const left{square.right() + 28};
  Pixels const width{right - left};
  Fitted const name{fit_text(ui, width, vm.name, {{serif(38, 1.3F), 1}, {serif(30, 1.25F), 2}})};
  bool const room_for_help{name.height < 60 && !vm.help.empty()};
  Fitted const help{fit_text(ui, width, vm.help, {{sans(26, 1.35F), 1}, {sans(24, 1.3F), 2}})};
  Pixels const height{name.height + (room_for_help ? help.height : 0)};
  Pixels const y{middle - height / 2};
  draw_fitted(ui, {left, y, width, name.height}, vm.name, name, colors.text);
  if (room_for_help)
    draw_fitted(ui, {left, y + name.height, width, help.height}, vm.help, help, colors.text_2);
}

/// Height of one of `most` rows that share the space.
Pixels share(Pixels space, std::size_t most, Pixels gap, Pixels wanted) {
  auto const rows{static_cast<Pixels>(most)};
  return std::min(wanted, (space + gap) / rows - gap);
}

}  // namespace

std::optional<Touch> draw_list(Ui& ui, ListVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(draw_page_title(ui, rest,
                                {.title = vm.title,
                                 .english = vm.english,
                                 .help = space.tight ? std::string_view{} : vm.help,
                                 .close = space.tight}),
                8);
  TextStyle const count{sans(28)};
  rest.take_bottom(20);
  controls.pager(rest.take_bottom(button_height, gutter), vm.pager);
  ui.text(rest.take_top(count.line_height, 10), vm.count, count, ui.palette().text_2);
  controls.drag_turns(rest, vm.pager);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
    return controls.touch();
  }
  Pixels const gap{space.tight ? 8 : row_gap};
  Pixels const height{share(rest.h, list_rows, gap, list_row_height)};
  for (RowVm const& row : vm.rows) draw_row(controls, rest.take_top(height, gap), row);
  return controls.touch();
}

std::optional<Touch> draw_types(Ui& ui, TypesVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(draw_page_title(ui, rest,
                                {.title = vm.title,
                                 .english = vm.english,
                                 .help = space.tight ? std::string_view{} : vm.help,
                                 .close = space.tight}),
                20);
  rest.take_bottom(20);
  controls.pager(rest.take_bottom(button_height, gutter), vm.pager);
  controls.drag_turns(rest, vm.pager);
  Pixels const gap{space.tight ? 8.F : 14.F};
  Pixels const height{share(rest.h, types_rows, gap, type_row_height)};
  for (TileVm const& row : vm.rows) draw_type(controls, rest.take_top(height, gap), row);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
