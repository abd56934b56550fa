#pragma once

#include "kiosk/model/chrome_vm.hpp"
#include "kiosk/screens/controls.hpp"

#include <string_view>

namespace mingshi::kiosk::screens {

/// Brand, hall, 示例, clock and date. Never a control.
void draw_header(Ui& ui, HeaderVm const& vm);
/// The attract page's header: larger, lower, without a ground.
void draw_attract_header(Ui& ui, HeaderVm const& vm, std::string_view hall_english);
/// Network down: what happened, what it means, 重试.
void draw_banner(Controls& controls, BannerVm const& vm);
/// 数据截至 …, or why a control cannot be used.
void draw_strip(Ui& ui, StripVm const& vm);
void draw_dock(Controls& controls, DockVm const& vm);

}  // namespace mingshi::kiosk::screens
