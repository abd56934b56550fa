#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>

namespace mingshi::kiosk::screens {
namespace {

/// How close the page is set. A page with long fields, or below the offline banner, takes the first
/// of these at which everything fits; no text ever gets smaller for it.
struct Density {
  Pixels title{80};      ///< page title with the gap below it; 0 leaves it out
  Pixels head_air{30};   ///< above and below the head's content
  Pixels photo{328};     ///< height of the portrait
  Pixels row{78};        ///< least height of a field
  Pixels gap{24};        ///< between the cards
  Pixels foot_row{248};  ///< QR code and stamp; 0 leaves them out
  bool qr{true};
};
constexpr std::array<Density, 5> densities{
    {{},
     {.title = 72, .head_air = 20, .photo = 300, .row = 68, .gap = 16, .foot_row = 212},
     {.title = 64, .head_air = 14, .photo = 264, .row = 60, .gap = 12, .foot_row = 208},
     {.title = 64,
      .head_air = 14,
      .photo = 264,
      .row = 60,
      .gap = 12,
      .foot_row = 120,
      .qr = false},
     {.title = 0, .head_air = 10, .photo = 240, .row = 56, .gap = 12, .foot_row = 0, .qr = false}}};

constexpr Pixels card_padding{42};
constexpr Pixels label_width{172};
constexpr Pixels column_gap{28};
TextStyle const pinyin_style{sans(36, 1.2F)};
TextStyle const note_style{sans(28, 1.4F)};
TextStyle const validity_style{sans(30)};
TextStyle const today_style{sans(26)};

bool explains(OfficerVm const& vm) {
  return vm.badge.badge != domain::Badge::valid && !vm.explanation.empty();
}

struct Colors {
  Color ground, ink;
};
Colors badge_colors(Ui const& ui, domain::Badge badge) {
  Palette const& colors{ui.palette()};
  switch (badge) {
    case domain::Badge::valid:
      return {colors.ok, white};
    case domain::Badge::valid_as_of:
      return {colors.surface, colors.ok};
    case domain::Badge::unverified:
    case domain::Badge::expired:
      return {colors.warn, white};
    case domain::Badge::not_valid:
    case domain::Badge::withheld:
      break;
  }
  return {colors.muted, white};
}

/// The answer, as large as the page has anything. @returns the height
constexpr Pixels answer_height{88};
void draw_answer(Ui& ui, Point top_left, Pixels room, BadgeVm const& vm) {
  auto const [ground, ink]{badge_colors(ui, vm.badge)};
  Badge const look{badge_look(vm)};
  constexpr Pixels icon_size{60}, gap{16}, before{24}, after{36};
  Pixels const text_room{room - before - icon_size - gap - after};
  Fitted const word{fit_text(ui, text_room, vm.word,
                             {{bold(48, 1.2F), 1}, {bold(38, 1.2F), 1}, {bold(34, 1.2F), 2}})};
  Pixels const text_width{std::min(text_room, ui.text_width(vm.word, word.style))};
  Rect const pill{top_left.x, top_left.y, before + icon_size + gap + text_width + after,
                  answer_height};
  ui.fill(pill, ground, answer_height / 2);
  if (look.dashed) ui.dashed_box(pill, ink, 4, answer_height / 2);
  ui.icon(look.icon, {pill.x + before + icon_size / 2, pill.centre().y}, icon_size, ink, 2.2F);
  draw_fitted(ui, {pill.x + before + icon_size + gap, pill.y, text_width + 1, pill.h}, vm.word,
              word, ink);
}

/// The right half of the head.
struct HeadText {
  Fitted pinyin, name;
  Pixels explanation{}, note{};
  Pixels height{};
};

HeadText measure_head(Ui& ui, Pixels width, OfficerVm const& vm) {
  HeadText head{};
  head.name = fit_text(
      ui, width, vm.name,
      {{serif(124, 1.12F), 1}, {serif(96, 1.15F), 1}, {serif(72, 1.15F), 2}, {serif(52, 1.2F), 3}});
  head.pinyin =
      fit_text(ui, width, vm.pinyin, {{pinyin_style, 1}, {sans(28, 1.2F), 1}, {sans(24, 1.2F), 2}});
  head.height = head.pinyin.height + head.name.height + 18 + answer_height;
  if (explains(vm)) {
    head.explanation = ui.paragraph_height(width, vm.explanation, note_style, 3);
    head.height += 14 + head.explanation;
  }
  if (!vm.rare_character.empty()) {
    head.note =
        std::max<Pixels>(64, ui.paragraph_height(width - 64 - 14, vm.rare_note, note_style, 3));
    head.height += 22 + head.note;
  }
  return head;
}

void draw_rare_character(Ui& ui, Rect row, OfficerVm const& vm) {
  Palette const& colors{ui.palette()};
  Rect const square{row.x, row.centre().y - 32, 64, 64};
  ui.box(square, {.fill = white, .line = colors.seal, .line_width = 2, .radius = 12});
  ui.text(square, vm.rare_character, serif(40, 1), colors.seal, Align::centre, Vertical::centre);
  Rect const room{square.right() + 14, row.y, row.w - 64 - 14, row.h};
  draw_fitted(ui, room, vm.rare_note, fit_text(ui, room.w, vm.rare_note, {{note_style, 3}}),
              colors.text_2);
}

void draw_head_text(Ui& ui, Rect column, HeadText const& head, OfficerVm const& vm) {
  Palette const& colors{ui.palette()};
  Pixels y{column.centre().y - head.height / 2};
  draw_fitted(ui, {column.x, y, column.w, head.pinyin.height}, vm.pinyin, head.pinyin,
              colors.text_2);
  y += head.pinyin.height;
  ui.paragraph({column.x, y, column.w, head.name.height}, vm.name, head.name.style, colors.text,
               {.max_lines = head.name.lines});
  y += head.name.height + 18;
  draw_answer(ui, {column.x, y}, column.w, vm.badge);
  y += answer_height;
  if (explains(vm)) {
    y += 14;
    ui.paragraph({column.x, y, column.w, head.explanation}, vm.explanation, note_style, colors.text,
                 {.max_lines = 3});
    y += head.explanation;
  }
  if (!vm.rare_character.empty())
    draw_rare_character(ui, {column.x, y + 22, column.w, head.note}, vm);
}

bool is_number(FieldVm const& field) {
  return field.label == "证件编号";
}

TextStyle value_style(FieldVm const& field) {
  return is_number(field) ? bold(40, 1.3F) : sans(36, 1.3F);
}

Pixels field_height(Ui& ui, Pixels width, FieldVm const& field, Density const& density) {
  Pixels const text{ui.paragraph_height(width, field.value, value_style(field), 4)};
  return std::max(density.row, text + 16);
}

void draw_field(Ui& ui, Rect row, FieldVm const& field, bool first) {
  Palette const& colors{ui.palette()};
  if (!first) ui.fill({row.x, row.y, row.w, 2}, colors.line);
  ui.text({row.x, row.y, label_width, row.h}, field.label, sans(32), colors.text_3, Align::left,
          Vertical::centre);
  Rect const value{row.x + label_width + column_gap, row.y, row.w - label_width - column_gap,
                   row.h};
  draw_fitted(ui, value, field.value, fit_text(ui, value.w, field.value, {{value_style(field), 4}}),
              colors.text);
}

Pixels validity_height() {
  return 2 + 20 + validity_style.line_height + 14 + 20 + 12 + today_style.line_height + 20;
}

void draw_validity(Ui& ui, Rect area, ValidityVm const& vm, domain::Badge badge) {
  Palette const& colors{ui.palette()};
  ui.fill(area, colors.surface_alt, 22, Corners::bottom);
  ui.fill({area.x, area.y, area.w, 2}, colors.line);
  Rect const inner{area.x + card_padding - 2, area.y + 22, area.w - 2 * (card_padding - 2),
                   area.h - 42};
  std::array const from{
      Run{.text = "发证", .style = validity_style, .color = colors.text_3},
      Run{.text = vm.from, .style = validity_style, .color = colors.text, .gap_before = 7}};
  std::array const until{
      Run{.text = vm.until_label, .style = validity_style, .color = colors.text_3},
      Run{.text = vm.until, .style = bold(30), .color = colors.text, .gap_before = 7}};
  Rect const line{inner.x, inner.y, inner.w, validity_style.line_height};
  ui.text_runs({line.x, line.y, line.w / 2, line.h}, from);
  ui.text_runs({line.x + line.w / 2, line.y, line.w / 2, line.h}, until, Align::right);

  Rect const bar{inner.x, line.bottom() + 14, inner.w, 20};
  bool const green{vm.in_force &&
                   (badge == domain::Badge::valid || badge == domain::Badge::valid_as_of)};
  Color const tone{green                               ? colors.ok
                   : badge == domain::Badge::not_valid ? colors.muted
                                                       : colors.warn};
  float const today{std::clamp(vm.today, 0.F, 1.F)};
  Pixels const dot{bar.x + std::clamp(bar.w * today, 18.F, bar.w - 18.F)};
  ui.fill(bar, colors.sunken, 10);
  ui.fill({bar.x, bar.y, dot - bar.x, 20}, tone, 10);
  ui.circle({dot, bar.centre().y}, 18, tone);
  ui.circle({dot, bar.centre().y}, 10, white);
  Pixels const width{ui.text_width(vm.remaining, today_style)};
  Pixels const left{std::clamp(dot - 108, inner.x, inner.right() - width)};
  ui.text({left, bar.bottom() + 12, width + 1, today_style.line_height}, vm.remaining, today_style,
          colors.text_2);
}

void draw_take_away(Ui& ui, Rect card, OfficerVm const& vm) {
  Palette const& colors{ui.palette()};
  draw_card(ui, card);
  Pixels const side{card.h - 32};
  Rect const code{card.x + 26, card.y + 16, side, side};
  ui.qr(code, vm.qr_content, vm.qr_title);
  TextStyle const title{bold(36, 1.35F)}, text{sans(28, 1.4F)};
  Pixels const left{code.right() + 28};
  Pixels const width{card.right() - 26 - left};
  Pixels height{title.line_height + 6};
  for (std::string const& line : vm.qr_lines) height += ui.paragraph_height(width, line, text);
  Pixels y{card.centre().y - height / 2};
  ui.text({left, y, width, title.line_height}, vm.qr_title, title, colors.text);
  y += title.line_height + 6;
  for (std::string const& line : vm.qr_lines)
    y += ui.paragraph({left, y, width, card.bottom() - y}, line, text, colors.text_2);
}

void draw_stamp(Ui& ui, Rect card, OfficerVm const& vm) {
  Palette const& colors{ui.palette()};
  ui.box(card, {.fill = colors.surface, .line = colors.seal, .line_width = 4, .radius = 24});
  ui.stroke(card.inset(10), colors.seal, 2, 16);
  TextStyle const source{sans(24, 1.4F)};
  Rect const inner{card.inset(22, 12)};
  bool const flat{card.h < 160};
  TextStyle const title{flat ? serif(30) : serif(40)};
  TextStyle const time{bold(flat ? 30.F : 36.F, 1.4F)};
  if (flat) {
    // One line beside no QR code.
    std::array const runs{
        Run{.text = vm.stamp_title, .style = title, .color = colors.seal},
        Run{.text = vm.stamp_time, .style = time, .color = colors.seal, .gap_before = 20}};
    Pixels const height{time.line_height + source.line_height};
    Pixels const top{card.centre().y - height / 2};
    ui.text_runs({inner.x, top, inner.w, time.line_height}, runs, Align::centre);
    ui.text({inner.x, top + time.line_height, inner.w, source.line_height}, vm.stamp_source, source,
            colors.text_2, Align::centre);
    return;
  }
  Pixels const source_height{ui.paragraph_height(inner.w, vm.stamp_source, source, 2)};
  Pixels y{card.centre().y - (title.line_height + time.line_height + source_height) / 2};
  ui.text({inner.x, y, inner.w, title.line_height}, vm.stamp_title, title, colors.seal,
          Align::centre);
  y += title.line_height;
  ui.text({inner.x, y, inner.w, time.line_height}, vm.stamp_time, time, colors.seal, Align::centre);
  y += time.line_height;
  ui.paragraph({inner.x, y, inner.w, source_height}, vm.stamp_source, source, colors.text_2,
               {.align = Align::centre, .max_lines = 2});
}

struct Plan {
  Density density;
  HeadText head;
  Pixels head_height{};
  Pixels fields{};
  Pixels validity{};
  [[nodiscard]] Pixels card() const { return 4 + head_height + fields + validity; }
  [[nodiscard]] Pixels whole() const {
    return density.title + card() + (density.foot_row > 0 ? density.gap + density.foot_row : 0);
  }
};

Pixels head_text_width(Rect main, Density const& density) {
  return main.w - 4 - 2 * (card_padding - 2) - density.photo * 252 / 328 - 44;
}

Plan plan(Ui& ui, Rect main, OfficerVm const& vm, Density const& density) {
  Plan made{};
  made.density = density;
  made.head = measure_head(ui, head_text_width(main, density), vm);
  made.head_height = 2 * density.head_air + 2 + std::max(density.photo, made.head.height);
  Pixels const value_width{main.w - 4 - 2 * (card_padding - 2) - label_width - column_gap};
  made.fields = 24;
  for (FieldVm const& field : vm.fields)
    made.fields += field_height(ui, value_width, field, density);
  made.validity = vm.validity ? validity_height() : 0;
  return made;
}

void draw_certificate(Ui& ui, Rect card, Plan const& plan, OfficerVm const& vm) {
  Palette const& colors{ui.palette()};
  ui.box(card, {.fill = colors.surface, .radius = 24, .elevation = Elevation::e1});
  Rect inner{card.inset(2)};
  Rect const head{inner.take_top(plan.head_height)};
  ui.fill(head, vm.subdued ? colors.muted_tint : ui.theme().fixed.cert_head, 22, Corners::top);
  ui.fill({head.x, head.bottom() - 2, head.w, 2}, colors.line);
  Pixels const padding{card_padding - 2};
  Pixels const middle{head.centre().y - 1};
  Rect const photo{head.x + padding, middle - plan.density.photo / 2,
                   plan.density.photo * 252 / 328, plan.density.photo};
  draw_photo(ui, photo, vm.photo, vm.name, greys_photo(vm.badge), 18);
  Rect const column{photo.right() + 44, middle - plan.head.height / 2,
                    head.right() - padding - photo.right() - 44, plan.head.height};
  draw_head_text(ui, column, plan.head, vm);

  Rect rows{inner.inset(padding, 12)};
  for (std::size_t i{0}; i < vm.fields.size(); ++i) {
    Pixels const height{
        field_height(ui, rows.w - label_width - column_gap, vm.fields[i], plan.density)};
    draw_field(ui, rows.take_top(height), vm.fields[i], i == 0);
  }
  if (vm.validity)
    draw_validity(ui, inner.take_bottom(plan.validity), *vm.validity, vm.badge.badge);
  ui.stroke(card, colors.line, 2, 24);
}

}  // namespace

std::optional<Touch> draw_officer(Ui& ui, OfficerVm const& vm, Space const& space) {
  Controls controls{ui};
  Palette const& colors{ui.palette()};
  Rect rest{space.main};
  rest.take_bottom(foot_gap);
  Rect const buttons{rest.take_bottom(button_height, 12)};
  Plan made{};
  for (Density const& density : densities) {
    made = plan(ui, rest, vm, density);
    if (made.whole() <= rest.h) break;
  }
  Density const& density{made.density};
  if (density.title > 0) {
    Rect const title{rest.take_top(density.title)};
    Rect const line{title.x, title.y + 8, title.w, title.h - 16};
    ui.text(line, vm.title, serif(44, 1.3F), colors.text, Align::left, Vertical::centre);
    ui.text(line, vm.english, sans(24, 1.4F), colors.text_3, Align::right, Vertical::centre);
  } else {
    rest.take_top(8);
  }
  draw_certificate(ui, rest.take_top(made.card(), density.gap), made, vm);
  if (density.foot_row > 0) {
    Rect row{rest.take_top(density.foot_row)};
    bool const with_code{density.qr && !vm.qr_content.empty()};
    draw_stamp(ui, with_code ? row.take_right(392, gutter) : row, vm);
    if (with_code) draw_take_away(ui, row, vm);
  }
  controls.button(buttons.column(0, 2, gutter), vm.again,
                  {.icon = Icon::search, .kind = ButtonKind::secondary}, touch::OpenSearch{});
  controls.button(buttons.column(1, 2, gutter), vm.mismatch,
                  {.icon = Icon::mega, .kind = ButtonKind::supervision}, touch::OpenRemedies{});
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
