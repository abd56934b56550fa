#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels node_width{600};
constexpr Pixels branch_left{668};
constexpr Pixels pitch{114};  ///< from node to node
constexpr Pixels node_height{88};
constexpr Pixels least_pitch{92};  ///< nodes are never lower than a finger: 72
constexpr Pixels arrow_x{47};      ///< from the node's left edge

/// 文字记录 and 音像记录 with their icons, ending at `right`. @returns its left edge
Pixels draw_legend(Ui& ui, Pixels right, Pixels middle, ProcedureVm const& vm) {
  TextStyle const style{sans(26)};
  Color const ink{ui.palette().text_2};
  constexpr Pixels icon_size{32}, gap{10};
  auto const entry{[&](Pixels end, Icon icon, std::string const& label) {
    Pixels const width{ui.text_width(label, style)};
    ui.text({end - width - 1, middle - style.line_height / 2, width + 1, style.line_height}, label,
            style, ink);
    Pixels const left{end - width - gap - icon_size};
    ui.icon(icon, {left + icon_size / 2, middle}, icon_size, ink);
    return left;
  }};
  Pixels const second{entry(right, Icon::cam, vm.recorded_label)};
  return entry(second - 36, Icon::doc, vm.written_label);
}

void draw_down_arrow(Ui& ui, Point top, Pixels length) {
  Color const ink{ui.theme().fixed.flow_arrow};
  Point const tip{top.x, top.y + length};
  ui.line(top, tip, ink, 4);
  std::array const head{Point{tip.x - 8, tip.y - 9}, tip, Point{tip.x + 8, tip.y - 9}};
  ui.polyline(head, ink, 4);
}

void draw_branch(Ui& ui, Rect node, Pixels left, StepVm const& step) {
  Palette const& colors{ui.palette()};
  Color const ink{ui.theme().fixed.flow_arrow};
  Pixels const middle{node.centre().y};
  Point const tip{left - 8, middle};
  ui.dashed_line({node.right() + 6, middle}, tip, ink, 4, 10, 8);
  std::array const head{Point{tip.x - 10, tip.y - 9}, tip, Point{tip.x - 10, tip.y + 9}};
  ui.polyline(head, ink, 4);
  Rect const box{left, node.y, canvas_width - margin - left, node.h};
  ui.fill(box, colors.surface_alt, 18);
  ui.dashed_box(box, colors.line_strong, 2, 18);
  Rect const inner{box.inset(22, 2)};
  TextStyle const condition{sans(24, 1.3F)}, outcome{bold(28, 1.35F)};
  bool const one_line_each{ui.text_width(step.branch_condition, condition) <= inner.w &&
                           ui.text_width(step.branch, outcome) <= inner.w};
  if (one_line_each) {
    Pixels const top{middle - (condition.line_height + outcome.line_height) / 2};
    ui.text({inner.x, top, inner.w, condition.line_height}, step.branch_condition, condition,
            colors.text_3);
    ui.text({inner.x, top + condition.line_height, inner.w, outcome.line_height}, step.branch,
            outcome, colors.text);
    return;
  }
  Rect const wide{box.inset(14, 2)};
  std::string const both{step.branch_condition.empty()
                             ? step.branch
                             : fmt::format("{}：{}", step.branch_condition, step.branch)};
  int const lines{std::max(1, static_cast<int>(wide.h / 28))};
  draw_fitted(ui, wide, both, fit_text(ui, wide.w, both, {{sans(24, 28.F / 24), lines}}),
              colors.text);
}

struct NodeColors {
  Color ink, support, disc, number;
};

