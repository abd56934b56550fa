#pragma once

#include "kiosk/model/screen_vm.hpp"
#include "kiosk/model/touch.hpp"
#include "kiosk/screens/layout.hpp"
#include "kiosk/widgets/ui.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// The pages of the touch terminal. Each draws its view-model and nothing else: same view-model,
/// same input, same vertices. What it gives back is what the finger asked for in this frame.
/// @threads UI thread, between Ui::begin() and Ui::end()
namespace mingshi::kiosk::screens {

/// The whole screen: page, header, banner, data strip, dock and, over all, the idle warning.
[[nodiscard]] std::optional<Touch> draw(Ui& ui, ScreenVm const& vm);

/// "home", "search", "officer" …: for the frame probe and the names of shots.
[[nodiscard]] std::string_view screen_name(PageVm const& page);

/// The parts of a page that move for ever by themselves, in reference pixels; empty = none do.
/// While nothing else happens, only these differ from the frame before.
[[nodiscard]] std::vector<Rect> moving_parts(PageVm const& page);

// One page each, within the space that the chrome leaves it. The attract page has the whole canvas.
[[nodiscard]] std::optional<Touch> draw_attract(Ui& ui, AttractVm const& vm,
                                                HeaderVm const& header);
[[nodiscard]] std::vector<Rect> attract_moving_parts();
[[nodiscard]] std::optional<Touch> draw_home(Ui& ui, HomeVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_search(Ui& ui, SearchVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_results(Ui& ui, ResultsVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_officer(Ui& ui, OfficerVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_procedure(Ui& ui, ProcedureVm const& vm,
                                                  Space const& space);
[[nodiscard]] std::optional<Touch> draw_inspections(Ui& ui, InspectionsVm const& vm,
                                                    Space const& space);
[[nodiscard]] std::optional<Touch> draw_decisions(Ui& ui, DecisionsVm const& vm,
                                                  Space const& space);
[[nodiscard]] std::optional<Touch> draw_decision(Ui& ui, DecisionVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_list(Ui& ui, ListVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_types(Ui& ui, TypesVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_detail(Ui& ui, DetailVm const& vm, Space const& space);
[[nodiscard]] std::optional<Touch> draw_message_page(Ui& ui, MessagePageVm const& vm,
                                                     Space const& space);
/// Over a page that can no longer be touched.
[[nodiscard]] std::optional<Touch> draw_idle(Ui& ui, IdleVm const& vm);

}  // namespace mingshi::kiosk::screens
