#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>

namespace mingshi::kiosk::screens {
namespace {

struct Sizes {
  Pixels title_air, title_gap, officers, tile, supervision, news;
  bool subtitle;
};
constexpr Sizes roomy{28, 34, 300, 304, 168, 88, true};
constexpr Sizes tight{16, 16, 288, 304, 168, 88, false};
constexpr Pixels tile_radius{28};

/// The picture at the right of the large tile: a card that was checked.
void draw_checked_card(Ui& ui, Rect tile) {
  Palette const& colors{ui.palette()};
  Rect const area{tile.right() - 50 - 250, tile.bottom() - 14 - 256, 250, 240};
  auto const clip{ui.clipped(tile)};
  Rect const card{area.x + 30, area.y + 26, 190, 230};
  ui.box(card, {.fill = white, .radius = 20, .elevation = Elevation::e2});
  ui.art("officer", {card.centre().x - 52, card.y + 22, 104, 128});
  FixedColors const& fixed{ui.theme().fixed};
  ui.fill({card.centre().x - 60, card.y + 166, 120, 12}, fixed.hill_1, 6);
  ui.fill({card.centre().x - 42, card.y + 188, 84, 12}, fixed.photo_ground, 6);
  Point const seal{area.right() + 12 - 40, area.y + 40};
  ui.circle(seal, 40, white);
  ui.circle(seal, 35, Color{colors.ok});
  ui.icon(Icon::check, seal, 48, white, 3);
}

void draw_officers(Controls& controls, Rect tile, TileVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{
      controls.target(tile, vm.name, touch::OpenSearch{}, {}, tile_radius, Role::tile)};
  ui.box(tile, {.fill = mixed(colors.primary, colors.primary_press, t.press),
                .radius = tile_radius,
                .elevation = Elevation::e1});
  auto const shift{ui.moved(0, t.shift)};
  draw_checked_card(ui, tile);
  TextStyle const title{serif(72, 1.2F)}, help{sans(34, 1.4F)}, english{sans(26)};
  Pixels const left{tile.x + 50};
  Pixels const width{tile.right() - 50 - 250 - 40 - left};
  Pixels y{tile.centre().y -
           (title.line_height + 12 + help.line_height + 4 + english.line_height) / 2};
  Color const support{ui.theme().fixed.on_primary_2};
  ui.text({left, y, width, title.line_height}, vm.name, title, colors.on_primary);
  y += title.line_height + 12;
  ui.text({left, y, width, help.line_height}, vm.help, help, support);
  y += help.line_height + 4;
  ui.text({left, y, width, english.line_height}, vm.english, english, support);
}

void draw_name(Ui& ui, Rect line, TileVm const& vm) {
  TextStyle const name{serif(50)}, english{sans(24, 1.4F)};
  std::array const runs{
      Run{.text = vm.name, .style = name, .color = ui.palette().text},
      Run{.text = vm.english, .style = english, .color = ui.palette().text_3, .gap_before = 16}};
  bool const both{ui.text_width(vm.name, name) + 16 + ui.text_width(vm.english, english) <= line.w};
  ui.text_runs(line, std::span{runs}.first(both ? 2 : 1));
}

void draw_icon_square(Ui& ui, Rect square, TileVm const& vm, Color ground, Color ink) {
  ui.fill(square, ground, tile_radius);
  ui.icon(icon_named(vm.icon).value_or(Icon::doc), square.centre(), 64, ink, 1.8F);
}

void draw_tile(Controls& controls, Rect tile, TileVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{
      controls.card(tile, vm.name, touch::OpenList{vm.type}, vm.type, Elevation::e1, tile_radius)};
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{tile.inset(34, 30)};
  draw_icon_square(ui, {inner.x, inner.y, 112, 112}, vm, colors.primary_tint, colors.primary);
  Tone const tone{vm.tag == "办事" ? Tone::neutral : Tone::primary};
  if (!vm.tag.empty()) ui.tag({inner.right() - ui.tag_width(vm.tag), inner.y}, vm.tag, tone);
  TextStyle const help{sans(28, 1.4F)};
  Pixels const y{inner.y + 112 + 22};
  draw_name(ui, {inner.x, y, inner.w, 62.5F}, vm);
  ui.paragraph({inner.x, y + 62.5F, inner.w, 2 * help.line_height}, vm.help, help, colors.text_2,
               {.max_lines = 2});
}

void draw_supervision(Controls& controls, Rect tile, TileVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{
      controls.target(tile, vm.name, touch::OpenRemedies{}, {}, tile_radius, Role::tile)};
  ui.box(tile, {.fill = mixed(colors.surface, colors.seal_tint, t.press),
                .line = colors.seal,
                .line_width = 2,
                .radius = tile_radius,
                .elevation = Elevation::e1});
  auto const shift{ui.moved(0, t.shift)};
  Rect const inner{tile.inset(34, 2)};
  draw_icon_square(ui, {inner.x, inner.centre().y - 56, 112, 112}, vm, colors.seal_tint,
                   colors.seal);
  ui.icon(Icon::right, {inner.right() - 26, inner.centre().y}, 52, colors.seal, 2.2F);
  TextStyle const help{sans(28, 1.4F)};
  Pixels const left{inner.x + 112 + 32};
  Pixels const width{inner.right() - 52 - 32 - left};
  Pixels const y{inner.centre().y - (62.5F + help.line_height) / 2};
  draw_name(ui, {left, y, width, 62.5F}, vm);
  ui.text({left, y + 62.5F, width, help.line_height}, vm.help, help, colors.text_2);
}

void draw_news(Controls& controls, Rect row, NewsVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{
      controls.target(row, vm.title, touch::OpenRecord{vm.id}, "news", 20, Role::card)};
  ui.fill(row, mixed(colors.sunken, colors.line, t.press), 20);
  auto const shift{ui.moved(0, t.shift)};
  TextStyle const label{bold(30)}, date{sans(30)};
  ui.icon(Icon::bell, {row.x + 28 + 20, row.centre().y}, 40, colors.seal);
  Pixels left{row.x + 28 + 40 + 18};
  left += ui.text({left, row.y, 200, row.h}, vm.label, label, colors.text, Align::left,
                  Vertical::centre) +
          18;
  Pixels const date_width{ui.text_width(vm.date, date)};
  Pixels const right{row.right() - 28 - date_width};
  ui.text({right, row.y, date_width + 1, row.h}, vm.date, date, colors.text_3, Align::left,
          Vertical::centre);
  Rect const room{left, row.y, right - 18 - left, row.h};
  draw_fitted(ui, room, vm.title,
              fit_text(ui, room.w, vm.title, {{sans(30), 1}, {sans(26, 1.35F), 2}}), colors.text);
}

}  // namespace

std::optional<Touch> draw_home(Ui& ui, HomeVm const& vm, Space const& space) {
  Controls controls{ui};
  Palette const& colors{ui.palette()};
  Sizes const& sizes{space.tight ? tight : roomy};
  Rect rest{space.main};
  rest.take_top(sizes.title_air);
  TextStyle const title{serif(72)};
  ui.text(rest.take_top(title.line_height), vm.title, title, colors.text);
  if (sizes.subtitle)
    ui.text(rest.take_top(8 + 48).inset(0, 4).moved(0, 4), vm.subtitle, sans(32), colors.text_2);
  rest.take_top(sizes.title_gap);
  draw_officers(controls, rest.take_top(sizes.officers, gutter), vm.officers);
  for (std::size_t i{0}; i < vm.tiles.size(); i += 2) {
    Rect const row{rest.take_top(sizes.tile, gutter)};
    for (std::size_t k{i}; k < std::min(i + 2, vm.tiles.size()); ++k)
      draw_tile(controls, row.column(static_cast<int>(k - i), 2, gutter), vm.tiles[k]);
  }
  draw_supervision(controls, rest.take_top(sizes.supervision, gutter), vm.supervision);
  Rect foot{rest.take_top(sizes.news)};
  ButtonStyle const more{.icon = Icon::more, .kind = ButtonKind::secondary};
  if (!vm.news) {
    controls.button(foot, vm.more, more, touch::OpenTypes{});
    return controls.touch();
  }
  controls.button(foot.take_right(236, 16), vm.more, more, touch::OpenTypes{});
  draw_news(controls, foot, *vm.news);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
