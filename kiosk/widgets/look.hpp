#pragma once

#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/icon.hpp"
#include "kiosk/platform/item.hpp"
#include "kiosk/theme/theme.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mingshi::kiosk {

enum class Align { left, centre, right };
enum class Vertical { top, centre, bottom };
enum class Corners : std::uint8_t { all, top, bottom, left, right, top_left, top_right };
/// How high something lies over the page: a line, a card, a raised thing, a sheet.
enum class Elevation { e0, e1, e2, e3 };
enum class Ease { linear, in, out, move };
/// Which way a page comes in.
enum class Travel { forward, back, none };
enum class Turn { previous, next };
/// Colours that carry a meaning; each is always beside a word.
enum class Tone { primary, ok, warn, muted, seal, neutral };

struct Box {
  Color fill{transparent};
  Color line{transparent};
  Pixels line_width{0};
  Pixels radius{0};
  Elevation elevation{Elevation::e0};
  Corners corners{Corners::all};
};

enum class Fit { cover, contain };

struct ImageLook {
  std::string_view label;  ///< what it shows
  Pixels radius{0};
  bool grey{false};
  Fit fit{Fit::cover};
};

/// A piece of a line.
struct Run {
  std::string_view text;
  TextStyle style;
  Color color;
  Pixels gap_before{0};
};

struct ParagraphLook {
  Align align{Align::left};
  int max_lines{0};  ///< 0: as many as there are; more end in …
};

// Controls. `disabled_reason` empty: enabled. Else it cannot be used, and the reason is what a
// person who touches it reads: Chinese, one sentence. `key` tells controls of the same label apart;
// empty: the label is the key.

struct Target {
  std::string_view label;
  Role role{Role::card};
  std::string_view key{};
  std::string_view disabled_reason{};
  Pixels radius{24};
  bool selected{false};
};

enum class ButtonKind { primary, secondary, supervision, quiet };

struct Button {
  std::string_view label;
  std::optional<Icon> icon{};
  ButtonKind kind{ButtonKind::primary};
  std::string_view key{};
  std::string_view disabled_reason{};
  bool busy{false};       ///< the icon turns; the label should say what is going on
  bool focused{false};    ///< shows the focus ring
  bool icon_last{false};  ///< the icon stands behind the label: an arrow onward
};

struct Tile {
  Icon icon{};
  std::string_view title;
  std::string_view english{};
  std::string_view help{};
  std::string_view tag{};  ///< 事前公开, 事后公开, 办事
  Tone tone{Tone::primary};
  Tone tag_tone{Tone::primary};
  std::string_view key{};
  std::string_view disabled_reason{};
};

struct Tab {
  std::string_view label;
  std::optional<Icon> icon{};
  std::string_view disabled_reason{};
};

struct Chip {
  std::string_view label;
  bool selected{false};
  std::optional<Icon> icon{};
  std::string_view key{};
  std::string_view disabled_reason{};
};

enum class KeyKind { character, action };

/// A key of a keyboard on the screen.
struct Key {
  std::string_view label;
  std::optional<Icon> icon{};  ///< drawn instead of the label
  KeyKind kind{KeyKind::character};
  std::string_view key{};
  std::string_view disabled_reason{};
};

struct DockButton {
  Icon icon{};
  std::string_view label;
  std::string_view disabled_reason{};
  bool selected{false};
};

struct Field {
  std::string_view label;  ///< what is asked for; shown pale while it is empty
  std::string_view value;
  std::optional<Icon> icon{};
  bool active{false};
  std::string_view error{};  ///< a sentence below the field
  bool clearable{false};     ///< shows 清除 while there is something to clear
};

struct Badge {
  std::string_view label;
  Icon icon{};
  Tone tone{Tone::ok};
  bool dashed{false};  ///< not verified since the time the label gives
  bool solid{false};
  bool large{false};
};

}  // namespace mingshi::kiosk
