#include "kiosk/widgets/press.hpp"

#include <cmath>
#include <ranges>

namespace mingshi::kiosk {
namespace {

std::optional<TargetArea> topmost(std::span<TargetArea const> areas, Point at) {
  for (auto const& area : std::views::reverse(areas)) {
    if (area.rect.contains(at)) return area;
  }
  return std::nullopt;
}

}  // namespace

PressResult Press::take(std::span<PointerEvent const> events, std::span<TargetArea const> areas,
                        Canvas const& canvas, TouchRules const& rules, Millis now) {
  PressResult result;
  for (auto const& event : events) {
    Point const at{canvas.to_reference(event.at)};
    if (event.kind == PointerEvent::Kind::down) {
      result.began = true;
      hold_ = Hold{.from = at, .at = at, .target = topmost(areas, at)};
      continue;
    }
    if (!hold_) continue;
    hold_->at = at;
    Point const by{at - hold_->from};
    if (std::hypot(by.x, by.y) > rules.slop) hold_->slid = true;
    if (event.kind == PointerEvent::Kind::up) release(result, rules, now);
  }
  return result;
}

void Press::release(PressResult& result, TouchRules const& rules, Millis now) {
  Hold const hold{*hold_};
  hold_.reset();
  if (hold.slid) {
    result.dragged_from = hold.from;
    result.dragged_by = hold.at - hold.from;
    return;
  }
  if (!hold.target || !hold.target->rect.contains(hold.at)) return;
  TargetId const id{hold.target->id};
  if (last_ == id && now - last_at_ < rules.debounce) return;
  last_ = id;
  last_at_ = now;
  (hold.target->enabled ? result.activated : result.refused) = id;
}

std::optional<TargetId> Press::held() const {
  if (!hold_ || hold_->slid || !hold_->target || !hold_->target->enabled ||
      !hold_->target->rect.contains(hold_->at)) {
    return std::nullopt;
  }
  return hold_->target->id;
}

void Press::forget() {
  hold_.reset();
  last_.reset();
}

}  // namespace mingshi::kiosk
