#pragma once

#include "kiosk/widgets/ui.hpp"

namespace mingshi::kiosk {

/// Every component in its states on one page, to look at and to compare.
void draw_component_sheet(Ui& ui);
void draw_keyboard_sheet(Ui& ui);

}  // namespace mingshi::kiosk
