#include "kiosk/screens/person_card.hpp"

#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace mingshi::kiosk::screens {
namespace {

/// What the card's target is called when read aloud.
std::string spoken(PersonVm const& person) {
  return fmt::format("{} {} {}", person.name, person.unit_position, person.badge.word);
}

/// The lines of the card's middle column and how high they are together.
struct Column {
  Fitted name, unit;
  bool pinyin{true};   ///< beside the name
  bool merged{false};  ///< number and validity share a line
  Pixels badge_width{};
  Pixels name_width{};
  Pixels height{};
};

constexpr Pixels badge_height{56};
TextStyle const pinyin_style{sans(30)};
TextStyle const number_style{sans(30, 1.45F)};
TextStyle const validity_style{sans(28, 1.45F)};
TextStyle const merged_style{sans(28, 1.45F)};

Column measure(Ui& ui, Pixels width, Pixels height, PersonVm const& person) {
  Column column{};
  column.badge_width = ui.badge_width(badge_look(person.badge));
  column.name_width = width - column.badge_width - 20;
  column.name = fit_text(ui, column.name_width, person.name,
                         {{serif(60, 1.15F), 1}, {serif(44, 1.15F), 1}, {serif(38, 1.2F), 2}});
  Pixels const natural{ui.text_width(person.name, column.name.style)};
  column.pinyin = column.name.height <= column.name.style.line_height + 0.5F &&
                  natural + 20 + ui.text_width(person.pinyin, pinyin_style) <= column.name_width;
  column.unit = fit_text(ui, width, person.unit_position,
                         {{sans(34, 1.4F), 1}, {sans(28, 1.4F), 1}, {sans(26, 1.3F), 2}});
  Pixels const top{std::max(column.name.height, badge_height) + 6 + column.unit.height};
  column.merged = top + number_style.line_height + validity_style.line_height > height - 4;
  column.height = top + (column.merged ? merged_style.line_height
                                       : number_style.line_height + validity_style.line_height);
  return column;
}

Color validity_color(Ui const& ui, PersonVm const& person) {
  bool const warns{person.badge.badge == domain::Badge::expired ||
                   person.badge.badge == domain::Badge::unverified};
  return warns ? ui.palette().warn : ui.palette().text_2;
}

void draw_column(Ui& ui, Rect area, PersonVm const& person) {
  Palette const& colors{ui.palette()};
  Column const column{measure(ui, area.w, area.h, person)};
  Pixels y{area.centre().y - column.height / 2};
  Pixels const first{std::max(column.name.height, badge_height)};
  Pixels const natural{ui.text_width(person.name, column.name.style)};
  Rect const name{area.x, y, column.pinyin ? natural + 2 : column.name_width, first};
  draw_fitted(ui, name, person.name, column.name, colors.text);
  if (column.pinyin) {
    Pixels const after{area.x + natural + 20};
    ui.text({after, y, area.x + column.name_width - after + 1, first}, person.pinyin, pinyin_style,
            colors.text_3, Align::left, Vertical::centre);
  }
  ui.badge({area.right() - column.badge_width, y + (first - badge_height) / 2},
           badge_look(person.badge));
  y += first + 6;
  ui.paragraph({area.x, y, area.w, column.unit.height}, person.unit_position, column.unit.style,
               colors.text, {.max_lines = column.unit.lines});
  y += column.unit.height;
  if (column.merged) {
    std::string const line{fmt::format("{}　{}", person.number, person.validity)};
    ui.text({area.x, y, area.w, merged_style.line_height}, line, merged_style,
            validity_color(ui, person));
    return;
  }
  ui.text({area.x, y, area.w, number_style.line_height}, person.number, number_style,
          colors.text_2);
  ui.text({area.x, y + number_style.line_height, area.w, validity_style.line_height},
          person.validity, validity_style, validity_color(ui, person));
}

}  // namespace

