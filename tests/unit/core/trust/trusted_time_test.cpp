#include "core/trust/trusted_time.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <array>

using namespace mingshi;
using namespace mingshi::trust;
using namespace std::chrono_literals;

namespace {

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

Instant const issued{at("2026-11-23T06:00:00Z")};

MachineClock bare(Instant now, std::chrono::seconds up = 1000s) {
  return {.now = now, .sync = ClockSync::unsynced, .up = up};
}
MachineClock synced(Instant now, std::chrono::seconds up = 1000s) {
  return {.now = now, .sync = ClockSync::synced, .up = up};
}

TrustedTime of(MachineClock const& machine, std::optional<Instant> kept = std::nullopt) {
  return trusted_time({.machine = machine, .signed_floor = issued, .kept_floor = kept});
}

}  // namespace

TEST_CASE("trusted time: what a bare clock says is believed within its bounds", "[trust][time]") {
  struct Row {
    Instant clock;
    Confidence confidence;
    Instant now;
  };
  auto const row{GENERATE(
      Row{Instant{}, Confidence::floor_only, issued},
      Row{issued - clock_skew - 1s, Confidence::floor_only, issued},
      Row{issued - clock_skew, Confidence::system, issued},
      Row{issued - 1s, Confidence::system, issued}, Row{issued, Confidence::system, issued},
      Row{issued + 1h, Confidence::system, issued + 1h},
      Row{at("2028-02-29T12:00:00Z"), Confidence::suspect_future, issued},
      Row{issued + longest_silence, Confidence::system, issued + longest_silence},
      Row{issued + longest_silence + 1s, Confidence::suspect_future, issued},
      Row{at("2038-01-19T03:14:08Z"), Confidence::suspect_future, issued},
      Row{at("2099-12-31T23:59:59Z"), Confidence::suspect_future, issued})};
  INFO(iso_instant(row.clock));
  auto const time{of(bare(row.clock))};
  CHECK(time.confidence == row.confidence);
  CHECK(time.now == row.now);
  CHECK(time.floor == issued);  // a bare clock never moves it
}

TEST_CASE("trusted time: no clock locks a terminal out of what the hub signs next",
          "[trust][time]") {
  // Signed a week after the last word, good for a week.
  auto const next{issued + 24h * 7};
  for (auto const* clock : {"1970-01-01T00:00:00Z", "2026-11-23T05:00:00Z", "2038-01-19T03:14:08Z",
                            "2099-01-01T00:00:00Z", "2106-02-07T06:28:16Z"}) {
    CAPTURE(clock);
    CHECK(of(bare(at(clock))).expiry < next + 24h * 7);
    // Whatever a time server once said and the terminal wrote down.
    CHECK(of(bare(at(clock)), issued + 24h * 300).expiry < next + 24h * 7);
  }
}

TEST_CASE("trusted time: a synced clock is believed, and its word is kept", "[trust][time]") {
  auto const later{issued + 24h * 30};
  CHECK(
      of(synced(later)) ==
      TrustedTime{.floor = later, .now = later, .expiry = later, .confidence = Confidence::synced});
  // After a start with a dead clock only the floor is known.
  auto const dead{of(bare(Instant{}), later)};
  CHECK(dead.confidence == Confidence::floor_only);
  CHECK(dead.now == later);
  CHECK(dead.floor == later);
}

TEST_CASE("trusted time: a synced clock behind the hub's own word is not believed",
          "[trust][time]") {
  CHECK(of(synced(issued - clock_skew - 1s)).confidence == Confidence::floor_only);
  CHECK(of(synced(Instant{})).now == issued);
}

TEST_CASE("trusted time: a time server that lied once is forgotten when one tells the truth",
          "[trust][time]") {
  auto const lie{issued + 24h * 390};
  auto const truth{issued + 24h};
  CHECK(of(synced(lie)).floor == lie);
  CHECK(of(synced(truth), lie).floor == truth);
  CHECK(of(synced(truth), lie).confidence == Confidence::synced);
  // A lie beyond what can be explained moves no floor at all.
  auto const far{of(synced(at("2099-01-01T00:00:00Z")))};
  CHECK(far.confidence == Confidence::synced);
  CHECK(far.floor == issued);
}

TEST_CASE("trusted time: a floor that nobody can have written is passed over", "[trust][time]") {
  auto const time{of(bare(issued + 1h), at("2099-01-01T00:00:00Z"))};
  CHECK(time.confidence == Confidence::system);
  CHECK(time.floor == issued);
}

TEST_CASE("trusted clock: the floor runs on with the uptime, through every jump", "[trust][time]") {
  TrustedClock clock{issued - 24h};
  clock.learn(issued, bare(issued, 100s));
  for (auto const* jump : {"2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z",
                           "1970-01-01T00:00:00Z"}) {
    CAPTURE(jump);
    auto const time{clock.read(bare(at(jump), 100s + 3600s))};
    CHECK(time.now == issued + 1h);
    CHECK(time.floor == issued + 1h);
  }
  // Uptime that went back is another machine's: no time is taken away.
  CHECK(clock.read(bare(Instant{}, 0s)).floor == issued + 1h);
  CHECK(clock.read(bare(issued + 2h, 100s + 7200s)).confidence == Confidence::system);
}

TEST_CASE("trusted clock: an RTC in 2099 that comes back leaves no trace", "[trust][time]") {
  TrustedClock clock{issued - 24h};
  clock.learn(issued, bare(issued, 0s));
  CHECK(clock.read(bare(at("2099-01-01T00:00:00Z"), 60s)).confidence == Confidence::suspect_future);
  auto const back{clock.read(bare(issued + 2min, 120s))};
  CHECK(back.confidence == Confidence::system);
  CHECK(back.now == issued + 2min);
}

TEST_CASE("trusted clock: what was kept is where the next start begins", "[trust][time]") {
  TrustedClock before{issued - 24h};
  before.learn(issued, bare(issued, 0s));
  auto const kept{before.read(bare(Instant{}, 24h * 40)).floor};
  CHECK(kept == issued + 24h * 40);

  TrustedClock after{issued - 24h};
  after.learn(issued, bare(Instant{}, 5s));  // the metadata on the disk, as old as ever
  after.recall(kept, bare(Instant{}, 5s));
  CHECK(after.read(bare(Instant{}, 5s)).now == kept);
  CHECK(after.read(bare(Instant{}, 65s)).now == kept + 60s);
}

TEST_CASE("trusted clock: an older word changes nothing, a newer one raises the floor",
          "[trust][time]") {
  TrustedClock clock{issued - 24h};
  clock.learn(issued, bare(Instant{}, 0s));
  clock.learn(issued - 1h, bare(Instant{}, 0s));
  CHECK(clock.read(bare(Instant{}, 0s)).floor == issued);
  clock.learn(issued + 24h * 500, bare(Instant{}, 0s));
  CHECK(clock.read(bare(Instant{}, 0s)).floor == issued + 24h * 500);
}

TEST_CASE("trusted time: a program knows no time before it was made", "[trust][time]") {
  CHECK(build_time() >= at("2026-01-01T00:00:00Z"));
  TrustedClock clock;
  CHECK(clock.read(bare(Instant{}, 0s)).now == build_time());
}

TEST_CASE("trusted time: every confidence has its word", "[trust][time]") {
  for (auto const one :
       {Confidence::synced, Confidence::system, Confidence::floor_only, Confidence::suspect_future})
    CHECK(parse_confidence(name_of(one)) == one);
  CHECK_FALSE(parse_confidence("sure"));
  CHECK_FALSE(parse_confidence(""));
}
