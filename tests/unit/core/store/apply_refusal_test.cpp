#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/apply.hpp"
#include "core/store/delta.hpp"
#include "core/store/reader.hpp"
#include "tests/unit/core/store/history.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mingshi::store {
namespace {

namespace fs = std::filesystem;
using publication::Part;

constexpr std::size_t cap{1U << 26U};

/// Two generations, the first one applied, and an update from it to the second that is good until a
/// test spoils it.
struct Scene {
  Scene() {
    Sample const a{.type = "notice", .number = "1", .fields = {{"title", "一"}}};
    Sample const b{.type = "notice", .number = "2", .fields = {{"title", "二"}}};
    Sample const c{.type = "penalty", .number = "1", .fields = {{"title", "三"}}};
    auto changed{a};
    changed.fields["title"] = "改";
    Sample const fresh{.type = "notice", .number = "3", .fields = {{"title", "新"}}};
    history.publish({{id_of(a), a}, {id_of(b), b}, {id_of(c), c}});
    history.publish({{id_of(changed), changed}, {id_of(fresh), fresh}, {id_of(c), c}});
    older = history.fresh();
    REQUIRE(apply(history.update({0, 1}), older));
    update = history.update({1, 2}, older);
  }
  void spoil_head(Part part, std::function<void(publication::PartHead&)> const& change) {
    auto& target{part == Part::records ? update.records : update.decisions};
    auto head{publication::parse_part_head(target.head).value()};
    change(head);
    target.head = publication::format_part_head(head);
  }
  /// Replaces the records part's log by these lines between header and end.
  void forge(std::vector<std::string> lines) {
    lines.insert(lines.begin(),
                 R"({"format":1,"from":1,"hall":"mingchuan","part":"records","to":2})");
    lines.emplace_back(R"({"end":{"types":{}}})");
    update.records.logs = {history.forged(1, 2, lines)};
  }

