#include "core/domain/legal_review.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/domain/record_type.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::domain;

TEST_CASE("legal review: every shipped type that needs it is built in, and no other", "[domain]") {
  for (auto const& entry : std::filesystem::directory_iterator{
           std::filesystem::path{MS_SOURCE_DIR} / "assets/records"}) {
    auto const type{parse_record_type(read_file(entry.path(), std::size_t{1} << 20U).value())};
    REQUIRE(type);
    CAPTURE(type->code);
    CHECK(type->legal_review == is_decision_type(type->code));
  }
}

TEST_CASE("legal review: a declaration adds a type and takes none away", "[domain]") {
  auto const types{
      all_decision_types({"code = \"ruling\"\nlegal_review = true",
                          "code = \"penalty\"\nlegal_review = false", "code = \"notice\""})};
  REQUIRE(types);
  CHECK(*types == DecisionTypes{"coercion", "licence", "major_violation", "penalty", "ruling",
                                "wage_blacklist"});
  CHECK(all_decision_types({"name = \"?\""}).error().code() == ErrorCode::invalid_input);
  CHECK(all_decision_types({"code = "}).error().code() == ErrorCode::invalid_input);
}
