#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels item_gap{18};
constexpr Pixels open_head{84};
constexpr Pixels closed_height{92};
constexpr Pixels side{22};
constexpr Pixels label_width{112};
constexpr Pixels label_gap{20};
TextStyle const label_style{sans(26)};
TextStyle const column_label{sans(26, 1.3F)};
TextStyle const text_style{sans(29, 1.42F)};

/// Texts of one open item, measured.
struct OpenItem {
  std::vector<Fitted> columns;
  std::vector<Fitted> rows;
  Pixels columns_height{};
  Pixels height{};
};

Pixels row_width(Pixels width) {
  return width - 4 - 2 * side - label_width - label_gap;
}

/// @param lines the most lines a row may take, where the page is short of room
OpenItem measure(Ui& ui, Pixels width, InspectionVm const& vm, int lines) {
  OpenItem item;
  Pixels const column{(width - 4) /
                      static_cast<Pixels>(std::max<std::size_t>(1, vm.columns.size()))};
  Pixels tallest{0};
  for (FieldVm const& field : vm.columns) {
    item.columns.push_back(fit_text(
        ui, column - 2 * side, field.value,
        {{bold(34, 1.35F), 1}, {bold(29, 1.35F), 1}, {bold(26, 1.35F), 2}, {sans(24, 1.3F), 3}}));
    tallest = std::max(tallest, item.columns.back().height);
  }
  item.columns_height = 24 + column_label.line_height + tallest;
  item.height = 4 + open_head + item.columns_height;
  for (FieldVm const& field : vm.rows) {
    item.rows.push_back(fit_text(ui, row_width(width), field.value, {{text_style, lines}}));
    item.height += 20 + std::max(item.rows.back().height, label_style.line_height);
  }
  return item;
}

void draw_number(Ui& ui, Point centre, std::string const& number, Color disc, Color ink) {
  ui.circle(centre, 26, disc);
  ui.text({centre.x - 30, centre.y - 26, 60, 52}, number, bold(number.size() > 2 ? 26.F : 34.F, 1),
          ink, Align::centre, Vertical::centre);
}

struct HeadColors {
  Color ink, disc, number, tag_ground, tag_ink;
};

/// Number, name, class and caret; the whole strip opens or closes the item.
void draw_head(Controls& controls, Rect head, InspectionVm const& vm, HeadColors const& colors) {
  Ui& ui{controls.ui()};
  Pixels const middle{head.centre().y};
  draw_number(ui, {head.x + side + 26, middle}, vm.number, colors.disc, colors.number);
  ui.icon(vm.expanded ? Icon::up : Icon::down, {head.right() - side - 20, middle}, 40,
          vm.expanded ? colors.ink : ui.palette().primary, 2.4F);
  TextStyle const tag{bold(24, 1.4F)};
  Pixels const tag_width{vm.item_class.empty() ? 0 : ui.text_width(vm.item_class, tag) + 28};
  Rect const tag_rect{head.right() - side - 40 - 18 - tag_width, middle - 22, tag_width, 44};
  if (tag_width > 0) {
    ui.fill(tag_rect, colors.tag_ground, 8);
    ui.text(tag_rect, vm.item_class, tag, colors.tag_ink, Align::centre, Vertical::centre);
  }
  Pixels const left{head.x + side + 52 + 18};
  Rect const room{left, head.y, tag_rect.x - 18 - left, head.h};
  draw_fitted(ui, room, vm.name,
              fit_text(ui, room.w, vm.name,
                       {{bold(vm.expanded ? 36.F : 34.F, 1.2F), 1}, {bold(28, 1.25F), 2}}),
              colors.ink);
}

void draw_columns(Ui& ui, Rect row, InspectionVm const& vm, OpenItem const& item) {
  Palette const& colors{ui.palette()};
  int const count{static_cast<int>(vm.columns.size())};
  for (int i{0}; i < count; ++i) {
    Rect const cell{row.column(i, count, 0)};
    auto const index{static_cast<std::size_t>(i)};
    if (i > 0) ui.fill({cell.x, cell.y, 2, cell.h}, colors.line);
    Rect const text{cell.inset(side, 12)};
    ui.text({text.x, text.y, text.w, column_label.line_height}, vm.columns[index].label,
            column_label, colors.text_3);
    Fitted const& value{item.columns[index]};
    ui.paragraph({text.x, text.y + column_label.line_height, text.w, value.height},
                 vm.columns[index].value, value.style, colors.text, {.max_lines = value.lines});
  }
}

