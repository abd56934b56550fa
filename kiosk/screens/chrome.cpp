#include "kiosk/screens/chrome.hpp"

#include "kiosk/screens/layout.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace mingshi::kiosk::screens {
namespace {

struct HeaderSizes {
  Pixels top, mark;
  TextStyle hall;
  Pixels mark_gap;
};

/// The framed word 示例. @returns its width
Pixels draw_sample_mark(Ui& ui, Point left_middle) {
  TextStyle const style{bold(24, 40.F / 24)};
  Pixels const width{ui.text_width("示例", style) + 2 * (14 + 2)};
  Rect const rect{left_middle.x, left_middle.y - 21, width, 42};
  ui.stroke(rect, ui.palette().seal, 2, 8);
  ui.text(rect, "示例", style, ui.palette().seal, Align::centre, Vertical::centre);
  return width;
}

void draw_clock(Ui& ui, HeaderVm const& vm, Pixels middle) {
  TextStyle const time{bold(44, 1.1F)}, date{sans(24, 1.3F)};
  Pixels const top{middle - (time.line_height + date.line_height) / 2};
  Rect const right{canvas_width - margin - 300, top, 300, time.line_height};
  ui.text(right, vm.clock, time, ui.palette().text, Align::right);
  ui.text(right.moved(0, time.line_height), vm.date, date, ui.palette().text_2, Align::right);
}

void draw_brand(Ui& ui, HeaderVm const& vm, HeaderSizes const& sizes, std::span<Run const> below) {
  Pixels const middle{sizes.top + header_height / 2};
  ui.mark({margin, middle - sizes.mark / 2, sizes.mark, sizes.mark});
  Pixels const left{margin + sizes.mark + sizes.mark_gap};
  Pixels below_width{0};
  for (Run const& run : below) below_width += run.gap_before + ui.text_width(run.text, run.style);
  // 260 for the clock, 120 for 示例.
  Pixels const room{canvas_width - margin - 260 - 120 - left};
  Pixels const hall_width{ui.text_width(vm.hall, sizes.hall)};
  TextStyle const small{sans(24, 1.3F)};
  Pixels block_width{};
  if (hall_width <= room) {
    Pixels const top{middle - (sizes.hall.line_height + small.line_height) / 2};
    ui.text({left, top, hall_width + 1, sizes.hall.line_height}, vm.hall, sizes.hall,
            ui.palette().text);
    ui.text_runs({left, top + sizes.hall.line_height, std::min(below_width + 1, room), 32}, below);
    block_width = std::max(hall_width, std::min(below_width, room));
  } else {
    // A long name takes both lines.
    Pixels const height{ui.paragraph_height(room, vm.hall, sizes.hall, 2)};
    ui.paragraph({left, middle - height / 2, room, height}, vm.hall, sizes.hall, ui.palette().text,
                 {.max_lines = 2});
    block_width = room;
  }
  if (vm.sample) draw_sample_mark(ui, {left + block_width + sizes.mark_gap + 8, middle});
  draw_clock(ui, vm, middle);
}

}  // namespace

void draw_header(Ui& ui, HeaderVm const& vm) {
  TextStyle const small{sans(24, 1.3F)};
  std::array const below{
      Run{.text = vm.service, .style = small, .color = ui.palette().text_2},
      Run{.text = vm.english, .style = small, .color = ui.palette().text_3, .gap_before = 6}};
  draw_brand(ui, vm, {.top = 0, .mark = 68, .hall = serif(34), .mark_gap = 20}, below);
}

void draw_attract_header(Ui& ui, HeaderVm const& vm, std::string_view hall_english) {
  TextStyle const small{sans(24, 1.3F)};
  std::array const below{Run{.text = hall_english, .style = small, .color = ui.palette().text_2}};
  draw_brand(ui, vm, {.top = 16, .mark = 76, .hall = serif(38), .mark_gap = 20}, below);
}

