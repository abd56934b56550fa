#include "tests/fault/crash/crash_image.hpp"

#include "catch2/catch_test_macros.hpp"

#include <set>
#include <string>

using namespace mingshi;
using namespace mingshi::tests;

namespace {

Event write_of(std::uint64_t offset, std::string_view bytes) {
  return {.kind = EventKind::write, .offset = offset, .bytes = bytes};
}
constexpr Event flush{.kind = EventKind::flush, .offset = 0, .bytes = {}};

BlockLog log_of(std::initializer_list<Event> events) {
  std::string bytes;
  for (auto const& event : events) bytes += format_event(event);
  auto log{BlockLog::parse(std::move(bytes))};
  REQUIRE(log);
  return *std::move(log);
}

std::string image(BlockLog const& log, CrashPoint const& point, std::size_t size = 8) {
  Disk disk{std::string(size, '.'), log};
  std::string out(size, '\0');
  disk.image(point, out);
  return out;
}

}  // namespace

TEST_CASE("crash image: the log is read as it was written, and a cut one is refused",
          "[fault][crash]") {
  auto const bytes{format_event(write_of(3, "abc")) + format_event(flush) +
                   format_event({.kind = EventKind::mark, .offset = 0, .bytes = "end 1"})};
  auto const log{BlockLog::parse(bytes)};
  REQUIRE(log);
  REQUIRE(log->events().size() == 3);
  CHECK(log->events()[0].offset == 3);
  CHECK(log->events()[0].bytes == "abc");
  CHECK(log->events()[1].kind == EventKind::flush);
  CHECK(log->events()[2].bytes == "end 1");
  for (std::size_t keep{1}; keep < bytes.size(); ++keep) {
    auto const cut{BlockLog::parse(bytes.substr(0, keep))};
    CAPTURE(keep);
    CHECK((!cut || cut->events().size() < 3));
  }
  CHECK(BlockLog::parse(std::string(sizeof(EventHeader), '\x7f')).error().code() ==
        ErrorCode::corrupt);
}

TEST_CASE("crash image: what was flushed is always there, in the order it was written",
          "[fault][crash]") {
  auto const log{log_of({write_of(0, "aa"), write_of(1, "bb"), flush, write_of(4, "c")})};
  for (auto const survivors : {Survivors::none, Survivors::half, Survivors::all}) {
    CHECK(image(log, {.event = 2, .survivors = survivors}) == "abb.....");
    CHECK(image(log, {.event = 3, .survivors = survivors}).starts_with("abb."));
  }
  CHECK(image(log, {.event = 3, .survivors = Survivors::none}) == "abb.....");
  CHECK(image(log, {.event = 3, .survivors = Survivors::all}) == "abb.c...");
  CHECK(image(log, {.event = 0, .survivors = Survivors::none}) == "........");
}

TEST_CASE("crash image: of what was not flushed, any part may be there", "[fault][crash]") {
  auto const log{log_of({write_of(0, "a"), write_of(1, "b"), write_of(2, "c"), flush})};
  std::set<std::string> seen;
  for (std::uint64_t seed{0}; seed < 200; ++seed)
    seen.insert(image(log, {.event = 2, .survivors = Survivors::half, .seed = seed}, 3));
  CHECK(seen.size() == 8);
  seen.clear();
  for (std::uint64_t seed{0}; seed < 200; ++seed)
    seen.insert(image(log, {.event = 2, .survivors = Survivors::one, .seed = seed}, 3));
  CHECK(seen == std::set<std::string>{"a..", ".b.", "..c"});
  seen.clear();
  for (std::uint64_t seed{0}; seed < 200; ++seed)
    seen.insert(image(log, {.event = 2, .survivors = Survivors::first_few, .seed = seed}, 3));
  CHECK(seen == std::set<std::string>{"...", "a..", "ab."});
}

TEST_CASE("crash image: blocks that were never written to are left alone", "[fault][crash]") {
  constexpr std::size_t size{5 * 4096};
  auto const log{log_of({write_of(4095, "ab"), flush})};
  std::string base(size, '\0');
  base[3 * 4096 + 7] = 'x';
  Disk disk{base, log};
  std::string out(size, '\0');
  out[2 * 4096] = '!';  // neither the base nor a write ever touched this block
  disk.image({.event = 1}, out);
  CHECK(out.substr(4095, 2) == "ab");
  CHECK(out[3 * 4096 + 7] == 'x');
  CHECK(out[2 * 4096] != '\0');
}

TEST_CASE("crash image: a write may be torn at sectors", "[fault][crash]") {
  std::string const two_sectors(1024, 'x');
  auto const log{log_of({write_of(0, two_sectors)})};
  std::set<std::string> seen;
  for (std::uint64_t seed{0}; seed < 100; ++seed)
    seen.insert(image(
        log, {.event = 0, .survivors = Survivors::half, .tear = Tear::sector, .seed = seed}, 1024));
  CHECK(seen.size() == 4);
  CHECK(seen.contains(std::string(512, 'x') + std::string(512, '.')));
  CHECK(image(log, {.event = 0, .survivors = Survivors::one, .tear = Tear::page}, 1024) ==
        two_sectors);
}

TEST_CASE("crash points: the same number gives the same point, others reach everywhere",
          "[fault][crash]") {
  auto const log{log_of({write_of(0, "a"), flush, write_of(1, "b"), write_of(1, "b"),
                         write_of(1, "b"), write_of(1, "b"), flush, write_of(2, "c")})};
  CrashPoints const points{log, 7};
  std::set<std::size_t> events;
  std::set<Survivors> survivors;
  for (std::uint64_t n{0}; n < 300; ++n) {
    auto const point{points.point(n)};
    CHECK(point == CrashPoints{log, 7}.point(n));
    events.insert(point.event);
    survivors.insert(point.survivors);
  }
  CHECK(events.size() == log.events().size());
  CHECK(survivors.size() == 6);
  CHECK(CrashPoints{log, 8}.point(1) != points.point(1));
}
