#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/person_card.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/search_keys.hpp"
#include "kiosk/screens/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

constexpr std::string_view clear_word{"清除"};  ///< in the field; the number keys say 重输
constexpr Pixels tabs_height{116};
constexpr Pixels field_height{128};
constexpr Pixels everyone_height{112};

Icon icon_of(SearchTab tab) {
  switch (tab) {
    case SearchTab::handwriting:
      return Icon::pen;
    case SearchTab::pinyin:
      return Icon::keyb;
    case SearchTab::number:
      break;
  }
  return Icon::pad;
}

void draw_tabs(Controls& controls, Rect track, SearchVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  ui.fill(track, colors.sunken, 28);
  Rect const inner{track.inset(10)};
  int const count{static_cast<int>(vm.tabs.size())};
  auto const column{[&](int index) { return inner.column(index, count, 10); }};
  TextStyle const style{bold(38)};
  for (int index{0}; index < count; ++index) {
    TabVm const& tab{vm.tabs[static_cast<std::size_t>(index)]};
    Rect const rect{column(index)};
    Touchable const t{
        controls.target(rect, tab.button, touch::ChooseTab{tab.tab}, {}, 20, Role::tab)};
    if (tab.selected) {
      // The thumb slides to the tab that was chosen.
      Pixels const x{ui.toward("search tabs", rect.x, ui.theme().motion.state)};
      ui.box({x, rect.y, rect.w, rect.h},
             {.fill = colors.surface, .radius = 20, .elevation = Elevation::e1});
    }
    Color const ink{!tab.button.enabled() ? colors.disabled_fg
                    : tab.selected        ? colors.primary
                                          : mixed(colors.text_2, colors.primary, t.press)};
    constexpr Pixels icon_size{44}, gap{14};
    Pixels const width{ui.text_width(tab.button.label, style)};
    Pixels const left{rect.centre().x - (icon_size + gap + width) / 2};
    Pixels const middle{rect.centre().y + t.shift};
    ui.icon(icon_of(tab.tab), {left + icon_size / 2, middle}, icon_size, ink);
    ui.text({left + icon_size + gap, middle - style.line_height / 2, width + 1, style.line_height},
            tab.button.label, style, ink);
  }
}

/// What is typed, as much of its end as there is room for.
std::string visible_end(Ui const& ui, std::string const& typed, TextStyle const& style,
                        Pixels room) {
  if (ui.text_width(typed, style) <= room) return typed;
  for (std::size_t from{1}; from < typed.size(); ++from) {
    std::string const end{"…" + typed.substr(from)};
    if (ui.text_width(end, style) <= room) return end;
  }
  return {};
}

void draw_field(Controls& controls, Rect rect, SearchVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  ui.stroke(rect.inset(-6), colors.focus_in, 6, 30);
  ui.box(rect, {.fill = colors.surface, .line = colors.primary, .line_width = 4, .radius = 24});
  Pixels const middle{rect.centre().y};
  ui.icon(Icon::search, {rect.x + 36 + 26, middle}, 52, colors.primary, 2.2F);

  constexpr Pixels cross{36}, gap{10}, padding{28};
  TextStyle const clear_style{bold(32)};
  Pixels const clear_text{ui.text_width(clear_word, clear_style)};
  Pixels const clear_width{2 * padding + cross + gap + clear_text};
  Rect const clear{rect.right() - 24 - clear_width, middle - 44, clear_width, 88};
  Touchable const t{controls.target(clear, vm.clear, touch::ClearQuery{}, "clear query", 18)};
  bool const enabled{vm.clear.enabled()};
  ui.fill(clear, enabled ? mixed(colors.sunken, colors.line, t.press) : colors.disabled_bg, 18);
  Color const ink{enabled ? colors.text_2 : colors.disabled_fg};
  ui.icon(Icon::x, {clear.x + padding + cross / 2, middle + t.shift}, cross, ink, 2.4F);
  ui.text({clear.x + padding + cross + gap, middle + t.shift - clear_style.line_height / 2,
           clear_text + 1, clear_style.line_height},
          clear_word, clear_style, ink);

  TextStyle const typed_style{bold(56, 1)}, hint_style{sans(34)};
  Pixels const left{rect.x + 36 + 52 + 20};
  Pixels const room{clear.x - 20 - left};
  std::string const typed{visible_end(ui, vm.typed, typed_style, room - 20)};
  Pixels x{left};
  if (!typed.empty())
    x += ui.text({left, middle - 28, room, 56}, typed, typed_style, colors.text) + 12;
  ui.fill({x, middle - 32, 4, 64}, colors.primary);
  x += 4 + 20;
  if (x + ui.text_width(vm.hint, hint_style) <= clear.x - 12)
    ui.text({x, rect.y, clear.x - 12 - x, rect.h}, vm.hint, hint_style, colors.text_3, Align::left,
            Vertical::centre);
}

