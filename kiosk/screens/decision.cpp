#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

/// How close the page is set; the first at which everything fits is taken.
struct Density {
  Pixels review{172};
  Pixels row_air{17};    ///< above and below a field
  Pixels gap{20};        ///< between the cards
  Pixels foot_row{216};  ///< QR code and remedies; without the code only the remedies
  bool qr{true};
  int value_lines{8};
};
constexpr std::array<Density, 6> densities{
    {{},
     {.review = 156, .row_air = 12, .gap = 16, .foot_row = 204},
     {.review = 148, .row_air = 8, .gap = 12, .foot_row = 204},
     {.review = 140, .row_air = 8, .gap = 12, .foot_row = 0, .qr = false},
     {.review = 132, .row_air = 6, .gap = 8, .foot_row = 0, .qr = false, .value_lines = 4},
     {.review = 132, .row_air = 4, .gap = 8, .foot_row = 0, .qr = false, .value_lines = 2}}};

constexpr Pixels label_width{150};
constexpr Pixels label_gap{24};
constexpr Pixels card_side{36};
TextStyle const small_style{sans(28)};
TextStyle const remedy_title{bold(30, 1.4F)};
TextStyle const remedy_text{sans(28)};

void draw_review(Controls& controls, Rect box, DecisionVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  bool const passed{vm.mark == ReviewMark::passed};
  Color const ink{passed ? colors.ok : colors.muted};
  ui.box(box, {.fill = passed ? colors.ok_tint : colors.muted_tint,
               .line = passed ? ui.theme().fixed.ok_border : colors.line,
               .line_width = 2,
               .radius = 24});
  Pixels const mark{std::min<Pixels>(124, box.h - 20)};
  Rect const square{box.x + 34, box.centre().y - mark / 2, mark, mark};
  if (passed)
    ui.review_mark(square);
  else
    draw_disc(ui, square.centre(), mark / 2 - 6, colors.surface, Icon::doc, 56, colors.muted);
  TextStyle const word{bold(30)};
  Pixels right{box.right() - 34};
  if (passed && !vm.review_points.label.empty()) {
    Pixels const text_width{ui.text_width(vm.review_points.label, word)};
    Pixels const width{24 + text_width + 8 + 34 + 24};
    Rect const button{right - width, box.centre().y - 44, width, 88};
    Touchable const t{
        controls.target(button, vm.review_points, touch::OpenList{"review_catalogue"}, {}, 18)};
    ui.fill(button, mixed(colors.surface, colors.ok_tint, t.press), 18);
    Pixels const middle{button.centre().y + t.shift};
    ui.text({button.x + 24, middle - word.line_height / 2, text_width + 1, word.line_height},
            vm.review_points.label, word, colors.ok);
    ui.icon(Icon::right, {button.right() - 24 - 17, middle}, 34, colors.ok, 2.4F);
    right = button.x - 16;
  }
  Pixels const left{square.right() + 28};
  Rect const room{left, box.y, right - left, box.h};
  Fitted const title{
      fit_text(ui, room.w, vm.review_title, {{bold(40, 1.3F), 1}, {bold(34, 1.25F), 2}})};
  TextStyle const line{sans(28, 1.4F)};
  Pixels const line_height{ui.paragraph_height(room.w, vm.review_line, line, 2)};
  Pixels const top{box.centre().y - (title.height + line_height) / 2};
  ui.paragraph({left, top, room.w, title.height}, vm.review_title, title.style, ink,
               {.max_lines = title.lines});
  ui.paragraph({left, top + title.height, room.w, line_height}, vm.review_line, line, colors.text_2,
               {.max_lines = 2});
}

TextStyle value_style(DecisionFieldVm const& field) {
  return field.strong ? bold(32, 1.45F) : sans(32, 1.45F);
}

struct FieldHeights {
  Fitted value;
  Pixels small{};
  [[nodiscard]] Pixels text() const { return value.height + small; }
};

FieldHeights measure_field(Ui& ui, Pixels width, DecisionFieldVm const& field, int lines) {
  return {fit_text(ui, width, field.value, {{value_style(field), lines}}),
          field.small.empty() ? 0 : ui.paragraph_height(width, field.small, small_style, 2)};
}

