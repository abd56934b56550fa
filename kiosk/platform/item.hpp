#pragma once

#include "kiosk/platform/geometry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// What a thing on the screen is to somebody who cannot see it.
enum class Role { text, image, qr, button, tile, card, tab, chip, key, dock, field, pager };

[[nodiscard]] std::string_view name_of(Role role);
/// True for what a finger can act on.
[[nodiscard]] bool is_control(Role role);

/// One thing that was drawn: tests, the frame probe and, later, speech read these instead of
/// pixels.
struct Item {
  Role role{Role::text};
  std::string label;
  Rect rect;  ///< reference pixels; of a control, its touch area
  bool enabled{true};
  std::string disabled_reason;  ///< what to tell a person who touches it all the same
  friend bool operator==(Item const&, Item const&) = default;
};

/// Enabled controls smaller than the floor in either direction; a test wants none.
[[nodiscard]] std::vector<Item> items_too_small(std::vector<Item> const& items, Pixels least = 72);

}  // namespace mingshi::kiosk
