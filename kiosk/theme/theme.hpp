#pragma once

#include "core/base/result.hpp"
#include "kiosk/theme/color.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace mingshi::kiosk {

/// A length on the reference canvas: 1080×1920 on the touch terminal, 1920×1080 on the wall.
using Pixels = float;
using Millis = std::chrono::milliseconds;

/// The three faces of the design. Serif is for titles, names of persons and the 法制审核 mark.
enum class Face { sans, sans_bold, serif_bold };

struct TextStyle {
  Face face{Face::sans};
  Pixels size{32};         ///< of the em
  Pixels line_height{48};  ///< from baseline to baseline
  friend bool operator==(TextStyle const&, TextStyle const&) = default;
};

/// Colours that a theme may change. A name says what the colour is for, never what it looks like.
struct Palette {
  Color bg, surface, surface_alt, sunken;
  Color line, line_strong;
  Color text, text_2, text_3;
  Color primary, primary_press, primary_tint, on_primary;
  Color seal, seal_press, seal_tint, on_seal;
  Color ok, ok_tint, warn, warn_tint, muted, muted_tint;
  Color gold;
  Color focus_in, focus_out;
  Color disabled_bg, disabled_fg;
  Color scrim;
};

/// Colours of single components, the same in every theme.
struct FixedColors {
  Color on_primary_2, cert_head, key_lip, flow_arrow, ok_border, warn_text_2;
  Color sky_top, sky_mid, sky_low, sun, hill_1, hill_2, hill_3, hill_4, hill_5;
  Color attract_button, attract_button_line, mark_sun, photo_ground;
};

/// Text of the touch terminal; nothing is smaller than `caption`.
struct KioskType {
  TextStyle display, name, hero, h1, tile, h2, field, key, button, h3, value, body, secondary,
      caption;
};

/// Text of the wall; nothing is smaller than `small`.
struct SignageType {
  TextStyle emergency, clock, title, page_title, name, fact, ticker, table, label, small;
};

struct Radii {
  Pixels tag, photo, key, button, button_m, dock_button, card, tile, sheet, chip, pill;
};

struct Strokes {
  Pixels hairline, control, control_selected, button_secondary, focus_outer, focus_inner;
};

/// A soft shadow under a raised shape.
struct ElevationStyle {
  Pixels blur, drop;
  float opacity;
};

struct Elevations {
  ElevationStyle e1, e2, e3;
};

/// How long things take to move.
struct MotionTimes {
  Millis press, release, state, enter, exit, page, sheet, stagger, signage_fade;
  int stagger_max_items;
  Pixels ticker_per_second;
};

struct TouchRules {
  Pixels least;     ///< no target is smaller, either way
  Pixels standard;  ///< height of an ordinary target
  Pixels primary;   ///< height of the main button
  Pixels slop;      ///< a finger may slide this far before the press is cancelled
  Millis debounce;  ///< the same target does not act twice within this time
};

/// How everything looks: data, read once from a file. A view takes every colour, style and size
/// from here.
struct Theme {
  std::string name;
  Palette palette;
  FixedColors fixed;
  KioskType kiosk;
  SignageType signage;
  Radii radius;
  Strokes stroke;
  Elevations elevation;
  MotionTimes motion;
  TouchRules touch;
};

/// Reads a theme.
/// @errors invalid_input says which key is missing or wrong
[[nodiscard]] Result<Theme> parse_theme(std::string_view toml);

/// @param file such as themes/light.toml
/// @errors not_found; io; invalid_input
[[nodiscard]] Result<Theme> load_theme(std::filesystem::path const& file);

}  // namespace mingshi::kiosk
