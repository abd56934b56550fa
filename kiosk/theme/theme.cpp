#include "kiosk/theme/theme.hpp"

#include "core/base/file.hpp"

#include <toml++/toml.h>

#include <utility>

namespace mingshi::kiosk {
namespace {

constexpr std::size_t largest_theme{1U << 20U};

/// Reads keys of one document and remembers the first thing that was wrong.
class Reading {
 public:
  explicit Reading(toml::table const& root) : root_{root} {}

  void color(std::string_view path, Color& into) {
    auto const text{root_.at_path(path).value<std::string>()};
    if (!text) return wrong(path, "is missing or no text");
    auto parsed{parse_color(*text)};
    if (!parsed) return wrong(path, parsed.error().detail());
    into = *parsed;
  }
  void number(std::string_view path, float& into) {
    auto const value{root_.at_path(path).value<double>()};
    if (!value || *value < 0) return wrong(path, "is missing or no number from 0 up");
    into = static_cast<float>(*value);
  }
  void whole(std::string_view path, int& into) {
    auto const value{root_.at_path(path).value<int>()};
    if (!value || *value < 0) return wrong(path, "is missing or no whole number from 0 up");
    into = *value;
  }
  void millis(std::string_view path, Millis& into) {
    int value{};
    whole(path, value);
    into = Millis{value};
  }
  void style(std::string_view path, TextStyle& into) {
    auto const* const row{root_.at_path(path).as_array()};
    if (row == nullptr || row->size() != 3) return wrong(path, "is not [size, line height, face]");
    auto const size{(*row)[0].value<double>()};
    auto const height{(*row)[1].value<double>()};
    auto const face{(*row)[2].value<std::string_view>()};
    if (!size || !height || !face || *size <= 0 || *height < *size) {
      return wrong(path, "is not [size, line height, face]");
    }
    if (*face == "sans") {
      into.face = Face::sans;
    } else if (*face == "sans_bold") {
      into.face = Face::sans_bold;
    } else if (*face == "serif_bold") {
      into.face = Face::serif_bold;
    } else {
      return wrong(path, "names a face that is none of sans, sans_bold, serif_bold");
    }
    into.size = static_cast<Pixels>(*size);
    into.line_height = static_cast<Pixels>(*height);
  }
  void text(std::string_view path, std::string& into) {
    auto const value{root_.at_path(path).value<std::string>()};
    if (!value) return wrong(path, "is missing or no text");
    into = *value;
  }
  [[nodiscard]] std::string const& first_wrong() const { return wrong_; }

