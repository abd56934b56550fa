#pragma once

#include "kiosk/model/screen_vm.hpp"

#include <string>
#include <vector>

namespace mingshi::kiosk {

/// A screen with made-up content (示例), and what to call its picture.
struct Sample {
  std::string name;
  ScreenVm screen;
};

/// The pages as the design pictures show them.
[[nodiscard]] std::vector<Sample> ordinary_samples();
/// The same pages with the longest texts, rare characters, nothing at all, and the offline banner.
[[nodiscard]] std::vector<Sample> extreme_samples();

}  // namespace mingshi::kiosk
