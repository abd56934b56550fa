#pragma once

#include "kiosk/model/screen_vm.hpp"

/// Pages with made-up content; every person, firm and number in them is 示例.
namespace mingshi::kiosk::sample {

[[nodiscard]] ChromeVm chrome();
[[nodiscard]] BannerVm banner();
[[nodiscard]] IdleVm idle();
[[nodiscard]] AttractVm attract();
[[nodiscard]] HomeVm home();
[[nodiscard]] SearchVm search_pinyin();
[[nodiscard]] SearchVm search_number();
[[nodiscard]] ResultsVm results();
[[nodiscard]] OfficerVm officer();
[[nodiscard]] ProcedureVm procedure();
[[nodiscard]] InspectionsVm inspections();
[[nodiscard]] DecisionsVm decisions();
[[nodiscard]] DecisionVm decision();
[[nodiscard]] ListVm list();
[[nodiscard]] TypesVm types();
[[nodiscard]] DetailVm detail();

}  // namespace mingshi::kiosk::sample