/// Number disc, name, record icons, limit.
void draw_node_content(Ui& ui, Rect node, StepVm const& step, NodeColors const& colors) {
  Pixels const middle{node.centre().y};
  Point const disc{node.x + 49 - (step.selected ? 2 : 0), middle};
  ui.circle(disc, 31, colors.disc);
  ui.text({disc.x - 31, middle - 31, 62, 62}, step.number, bold(34, 1), colors.number,
          Align::centre, Vertical::centre);
  Pixels const left{disc.x + 31 + 20};
  Pixels const right{node.right() - 22};
  TextStyle const name{bold(40)}, limit{sans(28)};
  Pixels const icons{static_cast<Pixels>((step.written ? 1 : 0) + (step.recorded ? 1 : 0)) * 46};
  Pixels const limit_width{ui.text_width(step.limit, limit)};
  Pixels const name_width{ui.text_width(step.name, name)};
  bool const one_line{left + name_width + 20 + icons + 10 + limit_width <= right};
  Pixels icon_x{};
  if (one_line) {
    ui.text({left, node.y, name_width + 1, node.h}, step.name, name, colors.ink, Align::left,
            Vertical::centre);
    ui.text({right - limit_width - 1, node.y, limit_width + 1, node.h}, step.limit, limit,
            colors.support, Align::left, Vertical::centre);
    icon_x = left + name_width + 20;
  } else {
    Pixels const room{right - icons - left};
    Fitted const title{fit_text(ui, room, step.name, {{bold(32, 1.2F), 1}, {bold(26, 1.2F), 2}})};
    bool const with_limit{title.height + 30 <= node.h - 6 && !step.limit.empty()};
    Pixels const height{title.height + (with_limit ? 30 : 0)};
    Pixels const top{middle - height / 2};
    ui.paragraph({left, top, room, title.height}, step.name, title.style, colors.ink,
                 {.max_lines = title.lines});
    if (with_limit)
      ui.text({left, top + title.height, room, 30}, step.limit, sans(24, 1.25F), colors.support);
    icon_x = right - icons + 10;
  }
  if (step.written) {
    ui.icon(Icon::doc, {icon_x + 18, middle}, 36, colors.support);
    icon_x += 46;
  }
  if (step.recorded) ui.icon(Icon::cam, {icon_x + 18, middle}, 36, colors.support);
}

void draw_node(Controls& controls, Rect node, StepVm const& step, std::size_t index) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.target(node, step.name, touch::SelectStep{index},
                                    fmt::format("step {}", index), 22, Role::card)};
  auto const shift{ui.moved(0, t.shift)};
  if (step.selected) {
    ui.stroke(node.inset(-6), colors.focus_in, 6, 28);
    ui.fill(node, colors.primary, 22);
    Color const support{ui.theme().fixed.on_primary_2};
    draw_node_content(ui, node, step, {colors.on_primary, support, white, colors.primary});
    return;
  }
  ui.box(node, {.fill = mixed(colors.surface, colors.primary_tint, t.press),
                .line = colors.line_strong,
                .line_width = 2,
                .radius = 22});
  draw_node_content(ui, node, step,
                    {colors.text, colors.text_2, colors.primary_tint, colors.primary});
}

/// The chosen step in full.
struct StepCard {
  static constexpr Pixels side{34}, icon_size{40}, label_width{140}, gap{18};
  static constexpr Pixels value_left{icon_size + gap + label_width + gap};
  std::vector<Fitted> values;
  std::vector<Pixels> rows;
  Fitted title;
  Pixels height{};
};

Pixels tag_room(Ui& ui, ProcedureVm const& vm) {
  return vm.step_warning.empty() ? 0 : ui.tag_width(vm.step_warning) + 16;
}

StepCard measure_step(Ui& ui, Pixels width, ProcedureVm const& vm, Pixels row_height, int lines) {
  StepCard card;
  Pixels const inner{width - 2 * StepCard::side};
  card.title = fit_text(ui, std::max<Pixels>(240, inner - tag_room(ui, vm)), vm.step_title,
                        {{serif(40, 1.35F), 1}, {serif(34, 1.3F), 2}});
  card.height = 22 + card.title.height + 6 + 20;
  for (StepFieldVm const& field : vm.step_fields) {
    card.values.push_back(fit_text(ui, inner - StepCard::value_left, field.value,
                                   {{sans(30, 1.35F), lines}, {sans(24, 1.25F), lines + 1}}));
    card.rows.push_back(std::max(row_height, card.values.back().height + 12));
    card.height += card.rows.back();
  }
  return card;
}