/// The people found so far, in one card of rows. @returns where it ends
void draw_found(Controls& controls, Rect area, SearchVm const& vm) {
  Ui& ui{controls.ui()};
  TextStyle const found{sans(30)};
  Rect const line{area.take_top(found.line_height, 14)};
  Pixels right{line.right()};
  if (vm.more)
    right = controls.link({line.right() + 12, line.centre().y - 3}, *vm.more, Icon::users,
                          touch::OpenResults{});
  ui.text({line.x, line.y, right - line.x - 16, line.h}, vm.found, found, ui.palette().text_2);
  if (vm.nothing) {
    draw_message(ui, area, *vm.nothing);
    return;
  }
  if (vm.people.empty()) {
    if (vm.typed.empty())
      draw_message(
          ui, area,
          {.title = "点每个字的拼音首字母", .lines = {"例如“王小明”点 W X M，也可以打全拼。"}});
    return;
  }
  Pixels const row_height{
      std::min(person_row_height, (area.h - 4) / static_cast<Pixels>(search_rows))};
  Rect const card{area.x, area.y, area.w, row_height * static_cast<Pixels>(vm.people.size()) + 4};
  ui.box(card, {.fill = ui.palette().surface, .radius = 24, .elevation = Elevation::e1});
  Rect row{card.x + 2, card.y + 2, card.w - 4, row_height};
  for (std::size_t i{0}; i < vm.people.size(); ++i) {
    draw_person_row(controls, row, vm.people[i], i == 0);
    row = row.moved(0, row_height);
  }
  ui.stroke(card, ui.palette().line, 2, 24);
}

void draw_everyone(Controls& controls, Rect bar, SearchVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Touchable const t{controls.target(bar, vm.everyone, touch::OpenEveryone{})};
  bool const enabled{vm.everyone.enabled()};
  ui.fill(bar, enabled ? mixed(colors.primary_tint, colors.line, t.press) : colors.disabled_bg, 24);
  auto const shift{ui.moved(0, t.shift)};
  Color const ink{enabled ? colors.primary : colors.disabled_fg};
  ui.icon(Icon::users, {bar.x + 32 + 26, bar.centre().y}, 52, ink);
  TextStyle const label{bold(36)}, count{sans(28)};
  Pixels x{bar.x + 32 + 52 + 20};
  x += ui.text({x, bar.y, bar.w - 220, bar.h}, vm.everyone.label, label, ink, Align::left,
               Vertical::centre) +
       20;
  ui.text({x, bar.y, bar.right() - 32 - 44 - 20 - x, bar.h}, vm.everyone_count, count,
          colors.text_2, Align::left, Vertical::centre);
  ui.icon(Icon::right, {bar.right() - 32 - 22, bar.centre().y}, 44, ink, 2.4F);
}

void draw_pinyin(Controls& controls, Rect rest, SearchVm const& vm, bool tight) {
  Pixels const key_height{tight ? 112.F : 138.F};
  Pixels const key_gap{tight ? 12.F : 16.F};
  rest.take_bottom(tight ? 16 : foot_gap);
  Rect const everyone{rest.take_bottom(tight ? 96 : everyone_height, tight ? 20 : 32)};
  Rect const keys{rest.take_bottom(3 * key_height + 2 * key_gap, tight ? 16 : 28)};
  rest.take_top(tight ? 16 : 24);
  draw_found(controls, rest, vm);
  draw_letter_keys(controls, {keys.x - 24, keys.y, keys.w + 48, keys.h}, vm, key_gap);
  draw_everyone(controls, everyone, vm);
}

void draw_number(Controls& controls, Rect rest, SearchVm const& vm, bool tight) {
  Ui& ui{controls.ui()};
  Pixels const air{tight ? 20.F : 28.F};
  rest.take_bottom(foot_gap);
  Rect const foot{rest.take_bottom(tight ? 112 : 128, tight ? 24 : 57)};
  Pixels const key_height{tight ? 108.F : 130.F};
  Rect const keys{rest.take_bottom(4 * key_height + 3 * 20, air)};
  rest.take_top(air);
  if (vm.nothing) {
    draw_message(ui, rest, *vm.nothing);
  } else if (rest.h >= sample_card_height) {
    draw_sample_card(ui, rest.take_top(sample_card_height), vm);
  }
  draw_digit_keys(controls, keys, vm);
  if (vm.search_number) {
    controls.button(foot, *vm.search_number, {.icon = Icon::search, .kind = ButtonKind::primary},
                    touch::OpenResults{});
    return;
  }
  // No control: it says what will happen by itself.
  TextStyle const style{bold(38)};
  Palette const& colors{ui.palette()};
  ui.fill(foot, colors.disabled_bg, 24);
  Pixels const width{ui.text_width(vm.foot, style)};
  Pixels const left{foot.centre().x - (48 + 16 + width) / 2};
  ui.icon(Icon::search, {left + 24, foot.centre().y}, 48, colors.disabled_fg, 2.4F);
  ui.text({left + 64, foot.y, width + 1, foot.h}, vm.foot, style, colors.disabled_fg, Align::left,
          Vertical::centre);
}

}  // namespace

std::optional<Touch> draw_search(Ui& ui, SearchVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  PageTitle title{.title = vm.title, .english = vm.english, .help = vm.help};
  if (space.tight) title.help = {}, title.style = serif(48), title.close = true;
  rest.take_top(draw_page_title(ui, rest, title), space.tight ? 14 : 28);
  draw_tabs(controls, rest.take_top(space.tight ? 100 : tabs_height, space.tight ? 20 : 28), vm);
  draw_field(controls, rest.take_top(space.tight ? 116 : field_height), vm);
  if (vm.tab == SearchTab::number)
    draw_number(controls, rest, vm, space.tight);
  else
    draw_pinyin(controls, rest, vm, space.tight);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
