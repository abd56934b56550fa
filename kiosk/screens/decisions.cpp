#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels picker_height{108};
constexpr Pixels picker_gap{18};
constexpr Pixels card_height{198};
constexpr Pixels card_gap{16};

void draw_picker(Controls& controls, Rect rect, PickerVm const& vm, std::size_t index) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.target(rect, fmt::format("{} {}", vm.label, vm.value),
                                    touch::OpenPicker{index}, fmt::format("picker {}", index), 20)};
  bool const marked{vm.active || vm.open};
  ui.box(rect, {.fill = mixed(vm.open ? colors.primary_tint : colors.surface, colors.primary_tint,
                              t.press),
                .line = marked ? colors.primary : colors.line_strong,
                .line_width = marked ? 4.F : 2.F,
                .radius = 20});
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{rect.inset(26, 2)};
  ui.icon(vm.open ? Icon::up : Icon::down, {inner.right() - 18, inner.centre().y}, 36,
          colors.primary, 2.4F);
  Pixels const width{inner.w - 36 - 12};
  TextStyle const label{sans(24, 1.2F)};
  Fitted const value{fit_text(ui, width, vm.value,
                              {{bold(34, 1.25F), 1}, {bold(28, 1.25F), 1}, {bold(24, 1.2F), 2}})};
  Pixels const top{inner.centre().y - (label.line_height + value.height) / 2};
  ui.text({inner.x, top, width, label.line_height}, vm.label, label, colors.text_3);
  ui.paragraph({inner.x, top + label.line_height, width, value.height}, vm.value, value.style,
               colors.text, {.max_lines = value.lines});
}

/// The choices of the open picker stand where the list was.
void draw_options(Controls& controls, Rect area, DecisionsVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  constexpr Pixels gap{16}, least{72}, most{88}, padding{28};
  int const columns{vm.options.size() > 20 ? 3 : 2};
  auto const count{static_cast<Pixels>((vm.options.size() + static_cast<std::size_t>(columns) - 1) /
                                       static_cast<std::size_t>(columns))};
  Pixels const height{
      std::clamp((area.h - 2 * padding + gap) / std::max(1.F, count) - gap, least, most)};
  Rect const panel{area.x, area.y, area.w,
                   std::min(area.h, 2 * padding + count * (height + gap) - gap)};
  ui.box(panel, {.fill = colors.surface,
                 .line = colors.primary,
                 .line_width = 2,
                 .radius = 24,
                 .elevation = Elevation::e2});
  Rect rest{panel.inset(padding)};
  for (std::size_t i{0}; i < vm.options.size(); ++i) {
    int const column{static_cast<int>(i % static_cast<std::size_t>(columns))};
    Rect const rect{rest.column(column, columns, gap)};
    Rect const option{rect.x, rest.y, rect.w, height};
    ChipVm const& choice{vm.options[i]};
    Touchable const t{controls.target(option, choice.label, touch::ChooseOption{i},
                                      fmt::format("option {}", i), 18, Role::chip)};
    ui.box(option, {.fill = choice.selected ? mixed(colors.primary, colors.primary_press, t.press)
                                            : mixed(colors.surface, colors.primary_tint, t.press),
                    .line = choice.selected ? transparent : colors.line_strong,
                    .line_width = 2,
                    .radius = 18});
    Rect const text{option.inset(24, 4).moved(0, t.shift)};
    draw_fitted(
        ui, text, choice.label,
        fit_text(ui, text.w, choice.label,
                 {{choice.selected ? bold(32, 1.3F) : sans(32, 1.3F), 1}, {sans(26, 1.25F), 2}}),
        choice.selected ? colors.on_primary : colors.text);
    if (column == columns - 1) rest.take_top(height + gap);
  }
}

/// 法制审核 or 简易程序, smaller than a certificate's badge. @returns its left edge
Pixels draw_mark(Ui& ui, Point right_top, DecisionRowVm const& vm) {
  if (vm.mark == ReviewMark::none) return right_top.x;
  Palette const& colors{ui.palette()};
  bool const passed{vm.mark == ReviewMark::passed};
  TextStyle const style{bold(26, 1.3F)};
  constexpr Pixels height{50}, padding{16}, icon_size{32}, gap{10};
  Pixels const text_width{ui.text_width(vm.mark_word, style)};
  Pixels const width{2 * padding + text_width + (passed ? icon_size + gap : 0)};
  Rect const rect{right_top.x - width, right_top.y, width, height};
  Color const ink{passed ? colors.ok : colors.muted};
  ui.fill(rect, passed ? colors.ok_tint : colors.muted_tint, height / 2);
  if (passed)
    ui.icon(Icon::shield, {rect.x + padding + icon_size / 2, rect.centre().y}, icon_size, ink,
            2.2F);
  ui.text({rect.right() - padding - text_width, rect.y, text_width + 1, height}, vm.mark_word,
          style, ink, Align::left, Vertical::centre);
  return rect.x;
}