  History history;
  fs::path older;
  Update update;
};

/// The update is refused with that code; the older file is as it was, and no file is left.
void check_refused(Scene& scene, ErrorCode code) {
  auto const before{read_file(scene.older, cap).value()};
  auto const out{scene.history.fresh()};
  auto const applied{apply(scene.update, out)};
  REQUIRE_FALSE(applied);
  INFO(applied.error().detail());
  CHECK(name_of(applied.error().code()) == name_of(code));
  CHECK_FALSE(fs::exists(out));
  CHECK(read_file(scene.older, cap).value() == before);
}

TEST_CASE("apply: the update of these tests is good until it is spoilt", "[store][apply]") {
  Scene scene;
  CHECK(apply(scene.update, scene.history.fresh()));
}

TEST_CASE("apply: an object with any byte changed, cut or added is refused",
          "[store][apply][errors]") {
  Scene scene;
  auto& log{scene.update.records.logs.front()};
  auto bytes{read_file(log.file, cap).value()};
  auto const how{GENERATE(0, 1, 2, 3, 4)};
  CAPTURE(how);
  if (how == 0) bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  if (how == 1) bytes.resize(bytes.size() - 1);
  if (how == 2) bytes += '\0';
  if (how == 3) bytes.clear();
  if (how == 4) bytes = "<html>登录</html>";
  log.file = scene.history.fresh();
  REQUIRE(write_file(log.file, bytes));
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: a log of another part, hall or span than was signed is refused",
          "[store][apply][errors]") {
  Scene scene;
  std::string const header{
      GENERATE(R"({"format":1,"from":1,"hall":"mingchuan","part":"decisions","to":2})",
               R"({"format":1,"from":1,"hall":"linchuan","part":"records","to":2})",
               R"({"format":1,"from":1,"hall":"mingchuan","part":"records","to":3})",
               R"({"format":1,"from":0,"hall":"mingchuan","part":"records","to":2})")};
  scene.update.records.logs = {scene.history.forged(1, 2, {header, R"({"end":{"types":{}}})"})};
  check_refused(scene, ErrorCode::denied);
}

TEST_CASE("apply: more unpacked than was signed is refused", "[store][apply][errors]") {
  Scene scene;
  auto const off{GENERATE(-1, 1)};
  scene.update.records.logs.front().log.object.raw_size += off;
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: a change of what is not there is refused", "[store][apply][errors]") {
  Scene scene;
  std::string const line{GENERATE(R"({"remove":"notice/9"})", R"({"remove":"penalty2/1"})",
                                  R"({"merge":{"id":"notice/9","patch":{"sample":false}}})")};
  scene.forge({line});
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: a decision in the records part is refused, whatever is declared",
          "[store][apply][errors]") {
  Scene scene;
  std::string const line{GENERATE(
      R"({"put":{"fields":{"no":"9"},"id":"penalty/9","sample":true,"type":"penalty"}})",
      R"({"remove":"penalty/1"})", R"({"merge":{"id":"licence/1","patch":{"sample":false}}})")};
  scene.forge({line});
  check_refused(scene, ErrorCode::denied);
}

TEST_CASE("apply: a declared decision type in the records head is refused",
          "[store][apply][errors]") {
  Scene scene;
  bool const in_records{GENERATE(true, false)};
  auto const part{in_records ? Part::records : Part::decisions};
  scene.spoil_head(part, [&](publication::PartHead& head) {
    head.types.emplace(in_records ? "ruling" : "notice",
                       publication::TypeState{.rows = 1, .set = std::string(64, '0')});
  });
  check_refused(scene, ErrorCode::denied);
}

TEST_CASE("apply: counts or sets other than the head's are refused", "[store][apply][errors]") {
  Scene scene;
  auto const part{GENERATE(Part::records, Part::decisions)};
  auto const how{GENERATE(0, 1, 2)};
  CAPTURE(name_of(part), how);
  scene.spoil_head(part, [&](publication::PartHead& head) {
    auto& [type, state]{*head.types.begin()};
    if (how == 0) ++state.rows;
    if (how == 1) state.set[63] = state.set[63] == '0' ? '1' : '0';
    if (how == 2) head.types.clear();
  });
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: a last line other than what the rows amount to is refused",
          "[store][apply][errors]") {
  Scene scene;
  scene.forge({R"({"remove":"notice/1"})"});
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: heads and settings that do not belong together are refused",
          "[store][apply][errors]") {
  Scene scene;
  auto const how{GENERATE(0, 1, 2, 3)};
  CAPTURE(how);
  if (how == 0) scene.update.settings.hall.id = "linchuan";
  if (how == 1)
    scene.spoil_head(Part::decisions, [](publication::PartHead& h) { h.hall = "linchuan"; });
  if (how == 2)
    scene.spoil_head(Part::decisions,
                     [](publication::PartHead& h) { h.issued += std::chrono::seconds{1}; });
  if (how == 3) std::swap(scene.update.records.head, scene.update.decisions.head);
  check_refused(scene, ErrorCode::denied);
}

TEST_CASE("apply: a head of another schema or format is unsupported", "[store][apply][errors]") {
  Scene scene;
  bool const schema{GENERATE(true, false)};
  if (schema) {
    scene.spoil_head(Part::records, [](publication::PartHead& h) { h.schema = 3; });
  } else {
    auto& text{scene.update.records.head};
    text.replace(text.find("\"format\":2"), 10, "\"format\":3");
  }
  check_refused(scene, ErrorCode::unsupported);
}

TEST_CASE("apply: logs that do not follow on what is there are a conflict",
          "[store][apply][errors]") {
  Scene scene;
  auto const how{GENERATE(0, 1, 2)};
  CAPTURE(how);
  if (how == 0) scene.update.older = std::nullopt;
  if (how == 1) scene.update.decisions.logs.clear();
  if (how == 2) scene.update.records.logs.push_back(scene.update.records.logs.front());
  check_refused(scene, ErrorCode::conflict);
}

TEST_CASE("apply: a file that is there already stays as it is", "[store][apply][errors]") {
  Scene scene;
  auto const out{scene.history.fresh()};
  REQUIRE(write_file(out, "precious"));
  auto update{GENERATE(true, false) ? scene.update : scene.history.update({0, 2})};
  auto const applied{apply(update, out)};
  REQUIRE_FALSE(applied);
  CHECK(applied.error().code() == ErrorCode::conflict);
  CHECK(read_file(out, cap).value() == "precious");
}

TEST_CASE("apply: an older file that is damaged is corrupt", "[store][apply][errors]") {
  Scene scene;
  auto bytes{read_file(scene.older, cap).value()};
  bytes.resize(bytes.size() - 4096);
  scene.older = scene.history.fresh();
  REQUIRE(write_file(scene.older, bytes));
  scene.update.older = scene.older;
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: a row that a terminal could not show is refused", "[store][apply][errors]") {
  Scene scene;
  auto& declarations{scene.update.settings.record_types};
  auto const how{GENERATE(0, 1)};
  CAPTURE(how);
  if (how == 0) declarations.erase(declarations.begin());  // notice is not declared any more
  if (how == 1) {                                          // its title is a date now
    auto& text{declarations.front()};
    auto const at{text.find("kind = \"text\"", text.find("标题"))};
    text.replace(at, 13, "kind = \"date\"");
  }
  check_refused(scene, ErrorCode::corrupt);
}

TEST_CASE("apply: it can be stopped", "[store][apply]") {
  Scene scene;
  History::Records many;
  for (int i{0}; i < 600; ++i) {
    Sample const sample{.type = "notice", .number = std::to_string(i)};
    many.emplace(id_of(sample), sample);
  }
  scene.history.publish(many);
  scene.update = scene.history.update({1, 3}, scene.older);
  int asked{0};
  scene.update.stop = [&asked] { return ++asked == 2; };
  check_refused(scene, ErrorCode::cancelled);
  CHECK(asked == 2);
}

TEST_CASE("check: a row changed behind its hash, or a set, is found", "[store][check][errors]") {
  Scene const scene;
  std::string const sql{GENERATE(
      "UPDATE record SET projection=replace(projection,'一','壹') WHERE id='notice/1'",
      "UPDATE record SET publish_until='2030-01-01' WHERE id='notice/1'",
      "UPDATE part_type SET rows=9 WHERE type='notice'",
      "UPDATE part_type SET set_hash='00' WHERE type='notice'",
      "DELETE FROM record WHERE id='notice/1'", "UPDATE generation SET sequence=7",
      "UPDATE record SET part='decisions' WHERE id='notice/1'", "DELETE FROM search_key",
      "DELETE FROM search_key WHERE record=2", "INSERT INTO search_key VALUES(99, 'a', '')",
      "INSERT INTO search_pinyin VALUES(99, 1, 'a')",
      "UPDATE head SET bytes='x' WHERE part='records'")};
  CAPTURE(sql);
  REQUIRE(check(scene.older));
  {
    auto db{sqlite::Database::open(scene.older, sqlite::Database::Mode::rewrite_standalone)};
    REQUIRE(db);
    REQUIRE(db->execute(sql));
  }
  auto const checked{check(scene.older)};
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code() == ErrorCode::corrupt);
}

TEST_CASE("op log: one that goes backwards or between halls is not made",
          "[store][delta][errors]") {
  Scene scene;
  auto const file{scene.history.fresh()};
  auto const& database{[&](std::int64_t n) { return scene.history.database(n); }};
  auto const made{write_op_log(database(2), database(1), Part::records, file)};
  REQUIRE_FALSE(made);
  CHECK(made.error().code() == ErrorCode::conflict);
  CHECK_FALSE(write_op_log(database(1), database(1), Part::records, file));
  CHECK_FALSE(fs::exists(file));
}

}  // namespace
}  // namespace mingshi::store
