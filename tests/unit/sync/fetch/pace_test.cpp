#include "sync/fetch/pace.hpp"

#include "catch2/catch_test_macros.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::sync;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST_CASE("backoff: the most one waits doubles from 30 s to 6 h", "[fetch]") {
  constexpr double nearly_one{0.999999};
  std::vector<std::int64_t> seconds;
  for (int failures{1}; failures <= 12; ++failures)
    seconds.push_back((backoff(failures, nearly_one).count() + 999) / 1000);
  CHECK(seconds == std::vector<std::int64_t>{30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360,
                                             21600, 21600});
  CHECK(backoff(2'000'000'000, nearly_one) <= 6h);
}

TEST_CASE("backoff: the wait is anywhere below, but never nothing", "[fetch]") {
  CHECK(backoff(4, 0.5) == 120s);
  CHECK(backoff(4, 0.25) == 60s);
  CHECK(backoff(4, 0.0) == 1s);
  CHECK(backoff(0, 0.5) == 15s);
  CHECK(backoff(1, 7.0) == 30s);
  CHECK(backoff(1, -7.0) == 1s);
  CHECK(backoff(1, 0.5, {}, {.first = 200ms, .longest = 1h, .least = 10ms}) == 100ms);
}

TEST_CASE("backoff: a server can ask for patience, not for good-bye", "[fetch]") {
  CHECK(backoff(1, 0.5, 100s) == 115s);
  CHECK(backoff(1, 0.5, 0s) == 15s);
  CHECK(backoff(1, 0.5, -5s) == 15s);
  CHECK(backoff(1, 0.5, std::chrono::seconds::max()) == 6h);
}

TEST_CASE("polls: every terminal keeps its own phase, spread evenly over the interval", "[fetch]") {
  constexpr auto interval{300s};
  std::array<int, 10> tenths{};
  std::chrono::sys_time<milliseconds> const now{1'795'000'000'123ms};
  for (int i{0}; i < 10'000; ++i) {
    auto const id{"terminal-" + std::to_string(i)};
    auto const wait{until_poll(now, interval, id)};
    REQUIRE(wait >= interval / 2);
    REQUIRE(wait < interval + interval / 2);
    // One that was started later comes in the same phase.
    auto const other{until_poll(now + 77'777ms, interval, id)};
    REQUIRE(((now + wait) - (now + 77'777ms + other)) % interval == 0ms);
    ++tenths.at(
        static_cast<std::size_t>((now + wait).time_since_epoch() % interval / (interval / 10)));
  }
  CHECK(*std::ranges::min_element(tenths) > 850);
  CHECK(*std::ranges::max_element(tenths) < 1150);
}

TEST_CASE("polls: one that polls in time polls once an interval", "[fetch]") {
  std::chrono::sys_time<milliseconds> now{-123'456ms};  // a dead clock does not matter
  now += until_poll(now, 60s, "t");
  for (int i{0}; i < 10; ++i) {
    auto const wait{until_poll(now, 60s, "t")};
    CHECK(wait == 60s);
    now += wait;
  }
  CHECK(until_poll(now, 1s, "t") >= 500ms);
}

TEST_CASE("speed limit: a number, a unit, a window", "[fetch]") {
  CHECK(parse_speed_limit("204800").value() == SpeedLimit{.bytes_per_second = 204'800});
  CHECK(parse_speed_limit("200k").value() == SpeedLimit{.bytes_per_second = 204'800});
  CHECK(parse_speed_limit("2m@22:30-06:00").value() ==
        SpeedLimit{.bytes_per_second = 2 * 1024 * 1024, .from = 22h + 30min, .until = 6h});
  CHECK(parse_speed_limit("10k@00:00-24:00").value().until == 24h);
  CHECK(parse_speed_limit("9223372036854775807").error().code() == ErrorCode::invalid_input);
  CHECK(parse_speed_limit("99999999999k").value().bytes_per_second == std::int64_t{1} << 40U);
  for (auto const* bad : {"",
                          "k",
                          "-1k",
                          "9k",
                          "0",
                          "200g",
                          "200k@",
                          "200k@8:00-18:00",
                          "200k@08:00",
                          "200k@08:00-",
                          "200k@08:00-18:00x",
                          "200k@25:00-18:00",
                          "200k@24:01-18:00",
                          "200k@08:60-18:00",
                          "200k@08:00-08:00",
                          "200k 08:00-18:00",
                          "200kk",
                          "200k@-1:00-18:00",
                          "1.5m",
                          " 200k"}) {
    CAPTURE(bad);
    CHECK(parse_speed_limit(bad).error().code() == ErrorCode::invalid_input);
  }
}

TEST_CASE("speed limit: the strictest that holds at the time of day", "[fetch]") {
  std::vector<SpeedLimit> const limits{parse_speed_limit("500k").value(),
                                       parse_speed_limit("200k@08:00-18:00").value(),
                                       parse_speed_limit("100k@17:30-01:00").value()};
  auto const at{[&](std::chrono::seconds time) {
    return speed_limit_at(limits, {.day = {}, .since_midnight = time}).value() / 1024;
  }};
  CHECK(at(0s) == 100);
  CHECK(at(1h - 1s) == 100);
  CHECK(at(1h) == 500);
  CHECK(at(8h - 1s) == 500);
  CHECK(at(8h) == 200);
  CHECK(at(17h + 30min) == 100);
  CHECK(at(24h - 1s) == 100);
  CHECK_FALSE(speed_limit_at({}, {.day = {}, .since_midnight = 0s}));
  CHECK_FALSE(speed_limit_at(std::span{limits}.subspan(1, 1), {.day = {}, .since_midnight = 7h}));
}

TEST_CASE("throttle: what is taken is paid for by time, to the byte", "[fetch]") {
  Throttle::Time const start{1000s};
  Throttle throttle;
  CHECK(throttle.open(start));
  throttle.count(1'000'000'000);
  CHECK(throttle.open(start));  // no limit yet, no debts
  throttle.limit(100'000, start);
  std::int64_t taken{0};
  for (milliseconds t{0}; t < 10s; t += 1ms)
    while (throttle.open(start + t)) {
      throttle.count(16'384);
      taken += 16'384;
    }
  CHECK(taken >= 1'000'000);
  CHECK(taken <= 1'000'000 + 25'000 + 16'384);
  throttle.limit(std::nullopt, start + 10s);
  CHECK(throttle.open(start + 10s));
}

TEST_CASE("throttle: an idle hour is no credit", "[fetch]") {
  Throttle::Time const start{1000s};
  Throttle throttle;
  throttle.limit(100'000, start);
  auto const later{start + 1h};
  std::int64_t taken{0};
  while (throttle.open(later)) {
    throttle.count(1000);
    taken += 1000;
  }
  CHECK(taken <= 26'000);
}

TEST_CASE("rate gate: a flood of events comes through once a gap", "[fetch]") {
  RateGate::Time const start{1000s};
  RateGate gate{10s};
  CHECK_FALSE(gate.take(start));
  CHECK_FALSE(gate.due());
  int through{0};
  for (milliseconds t{0}; t < 60s; t += 10ms) {
    gate.event();
    if (gate.take(start + t)) ++through;
  }
  CHECK(through == 6);
  gate.event();
  CHECK(gate.due() == start + 60s);
  CHECK_FALSE(gate.take(start + 60s - 1ms));
  CHECK(gate.take(start + 60s));
  CHECK_FALSE(gate.take(start + 70s));
}