void draw_row(Controls& controls, Rect card, DecisionRowVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.card(card, fmt::format("{} {}", vm.party, vm.result),
                                  touch::OpenRecord{vm.id}, vm.id)};
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{card.x + 34, card.y + 2, card.w - 34 - 26, card.h - 4};
  ui.icon(Icon::right, {inner.right() - 26, inner.centre().y}, 52, colors.primary, 2.2F);
  Pixels const right{inner.right() - 52 - 20};
  Pixels const width{right - inner.x};
  TextStyle const mark{bold(26, 1.3F)};
  Pixels const mark_width{vm.mark == ReviewMark::none
                              ? 0
                              : ui.text_width(vm.mark_word, mark) + 32 +
                                    (vm.mark == ReviewMark::passed ? 42 : 0) + 18};
  Fitted const party{fit_text(ui, width - mark_width, vm.party,
                              {{bold(40, 1.2F), 1}, {bold(32, 1.25F), 1}, {bold(30, 1.25F), 2}})};
  Pixels const result_room{width * 0.6F};
  Fitted const result{
      fit_text(ui, result_room, vm.result, {{bold(32, 1.45F), 1}, {bold(26, 1.25F), 2}})};
  Pixels const result_width{std::min(result_room, ui.text_width(vm.result, result.style))};
  Fitted const violation{fit_text(ui, width - result_width - 20, vm.violation,
                                  {{sans(32, 1.45F), 1}, {sans(26, 1.25F), 2}})};
  TextStyle const document{sans(27)};
  Pixels const first{std::max<Pixels>(50, party.height)};
  Pixels const last{std::max(result.height, violation.height)};
  Pixels const gap{first > 50 ? 2.F : 8.F};
  Pixels y{inner.centre().y - (first + document.line_height + gap + last) / 2};
  draw_mark(ui, {right, y + (first - 50) / 2}, vm);
  draw_fitted(ui, {inner.x, y, width - mark_width, first}, vm.party, party, colors.text);
  y += first;
  ui.text({inner.x, y, width, document.line_height}, vm.document, document, colors.text_3);
  y += document.line_height + gap;
  draw_fitted(ui, {inner.x, y, width - result_width - 20, last}, vm.violation, violation,
              colors.text);
  draw_fitted(ui, {right - result_width - 1, y, result_width + 1, last}, vm.result, result,
              colors.seal, Align::right);
}

/// 共 23 件，新的在前, and 清除筛选.
void draw_count(Controls& controls, Rect row, DecisionsVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  controls.link({row.right(), row.centre().y}, vm.clear_filters, Icon::undo, touch::ClearFilters{});
  std::array const runs{
      Run{.text = vm.count_before, .style = sans(30), .color = colors.text_2},
      Run{.text = vm.count, .style = bold(30), .color = colors.text, .gap_before = 7},
      Run{.text = vm.count_after, .style = sans(30), .color = colors.text_2, .gap_before = 7}};
  ui.text_runs({row.x, row.y, row.w * 0.6F, row.h}, runs, Align::left, Vertical::centre);
}

}  // namespace

std::optional<Touch> draw_decisions(Ui& ui, DecisionsVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(
      draw_page_title(ui, rest, {.title = vm.title, .english = vm.english, .close = space.tight}),
      space.tight ? 8 : 20);
  rest.take_bottom(20);
  controls.pager(rest.take_bottom(button_height, 16), vm.pager);
  Rect const pickers{rest.take_top(space.tight ? 96 : picker_height, space.tight ? 6 : 18)};
  int const count{static_cast<int>(vm.pickers.size())};
  for (int i{0}; i < count; ++i)
    draw_picker(controls, pickers.column(i, count, picker_gap),
                vm.pickers[static_cast<std::size_t>(i)], static_cast<std::size_t>(i));
  if (!vm.options.empty()) {
    draw_options(controls, rest, vm);
    return controls.touch();
  }
  draw_count(controls, rest.take_top(72, space.tight ? 4 : 10), vm);
  controls.drag_turns(rest, vm.pager);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
    return controls.touch();
  }
  Pixels const slots{static_cast<Pixels>(std::max<std::size_t>(1, vm.rows.size()))};
  Pixels const gap{space.tight ? 8 : card_gap};
  Pixels const height{std::min(card_height, (rest.h + gap) / slots - gap)};
  for (DecisionRowVm const& row : vm.rows) draw_row(controls, rest.take_top(height, gap), row);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
