#include "core/base/time.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;
using namespace std::chrono_literals;

TEST_CASE("time: the local day turns at 16:00 UTC", "[base][time]") {
  auto const before{parse_instant("2026-11-22T15:59:59Z")};
  auto const after{parse_instant("2026-11-22T16:00:00Z")};
  REQUIRE(before);
  REQUIRE(after);
  CHECK(iso_day(local_time(*before).day) == "2026-11-22");
  CHECK(iso_day(local_time(*after).day) == "2026-11-23");
  CHECK(local_time(*after).since_midnight == 0s);
  CHECK(local_minute(*after) == "2026-11-23 00:00");
  CHECK(instant_of(local_time(*before)) == *before);
}

TEST_CASE("time: an instant reads back as it was written, and with an offset", "[base][time]") {
  auto const at{parse_instant("2026-11-23T14:32:05+08:00")};
  REQUIRE(at);
  CHECK(iso_instant(*at) == "2026-11-23T06:32:05Z");
  CHECK(parse_instant("2026-11-23T06:32:05Z") == at);
  CHECK(parse_instant("2026-11-23T01:02:05-05:30") == at);
}

TEST_CASE("time: what is no day or instant is refused", "[base][time][errors]") {
  for (auto const* text :
       {"", "2026-02-29", "2026-13-01", "2026-1-01", "2026/01/01", "2026-01-0x", "+026-01-01"})
    CHECK_FALSE(parse_day(text));
  for (auto const* text :
       {"", "2026-11-23", "2026-11-23T24:00:00Z", "2026-11-23T06:60:00Z", "2026-11-23 06:32:05Z",
        "2026-11-23T06:32:05", "2026-11-23T06:32:05+8:00", "2026-11-23T06:32:05Zx",
        "2026-11-23T06:32:05+08:61"})
    CHECK_FALSE(parse_instant(text));
  CHECK(parse_day("2028-02-29"));
}
