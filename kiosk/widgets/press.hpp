#pragma once

#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/platform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mingshi::kiosk {

using TargetId = std::uint64_t;

/// Where a finger could act on the presented frame.
struct TargetArea {
  TargetId id{};
  Rect rect;
  bool enabled{true};
};

/// What the finger's events of one frame came to.
struct PressResult {
  bool began{false};                  ///< a touch began
  std::optional<TargetId> activated;  ///< released inside an enabled target
  std::optional<TargetId> refused;    ///< released inside a disabled one
  std::optional<Point> dragged_from;  ///< a slide beyond the slop ended; with dragged_by
  Point dragged_by;
};

/// The touch rules: a press belongs to the topmost target under the finger on the presented frame,
/// is cancelled by a slide beyond the slop or out of the target, acts on release, and not twice
/// within the debounce time.
class Press {
 public:
  /// @param areas in drawing order; the last one under the finger is the topmost
  PressResult take(std::span<PointerEvent const> events, std::span<TargetArea const> areas,
                   Canvas const& canvas, TouchRules const& rules, Millis now);
  /// The target that is to be drawn pressed.
  [[nodiscard]] std::optional<TargetId> held() const;
  /// The finger that is down, if any, no longer acts on anything.
  void forget();

 private:
  struct Hold {
    Point from, at;
    std::optional<TargetArea> target;
    bool slid{false};
  };
  void release(PressResult& result, TouchRules const& rules, Millis now);
  std::optional<Hold> hold_;
  std::optional<TargetId> last_;
  Millis last_at_{};
};

}  // namespace mingshi::kiosk