void draw_step_card(Ui& ui, Rect area, ProcedureVm const& vm, StepCard const& card) {
  Palette const& colors{ui.palette()};
  draw_card(ui, area);
  Rect rest{area.inset(StepCard::side, 22)};
  Rect const head{rest.take_top(card.title.height, 6)};
  if (!vm.step_warning.empty())
    ui.tag({head.right() - ui.tag_width(vm.step_warning), head.centre().y - 22}, vm.step_warning,
           Tone::seal);
  draw_fitted(ui, {head.x, head.y, head.w - tag_room(ui, vm), head.h}, vm.step_title, card.title,
              colors.text);
  for (std::size_t i{0}; i < vm.step_fields.size(); ++i) {
    StepFieldVm const& field{vm.step_fields[i]};
    Rect const row{rest.take_top(card.rows[i])};
    ui.icon(icon_named(field.icon).value_or(Icon::info),
            {row.x + StepCard::icon_size / 2, row.centre().y}, StepCard::icon_size, colors.primary);
    ui.text({row.x + StepCard::icon_size + StepCard::gap, row.y, StepCard::label_width, row.h},
            field.label, sans(30), colors.text_3, Align::left, Vertical::centre);
    draw_fitted(ui, {row.x + StepCard::value_left, row.y, row.w - StepCard::value_left, row.h},
                field.value, card.values[i], colors.text);
  }
}

/// Chips, with the legend at their right or, where the chips need the room, below them.
Pixels draw_chips(Controls& controls, Rect area, ProcedureVm const& vm) {
  constexpr Pixels height{72};
  Ui& ui{controls.ui()};
  Pixels chips{0};
  for (ChipVm const& chip : vm.chips)
    chips += ui.chip_width({.label = chip.label, .selected = chip.selected}) + 16;
  constexpr Pixels legend{330};
  if (chips + legend <= area.w) {
    draw_legend(ui, area.right(), area.y + height / 2, vm);
    return std::max(height, controls.chips(area, vm.chips, height));
  }
  Pixels const used{controls.chips(area, vm.chips, height)};
  draw_legend(ui, area.right(), area.y + used + 26, vm);
  return used + 42;
}

}  // namespace

std::optional<Touch> draw_procedure(Ui& ui, ProcedureVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(
      draw_page_title(ui, rest, {.title = vm.title, .english = vm.english, .close = space.tight}),
      space.tight ? 10 : 14);
  rest.take_bottom(20);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
    return controls.touch();
  }
  rest.take_top(draw_chips(controls, rest, vm), space.tight ? 16 : 22);
  if (vm.pager) {
    controls.pager(rest.take_bottom(button_height, 16), *vm.pager);
    controls.drag_turns(rest, *vm.pager);
  }
  Pixels const count{static_cast<Pixels>(std::max<std::size_t>(1, vm.steps.size()))};
  StepCard card{measure_step(ui, rest.w, vm, 70, 3)};
  Pixels const least{least_pitch * count};
  for (int lines{2}; lines >= 1 && rest.h - card.height - 16 < least; --lines)
    card = measure_step(ui, rest.w, vm, 52, lines);
  draw_step_card(ui, rest.take_bottom(card.height, 24), vm, card);

  Pixels const step{std::clamp((rest.h + pitch - node_height) / count, least_pitch, pitch)};
  Pixels const height{std::max<Pixels>(72, step - (pitch - node_height))};
  Rect node{rest.x, rest.y, node_width, height};
  for (std::size_t i{0}; i < vm.steps.size(); ++i) {
    StepVm const& this_step{vm.steps[i]};
    if (i + 1 < vm.steps.size())
      draw_down_arrow(ui, {node.x + arrow_x, node.bottom() + 2}, step - height - 6);
    if (!this_step.branch.empty()) draw_branch(ui, node, rest.x + branch_left, this_step);
    node = node.moved(0, step);
  }
  node.y = rest.y;
  for (std::size_t i{0}; i < vm.steps.size(); ++i) {
    draw_node(controls, node, vm.steps[i], i);
    node = node.moved(0, step);
  }
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
