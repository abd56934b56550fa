#include "core/base/result.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;

namespace {
Result<int> half(int n) {
  if (n % 2 != 0) return fail(ErrorCode::invalid_input, std::to_string(n) + " is odd", 7);
  return n / 2;
}
Result<int> quarter(int n) {
  return MS_TRY(half(MS_TRY(half(n))));
}
}  // namespace

TEST_CASE("result: MS_TRY yields the value or hands the error up unchanged", "[base]") {
  CHECK(quarter(12) == 3);
  auto const failed{quarter(6)};
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code() == ErrorCode::invalid_input);
  CHECK(failed.error().native() == 7);
  CHECK(failed.error().detail() == "3 is odd");
}

TEST_CASE("result: an error says what was being done, outermost first", "[base]") {
  auto const error{Error{ErrorCode::io, "disk I/O error"}.while_doing("reading").while_doing(
      "opening generation 42")};
  CHECK(error.detail() == "opening generation 42: reading: disk I/O error");
}

TEST_CASE("result: every error code has a name of its own", "[base]") {
  std::string all;
  for (int i{0}; i <= static_cast<int>(ErrorCode::bug); ++i) {
    auto const name{name_of(static_cast<ErrorCode>(i))};
    CHECK(name != "?");
    CHECK(all.find("," + std::string{name} + ",") == std::string::npos);
    all += "," + std::string{name} + ",";
  }
}
