// The pages of the main zone, one function each.
#include "core/base/overload.hpp"
#include "kiosk/signage/wall_view.hpp"

#include <array>
#include <span>

namespace mingshi::kiosk {
namespace {

constexpr Rect zone{64, 56, 1296, 884};  ///< of the text in the main zone
constexpr std::array<Pixels, 4> column_widths{396, 388, 350, 128};

TextStyle style(Face face, Pixels size, float leading) {
  return {face, size, size * leading};
}

void sample_tag(Ui& ui, Pixels middle) {
  auto const text{style(Face::sans_bold, 32, 1.5F)};
  constexpr std::string_view label{"示例 SAMPLE"};
  Pixels const width{ui.text_width(label, text) + 36};
  Rect const box{zone.right() - width, middle - 26, width, 52};
  ui.stroke(box, ui.palette().seal, 2, 10);
  ui.text(box, label, text, ui.palette().seal, Align::centre, Vertical::centre);
}

void draw_dots(Ui& ui, DotsVm const& dots, Pixels y) {
  if (dots.count < 2) return;
  auto const& p{ui.palette()};
  constexpr Pixels each{20};
  constexpr Pixels gap{14};
  constexpr Pixels wide{72};
  auto const count{static_cast<Pixels>(dots.count)};
  Pixels x{zone.right() - (count - 1) * (each + gap) - wide};
  for (std::size_t i{0}; i < dots.count; ++i) {
    bool const on{i == dots.on};
    ui.fill({x, y - each / 2, on ? wide : each, each}, on ? p.primary : p.line, each / 2);
    x += (on ? wide : each) + gap;
  }
}

constexpr Pixels title_middle{96};    ///< of the title's line on the officers and decisions pages
constexpr Pixels eyebrow_middle{83};  ///< of the first line of a notice

void page_title(Ui& ui, std::string_view title, std::string_view english) {
  auto const& p{ui.palette()};
  auto const& type{ui.theme().signage};
  Rect const line{zone.x, title_middle - 40, zone.w - 280, 80};
  Pixels const width{ui.text(line, title, type.page_title, p.text, Align::left, Vertical::centre)};
  ui.text({line.x + width + 24, line.y, line.w - width - 24, line.h}, english,
          style(Face::sans, 38, 1.25F), p.text_3, Align::left, Vertical::centre);
}

void draw_fact(Ui& ui, FactVm const& fact, Rect row) {
  auto const& p{ui.palette()};
  ui.icon(fact.icon, {row.x + 30, row.centre().y}, 60, p.primary, 1.8F);
  ui.text({row.x + 88, row.y, 204, row.h}, fact.label, style(Face::sans, 44, 1.4F), p.text_3,
          Align::left, Vertical::centre);
  Rect const value{row.x + 316, row.y, row.w - 316, row.h};
  auto const bold{ui.theme().signage.fact};
  if (ui.text_width(fact.value, bold) <= value.w) {
    ui.text(value, fact.value, bold, p.text, Align::left, Vertical::centre);
    return;
  }
  auto const smaller{style(Face::sans_bold, 38, 1.25F)};
  ui.paragraph({value.x, value.y + 6, value.w, value.h - 12}, fact.value, smaller, p.text,
               {.max_lines = 2});
}

void draw_page(Ui& ui, WallNoticeVm const& vm) {
  auto const& p{ui.palette()};
  auto const& type{ui.theme().signage};
  ui.art("wall-hills", {0, 556, 1424, 420});
  ui.icon(Icon::mega, {zone.x + 24, zone.y + 27}, 48, p.primary);
  ui.text({zone.x + 62, zone.y, 900, 54}, vm.eyebrow, style(Face::sans_bold, 40, 1.2F), p.primary,
          Align::left, Vertical::centre);
  Rect rest{zone.x, zone.y + 90, zone.w, 700};
  rest.take_top(ui.paragraph(rest, vm.title, type.title, p.text, {.max_lines = 2}), 28);
  ui.fill({rest.x, rest.y, 120, 8}, p.primary, 4);
  rest.take_top(8, 32);
  for (std::size_t i{0}; i < vm.facts.size(); ++i) {
    auto const row{rest.take_top(108)};
    if (i != 0) ui.line(row.origin(), {row.right(), row.y}, p.line, 2);
    draw_fact(ui, vm.facts[i], row);
  }
  if (!vm.body.empty())
    ui.paragraph({rest.x, rest.y, rest.w, 340}, vm.body, style(Face::sans, 44, 1.5F), p.text,
                 {.max_lines = 5});
  ui.text({zone.x, 882, 1000, 50}, vm.foot, style(Face::sans, 34, 1.5F), p.text_3, Align::left,
          Vertical::centre);
  draw_dots(ui, vm.dots, 907);
}

struct BadgeLook {
  Icon icon;
  Color ground, ink;
};

BadgeLook look_of(Palette const& p, domain::Badge badge) {
  switch (badge) {
    case domain::Badge::valid:
      return {Icon::ok, p.ok_tint, p.ok};
    case domain::Badge::valid_as_of:
      return {Icon::clock, p.ok_tint, p.ok};
    case domain::Badge::unverified:
      return {Icon::clock, p.warn_tint, p.warn};
    case domain::Badge::expired:
      return {Icon::warn, p.warn_tint, p.warn};
    case domain::Badge::not_valid:
    case domain::Badge::withheld:
      break;
  }
  return {Icon::bad, p.muted_tint, p.muted};
}

/// A badge of the wall. The time of an as-of verdict stands in the foot of the page, so the badge
/// keeps its first word.
void draw_badge(Ui& ui, BadgeVm const& badge, Point at, Pixels room) {
  auto const look{look_of(ui.palette(), badge.badge)};
  auto const bold{style(Face::sans_bold, 34, 1)};
  std::string word{badge.word};
  if (badge.badge == domain::Badge::valid_as_of || badge.badge == domain::Badge::unverified)
    for (std::string_view const mark : {"（", "，"})
      if (auto const cut{word.find(mark)}; cut != std::string::npos) word.resize(cut);
  Pixels const width{std::min(room, 16 + 34 + 8 + ui.text_width(word, bold) + 16)};
  Rect const box{at.x, at.y, width, 52};
  ui.fill(box, look.ground, 26);
  if (badge.badge == domain::Badge::valid_as_of) ui.dashed_box(box, look.ink, 2, 26);
  ui.icon(look.icon, {box.x + 33, box.centre().y}, 34, look.ink, 2.2F);
  ui.text({box.x + 58, box.y, box.w - 74, box.h}, word, bold, look.ink, Align::left,
          Vertical::centre);
}

void draw_person(Ui& ui, PersonVm const& person, Rect card) {
  auto const& p{ui.palette()};
  auto const& type{ui.theme().signage};
  ui.box(card, {.fill = p.surface, .line = p.line, .line_width = 2, .radius = 24});
  ui.image(person.photo, {card.x + 24, card.y + 21, 136, 176},
           {.label = person.name, .radius = 14, .grey = person.subdued});
  Rect const text{card.x + 188, card.y + 20, card.w - 188 - 24, 178};
  Pixels const name{ui.text({text.x, text.y, text.w, 78}, person.name, type.name, p.text)};
  Pixels const badge_at{text.x + name + 20};
  draw_badge(ui, person.badge, {badge_at, text.y + 13}, text.right() - badge_at);
  // A long post is set smaller rather than cut: it is one of the fields the law orders published.
  auto post{style(Face::sans, 40, 1.35F)};
  if (ui.text_width(person.unit_position, post) > text.w) post = style(Face::sans, 32, 1.69F);
  ui.text({text.x, text.y + 76, text.w, 54}, person.unit_position, post, p.text_2);
  constexpr std::string_view prefix{"证号 "};
  auto const label{style(Face::sans, 38, 1.3F)};
  std::string_view number{person.number};
  if (number.starts_with(prefix)) number.remove_prefix(prefix.size());
  std::array const runs{Run{.text = prefix, .style = label, .color = p.text_3},
                        Run{.text = number, .style = label, .color = p.primary}};
  ui.text_runs({text.x, text.y + 129, text.w, 50}, runs);
}

void draw_page(Ui& ui, WallOfficersVm const& vm) {
  auto const& p{ui.palette()};
  page_title(ui, vm.title, vm.english);
  constexpr Pixels top{164};
  for (std::size_t i{0}; i < vm.people.size(); ++i) {
    auto const column{static_cast<Pixels>(i % 2)};
    auto const row{static_cast<Pixels>(i / 2)};
    draw_person(ui, vm.people[i], {zone.x + column * 662, top + row * 238, 634, 218});
  }
  ui.text({zone.x, 890, 1000, 48}, vm.foot, style(Face::sans, 36, 1.33F), p.text_2, Align::left,
          Vertical::centre);
  draw_dots(ui, vm.dots, 914);
}

/// One line where it fits, else two smaller ones.
void draw_cell(Ui& ui, std::string_view value, Rect cell, Face face, Color color) {
  auto const one{style(face, 40, 1.2F)};
  if (ui.text_width(value, one) <= cell.w) {
    ui.text(cell, value, one, color, Align::left, Vertical::centre);
    return;
  }
  auto const two{style(face, 34, 1.25F)};
  Pixels const height{ui.paragraph_height(cell.w, value, two, 2)};
  ui.paragraph({cell.x, cell.centre().y - height / 2, cell.w, height}, value, two, color,
               {.max_lines = 2});
}

void draw_decision(Ui& ui, WallDecisionRowVm const& row, Rect box) {
  auto const& p{ui.palette()};
  Pixels x{box.x + 24};
  auto const room{[](std::size_t column) { return column_widths.at(column) - 16; }};
  ui.text({x, box.y + 14, room(0), 50}, row.party, style(Face::sans_bold, 40, 1.25F), p.text);
  ui.text({x, box.y + 66, room(0), 42}, row.number, ui.theme().signage.small, p.text_3);
  x += column_widths[0];
  draw_cell(ui, row.cause, {x, box.y, room(1), box.h}, Face::sans, p.text);
  x += column_widths[1];
  draw_cell(ui, row.content, {x, box.y, room(2), box.h}, Face::sans_bold, p.primary);
  x += column_widths[2];
  ui.text({x, box.y, column_widths[3], box.h}, row.date, style(Face::sans, 40, 1.2F), p.text_2,
          Align::left, Vertical::centre);
}

void draw_page(Ui& ui, WallDecisionsVm const& vm) {
  auto const& p{ui.palette()};
  page_title(ui, vm.title, vm.english);
  Pixels x{zone.x + 24};
  for (std::size_t i{0}; i < vm.columns.size() && i < column_widths.size(); ++i) {
    ui.text({x, 160, column_widths.at(i), 64}, vm.columns[i], style(Face::sans, 36, 1.3F), p.text_3,
            Align::left, Vertical::centre);
    x += column_widths.at(i);
  }
  ui.fill({zone.x, 222, zone.w, 3}, p.primary);
  for (std::size_t i{0}; i < vm.rows.size(); ++i) {
    Rect const box{zone.x, 235 + 126 * static_cast<Pixels>(i), zone.w, 126};
    if (i % 2 == 0) ui.fill(box, p.surface, 16);
    draw_decision(ui, vm.rows[i], box);
  }
  ui.icon(vm.reviewed ? Icon::shield : Icon::info, {zone.x + 22, 914}, 40,
          vm.reviewed ? p.ok : p.text_3);
  ui.text({zone.x + 58, 890, 1000, 48}, vm.foot, style(Face::sans, 36, 1.33F), p.text_2,
          Align::left, Vertical::centre);
  draw_dots(ui, vm.dots, 914);
}

void draw_page(Ui& ui, WallFallbackVm const& vm) {
  auto const& p{ui.palette()};
  ui.art("wall-hills", {0, 556, 1424, 420});
  Rect rest{zone.x, 300, zone.w, 500};
  rest.take_top(ui.paragraph(rest, vm.title, ui.theme().signage.title, p.text, {.max_lines = 2}),
                40);
  ui.fill({rest.x, rest.y, 120, 8}, p.primary, 4);
  rest.take_top(8, 40);
  for (auto const& line : vm.lines)
    rest.take_top(ui.paragraph(rest, line, style(Face::sans, 44, 1.5F), p.text_2, {.max_lines = 2}),
                  12);
}

}  // namespace

void draw_wall_page(Ui& ui, WallPageVm const& page, bool sample, StreamTexture const* video) {
  std::visit(Overload{[&](WallVideoVm const& vm) {
                        ui.fill({0, 0, 1424, 976}, ui.palette().sunken);
                        if (video != nullptr) ui.video(*video, wall_video_zone, vm.title);
                      },
                      [&](auto const& vm) {
                        draw_page(ui, vm);
                        bool const titled{std::holds_alternative<WallOfficersVm>(page) ||
                                          std::holds_alternative<WallDecisionsVm>(page)};
                        if (sample) sample_tag(ui, titled ? title_middle : eyebrow_middle);
                      }},
             page);
}

}  // namespace mingshi::kiosk
