#include "kiosk/theme/theme.hpp"

#include "core/base/file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <cmath>
#include <string>
#include <utility>

using namespace mingshi;
using namespace mingshi::kiosk;

namespace {

std::filesystem::path file_of(std::string const& name) {
  return std::filesystem::path{MS_SOURCE_DIR} / "assets/themes" / (name + ".toml");
}

Theme theme_named(std::string const& name) {
  auto theme{load_theme(file_of(name))};
  INFO((theme ? "" : theme.error().detail()));
  REQUIRE(theme.has_value());
  return *theme;
}

void replace(std::string& text, std::string const& what, std::string const& by) {
  auto const at{text.find(what)};
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("theme: black on white is 21 to 1, a colour on itself 1 to 1", "[theme][contrast]") {
  CHECK(std::abs(contrast_ratio(white, Color{0, 0, 0}) - 21.0) < 0.001);
  CHECK(std::abs(contrast_ratio(Color{9, 99, 199}, Color{9, 99, 199}) - 1.0) < 0.001);
}

TEST_CASE("theme: every pair that text uses keeps its floor", "[theme][contrast]") {
  auto const [name, floor]{GENERATE(std::pair{"light", 4.5}, std::pair{"high_contrast", 7.0},
                                    std::pair{"signage_dark", 4.5})};
  auto const p{theme_named(name).palette};
  for (auto const& ground : {p.bg, p.surface, p.surface_alt, p.sunken}) {
    for (auto const& ink : {p.text, p.text_2, p.text_3})
      CHECK(contrast_ratio(ink, ground) >= floor);
  }
  std::array const pairs{std::pair{p.primary, p.bg},
                         std::pair{p.primary, p.surface},
                         std::pair{p.primary, p.primary_tint},
                         std::pair{p.on_primary, p.primary},
                         std::pair{p.on_primary, p.primary_press},
                         std::pair{p.seal, p.surface},
                         std::pair{p.seal, p.seal_tint},
                         std::pair{p.on_seal, p.seal},
                         std::pair{p.on_seal, p.seal_press},
                         std::pair{p.ok, p.surface},
                         std::pair{p.ok, p.ok_tint},
                         std::pair{p.warn, p.surface},
                         std::pair{p.warn, p.warn_tint},
                         std::pair{p.muted, p.surface},
                         std::pair{p.muted, p.muted_tint},
                         std::pair{p.text, p.primary_tint}};
  for (auto const& [ink, ground] : pairs) CHECK(contrast_ratio(ink, ground) >= floor);
}

TEST_CASE("theme: what bounds a control stands out from its ground 3 to 1", "[theme][contrast]") {
  auto const* const name{GENERATE("light", "high_contrast", "signage_dark")};
  auto const p{theme_named(name).palette};
  CHECK(contrast_ratio(p.line_strong, p.surface) >= 3.0);
  CHECK(contrast_ratio(p.line_strong, p.bg) >= 3.0);
  CHECK(contrast_ratio(p.focus_in, p.focus_out) >= 3.0);
}

TEST_CASE("theme: no text is smaller than the floor of its display", "[theme]") {
  auto const t{theme_named("light")};
  for (auto const& style : {t.kiosk.h1, t.kiosk.body, t.kiosk.secondary, t.kiosk.caption}) {
    CHECK(style.size >= 24);
    CHECK(style.line_height >= 1.1F * style.size);
  }
  for (auto const& style : {t.signage.ticker, t.signage.table, t.signage.small}) {
    CHECK(style.size >= 32);
  }
  CHECK(t.touch.least == 72);
  CHECK(t.touch.slop == 24);
  CHECK(t.touch.debounce == Millis{250});
}

TEST_CASE("theme: high contrast has no shadows and wide lines", "[theme]") {
  auto const t{theme_named("high_contrast")};
  CHECK(t.elevation.e1.opacity == 0);
  CHECK(t.elevation.e3.opacity == 0);
  CHECK(t.stroke.control >= 4);
}

TEST_CASE("theme: a file with a mistake is refused and the place is named", "[theme][errors]") {
  auto text{read_file(file_of("light"), 1 << 20)};
  REQUIRE(text.has_value());
  auto const [what, by, names]{GENERATE(
      std::tuple{"seal = \"#B02A1E\"", "", "palette.seal"},
      std::tuple{"seal = \"#B02A1E\"", "seal = \"#B02A1\"", "palette.seal"},
      std::tuple{"seal = \"#B02A1E\"", "seal = \"#B02A1G\"", "palette.seal"},
      std::tuple{"body = [32, 48, \"sans\"]", "body = [32, 20, \"sans\"]", "type.kiosk.body"},
      std::tuple{"body = [32, 48, \"sans\"]", "body = [32, 48, \"comic\"]", "type.kiosk.body"},
      std::tuple{"slop = 24", "slop = -1", "touch.slop"},
      std::tuple{"debounce = 250", "debounce = \"soon\"", "touch.debounce"},
      std::tuple{"[palette]", "[palette", "line"})};
  replace(*text, what, by);
  auto const theme{parse_theme(*text)};
  REQUIRE_FALSE(theme.has_value());
  CHECK(theme.error().code() == ErrorCode::invalid_input);
  CHECK(theme.error().detail().find(names) != std::string::npos);
}

TEST_CASE("theme: a file that is not there is not_found", "[theme][errors]") {
  auto const theme{load_theme(file_of("none"))};
  REQUIRE_FALSE(theme.has_value());
  CHECK(theme.error().code() == ErrorCode::not_found);
}
