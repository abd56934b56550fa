#include "core/domain/calendar.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"

#include <filesystem>
#include <string>

namespace {

using namespace mingshi;
using namespace mingshi::domain;
using namespace std::chrono_literals;

Day day(std::string_view text) {
  auto const parsed{parse_day(text)};
  REQUIRE(parsed);
  return *parsed;
}

Calendar shipped() {
  std::vector<std::string> texts;
  for (int year{2018}; year <= 2027; ++year) {
    auto text{read_file(std::filesystem::path{MS_SOURCE_DIR} / "assets/data/calendar" /
                            ("holiday-cn-" + std::to_string(year) + ".json"),
                        std::size_t{1} << 20U)};
    REQUIRE(text);
    texts.push_back(*std::move(text));
  }
  auto calendar{Calendar::parse({texts.begin(), texts.end()})};
  REQUIRE(calendar);
  return *std::move(calendar);
}

}  // namespace

TEST_CASE("calendar: weekends worked by 调休 count, holidays do not", "[domain][calendar]") {
  auto const calendar{shipped()};
  CHECK(calendar.working_day(day("2026-11-23")));
  CHECK_FALSE(calendar.working_day(day("2026-11-22")));
  CHECK_FALSE(calendar.working_day(day("2026-10-01")));
  CHECK(calendar.working_day(day("2020-01-19")));        // a Sunday worked for Spring Festival
  CHECK_FALSE(calendar.working_day(day("2018-12-31")));  // named by the notice of 2019
}

TEST_CASE("calendar: a year without papers, or without a file, is not announced",
          "[domain][calendar]") {
  auto const calendar{shipped()};
  CHECK(calendar.announced(std::chrono::year{2026}));
  CHECK_FALSE(calendar.announced(std::chrono::year{2027}));
  CHECK_FALSE(calendar.announced(std::chrono::year{2031}));
  CHECK_FALSE(Calendar{}.announced(std::chrono::year{2026}));
}

TEST_CASE("deadline: working days do not count the start day", "[domain][calendar]") {
  auto const calendar{shipped()};
  struct Row {
    char const* from;
    int n;
    char const* last;
    bool provisional;
  };
  auto const row{GENERATE(
      Row{"2026-11-23", 1, "2026-11-24", false}, Row{"2026-11-19", 7, "2026-11-30", false},
      Row{"2026-09-30", 1, "2026-10-08", false},
      Row{"2026-12-03", 20, "2026-12-31", false},  // the last day of what is known
      Row{"2026-12-04", 20, "2027-01-01", true}, Row{"2026-12-31", 1, "2027-01-01", true})};
  INFO(row.from << " + " << row.n);
  CHECK(add_working_days(calendar, day(row.from), row.n) ==
        Deadline{day(row.last), row.provisional});
}

TEST_CASE("deadline: natural days ending on a rest day move to the next working day",
          "[domain][calendar]") {
  auto const calendar{shipped()};
  CHECK(add_days(calendar, day("2026-11-23"), 3) == Deadline{day("2026-11-26"), false});
  CHECK(add_days(calendar, day("2026-11-23"), 5) == Deadline{day("2026-11-30"), false});
  CHECK(add_days(calendar, day("2026-09-26"), 5) == Deadline{day("2026-10-08"), false});
  CHECK(add_days(calendar, day("2026-12-01"), 30) == Deadline{day("2026-12-31"), false});
  CHECK(add_days(calendar, day("2026-12-01"), 60).provisional);
}

TEST_CASE("calendar: a file that is not of the form is refused", "[domain][calendar][errors]") {
  auto const* const text{GENERATE(
      "", "[]", "{}", R"({"year":2026,"papers":[]})", R"({"year":"2026","papers":[],"days":[]})",
      R"({"year":99999999999,"papers":[],"days":[]})",
      R"({"year":2026,"papers":[],"days":[{"date":"2026-02-30","isOffDay":true}]})",
      R"({"year":2026,"papers":[],"days":[{"date":"2026-02-03"}]})",
      R"({"year":2026,"papers":[],"days":[7]})")};
  INFO(text);
  auto const calendar{Calendar::parse({text})};
  REQUIRE_FALSE(calendar);
  CHECK(calendar.error().code() == ErrorCode::invalid_input);
}

TEST_CASE("calendar: the same year twice is refused", "[domain][calendar][errors]") {
  std::string_view const year{R"({"year":2026,"papers":[],"days":[]})"};
  CHECK_FALSE(Calendar::parse({year, year}));
}

TEST_CASE("calendar: of two notices that name a day, the later year's holds",
          "[domain][calendar]") {
  std::string_view const earlier{
      R"({"year":2025,"papers":["a"],"days":[{"date":"2025-12-31","isOffDay":true}]})"};
  std::string_view const later{
      R"({"year":2026,"papers":["b"],"days":[{"date":"2025-12-31","isOffDay":false}]})"};
  auto const calendar{Calendar::parse({later, earlier})};
  REQUIRE(calendar);
  CHECK(calendar->working_day(day("2025-12-31")));
}
