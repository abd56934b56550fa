#include "kiosk/platform/geometry.hpp"

#include "kiosk/platform/input.hpp"
#include "kiosk/platform/item.hpp"
#include "kiosk/platform/probe.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

using namespace mingshi;
using namespace mingshi::kiosk;
using Kind = PointerEvent::Kind;

TEST_CASE("platform: the canvas is laid on a display at one scale, centred", "[platform]") {
  auto const same{Canvas::fit({1080, 1920}, {1080, 1920})};
  CHECK(same.scale == 1);
  CHECK(same.origin == Point{0, 0});
  auto const wide{Canvas::fit({1080, 1920}, {1920, 1080})};
  CHECK(wide.scale == 0.5625F);
  CHECK(wide.origin == Point{656, 0});
  CHECK(wide.to_reference(wide.to_device({100, 200})) == Point{100, 200});
}

TEST_CASE("platform: a touch on a turned panel comes back to where it was drawn", "[platform]") {
  auto const rotation{
      GENERATE(Rotation::none, Rotation::quarter, Rotation::half, Rotation::three_quarters)};
  Size const panel{1920, 1080};
  Size const picture{upright(panel, rotation)};
  Point const drawn{10, 20};
  Point const touched{to_panel(drawn, panel, rotation)};
  CHECK(from_panel(touched, panel, rotation) == drawn);
  CHECK(touched.x >= 0);
  CHECK(touched.x <= panel.w);
  CHECK(touched.y <= panel.h);
  Point const corner{to_panel({picture.w, picture.h}, panel, rotation)};
  CHECK(from_panel(corner, panel, rotation) == Point{picture.w, picture.h});
}

TEST_CASE("platform: the top of the picture on a panel turned a quarter is its right edge",
          "[platform]") {
  CHECK(to_panel({0, 0}, {1920, 1080}, Rotation::quarter) == Point{1920, 0});
  CHECK(to_panel({0, 0}, {1920, 1080}, Rotation::three_quarters) == Point{0, 1080});
}

TEST_CASE("platform: a second finger is not heard while the first is down", "[platform][touch]") {
  FirstFinger fingers;
  auto const pass{[&](std::int64_t finger, Kind kind) {
    return fingers.pass({finger, kind, {1, 2}}, {1080, 1920}, Rotation::none).has_value();
  }};
  CHECK(pass(7, Kind::down));
  CHECK_FALSE(pass(8, Kind::down));
  CHECK_FALSE(pass(8, Kind::move));
  CHECK_FALSE(pass(8, Kind::up));
  CHECK(pass(7, Kind::move));
  CHECK(pass(7, Kind::up));
  CHECK_FALSE(pass(7, Kind::move));
  CHECK(pass(8, Kind::down));
}

TEST_CASE("platform: a touch script is read line by line", "[platform][touch]") {
  auto const script{parse_touch_script("# home\n0 540 960 down\n\n80 540.5 960 up\n")};
  REQUIRE(script.has_value());
  REQUIRE(script->size() == 2);
  CHECK((*script)[1].at == Millis{80});
  CHECK((*script)[1].contact.kind == Kind::up);
  CHECK((*script)[1].contact.at == Point{540.5F, 960});
}

TEST_CASE("platform: a touch script with a mistake names the line", "[platform][touch][errors]") {
  auto const* const bad{GENERATE("0 1 2 down\n5 1 up\n", "0 1 2 down\nx 1 2 up\n",
                                 "9 1 2 down\n3 1 2 up\n", "0 1 2 down\n1 1 2 press\n",
                                 "0 1 2 down\n1 1 2 up now\n", "0 1 2 down\n-4 1 2 up\n")};
  auto const script{parse_touch_script(bad)};
  REQUIRE_FALSE(script.has_value());
  CHECK(script.error().code() == ErrorCode::invalid_input);
  CHECK(script.error().detail().find("line 2") != std::string::npos);
}

TEST_CASE("platform: controls below the floor are found, disabled ones and texts are not",
          "[platform][touch]") {
  std::vector<Item> const items{{Role::button, "小", {0, 0, 71, 96}, true, ""},
                                {Role::button, "够", {0, 0, 72, 72}, true, ""},
                                {Role::button, "不可用", {0, 0, 20, 20}, false, "原因"},
                                {Role::text, "文字", {0, 0, 20, 20}, true, ""}};
  auto const small{items_too_small(items)};
  REQUIRE(small.size() == 1);
  CHECK(small.front().label == "小");
}

TEST_CASE("platform: the frame log is one JSON object a line", "[platform][probe]") {
  std::vector<Item> const items{{Role::button, "查\n询", {1, 2, 3, 4}, false, "原因"}};
  FrameNotes const notes{.screen = "wall",
                         .content = "notice/1",
                         .items = items,
                         .moving = false,
                         .extras = {{"ticker_x", 12.5}, {"until", std::string{"10:32"}}}};
  auto const line{frame_report(42, notes, 0.5)};
  CHECK(line.find('\n') == line.size() - 1);
  auto const log = nlohmann::json::parse(line);
  CHECK(log["t_ns"] == 42);
  CHECK(log["content"] == "notice/1");
  CHECK(log["luma"] == 0.5);
  CHECK(log["ticker_x"] == 12.5);
  CHECK(log["until"] == "10:32");
  auto const report = nlohmann::json::parse(item_report(42, notes));
  REQUIRE(report["items"].size() == 1);
  CHECK(report["items"][0]["label"] == "查\n询");
  CHECK(report["items"][0]["role"] == "button");
  CHECK(report["items"][0]["enabled"] == false);
  CHECK(report["items"][0]["rect"][3] == 4);
}