struct Plan {
  Density density;
  std::vector<FieldHeights> fields;
  Pixels fields_card{}, timeline{}, foot{};
  [[nodiscard]] Pixels whole(bool with_review) const {
    return (with_review ? density.review + density.gap : 0) + fields_card +
           (timeline > 0 ? density.gap + timeline : 0) + (foot > 0 ? density.gap + foot : 0);
  }
};

Plan plan(Ui& ui, Pixels width, DecisionVm const& vm, Density const& density) {
  Plan made{};
  made.density = density;
  Pixels const value_width{width - 2 * card_side - label_width - label_gap};
  made.fields_card = 24;
  for (DecisionFieldVm const& field : vm.fields) {
    made.fields.push_back(measure_field(ui, value_width, field, density.value_lines));
    made.fields_card += 2 * density.row_air + 2 + made.fields.back().text();
  }
  made.timeline = vm.milestones.empty() ? 0 : 182;
  bool const with_code{density.qr && !vm.qr_content.empty()};
  Pixels const remedy_width{(with_code ? width - 440 - gutter : width) - 56};
  Pixels const remedy{44 + remedy_title.line_height +
                      ui.paragraph_height(remedy_width, vm.remedy_text, remedy_text)};
  made.foot = std::max(with_code ? density.foot_row : 0, vm.remedy_text.empty() ? 0 : remedy);
  return made;
}

void draw_fields(Ui& ui, Rect card, Plan const& plan, DecisionVm const& vm) {
  Palette const& colors{ui.palette()};
  draw_card(ui, card);
  Rect rest{card.inset(card_side, 12)};
  for (std::size_t i{0}; i < vm.fields.size(); ++i) {
    DecisionFieldVm const& field{vm.fields[i]};
    FieldHeights const& heights{plan.fields[i]};
    Rect const row{rest.take_top(2 * plan.density.row_air + 2 + heights.text())};
    if (i > 0) ui.fill({row.x, row.y, row.w, 2}, colors.line);
    Pixels const y{row.y + 1 + plan.density.row_air};
    ui.text({row.x, y, label_width, 46}, field.label, sans(30, 46.F / 30), colors.text_3);
    Pixels const left{row.x + label_width + label_gap};
    Pixels const width{row.right() - left};
    ui.paragraph({left, y, width, heights.value.height}, field.value, heights.value.style,
                 field.strong ? colors.seal : colors.text, {.max_lines = heights.value.lines});
    if (heights.small > 0)
      ui.paragraph({left, y + heights.value.height, width, heights.small}, field.small, small_style,
                   colors.text_2, {.max_lines = 2});
  }
}

void draw_timeline(Ui& ui, Rect card, DecisionVm const& vm) {
  Palette const& colors{ui.palette()};
  draw_card(ui, card);
  Rect const inner{card.inset(22, 28)};
  int const count{static_cast<int>(vm.milestones.size())};
  TextStyle const label{bold(32, 1.4F)}, date{sans(26, 1.2F)};
  auto const at{[&](int i) { return vm.milestones[static_cast<std::size_t>(i)]; }};
  for (int i{0}; i + 1 < count; ++i) {
    bool const done{at(i + 1).state != MilestoneState::open};
    ui.fill({inner.column(i, count, 0).centre().x, inner.y + 20,
             inner.column(1, count, 0).x - inner.x, 6},
            done ? colors.ok : colors.line);
  }
  for (int i{0}; i < count; ++i) {
    MilestoneVm const milestone{at(i)};
    Rect const column{inner.column(i, count, 0)};
    Point const centre{column.centre().x, inner.y + 23};
    bool const open{milestone.state == MilestoneState::open};
    if (open) {
      ui.circle(centre, 23, colors.line_strong);
      ui.circle(centre, 20, colors.surface);
    } else {
      draw_disc(ui, centre, 23, colors.ok,
                milestone.state == MilestoneState::review ? Icon::shield : Icon::check, 28);
    }
    Pixels const y{inner.y + 46 + 8};
    ui.text({column.x, y, column.w, label.line_height}, milestone.label, label,
            open ? colors.text_3 : colors.text, Align::centre);
    ui.text({column.x, y + label.line_height, column.w, date.line_height}, milestone.date, date,
            colors.text_2, Align::centre);
  }
}

