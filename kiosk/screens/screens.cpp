#include "kiosk/screens/screens.hpp"

#include "core/base/overload.hpp"
#include "kiosk/screens/chrome.hpp"
#include "kiosk/screens/controls.hpp"
#include "kiosk/screens/parts.hpp"

#include <fmt/format.h>

#include <array>
#include <variant>

namespace mingshi::kiosk::screens {
namespace {

Travel travel_of(Motion motion) {
  switch (motion) {
    case Motion::forward:
      return Travel::forward;
    case Motion::back:
      return Travel::back;
    case Motion::none:
      break;
  }
  return Travel::none;
}

std::optional<Touch> draw_page(Ui& ui, PageVm const& page, Space const& space) {
  return std::visit(
      Overload{[](AttractVm const&) { return std::optional<Touch>{}; },
               [&](HomeVm const& vm) { return draw_home(ui, vm, space); },
               [&](SearchVm const& vm) { return draw_search(ui, vm, space); },
               [&](ResultsVm const& vm) { return draw_results(ui, vm, space); },
               [&](OfficerVm const& vm) { return draw_officer(ui, vm, space); },
               [&](ProcedureVm const& vm) { return draw_procedure(ui, vm, space); },
               [&](InspectionsVm const& vm) { return draw_inspections(ui, vm, space); },
               [&](DecisionsVm const& vm) { return draw_decisions(ui, vm, space); },
               [&](DecisionVm const& vm) { return draw_decision(ui, vm, space); },
               [&](ListVm const& vm) { return draw_list(ui, vm, space); },
               [&](TypesVm const& vm) { return draw_types(ui, vm, space); },
               [&](DetailVm const& vm) { return draw_detail(ui, vm, space); },
               [&](MessagePageVm const& vm) { return draw_message_page(ui, vm, space); }},
      page);
}

/// Page and chrome, without the idle warning.
std::optional<Touch> draw_below_idle(Ui& ui, ScreenVm const& vm) {
  std::string const name{fmt::format("{} {}", screen_name(vm.page), vm.visit)};
  if (auto const* attract{std::get_if<AttractVm>(&vm.page)}) {
    auto const page{ui.page(name, travel_of(vm.motion))};
    return draw_attract(ui, *attract, vm.chrome.header);
  }
  std::optional<Touch> touch;
  Space const space{vm.chrome.banner ? space_below_banner() : full_space()};
  {
    auto const page{ui.page(name, travel_of(vm.motion))};
    touch = draw_page(ui, vm.page, space);
  }
  // The chrome does not travel with the page: the dock keeps its place.
  Controls controls{ui};
  draw_header(ui, vm.chrome.header);
  if (vm.chrome.banner) draw_banner(controls, *vm.chrome.banner);
  draw_strip(ui, vm.chrome.strip);
  draw_dock(controls, vm.chrome.dock);
  return touch ? touch : controls.touch();
}

}  // namespace

std::string_view screen_name(PageVm const& page) {
  static constexpr std::array<std::string_view, std::variant_size_v<PageVm>> names{
      "attract",   "home",     "search", "results", "officer", "procedure", "inspections",
      "decisions", "decision", "list",   "types",   "detail",  "message"};
  return names.at(page.index());
}

std::optional<Touch> draw(Ui& ui, ScreenVm const& vm) {
  if (!vm.chrome.idle) return draw_below_idle(ui, vm);
  {
    auto const inert{ui.inert()};
    static_cast<void>(draw_below_idle(ui, vm));
  }
  return draw_idle(ui, *vm.chrome.idle);
}

std::optional<Touch> draw_message_page(Ui& ui, MessagePageVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_bottom(foot_gap);
  Rect const button{rest.take_bottom(button_height, gutter)};
  draw_message(ui, rest, vm.message);
  controls.button(button, vm.home, {.icon = Icon::home, .kind = ButtonKind::primary},
                  touch::GoHome{});
  return controls.touch();
}

std::vector<Rect> moving_parts(PageVm const& page) {
  return std::holds_alternative<AttractVm>(page) ? attract_moving_parts() : std::vector<Rect>{};
}

}  // namespace mingshi::kiosk::screens