void draw_banner(Controls& controls, BannerVm const& vm) {
  Ui& ui{controls.ui()};
  Palette const& colors{ui.palette()};
  Rect const banner{margin, header_height, canvas_width - 2 * margin, banner_height};
  ui.box(banner, {.fill = colors.warn_tint, .line = colors.warn, .line_width = 3, .radius = 24});
  Pixels const middle{banner.centre().y};
  ui.icon(Icon::offline, {banner.x + 35 + 38, middle}, 76, colors.warn, 1.9F);

  constexpr Pixels icon_size{36}, gap{10}, padding{24};
  TextStyle const word{bold(30)};
  Pixels const word_width{ui.text_width(vm.retry.label, word)};
  Pixels const width{2 * padding + icon_size + gap + word_width};
  Rect const button{banner.right() - 35 - width, middle - 44, width, 88};
  Touchable const t{controls.target(button, vm.retry, touch::Retry{}, {}, 18)};
  ui.box(button, {.fill = vm.retry.enabled() ? mixed(colors.warn, colors.text, t.press * 0.4F)
                                             : colors.disabled_bg,
                  .radius = 18});
  Color const ink{vm.retry.enabled() ? white : colors.disabled_fg};
  Pixels const centre{middle + t.shift};
  ui.icon(Icon::sync, {button.x + padding + icon_size / 2, centre}, icon_size, ink, 2.2F);
  ui.text({button.x + padding + icon_size + gap, centre - word.line_height / 2, word_width + 1,
           word.line_height},
          vm.retry.label, word, ink);

  TextStyle const title{bold(38, 1.3F)}, text{sans(29, 1.4F)};
  Pixels const left{banner.x + 35 + 76 + 28};
  Pixels const room{button.x - 28 - left};
  Pixels const title_height{ui.paragraph_height(room, vm.title, title, 2)};
  int const text_lines{title_height > title.line_height ? 1 : 2};
  Pixels const text_height{ui.paragraph_height(room, vm.text, text, text_lines)};
  Pixels const top{middle - (title_height + text_height) / 2};
  ui.paragraph({left, top, room, title_height}, vm.title, title, colors.warn, {.max_lines = 2});
  ui.paragraph({left, top + title_height, room, text_height}, vm.text, text,
               ui.theme().fixed.warn_text_2, {.max_lines = text_lines});
}

void draw_strip(Ui& ui, StripVm const& vm) {
  Palette const& colors{ui.palette()};
  Rect const visible{ui.visible()};
  Rect const strip{visible.x, strip_top, visible.w, strip_height};
  Color ground{colors.sunken}, ink{colors.text_2}, mark{colors.ok};
  if (vm.tone == StripTone::stale) ground = colors.warn_tint, ink = colors.warn, mark = colors.warn;
  if (vm.tone == StripTone::reason) ground = colors.primary, ink = colors.on_primary;
  ui.fill(strip, ground);
  Pixels const middle{strip.centre().y};
  TextStyle const style{vm.tone == StripTone::reason ? bold(24) : sans(24)};
  Pixels left{margin};
  if (vm.tone == StripTone::reason) {
    ui.icon(Icon::info, {margin + 18, middle}, 36, ink);
    left += 36 + 12;
  } else {
    ui.circle({margin + 8, middle}, 8, mark);
    left += 16 + 12;
  }
  Pixels const english_width{ui.text_width(vm.english, sans(24))};
  Pixels const right{canvas_width - margin};
  ui.text({left, strip.y, right - left - (vm.english.empty() ? 0 : english_width + 24), strip.h},
          vm.text, style, ink, Align::left, Vertical::centre);
  if (!vm.english.empty())
    ui.text({right - english_width - 1, strip.y, english_width + 1, strip.h}, vm.english, sans(24),
            colors.text_3, Align::right, Vertical::centre);
}

void draw_dock(Controls& controls, DockVm const& vm) {
  Ui& ui{controls.ui()};
  Rect const visible{ui.visible()};
  Rect const ground{visible.x, dock_top, visible.w, visible.bottom() - dock_top};
  ui.fill(ground, ui.palette().surface);
  ui.fill({ground.x, ground.y, ground.w, 2}, ui.palette().line);
  Rect const row{32, dock_top + 25, canvas_width - 64, 136};
  struct Entry {
    ButtonVm const& button;
    Icon icon;
    bool leads;
    Touch touch;
  };
  std::array<Entry, 6> const entries{{{vm.back, Icon::back, true, touch::GoBack{}},
                                      {vm.home, Icon::home, true, touch::GoHome{}},
                                      {vm.large_text, Icon::text, false, touch::ShowReason{}},
                                      {vm.contrast, Icon::contrast, false, touch::ShowReason{}},
                                      {vm.low_reach, Icon::low, false, touch::ShowReason{}},
                                      {vm.help, Icon::bell, false, touch::ShowReason{}}}};
  int index{0};
  for (Entry const& entry : entries)
    controls.dock(row.column(index++, 6, 16), entry.button, entry.icon, entry.leads, entry.touch);
}

}  // namespace mingshi::kiosk::screens