void draw_person_card(Controls& controls, Rect card, PersonVm const& person) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.target(card, spoken(person), touch::OpenRecord{person.id}, person.id,
                                    24, Role::card)};
  Color const rest{person.subdued ? colors.surface_alt : colors.surface};
  ui.box(card, {.fill = mixed(rest, colors.primary_tint, t.press),
                .line = colors.line,
                .line_width = 2,
                .radius = 24,
                .elevation = Elevation::e1});
  auto const shift{ui.moved(0, t.shift)};
  Pixels const photo_height{std::min<Pixels>(196, card.h - 44)};
  Pixels const photo_width{photo_height * 152 / 196};
  Rect const inner{card.inset(30, 2)};
  draw_photo(ui, {inner.x, inner.centre().y - photo_height / 2, photo_width, photo_height},
             person.photo, person.name, greys_photo(person.badge), 14);
  ui.icon(Icon::right, {inner.right() - 28, inner.centre().y}, 56, colors.primary, 2.2F);
  Pixels const left{inner.x + photo_width + 32};
  draw_column(ui, {left, inner.y, inner.right() - 56 - 32 - left, inner.h}, person);
}

void draw_person_row(Controls& controls, Rect row, PersonVm const& person, bool first) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{
      controls.target(row, spoken(person), touch::OpenRecord{person.id}, person.id, 0, Role::card)};
  if (t.press > 0) ui.fill(row, faded(colors.primary_tint, t.press), first ? 22 : 0);
  if (!first) ui.fill({row.x, row.y, row.w, 2}, colors.line);
  auto const shift{ui.moved(0, t.shift)};
  Pixels const middle{row.centre().y};
  Pixels const photo_height{std::min<Pixels>(100, row.h - 20)};
  Rect const photo{row.x + 24, middle - photo_height / 2, photo_height * 0.76F, photo_height};
  draw_photo(ui, photo, person.photo, person.name, greys_photo(person.badge), 10);
  ui.icon(Icon::right, {row.right() - 24 - 22, middle}, 44, colors.primary, 2.2F);
  constexpr Pixels name_width{180}, pinyin_width{190}, gap{24};
  Pixels const left{photo.right() + gap};
  Pixels const right{row.right() - 24 - 44 - gap};
  TextStyle const small{sans(30)};
  bool const columns{ui.text_width(person.name, serif(48)) <= name_width &&
                     ui.text_width(person.pinyin, small) <= pinyin_width &&
                     ui.text_width(person.unit, small) <=
                         right - left - name_width - pinyin_width - 2 * gap};
  if (columns) {
    auto const cell{
        [&](Pixels x, Pixels width, std::string const& text, TextStyle const& style, Color color) {
          ui.text({x, row.y, width, row.h}, text, style, color, Align::left, Vertical::centre);
        }};
    cell(left, name_width, person.name, serif(48), colors.text);
    cell(left + name_width + gap, pinyin_width, person.pinyin, small, colors.text_3);
    Pixels const unit{left + name_width + pinyin_width + 2 * gap};
    cell(unit, right - unit, person.unit, small, colors.text_2);
    return;
  }
  // A long name, reading or unit: name above, the rest below.
  Fitted const name{
      fit_text(ui, right - left, person.name, {{serif(44, 1.2F), 1}, {serif(34, 1.2F), 2}})};
  bool const two_lines{name.height > name.style.line_height + 0.5F};
  std::string const below{two_lines ? person.unit
                                    : fmt::format("{}　{}", person.pinyin, person.unit)};
  TextStyle const below_style{sans(26, 1.3F)};
  Fitted const rest{fit_text(ui, right - left, below, {{below_style, two_lines ? 1 : 2}})};
  Pixels const top{middle - (name.height + rest.height) / 2};
  ui.paragraph({left, top, right - left, name.height}, person.name, name.style, colors.text,
               {.max_lines = name.lines});
  ui.paragraph({left, top + name.height, right - left, rest.height}, below, rest.style,
               colors.text_2, {.max_lines = rest.lines});
}

}  // namespace mingshi::kiosk::screens
