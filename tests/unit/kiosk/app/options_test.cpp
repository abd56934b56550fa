#include "kiosk/app/options.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <vector>

using namespace mingshi;
using namespace mingshi::kiosk;

namespace {
Result<Options> parse(std::vector<char const*> const& arguments) {
  return parse_options(arguments);
}
}  // namespace

TEST_CASE("kiosk options: a folder alone is a touch terminal on the whole screen", "[app]") {
  auto const options{parse({"--data", "/data"}).value()};
  CHECK(options.role == TerminalRole::touch);
  CHECK(options.mode == WindowMode::fullscreen);
  CHECK_FALSE(options.panel.has_value());
}

TEST_CASE("kiosk options: everything can be said", "[app]") {
  auto const options{parse({"--data", "d", "--role", "wall", "--size", "1280x720", "--rotation",
                            "270", "--render", "software", "--windowed", "--now",
                            "2026-11-23T14:32:00+08:00", "--plant-black", "2@5000"})
                         .value()};
  CHECK(options.role == TerminalRole::wall);
  CHECK(options.panel == Size{1280, 720});
  CHECK(options.rotation == Rotation::three_quarters);
  CHECK(options.render == RenderPath::software);
  CHECK(options.mode == WindowMode::windowed);
  CHECK(options.now == parse_instant("2026-11-23T06:32:00Z").value());
  CHECK(options.plant_black.value().after == Millis{5000});
}

TEST_CASE("kiosk options: a shot needs no display", "[app]") {
  CHECK(parse({"--data", "d", "--shot", "a.png"}).value().mode == WindowMode::headless);
}

TEST_CASE("kiosk options: a wall's screen makes it a wall", "[app]") {
  CHECK(parse({"--data", "d", "--screen", "signage-notice"}).value().role == TerminalRole::wall);
}

TEST_CASE("kiosk options: what makes no sense is refused by its name", "[app]") {
  auto const arguments{GENERATE(
      std::vector<char const*>{"--size"}, std::vector<char const*>{"--size", "big"},
      std::vector<char const*>{"--size", "1x1"}, std::vector<char const*>{"--rotation", "45"},
      std::vector<char const*>{"--render", "vulkan"}, std::vector<char const*>{"--role", "floor"},
      std::vector<char const*>{"--now", "noon"}, std::vector<char const*>{"--plant-black", "1"},
      std::vector<char const*>{"--colour", "red"}, std::vector<char const*>{"stray"})};
  auto all{std::vector<char const*>{"--data", "d"}};
  all.insert(all.end(), arguments.begin(), arguments.end());
  auto const options{parse(all)};
  REQUIRE_FALSE(options.has_value());
  CHECK(options.error().code() == ErrorCode::invalid_input);
}

TEST_CASE("kiosk options: without a folder there is nothing to show", "[app]") {
  CHECK_FALSE(parse({"--role", "touch"}).has_value());
  CHECK(parse({"--help"}).error().code() == ErrorCode::cancelled);
}
