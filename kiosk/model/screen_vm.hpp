#pragma once

#include "kiosk/model/chrome_vm.hpp"
#include "kiosk/model/officer_vm.hpp"
#include "kiosk/model/record_vm.hpp"

#include <cstdint>
#include <variant>

namespace mingshi::kiosk {

using PageVm =
    std::variant<AttractVm, HomeVm, SearchVm, ResultsVm, OfficerVm, ProcedureVm, InspectionsVm,
                 DecisionsVm, DecisionVm, ListVm, TypesVm, DetailVm, MessagePageVm>;

/// How this page came: the views' page transition.
enum class Motion : std::uint8_t { none, forward, back };

/// Everything on the touch screen, chosen and formatted. Made once when the state changes, drawn
/// many times.
struct ScreenVm {
  ChromeVm chrome;  ///< the attract page shows its header only
  PageVm page;
  Motion motion{Motion::none};
  std::uint64_t visit{0};  ///< changes with every page opened or turned: restarts enter animations
  friend bool operator==(ScreenVm const&, ScreenVm const&) = default;
};

}  // namespace mingshi::kiosk
