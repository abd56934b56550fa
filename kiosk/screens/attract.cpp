#include "kiosk/screens/chrome.hpp"
#include "kiosk/screens/controls.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace mingshi::kiosk::screens {
namespace {

constexpr Millis sun_drift{12'000};  ///< one way; tokens.toml [motion]
constexpr Millis hint_pulse{2'400};
constexpr Pixels sun_travel{24};
constexpr Pixels inset{80};
constexpr Point lowest_sun{850, 776};
constexpr Pixels outer_ring{226};
constexpr Rect resting_pill{100, 1140, 880, 208};
constexpr float most_grown{0.03F};
constexpr Pixels shadow_reach{64};  ///< of elevation e2: its blur and drop, with room to spare

/// The pill of the invitation, grown about its centre.
Rect pill_grown(float by) {
  Rect const& pill{resting_pill};
  return {pill.x - pill.w / 2 * by, pill.y - pill.h / 2 * by, pill.w * (1 + by), pill.h * (1 + by)};
}

/// 0…1…0 over a cycle, without a jerk at the ends.
float swing(float phase) {
  return 0.5F - 0.5F * std::cos(2 * std::numbers::pi_v<float> * phase);
}

void draw_landscape(Ui& ui) {
  Rect const all{ui.visible()};
  FixedColors const& fixed{ui.theme().fixed};
  Rect const upper{all.x, all.y, all.w, all.h * 0.55F};
  ui.vertical_gradient(upper, fixed.sky_top, fixed.sky_mid);
  ui.vertical_gradient({all.x, upper.bottom(), all.w, all.h - upper.h}, fixed.sky_mid,
                       fixed.sky_low);
  Point const sun{lowest_sun.x, lowest_sun.y - sun_travel * swing(ui.cycle(2 * sun_drift))};
  ui.ring(sun, outer_ring, 2, faded(fixed.sun, 0.28F));
  ui.ring(sun, 188, 3, faded(fixed.sun, 0.45F));
  ui.circle(sun, 150, fixed.sun);
  ui.art("attract-hills", ui.canvas());
}

void draw_words(Ui& ui, AttractVm const& vm) {
  Palette const& colors{ui.palette()};
  TextStyle const service{bold(36)}, slogan{serif(140)}, offers{sans(40)};
  Pixels y{236};
  ui.fill({inset, y + (service.line_height - 40) / 2, 12, 40}, colors.seal, 4);
  ui.text({inset + 12 + 16, y, 800, service.line_height}, vm.service, service, colors.seal);
  y += service.line_height + 24;
  for (std::string const& line : {vm.slogan_first, vm.slogan_second}) {
    ui.text({inset, y, canvas_width - 2 * inset, slogan.line_height}, line, slogan, colors.text);
    y += slogan.line_height;
  }
  ui.text({inset, y + 20, canvas_width - 2 * inset, offers.line_height}, vm.offers, offers,
          colors.text_2);
}

void draw_invitation(Ui& ui, AttractVm const& vm) {
  Palette const& colors{ui.palette()};
  Rect const pill{pill_grown(most_grown * swing(ui.cycle(hint_pulse)))};
  ui.box(pill, {.fill = white, .radius = pill.h / 2, .elevation = Elevation::e2});
  TextStyle const words{bold(72, 1.2F)}, english{sans(34, 1.2F)};
  constexpr Pixels icon_size{112}, gap{36};
  Pixels const width{
      std::max(ui.text_width(vm.invitation, words), ui.text_width(vm.invitation_english, english))};
  Pixels const left{pill.centre().x - (icon_size + gap + width) / 2};
  ui.icon(Icon::touch, {left + icon_size / 2, pill.centre().y}, icon_size, colors.primary, 1.7F);
  Rect const column{left + icon_size + gap,
                    pill.centre().y - (words.line_height + english.line_height) / 2, width + 1,
                    words.line_height};
  ui.text(column, vm.invitation, words, colors.text);
  ui.text({column.x, column.bottom(), width + 1, english.line_height}, vm.invitation_english,
          english, colors.text_2);
}

void draw_promise(Ui& ui, AttractVm const& vm) {
  TextStyle const style{sans(34)};
  constexpr Pixels icon_size{44}, gap{20};
  Pixels const width{ui.text_width(vm.promise, style)};
  Pixels const left{canvas_width / 2 - (icon_size + gap + width) / 2};
  Pixels const top{1140 + 208 + 48};
  ui.icon(Icon::shield, {left + icon_size / 2, top + style.line_height / 2}, icon_size, white);
  ui.text({left + icon_size + gap, top, width + 1, style.line_height}, vm.promise, style, white);
}

struct Way {
  ButtonVm const& button;
  Icon icon;
  std::string_view english;
};

void draw_way(Controls& controls, Rect rect, Way const& way) {
  Ui& ui{controls.ui()};
  FixedColors const& fixed{ui.theme().fixed};
  Touchable const t{controls.target(rect, way.button, touch::ShowReason{way.button.why}, {}, 28)};
  bool const enabled{way.button.enabled()};
  // Not yet to be used: without a ground of its own, its words paler.
  ui.box(rect, {.fill = enabled ? fixed.attract_button : faded(fixed.attract_button, 0.55F),
                .line = faded(fixed.attract_button_line, enabled ? 1.F : 0.6F),
                .line_width = 2,
                .radius = 28});
  TextStyle const label{bold(38, 1.1F)}, english{sans(24, 1.1F)};
  constexpr Pixels icon_size{64}, gap{14};
  Pixels y{rect.centre().y - (icon_size + label.line_height + english.line_height + 2 * gap) / 2 +
           t.shift};
  Color const ink{enabled ? white : fixed.hill_1};
  ui.icon(way.icon, {rect.centre().x, y + icon_size / 2}, icon_size, ink, 1.9F);
  y += icon_size + gap;
  ui.text({rect.x, y, rect.w, label.line_height}, way.button.label, label, ink, Align::centre);
  y += label.line_height + gap;
  ui.text({rect.x, y, rect.w, english.line_height}, way.english, english, fixed.hill_1,
          Align::centre);
}

void draw_foot(Ui& ui, AttractVm const& vm) {
  TextStyle const style{sans(26)};
  Color const ink{ui.theme().fixed.on_primary_2};
  Rect const row{margin, 1920 - 56 - style.line_height, canvas_width - 2 * margin,
                 style.line_height};
  ui.circle({row.x + 8, row.centre().y}, 8,
            vm.stale ? ui.theme().fixed.sun : ui.theme().fixed.ok_border);
  ui.text({row.x + 30, row.y, row.w / 2, row.h}, vm.as_of, style, ink);
  Pixels const hours{ui.text_width(vm.hours, style)};
  Pixels const room{row.w - 30 - ui.text_width(vm.as_of, style) - 24};
  if (hours <= room)
    ui.text({row.right() - hours - 1, row.y, hours + 1, row.h}, vm.hours, style, ink);
}

}  // namespace

std::vector<Rect> attract_moving_parts() {
  constexpr Pixels reach{outer_ring + 4};
  Rect const sky{lowest_sun.x - reach, lowest_sun.y - sun_travel - reach, 2 * reach,
                 2 * reach + sun_travel};
  return {sky, pill_grown(most_grown).inset(-shadow_reach, -shadow_reach)};
}

std::optional<Touch> draw_attract(Ui& ui, AttractVm const& vm, HeaderVm const& header) {
  Controls controls{ui};
  draw_landscape(ui);
  controls.target(ui.canvas(), vm.invitation, touch::Begin{}, "begin", 0);
  draw_attract_header(ui, header, vm.hall_english);
  draw_words(ui, vm);
  draw_invitation(ui, vm);
  draw_promise(ui, vm);
  TextStyle const ways{sans(32)};
  ui.text({margin, 1500, canvas_width - 2 * margin, ways.line_height}, vm.ways, ways,
          ui.theme().fixed.on_primary_2, Align::centre);
  Rect const row{margin, 1500 + ways.line_height + 20, canvas_width - 2 * margin, 200};
  draw_way(controls, row.column(0, 3, gutter), {vm.large_text, Icon::text, "Large text"});
  draw_way(controls, row.column(1, 3, gutter), {vm.contrast, Icon::contrast, "High contrast"});
  draw_way(controls, row.column(2, 3, gutter), {vm.low_reach, Icon::low, "Low reach"});
  draw_foot(ui, vm);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
