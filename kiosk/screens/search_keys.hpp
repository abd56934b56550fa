#pragma once

#include "kiosk/model/officer_vm.hpp"
#include "kiosk/screens/controls.hpp"

namespace mingshi::kiosk::screens {

/// Three rows of letters and 退格, over the whole of `keys`.
void draw_letter_keys(Controls& controls, Rect keys, SearchVm const& vm, Pixels row_gap);
/// 1…9, 重输, 0, 退格.
void draw_digit_keys(Controls& controls, Rect keys, SearchVm const& vm);
/// Where the number stands on the certificate.
inline constexpr Pixels sample_card_height{268};
void draw_sample_card(Ui& ui, Rect card, SearchVm const& vm);

}  // namespace mingshi::kiosk::screens