 private:
  void wrong(std::string_view path, std::string_view what) {
    if (wrong_.empty()) wrong_ = std::string{path} + " " + std::string{what};
  }
  toml::table const& root_;
  std::string wrong_;
};

void read_palette(Reading& r, Palette& p) {
  std::pair<std::string_view, Color*> const keys[]{
      {"palette.bg", &p.bg},
      {"palette.surface", &p.surface},
      {"palette.surface_alt", &p.surface_alt},
      {"palette.sunken", &p.sunken},
      {"palette.line", &p.line},
      {"palette.line_strong", &p.line_strong},
      {"palette.text", &p.text},
      {"palette.text_2", &p.text_2},
      {"palette.text_3", &p.text_3},
      {"palette.primary", &p.primary},
      {"palette.primary_press", &p.primary_press},
      {"palette.primary_tint", &p.primary_tint},
      {"palette.on_primary", &p.on_primary},
      {"palette.seal", &p.seal},
      {"palette.seal_press", &p.seal_press},
      {"palette.seal_tint", &p.seal_tint},
      {"palette.on_seal", &p.on_seal},
      {"palette.ok", &p.ok},
      {"palette.ok_tint", &p.ok_tint},
      {"palette.warn", &p.warn},
      {"palette.warn_tint", &p.warn_tint},
      {"palette.muted", &p.muted},
      {"palette.muted_tint", &p.muted_tint},
      {"palette.gold", &p.gold},
      {"palette.focus_in", &p.focus_in},
      {"palette.focus_out", &p.focus_out},
      {"palette.disabled_bg", &p.disabled_bg},
      {"palette.disabled_fg", &p.disabled_fg},
      {"palette.scrim", &p.scrim},
  };
  for (auto const& [path, into] : keys) r.color(path, *into);
}

void read_fixed(Reading& r, FixedColors& f) {
  std::pair<std::string_view, Color*> const keys[]{
      {"fixed.on_primary_2", &f.on_primary_2},
      {"fixed.cert_head", &f.cert_head},
      {"fixed.key_lip", &f.key_lip},
      {"fixed.flow_arrow", &f.flow_arrow},
      {"fixed.ok_border", &f.ok_border},
      {"fixed.warn_text_2", &f.warn_text_2},
      {"fixed.sky_top", &f.sky_top},
      {"fixed.sky_mid", &f.sky_mid},
      {"fixed.sky_low", &f.sky_low},
      {"fixed.sun", &f.sun},
      {"fixed.hill_1", &f.hill_1},
      {"fixed.hill_2", &f.hill_2},
      {"fixed.hill_3", &f.hill_3},
      {"fixed.hill_4", &f.hill_4},
      {"fixed.hill_5", &f.hill_5},
      {"fixed.attract_button", &f.attract_button},
      {"fixed.attract_button_line", &f.attract_button_line},
      {"fixed.mark_sun", &f.mark_sun},
      {"fixed.photo_ground", &f.photo_ground},
  };
  for (auto const& [path, into] : keys) r.color(path, *into);
}

void read_type(Reading& r, KioskType& k, SignageType& s) {
  std::pair<std::string_view, TextStyle*> const keys[]{
      {"type.kiosk.display", &k.display},
      {"type.kiosk.name", &k.name},
      {"type.kiosk.hero", &k.hero},
      {"type.kiosk.h1", &k.h1},
      {"type.kiosk.tile", &k.tile},
      {"type.kiosk.h2", &k.h2},
      {"type.kiosk.field", &k.field},
      {"type.kiosk.key", &k.key},
      {"type.kiosk.button", &k.button},
      {"type.kiosk.h3", &k.h3},
      {"type.kiosk.value", &k.value},
      {"type.kiosk.body", &k.body},
      {"type.kiosk.secondary", &k.secondary},
      {"type.kiosk.caption", &k.caption},
      {"type.signage.emergency", &s.emergency},
      {"type.signage.clock", &s.clock},
      {"type.signage.title", &s.title},
      {"type.signage.page_title", &s.page_title},
      {"type.signage.name", &s.name},
      {"type.signage.fact", &s.fact},
      {"type.signage.ticker", &s.ticker},
      {"type.signage.table", &s.table},
      {"type.signage.label", &s.label},
      {"type.signage.small", &s.small},
  };
  for (auto const& [path, into] : keys) r.style(path, *into);
}

void read_measures(Reading& r, Theme& t) {
  std::pair<std::string_view, float*> const keys[]{
      {"radius.tag", &t.radius.tag},
      {"radius.photo", &t.radius.photo},
      {"radius.key", &t.radius.key},
      {"radius.button", &t.radius.button},
      {"radius.button_m", &t.radius.button_m},
      {"radius.dock_button", &t.radius.dock_button},
      {"radius.card", &t.radius.card},
      {"radius.tile", &t.radius.tile},
      {"radius.sheet", &t.radius.sheet},
      {"radius.chip", &t.radius.chip},
      {"radius.pill", &t.radius.pill},
      {"stroke.hairline", &t.stroke.hairline},
      {"stroke.control", &t.stroke.control},
      {"stroke.control_selected", &t.stroke.control_selected},
      {"stroke.button_secondary", &t.stroke.button_secondary},
      {"stroke.focus_outer", &t.stroke.focus_outer},
      {"stroke.focus_inner", &t.stroke.focus_inner},
      {"elevation.e1.blur", &t.elevation.e1.blur},
      {"elevation.e1.drop", &t.elevation.e1.drop},
      {"elevation.e1.opacity", &t.elevation.e1.opacity},
      {"elevation.e2.blur", &t.elevation.e2.blur},
      {"elevation.e2.drop", &t.elevation.e2.drop},
      {"elevation.e2.opacity", &t.elevation.e2.opacity},
      {"elevation.e3.blur", &t.elevation.e3.blur},
      {"elevation.e3.drop", &t.elevation.e3.drop},
      {"elevation.e3.opacity", &t.elevation.e3.opacity},
      {"motion.ticker_per_second", &t.motion.ticker_per_second},
      {"touch.least", &t.touch.least},
      {"touch.standard", &t.touch.standard},
      {"touch.primary", &t.touch.primary},
      {"touch.slop", &t.touch.slop},
  };
  for (auto const& [path, into] : keys) r.number(path, *into);
}

void read_motion(Reading& r, Theme& t) {
  std::pair<std::string_view, Millis*> const keys[]{
      {"motion.press", &t.motion.press},
      {"motion.release", &t.motion.release},
      {"motion.state", &t.motion.state},
      {"motion.enter", &t.motion.enter},
      {"motion.exit", &t.motion.exit},
      {"motion.page", &t.motion.page},
      {"motion.sheet", &t.motion.sheet},
      {"motion.stagger", &t.motion.stagger},
      {"motion.signage_fade", &t.motion.signage_fade},
      {"touch.debounce", &t.touch.debounce},
  };
  for (auto const& [path, into] : keys) r.millis(path, *into);
  r.whole("motion.stagger_max_items", t.motion.stagger_max_items);
}

}  // namespace

Result<Theme> parse_theme(std::string_view toml) {
  toml::table root;
  try {
    root = toml::parse(toml);
  } catch (toml::parse_error const& e) {
    return fail(ErrorCode::invalid_input, "line " + std::to_string(e.source().begin.line) + ": " +
                                              std::string{e.description()});
  }
  Theme theme{};
  Reading reading{root};
  reading.text("name", theme.name);
  read_palette(reading, theme.palette);
  read_fixed(reading, theme.fixed);
  read_type(reading, theme.kiosk, theme.signage);
  read_measures(reading, theme);
  read_motion(reading, theme);
  if (!reading.first_wrong().empty()) {
    return fail(ErrorCode::invalid_input, reading.first_wrong());
  }
  return theme;
}

Result<Theme> load_theme(std::filesystem::path const& file) {
  auto const text{MS_TRY(read_file(file, largest_theme))};
  auto theme{parse_theme(text)};
  if (!theme) return std::unexpected{std::move(theme).error().while_doing(file.string())};
  return theme;
}

}  // namespace mingshi::kiosk
