#pragma once

#include "core/base/result.hpp"
#include "kiosk/platform/platform.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// What the system says of one contact; the mouse is finger `mouse_finger`.
struct Contact {
  std::int64_t finger{};
  PointerEvent::Kind kind{PointerEvent::Kind::down};
  Point at;  ///< pixels of the panel
};
inline constexpr std::int64_t mouse_finger{-1};

/// Lets the first finger through, turned upright, until it is lifted; others go unheard.
class FirstFinger {
 public:
  [[nodiscard]] std::optional<PointerEvent> pass(Contact const& contact, Size panel,
                                                 Rotation rotation);

 private:
  std::optional<std::int64_t> active_;
};

/// One line of a recorded touch script.
struct ScriptedTouch {
  Millis at{};
  Contact contact;
};

/// Reads `ms x y down|up|move` lines; empty lines and lines after # say nothing.
/// @errors invalid_input names the line; the times must not go back
[[nodiscard]] Result<std::vector<ScriptedTouch>> parse_touch_script(std::string_view text);

}  // namespace mingshi::kiosk
