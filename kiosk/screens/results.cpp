#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/person_card.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels card_gap{16};
constexpr Pixels note_size{30};
constexpr float note_line{1.4F};

/// 证件已过期…的人员不得执法, or what a dashed badge means.
Pixels draw_note(Ui& ui, Rect area, ResultsVm const& vm) {
  bool const about_dashes{std::ranges::any_of(vm.people, [](PersonVm const& person) {
    return person.badge.badge == domain::Badge::valid_as_of;
  })};
  Palette const& colors{ui.palette()};
  Color const ink{about_dashes ? colors.primary : colors.warn};
  Emphasis const text{vm.note_before, vm.note_strong, vm.note_after};
  Pixels const left{area.x + 28 + 48 + 20};
  Pixels const width{area.right() - 28 - left};
  Pixels const height{emphasis_height(ui, width, text, note_size, note_line)};
  Rect const box{area.x, area.y, area.w, std::max<Pixels>(height, 48) + 44};
  if (box.bottom() > area.bottom()) return 0;
  ui.fill(box, about_dashes ? colors.primary_tint : colors.warn_tint, 20);
  ui.icon(Icon::warn, {area.x + 28 + 24, box.centre().y}, 48, ink);
  draw_emphasis(ui, {left, box.centre().y - height / 2, width, height}, text, note_size, note_line,
                ink);
  return box.h;
}

/// The chips and 改查询 in one row. @returns the height used
Pixels draw_filters(Controls& controls, Rect area, ResultsVm const& vm) {
  constexpr Pixels height{80};
  Pixels const link{controls.link({area.right() + 4, area.y + height / 2}, vm.change_query,
                                  Icon::pen, touch::OpenSearch{})};
  Rect const room{area.x, area.y, link - 16 - area.x, area.h};
  return std::max(height, controls.chips(room, vm.chips, height));
}

}  // namespace

std::optional<Touch> draw_results(Ui& ui, ResultsVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_top(draw_page_title(ui, rest, {.title = vm.title, .english = vm.english}), 22);
  rest.take_bottom(20);
  Rect const pager{rest.take_bottom(button_height, gutter)};
  rest.take_top(draw_filters(controls, rest, vm), gutter);
  controls.drag_turns(rest, vm.pager);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
  } else {
    // The note about a citizen's rights goes before roomy cards.
    Pixels const note{vm.note_before.empty() && vm.note_strong.empty() ? 0.F : gutter + 128};
    auto const count{static_cast<Pixels>(vm.people.size())};
    bool const crowded{count * (person_card_height + card_gap) + note > rest.h};
    Pixels const height{crowded ? person_card_height_tight : person_card_height};
    Pixels const gap{crowded ? 12.F : card_gap};
    for (PersonVm const& person : vm.people)
      draw_person_card(controls, rest.take_top(height, gap), person);
    rest.take_top(crowded ? 4 : gutter - card_gap);
    if (!vm.note_strong.empty() || !vm.note_before.empty()) draw_note(ui, rest, vm);
  }
  controls.pager(pager, vm.pager);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
