#pragma once

#include "kiosk/model/officer_vm.hpp"
#include "kiosk/screens/controls.hpp"

namespace mingshi::kiosk::screens {

inline constexpr Pixels person_card_height{240};
/// Below the offline banner.
inline constexpr Pixels person_card_height_tight{208};

/// An officer as a card; the whole of it opens the certificate.
void draw_person_card(Controls& controls, Rect card, PersonVm const& person);

inline constexpr Pixels person_row_height{128};
/// An officer as a row of the search page's card. @param first has no line above
void draw_person_row(Controls& controls, Rect row, PersonVm const& person, bool first);

}  // namespace mingshi::kiosk::screens
