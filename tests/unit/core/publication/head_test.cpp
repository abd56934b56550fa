#include "core/publication/head.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/json/json.hpp"
#include "core/publication/repository.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

using namespace mingshi;
using namespace mingshi::publication;
using json::Json;

namespace {

std::string const hash_a(64, 'a');
std::string const hash_b(64, 'b');
std::string const hash_c(64, 'c');

Head sample() {
  return {.hall = "mingchuan",
          .sequence = 42,
          .schema = 1,
          .issued = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}},
          .rows = {{"notice", 3}, {"officer", 38}},
          .state = hash_a,
          .database = {.sha256 = hash_b, .size = 81'920},
          .media = {{.sha256 = hash_c, .size = 7, .kind = "png"}}};
}

ErrorCode refusal(std::function<void(Json&)> const& edit) {
  auto document = json::parse_strict(format_head(sample())).value();
  edit(document);
  auto const head{parse_head(document.dump())};
  return head ? ErrorCode::bug : head.error().code();
}

}  // namespace

TEST_CASE("head: what is written is read back", "[publication]") {
  CHECK(parse_head(format_head(sample())).value() == sample());
  CHECK(format_head(sample()) ==
        R"({"database":{"sha256":")" + hash_b +
            R"(","size":81920},"format":1,"hall":"mingchuan",)" +
            R"("issued":"2026-11-23T00:00:00Z","media":[{"kind":"png","sha256":")" + hash_c +
            R"(","size":7}],"rows":{"notice":3,"officer":38},"schema":1,"sequence":42,"state":")" +
            hash_a + R"("})");
}

TEST_CASE("head: fields of later versions are passed over", "[publication]") {
  auto document = json::parse_strict(format_head(sample())).value();
  document["deltas"] = Json::array({{{"from", 41}}});
  document["database"]["codec"] = "zstd";
  CHECK(parse_head(document.dump()).value() == sample());
}

TEST_CASE("head: another format is unsupported", "[publication][errors]") {
  CHECK(refusal([](Json& j) { j["format"] = 2; }) == ErrorCode::unsupported);
}

TEST_CASE("head: anything malformed is refused", "[publication][errors]") {
  struct Case {
    std::string what;
    std::function<void(Json&)> edit;
  };
  auto const [what, edit]{GENERATE(values<Case>(
      {{"no format", [](Json& j) { j.erase("format"); }},
       {"format as text", [](Json& j) { j["format"] = "1"; }},
       {"no hall", [](Json& j) { j.erase("hall"); }},
       {"a hall that climbs", [](Json& j) { j["hall"] = "../x"; }},
       {"an empty hall", [](Json& j) { j["hall"] = ""; }},
       {"sequence 0", [](Json& j) { j["sequence"] = 0; }},
       {"sequence true", [](Json& j) { j["sequence"] = true; }},
       {"schema 0", [](Json& j) { j["schema"] = 0; }},
       {"issued never", [](Json& j) { j["issued"] = "never"; }},
       {"rows as a list", [](Json& j) { j["rows"] = Json::array(); }},
       {"a negative count", [](Json& j) { j["rows"]["officer"] = -1; }},
       {"a count as text", [](Json& j) { j["rows"]["officer"] = "38"; }},
       {"no state", [](Json& j) { j.erase("state"); }},
       {"a short state", [](Json& j) { j["state"] = "aa"; }},
       {"no database", [](Json& j) { j.erase("database"); }},
       {"a database hash that climbs",
        [](Json& j) { j["database"]["sha256"] = "../" + std::string(61, 'a'); }},
       {"an upper-case hash", [](Json& j) { j["database"]["sha256"] = std::string(64, 'A'); }},
       {"a negative size", [](Json& j) { j["database"]["size"] = -1; }},
       {"no media", [](Json& j) { j.erase("media"); }},
       {"media that are texts", [](Json& j) { j["media"] = {"x"}; }},
       {"a kind that climbs", [](Json& j) { j["media"][0]["kind"] = "../sh"; }},
       {"an empty kind", [](Json& j) { j["media"][0]["kind"] = ""; }},
       {"an array", [](Json& j) { j = Json::array(); }},
       {"null", [](Json& j) { j = nullptr; }}}))};
  CAPTURE(what);
  CHECK(refusal(edit) == ErrorCode::invalid_input);
  CHECK(parse_head("").error().code() == ErrorCode::invalid_input);
  CHECK(parse_head(format_head(sample()) + std::string(max_head_size, ' ')).error().code() ==
        ErrorCode::invalid_input);
}

TEST_CASE("repository: paths are what docs/formats/repository.md says", "[publication]") {
  CHECK(metadata_path(trust::Role::root, 3) == "tuf/3.root.json");
  CHECK(metadata_path(trust::Role::snapshot, 12) == "tuf/12.snapshot.json");
  CHECK(metadata_path(trust::Role::targets, 1) == "tuf/1.targets.json");
  CHECK(metadata_path(trust::Role::timestamp, 9) == "tuf/timestamp.json");
  CHECK(head_target("mingchuan") == "mingchuan/head.json");
  CHECK(head_path("mingchuan", hash_a) == "t/mingchuan/" + hash_a + ".head.json");
  CHECK(object_path(hash_b) == "o/bb/" + hash_b);
}

TEST_CASE("repository: only plain names are hall ids and hashes", "[publication][errors]") {
  for (auto const* good : {"a", "mingchuan", "hall-7", "650000"}) CHECK(is_hall_id(good));
  for (auto const* bad : {"", "-a", "a-", "A", "a/b", "..", "明川", "a b", "a.b"})
    CHECK_FALSE(is_hall_id(bad));
  CHECK(is_hall_id(std::string(64, 'a')));
  CHECK_FALSE(is_hall_id(std::string(65, 'a')));
  CHECK(is_sha256(hash_a));
  for (auto const& bad : {std::string{}, std::string(63, 'a'), std::string(65, 'a'),
                          std::string(64, 'A'), std::string(64, 'g')})
    CHECK_FALSE(is_sha256(bad));
}