void draw_open_item(Controls& controls, Rect card, InspectionVm const& vm, OpenItem const& item) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  ui.box(card, {.fill = colors.surface, .radius = 24, .elevation = Elevation::e1});
  Rect rest{card.inset(2)};
  Rect const head{rest.take_top(open_head)};
  Touchable const t{controls.target(head, vm.name, touch::ToggleItem{vm.id}, vm.id, 22)};
  ui.fill(head, mixed(colors.primary, colors.primary_press, t.press), 22, Corners::top);
  {
    auto const shift{ui.moved(0, t.shift)};
    draw_head(controls, head, vm,
              {colors.on_primary, white, colors.primary, colors.primary_press, colors.on_primary});
  }
  draw_columns(ui, rest.take_top(item.columns_height), vm, item);
  for (std::size_t i{0}; i < vm.rows.size(); ++i) {
    Fitted const& value{item.rows[i]};
    Rect const row{rest.take_top(20 + std::max(value.height, label_style.line_height))};
    ui.fill({row.x, row.y, row.w, 2}, colors.line);
    Rect const text{row.x + side, row.y + 11, row.w - 2 * side, row.h - 20};
    ui.text({text.x, text.y, label_width, label_style.line_height}, vm.rows[i].label, label_style,
            colors.text_3);
    ui.paragraph(
        {text.x + label_width + label_gap, text.y, text.w - label_width - label_gap, value.height},
        vm.rows[i].value, value.style, colors.text, {.max_lines = value.lines});
  }
  ui.stroke(card, colors.line, 2, 24);
}

void draw_closed_item(Controls& controls, Rect card, InspectionVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.card(card, vm.name, touch::ToggleItem{vm.id}, vm.id)};
  auto const shift{ui.moved(0, t.shift)};
  draw_head(controls, card.inset(2), vm,
            {colors.text, colors.primary_tint, colors.primary, colors.sunken, colors.text_2});
}

/// 表格大图: a chip of another shape.
Pixels draw_wide_table(Controls& controls, Point right_top, Pixels height, ButtonVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  TextStyle const style{sans(30)};
  Pixels const text_width{ui.text_width(vm.label, style)};
  Pixels const width{2 * 34 + 36 + 10 + text_width};
  Rect const rect{right_top.x - width, right_top.y, width, height};
  Touchable const t{controls.target(rect, vm, touch::ShowReason{vm.why}, {}, 18)};
  bool const enabled{vm.enabled()};
  ui.box(rect, {.fill = enabled ? mixed(colors.surface, colors.primary_tint, t.press)
                                : colors.disabled_bg,
                .line = enabled ? colors.line_strong : transparent,
                .line_width = 2,
                .radius = 18});
  Color const ink{enabled ? colors.text : colors.disabled_fg};
  Pixels const middle{rect.centre().y + t.shift};
  ui.icon(Icon::list, {rect.x + 34 + 18, middle}, 36, ink);
  ui.text({rect.x + 34 + 46, middle - style.line_height / 2, text_width + 1, style.line_height},
          vm.label, style, ink);
  return rect.x;
}

Pixels whole_height(std::vector<InspectionVm> const& items, std::vector<OpenItem> const& open) {
  Pixels height{item_gap * static_cast<Pixels>(items.empty() ? 0 : items.size() - 1)};
  for (std::size_t i{0}; i < items.size(); ++i)
    height += items[i].expanded ? open[i].height : closed_height;
  return height;
}

}  // namespace

std::optional<Touch> draw_inspections(Ui& ui, InspectionsVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(
      draw_page_title(
          ui, rest,
          {.title = vm.title, .english = vm.english, .help = vm.subtitle, .close = space.tight}),
      space.tight ? 12 : 18);
  rest.take_bottom(20);
  controls.pager(rest.take_bottom(button_height, gutter), vm.pager);
  constexpr Pixels chip_height{76};
  Pixels const table{draw_wide_table(controls, {rest.right(), rest.y}, chip_height, vm.wide_table)};
  Pixels const chips{
      controls.chips({rest.x, rest.y, table - 16 - rest.x, rest.h}, vm.chips, chip_height)};
  rest.take_top(std::max(chips, chip_height), 20);
  controls.drag_turns(rest, vm.pager);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
    return controls.touch();
  }
  std::vector<OpenItem> open;
  // As many lines as the page has room for: the model keeps to a budget, so this seldom bites.
  for (int lines{20}; lines >= 1; --lines) {
    open.clear();
    for (InspectionVm const& item : vm.items) open.push_back(measure(ui, rest.w, item, lines));
    if (whole_height(vm.items, open) <= rest.h) break;
  }
  for (std::size_t i{0}; i < vm.items.size(); ++i) {
    InspectionVm const& item{vm.items[i]};
    if (item.expanded)
      draw_open_item(controls, rest.take_top(open[i].height, item_gap), item, open[i]);
    else
      draw_closed_item(controls, rest.take_top(closed_height, item_gap), item);
  }
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
