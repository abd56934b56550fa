#pragma once

#include "kiosk/model/chrome_vm.hpp"
#include "kiosk/model/touch.hpp"
#include "kiosk/widgets/ui.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace mingshi::kiosk::screens {

/// How a button of a page looks, beside what its view-model says.
struct ButtonStyle {
  std::optional<Icon> icon{};
  ButtonKind kind{ButtonKind::secondary};
  bool focused{false};
};

struct KeyStyle {
  std::optional<Icon> icon{};
  Pixels icon_size{56};
  Pixels text_size{48};
  Pixels radius{18};
  bool action{false};  ///< does something with what is typed: darker than the keys that type
  bool word{true};
};

/// Draws the controls of a page and keeps what the finger asked for: the first answer of a frame.
/// A disabled control answers ShowReason.
class Controls {
 public:
  explicit Controls(Ui& ui) : ui_{ui} {}

  [[nodiscard]] Ui& ui() const { return ui_; }

  void button(Rect rect, ButtonVm const& vm, ButtonStyle const& style, Touch touch);
  /// A text button without ground: icon, then a bold word, both in the primary colour.
  /// @returns its left edge; it ends at `right`
  Pixels link(Point right_middle, ButtonVm const& vm, Icon icon, Touch touch);
  /// One key of a keyboard: its word, its icon, or both.
  void key(Rect rect, ButtonVm const& vm, KeyStyle const& style, Touch touch);
  void dock(Rect rect, ButtonVm const& vm, Icon icon, bool leads, Touch touch);
  /// 上一页 · 1 / 3 · 下一页 over the width of `row`.
  void pager(Rect row, PagerVm const& vm);
  /// Filter chips from left to right, wrapped within `area`'s width. @returns the height used
  Pixels chips(Rect area, std::span<ChipVm const> chips, Pixels height = 80);
  /// A target the caller draws itself; the key tells targets of one label apart.
  Touchable target(Rect rect, std::string_view label, Touch touch, std::string_view key = {},
                   Pixels radius = 24, Role role = Role::button);
  /// The same for a control that may be disabled.
  Touchable target(Rect rect, ButtonVm const& vm, Touch touch, std::string_view key = {},
                   Pixels radius = 24, Role role = Role::button);
  /// A card that is one target, with its ground and shadow.
  Touchable card(Rect rect, std::string_view label, Touch touch, std::string_view key,
                 Elevation elevation = Elevation::e1, Pixels radius = 24);
  /// A drag over a list turns its page, where the pager could. @pre before the list is drawn
  void drag_turns(Rect list, PagerVm const& vm);

  void ask(bool activated, Touch touch);
  [[nodiscard]] std::optional<Touch> touch() const { return touch_; }

 private:
  /// Runs `draw` and asks for `touch` or, of a disabled control, for its reason.
  void press(ButtonVm const& vm, Touch touch, std::function<bool()> const& draw);

  Ui& ui_;
  std::optional<Touch> touch_;
};

}  // namespace mingshi::kiosk::screens
