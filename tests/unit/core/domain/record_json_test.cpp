#include "core/domain/record_json.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>

namespace mingshi::domain {
namespace {

using Catch::Matchers::ContainsSubstring;

/// A type with one field of each kind that has a form of its own.
RecordType type_of_all_kinds() {
  RecordType type;
  type.code = "sample";
  for (auto const& [name, kind] :
       std::initializer_list<std::pair<char const*, FieldKind>>{{"title", FieldKind::text},
                                                                {"day", FieldKind::date},
                                                                {"fine", FieldKind::money},
                                                                {"count", FieldKind::number},
                                                                {"steps", FieldKind::table}}) {
    Field field;
    field.name = name;
    field.kind = kind;
    type.fields.push_back(std::move(field));
  }
  return type;
}

TEST_CASE("record json: every kind of value comes back as it went", "[domain]") {
  auto const type{type_of_all_kinds()};
  using namespace std::chrono_literals;
  Fields const fields{{"title", std::string{"𠮷 \"引号\"\n"}},
                      {"day", Day{2026y / 11 / 23}},
                      {"fine", Money{std::numeric_limits<std::int64_t>::max()}},
                      {"count", std::int64_t{-1}},
                      {"steps", std::vector<TableRow>{{{"no", "1"}, {"name", "立案"}}, {}}}};
  auto const bytes{json::canonical(fields_to_json(fields))};
  auto const parsed{json::parse_strict(bytes)};
  REQUIRE(parsed);
  CHECK(fields_from_json(type, *parsed) == fields);
}

TEST_CASE("record json: money is in fen, a date is ISO, keys are sorted", "[domain]") {
  using namespace std::chrono_literals;
  Fields const fields{{"fine", Money{5'000'000}}, {"day", Day{2026y / 1 / 2}}};
  CHECK(json::canonical(fields_to_json(fields)) == R"({"day":"2026-01-02","fine":5000000})");
}

TEST_CASE("record json: a value of another kind is refused and the field is named",
          "[domain][errors]") {
  auto const [text, field]{
      GENERATE(table<std::string, std::string>({{R"({"title":1})", "title"},
                                                {R"({"title":null})", "title"},
                                                {R"({"day":"2026-02-30"})", "day"},
                                                {R"({"day":20260230})", "day"},
                                                {R"({"fine":"50"})", "fine"},
                                                {R"({"count":true})", "count"},
                                                {R"({"steps":{}})", "steps"},
                                                {R"({"steps":["a"]})", "steps"},
                                                {R"({"steps":[{"no":1}]})", "steps"},
                                                {R"({"phone":"13800000000"})", "phone"}}))};
  CAPTURE(text);
  auto const parsed{json::parse_strict(text)};
  REQUIRE(parsed);
  auto const fields{fields_from_json(type_of_all_kinds(), *parsed)};
  REQUIRE_FALSE(fields);
  CHECK(fields.error().code() == ErrorCode::invalid_input);
  CHECK_THAT(fields.error().detail(), ContainsSubstring(field));
}

TEST_CASE("record json: fields are an object", "[domain][errors]") {
  CHECK_FALSE(fields_from_json(type_of_all_kinds(), json::Json::array()));
}

}  // namespace
}  // namespace mingshi::domain
