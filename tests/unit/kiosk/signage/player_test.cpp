#include "kiosk/signage/player.hpp"

#include "tests/unit/kiosk/signage/wall_snapshot.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace std::chrono_literals;

namespace {
constexpr char const* four_items{
    R"({"kind":"notice","record":"notice/甲","seconds":20},{"kind":"officers","seconds":12},
       {"kind":"decisions","seconds":15},{"kind":"video","media":"ab","seconds":10})"};

/// What is on at each change, `count` of them.
std::vector<std::string> loop(WallState state, std::size_t count) {
  std::vector<std::string> shown;
  for (std::size_t i{0}; i < count; ++i) {
    shown.push_back(state.current ? content_of(*state.current) : "fallback");
    state = on_time(state, next_change(state, state.current ? state.current->began : 0ms));
  }
  return shown;
}
}  // namespace

TEST_CASE("player: plays the items in order, for ever, the groups moving on each round",
          "[signage]") {
  auto const state{on_snapshot(
      wall_state(), wall_snapshot({.items = four_items, .officers = 13, .decisions = 7}), 0ms)};
  CHECK(loop(state, 9) == std::vector<std::string>{"notice/甲", "officers#1", "decisions#1",
                                                   "video/ab", "notice/甲", "officers#2",
                                                   "decisions#2", "video/ab", "notice/甲"});
  CHECK(loop(state, 14)[9] == "officers#3");
  CHECK(loop(state, 14)[13] == "officers#1");
}

