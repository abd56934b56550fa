#include "hub/publish/part_builder.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/store/writer.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using publication::Span;
using namespace std::chrono_literals;

constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

store::Row notice(int number, std::string const& title) {
  auto const id{"notice/" + std::to_string(number)};
  auto projection{json::canonical(json::Json{
      {"fields", {{"title", title}}}, {"id", id}, {"sample", true}, {"type", "notice"}})};
  auto sha256{crypto::sha256(projection)};
  return {.id = id,
          .type = "notice",
          .projection = std::move(projection),
          .sha256 = std::move(sha256),
          .publish_from = {},
          .publish_until = {}};
}

/// A hub that builds its records part again and again, without keys.
struct Builder {
  tests::TempFolder dir;
  std::optional<publication::PartHead> before;
  std::int64_t sequence{0};

  BuiltPart build(std::vector<store::Row> rows) {
    ++sequence;
    store::Generation g;
    g.hall.id = "mingchuan";
    g.hall.name = "明川区";
    g.sequence = sequence;
    g.issued = monday;
    for (auto const& row : rows)
      g.search_keys.push_back(
          {.record_id = row.id, .type = row.type, .name = {}, .pinyin = {}, .number = {}});
    g.rows = std::move(rows);
    auto const database{database_of(dir.path(), sequence)};
    REQUIRE(make_folders(database.parent_path()));
    auto const written{store::write(database, g)};
    if (!written) FAIL(written.error().detail());
    auto built{build_part(
        {.hub_dir = dir.path(),
         .hall = "mingchuan",
         .part = Part::records,
         .sequence = sequence,
         .issued = monday,
         .lease_hours = 72,
         .media = {},
         .settings =
             publication::Settings{
                 .hall = g.hall, .record_types = {}, .calendar = {}, .texts = {}, .programme = {}},
         .before = before,
         .repository = dir / "repo"})};
    if (!built) FAIL(built.error().detail());
    for (auto const& [sha256, file] : built->objects) {
      auto const to{dir / "repo" / publication::object_path(sha256)};
      REQUIRE(make_folders(to.parent_path()));
      fs::copy_file(file, to, fs::copy_options::overwrite_existing);
    }
    before = built->head;
    return *std::move(built);
  }
  [[nodiscard]] fs::path object(std::string const& sha256) const {
    return dir / "repo" / publication::object_path(sha256);
  }
};

std::vector<Span> spans_of(publication::PartHead const& head) {
  std::vector<Span> spans;
  for (auto const& delta : head.deltas) spans.push_back({.from = delta.from, .to = delta.to});
  return spans;
}

/// Rows that are so many that one more changes the base little.
std::vector<store::Row> many(int changes) {
  std::vector<store::Row> rows;
  for (int i{0}; i < 300; ++i) rows.push_back(notice(1000 + i, crypto::sha256(std::to_string(i))));
  rows[0] = notice(1000, "change " + std::to_string(changes));
  return rows;
}

TEST_CASE("part: each step and each roll-up is named once it is due", "[publish]") {
  Builder builder;
  for (int step{1}; step <= 17; ++step) static_cast<void>(builder.build(many(step)));
  auto const& head{*builder.before};
  auto const spans{spans_of(head)};
  CHECK(publication::plan(head, 0, {}));
  CHECK(std::ranges::count(spans, Span{.from = 16, .to = 17}) == 1);
  CHECK(std::ranges::count(spans, Span{.from = 8, .to = 16}) == 1);
  CHECK(spans.size() == 17);
  // Whoever comes from 8 reads two logs, not nine.
  auto const way{publication::plan(head, 8, {})};
  REQUIRE(way);
  CHECK(way->logs.size() <= 2);
}

TEST_CASE("part: many changes make a new base, and old terminals still find a way", "[publish]") {
  Builder builder;
  static_cast<void>(builder.build({notice(1, "a")}));
  auto const built{builder.build(many(1))};
  CHECK(built.head.base.to == 2);
  CHECK(std::ranges::count(spans_of(built.head), Span{.from = 1, .to = 2}) == 1);
}

TEST_CASE("part: the log of a withdrawn record is replaced from where it began", "[publish]") {
  Builder builder;
  auto rows{many(0)};
  static_cast<void>(builder.build(rows));
  rows.push_back(notice(1, "was a mistake"));
  auto const second{builder.build(rows)};
  auto const tainted{second.head.deltas.back().object.sha256};
  rows[0] = notice(1000, "another change");
  static_cast<void>(builder.build(rows));
  rows.pop_back();
  auto const fourth{builder.build(rows)};
  CHECK(fourth.withdrawn_objects.contains(tainted));
  REQUIRE(fourth.head.withdrawn.size() == 1);
  CHECK(fourth.head.withdrawn[0].id == "notice/1");
  CHECK(fourth.head.withdrawn[0].sequence == 4);
  auto const spans{spans_of(fourth.head)};
  CHECK(std::ranges::count(spans, Span{.from = 1, .to = 2}) == 0);
  CHECK(std::ranges::count(spans, Span{.from = 1, .to = 4}) == 1);
  CHECK(std::ranges::count(spans, Span{.from = 2, .to = 3}) == 1);  // it says nothing of it
  CHECK(fourth.head.base.to == 1);
  // One that comes back is withdrawn no longer.
  rows.push_back(notice(1, "it was none"));
  CHECK(builder.build(rows).head.withdrawn.empty());
}

TEST_CASE("part: a log that rotted in the repository is made anew", "[publish]") {
  Builder builder;
  static_cast<void>(builder.build(many(0)));
  auto const second{builder.build(many(1))};
  REQUIRE(write_file(builder.object(second.head.base.object.sha256), "rotten"));
  REQUIRE(write_file(builder.object(second.head.deltas[0].object.sha256), "rotten"));
  auto const third{builder.build(many(2))};
  CHECK(third.head.base.to == 3);
  CHECK(std::ranges::count(spans_of(third.head), Span{.from = 1, .to = 3}) == 1);
  CHECK(third.withdrawn_objects.empty());
}

TEST_CASE("part: the hub keeps the generations that logs are still computed from", "[publish]") {
  CHECK(is_kept_generation(1, 65));
  CHECK_FALSE(is_kept_generation(1, 66));
  CHECK(is_kept_generation(512, 1000));
  CHECK_FALSE(is_kept_generation(511, 1000));
  CHECK_FALSE(is_kept_generation(512, 1024));
}

}  // namespace
}  // namespace mingshi::hub