void draw_code(Ui& ui, Rect card, DecisionVm const& vm) {
  Palette const& colors{ui.palette()};
  draw_card(ui, card);
  Rect const code{card.x + 22, card.centre().y - 86, 172, 172};
  ui.qr(code, vm.qr_content, vm.qr_title);
  Pixels const left{code.right() + 20};
  Pixels const width{card.right() - 18 - left};
  Fitted const title{fit_text(ui, width, vm.qr_title, {{bold(36, 1.35F), 1}, {bold(32, 1.3F), 2}})};
  TextStyle const text{sans(26, 1.4F)};
  Pixels const lines{vm.until.empty() ? 0 : 2 * text.line_height};
  Pixels y{card.centre().y - (title.height + lines) / 2};
  ui.paragraph({left, y, width, title.height}, vm.qr_title, title.style, colors.text,
               {.max_lines = title.lines});
  if (vm.until.empty()) return;
  y += title.height;
  ui.text({left, y, width, text.line_height}, vm.until_label, text, colors.text_2);
  ui.text({left, y + text.line_height, width, text.line_height}, vm.until, text, colors.text_2);
}

void draw_remedy(Ui& ui, Rect box, DecisionVm const& vm) {
  ui.fill(box, ui.palette().primary_tint, 24);
  Rect const inner{box.inset(28, 22)};
  ui.text({inner.x, inner.y, inner.w, remedy_title.line_height}, vm.remedy_title, remedy_title,
          ui.palette().primary);
  ui.paragraph(
      {inner.x, inner.y + remedy_title.line_height, inner.w, inner.h - remedy_title.line_height},
      vm.remedy_text, remedy_text, ui.palette().text);
}

/// Kind and number of the document, then the case. @returns the height used
Pixels draw_case_title(Ui& ui, Rect main, DecisionVm const& vm, bool tight) {
  Pixels y{main.y + (tight ? 10 : 18)};
  Fitted const eyebrow{fit_text(ui, main.w, vm.eyebrow, {{sans(28), 2}})};
  y += ui.paragraph({main.x, y, main.w, eyebrow.height}, vm.eyebrow, eyebrow.style,
                    ui.palette().text_2, {.max_lines = 2}) +
       2;
  Fitted const title{
      fit_text(ui, main.w, vm.title, {{serif(56), 1}, {serif(44), 2}, {serif(36), 3}})};
  y += ui.paragraph({main.x, y, main.w, title.height}, vm.title, title.style, ui.palette().text,
                    {.max_lines = title.lines});
  return y - main.y;
}

}  // namespace

std::optional<Touch> draw_decision(Ui& ui, DecisionVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_bottom(foot_gap);
  Rect const buttons{rest.take_bottom(button_height, 12)};
  rest.take_top(draw_case_title(ui, rest, vm, space.tight), space.tight ? 12 : 20);
  bool const with_review{vm.mark != ReviewMark::none};
  Plan made{};
  for (Density const& density : densities) {
    made = plan(ui, rest.w, vm, density);
    if (made.whole(with_review) <= rest.h) break;
  }
  Density const& density{made.density};
  if (with_review) draw_review(controls, rest.take_top(density.review, density.gap), vm);
  draw_fields(ui, rest.take_top(made.fields_card, density.gap), made, vm);
  if (made.timeline > 0) draw_timeline(ui, rest.take_top(made.timeline, density.gap), vm);
  if (made.foot > 0) {
    Rect row{rest.take_top(made.foot)};
    if (density.qr && !vm.qr_content.empty()) draw_code(ui, row.take_left(440, gutter), vm);
    if (!vm.remedy_text.empty()) draw_remedy(ui, row, vm);
  }
  controls.button(buttons.column(0, 2, gutter), vm.report,
                  {.icon = Icon::mega, .kind = ButtonKind::supervision}, touch::OpenRemedies{});
  controls.button(buttons.column(1, 2, gutter), vm.original,
                  {.icon = Icon::doc, .kind = ButtonKind::primary}, touch::OpenWhole{vm.id});
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