TEST_CASE("player: an item stays exactly its time, however late the clock comes", "[signage]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 1'000ms)};
  CHECK(next_change(state, 1'000ms) == 21'000ms);
  CHECK(content_of(*on_time(state, 20'999ms).current) == "notice/甲");
  state = on_time(state, 21'060ms);
  CHECK(content_of(*state.current) == "officers#1");
  CHECK(state.current->began == 21'000ms);  // no drift
  CHECK(state.current->ends == 33'000ms);
  REQUIRE(state.previous);
  CHECK(content_of(*state.previous) == "notice/甲");
}

TEST_CASE("player: after the machine slept the next item gets its full time", "[signage]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 0ms)};
  state = on_time(state, 3'600'000ms);
  CHECK(state.current->began == 3'600'000ms);
}

TEST_CASE("player: a refresh keeps the item on show and the place in the loop", "[signage]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items, .officers = 13}), 0ms)};
  state = on_time(state, 20'000ms);
  REQUIRE(content_of(*state.current) == "officers#1");
  auto const ends{state.current->ends};
  state = on_snapshot(state, wall_snapshot({.items = four_items, .officers = 13}), 25'000ms);
  CHECK(content_of(*state.current) == "officers#1");
  CHECK(state.current->ends == ends);
  CHECK(content_of(*on_time(state, ends).current) == "decisions#1");
}

TEST_CASE("player: a new programme goes on after the item on show", "[signage]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 0ms)};
  state = on_time(state, 20'000ms);
  auto const other{
      R"({"kind":"officers","seconds":12},{"kind":"video","media":"ab","seconds":10},{"kind":"decisions","seconds":15})"};
  state = on_snapshot(state, wall_snapshot({.items = other}), 21'000ms);
  CHECK(content_of(*state.current) == "officers#1");
  CHECK(content_of(*on_time(state, 32'000ms).current) == "video/ab");
}

TEST_CASE("player: a withdrawn notice leaves the wall at once and fades over nothing",
          "[signage][privacy]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 0ms)};
  state = on_snapshot(state, wall_snapshot({.items = four_items, .notice = false}), 5'000ms);
  CHECK(content_of(*state.current) == "officers#1");
  CHECK(state.current->began == 5'000ms);
  CHECK_FALSE(state.previous);
}

TEST_CASE("player: a notice leaves by itself after its last day", "[signage]") {
  auto state{on_snapshot(wall_state(),
                         wall_snapshot({.items = four_items, .notice_until = wall_day()}), 0ms)};
  REQUIRE(content_of(*state.current) == "notice/甲");
  state.app.now += std::chrono::hours{24};
  CHECK(content_of(*on_time(state, 1'000ms).current) == "officers#1");
}

TEST_CASE("player: a video that fails is passed over and tried again later", "[signage][errors]") {
  auto state{on_snapshot(wall_state(),
                         wall_snapshot({.items = R"({"kind":"video","media":"ab","seconds":10},
      {"kind":"officers","seconds":12})"}),
                         0ms)};
  REQUIRE(content_of(*state.current) == "video/ab");
  state = on_video_failed(state, "ab", 500ms);
  CHECK(content_of(*state.current) == "officers#1");
  state = on_time(state, 12'500ms);
  CHECK(content_of(*state.current) ==
        "officers#1");  // nothing else can be shown: it stays, never black
  state.quarantined["ab"] = 12'000ms;
  state = on_time(state, 24'500ms);
  CHECK(content_of(*state.current) == "video/ab");
}

TEST_CASE("player: with nothing to show the fallback stands and looks again", "[signage][errors]") {
  auto state{on_snapshot(
      wall_state(),
      wall_snapshot({.items = R"({"kind":"decisions","seconds":15})", .decisions = 0}), 0ms)};
  CHECK_FALSE(state.current);
  CHECK(next_change(state, 100ms) == 5'100ms);
  state =
      on_snapshot(state, wall_snapshot({.items = R"({"kind":"decisions","seconds":15})"}), 5'100ms);
  CHECK(content_of(*state.current) == "decisions#1");
}

TEST_CASE("player: a programme that cannot be read says why and shows the fallback",
          "[signage][errors]") {
  auto const state{on_snapshot(wall_state(),
                               wall_snapshot({.items = R"({"kind":"weather","seconds":1})"}), 0ms)};
  CHECK_FALSE(state.current);
  CHECK(state.programme_error.find("weather") != std::string::npos);
}

TEST_CASE("player: officers whose certificate is not in force are not on the wall", "[signage]") {
  auto state{wall_state()};
  state.app.snapshot = wall_snapshot({.items = "", .officers = 4, .cancelled = 1});
  CHECK(wall_officers(state.app).size() == 3);
}

TEST_CASE("player: the next video is known before it plays", "[signage]") {
  auto const state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 0ms)};
  CHECK(next_video(state) == "ab");
  CHECK(next_video(wall_state()).empty());
}

TEST_CASE("player: once the lease is over the wall shows notices and no person or decision",
          "[signage][privacy]") {
  auto state{on_snapshot(wall_state(), wall_snapshot({.items = four_items}), 0ms)};
  state = on_time(state, 20'000ms);
  REQUIRE(content_of(*state.current) == "officers#1");
  state.app.lease_until = state.app.now - 1s;
  state = on_time(state, 20'100ms);  // at once, not at the end of its time
  CHECK(content_of(*state.current) == "video/ab");
  CHECK_FALSE(state.previous);
  CHECK(loop(state, 4) ==
        std::vector<std::string>{"video/ab", "notice/甲", "video/ab", "notice/甲"});
}

TEST_CASE("player: what was withdrawn leaves the wall at once, from the ticker too",
          "[signage][privacy]") {
  auto const whole{wall_snapshot({.items = four_items})};
  auto state{on_snapshot(wall_state(), whole, 0ms)};
  REQUIRE(content_of(*state.current) == "notice/甲");
  auto const gone{without(whole, {"notice/甲", "officer/0001", "penalty/1"})};
  state = on_snapshot(state, gone, 5'000ms);
  CHECK(content_of(*state.current) == "officers#1");
  CHECK_FALSE(state.previous);
  CHECK(records_on(state, *state.current) == std::vector<std::string>{"officer/0002"});
  CHECK(wall_decisions(state.app).size() == 1);
}

TEST_CASE("player: a withdrawn notice is not quoted by the ticker", "[signage][privacy]") {
  SnapshotParts parts;
  std::vector<domain::RecordType> types;
  types.push_back(wall_type("notice"));
  parts.catalogue = domain::Catalogue::of(std::move(types)).value();
  parts.records.push_back(wall_record("notice", "notice/甲", {{"title", "关于甲的公告"}}));
  parts.programme = R"({"format":1,"items":[],"ticker":[)"
                    R"({"label":"滚动公示","text":"〔示例〕关于甲的公告已发布"},)"
                    R"({"label":"亮证执法","text":"请出示证件"}]})";
  auto const whole{make_snapshot(std::move(parts))};
  CHECK(on_snapshot(wall_state(), whole, 0ms).programme.ticker.size() == 2);
  auto const ticker{on_snapshot(wall_state(), without(whole, {"notice/甲"}), 0ms).programme.ticker};
  REQUIRE(ticker.size() == 1);
  CHECK(ticker.front().label == "亮证执法");
}

TEST_CASE("player: a slide names the records on it", "[signage]") {
  auto const state{on_snapshot(
      wall_state(), wall_snapshot({.items = four_items, .officers = 8, .decisions = 7}), 0ms)};
  auto const on{[&state](ItemKind kind, std::string const& target) {
    return records_on(state, Slide{.item = {.kind = kind, .target = target, .title = {}},
                                   .group = target.empty() ? 1U : 0U});
  }};
  CHECK(on(ItemKind::officers, "") == std::vector<std::string>{"officer/0007", "officer/0008"});
  CHECK(on(ItemKind::decisions, "") == std::vector<std::string>{"penalty/2", "penalty/1"});
  CHECK(on(ItemKind::notice, "notice/甲") == std::vector<std::string>{"notice/甲"});
  CHECK(on(ItemKind::video, "ab").empty());
}
