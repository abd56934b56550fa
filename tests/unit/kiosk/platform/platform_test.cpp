#include "kiosk/platform/platform.hpp"

#include "kiosk/platform/pixels.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

using namespace mingshi;
using namespace mingshi::kiosk;

namespace {

PlatformOptions headless() {
  PlatformOptions options;
  options.mode = WindowMode::headless;
  options.render = RenderPath::none;
  options.assets = std::filesystem::path{MS_SOURCE_DIR} / "assets";
  return options;
}

std::unique_ptr<Platform> opened(PlatformOptions options) {
  auto platform{Platform::open(std::move(options), Log::none())};
  INFO((platform ? "" : platform.error().detail()));
  REQUIRE(platform.has_value());
  return std::move(*platform);
}

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder()
      : path_{std::filesystem::temp_directory_path() /
              ("ms-platform-" + std::to_string(std::random_device{}()))} {
    std::filesystem::create_directories(path_);
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("fonts: names outside the BMP can be drawn, the unassigned cannot", "[platform][fonts]") {
  auto const platform{opened(headless())};
  CHECK(platform->fonts().missing("顾𬭎 𠮷 𪚥 䶮 㛃 Aa1，。").empty());
  CHECK(platform->fonts().missing("甲\U000E0FFF乙\U000E0FFF") == std::vector<char32_t>{0xE0FFF});
  CHECK(platform->fonts().missing("\U000F0000", Face::serif_bold).size() == 1);
}

TEST_CASE("platform: a missing font is named", "[platform][errors]") {
  auto options{headless()};
  options.fonts.hanazono = "/nowhere/HanaMinB.ttf";
  auto const platform{Platform::open(std::move(options), Log::none())};
  REQUIRE_FALSE(platform.has_value());
  CHECK(platform.error().code() == ErrorCode::not_found);
  CHECK(platform.error().detail().find("/nowhere/HanaMinB.ttf") != std::string::npos);
}

TEST_CASE("platform: a recorded finger comes in through the system's queue", "[platform][touch]") {
  Folder const folder;
  auto const script{folder.path() / "touch.txt"};
  std::ofstream{script} << "0 100 200 down\n1 110 200 move\n2 110 200 up\n";
  auto options{headless()};
  options.touch_script = script;
  auto const platform{opened(std::move(options))};
  static_cast<void>(platform->begin_frame());
  platform->present({.screen = "a", .content = "", .items = {}, .moving = false, .extras = {}});
  std::vector<PointerEvent> heard;
  for (int i{0}; i < 200 && heard.size() < 3; ++i) {
    platform->wait(Millis{5});
    auto const input{platform->begin_frame()};
    heard.insert(heard.end(), input.pointer.begin(), input.pointer.end());
    platform->present({.screen = "a", .content = "", .items = {}, .moving = false, .extras = {}});
  }
  REQUIRE(heard.size() == 3);
  CHECK(heard[0].kind == PointerEvent::Kind::down);
  CHECK(heard[2].kind == PointerEvent::Kind::up);
  CHECK(std::abs(heard[0].at.x - 100) < 0.1F);
  CHECK(std::abs(heard[0].at.y - 200) < 0.1F);
}

TEST_CASE("platform: wake ends a wait", "[platform]") {
  auto const platform{opened(headless())};
  Platform::wake();
  auto const before{platform->now()};
  platform->wait(Millis{60'000});
  CHECK(platform->now() - before < Millis{30'000});
}

TEST_CASE("platform: the probe writes a page once, when it has come to rest", "[platform][probe]") {
  Folder const folder;
  auto options{headless()};
  options.render = RenderPath::software;
  options.panel = {108, 192};
  options.probe = folder.path() / "probe";
  options.probe_log = folder.path() / "frames.jsonl";
  auto const platform{opened(std::move(options))};
  std::vector<Item> items{{Role::button, "查询", {0, 0, 96, 96}, true, ""}};
  auto const present{[&](bool moving) {
    static_cast<void>(platform->begin_frame());
    platform->present(
        {.screen = "home", .content = "", .items = items, .moving = moving, .extras = {}});
  }};
  auto const written{[&](std::string const& name) {
    return std::filesystem::exists(folder.path() / "probe" / name);
  }};
  present(true);
  CHECK_FALSE(written("000001.json"));
  present(false);
  CHECK(written("000001.json"));
  CHECK(written("000001.png"));
  present(false);
  CHECK_FALSE(written("000002.json"));
  items.front().label = "再查";
  present(false);
  CHECK(written("000002.json"));
  std::ifstream log{folder.path() / "frames.jsonl"};
  int lines{0};
  for (std::string line; std::getline(log, line);) ++lines;
  CHECK(lines == 4);
}

TEST_CASE("pictures: bytes that are no picture are corrupt", "[platform][errors]") {
  CHECK_FALSE(decode_picture("").has_value());
  CHECK_FALSE(decode_picture("GIF89a").has_value());
  CHECK_FALSE(decode_picture("\x89PNG\r\n\x1a\n broken").has_value());
  CHECK_FALSE(draw_svg("<svg", 10, 10).has_value());
}

TEST_CASE("pictures: scaling down averages, and corners are taken off", "[platform]") {
  Picture board{.width = 4, .height = 4, .rgba = {}};
  for (int i{0}; i < 16; ++i) {
    std::uint8_t const v{(i + i / 4) % 2 == 0 ? std::uint8_t{255} : std::uint8_t{0}};
    board.rgba.insert(board.rgba.end(), {v, v, v, 255});
  }
  auto const small{resampled(board, {0, 0, 4, 4}, 1, 1)};
  REQUIRE(small.rgba.size() == 4);
  CHECK(small.rgba[0] > 100);
  CHECK(small.rgba[0] < 155);
  round_corners(board, 2);
  CHECK(board.rgba[3] < 128);
  CHECK(board.rgba[(1 * 4 + 1) * 4 + 3] > 200);
}
