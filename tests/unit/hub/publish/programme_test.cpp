#include "hub/publish/programme.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace mingshi::hub {
namespace {

using domain::PublicRecord;
using json::Json;
using namespace std::chrono_literals;

constexpr Day today{2026y / 11 / 23};

PublicRecord record(std::string type, std::string id) {
  PublicRecord r;
  r.type = std::move(type);
  r.id = r.type + "/" + std::move(id);
  r.fields.emplace("title", r.id);
  return r;
}

PublicRecord notice(std::string id, Day published) {
  auto r{record("notice", std::move(id))};
  r.fields.emplace("published_on", published);
  return r;
}

Json programme(store::Hall const& hall, std::vector<PublicRecord> const& records,
               std::vector<Film> const& films = {}) {
  auto const parsed{json::parse_strict(default_programme(hall, records, films, today))};
  REQUIRE(parsed);
  return *parsed;
}

TEST_CASE("programme: each round has a notice, officers, decisions and a film", "[publish]") {
  Film film{.title = "检查先亮证", .file = {}};
  film.file.media.sha256 = std::string(64, 'a');
  auto const p = programme({},
                           {record("officer", "1"), notice("old", today - std::chrono::days{30}),
                            notice("new", today), record("penalty", "1")},
                           {film});
  CHECK(p["format"] == 1);
  auto const& items{p["items"]};
  REQUIRE(items.size() == 8);
  CHECK(items[0]["record"] == "notice/new");
  CHECK(items[4]["record"] == "notice/old");
  for (std::size_t const first : {0U, 4U}) {
    CHECK(items[first]["kind"] == "notice");
    CHECK(items[first + 1]["kind"] == "officers");
    CHECK(items[first + 2]["kind"] == "decisions");
    CHECK(items[first + 3]["kind"] == "video");
    CHECK(items[first + 3]["media"] == film.file.media.sha256);
    CHECK(items[first + 3]["title"] == "检查先亮证");
  }
  int round{0};
  for (std::size_t i{0}; i < 4; ++i) round += items[i]["seconds"].get<int>();
  CHECK(round < 60);
}

TEST_CASE("programme: without notices the rest still plays", "[publish]") {
  auto const p = programme({}, {record("officer", "1"), record("penalty", "1")});
  REQUIRE(p["items"].size() == 2);
  CHECK(p["items"][0]["kind"] == "officers");
  CHECK(p["items"][1]["kind"] == "decisions");
}

TEST_CASE("programme: what is not there is not played", "[publish]") {
  auto over{notice("over", today)};
  over.publish_until = today - std::chrono::days{1};
  auto later{notice("later", today)};
  later.publish_from = today + std::chrono::days{1};
  auto const p = programme({}, {over, later});
  CHECK(p["items"].empty());
  CHECK(p["ticker"].size() == 2);
}

TEST_CASE("programme: the ticker announces notices, marks samples and names the hotline",
          "[publish]") {
  auto n{notice("a", today)};
  n.sample = true;
  n.fields.emplace("document_no", std::string{"明劳监公〔2026〕31号"});
  store::Hall hall;
  hall.hotline = "0000-12345";
  auto const ticker = programme(hall, {n})["ticker"];
  REQUIRE(ticker.size() == 4);
  CHECK(ticker[0]["label"] == "滚动公示");
  CHECK(ticker[0]["text"] == "〔示例〕明劳监公〔2026〕31号　notice/a已发布");
  CHECK(ticker[1]["label"] == "亮证执法");
  CHECK(ticker[2]["label"] == "事后公开");
  CHECK(ticker[2]["text"].get<std::string>().ends_with("请到大厅窗口反映"));
  CHECK(ticker[3]["text"] == "核实执法人员身份、投诉举报：0000-12345");
}

TEST_CASE("programme: not more than five notices", "[publish]") {
  std::vector<PublicRecord> many;
  for (int i{0}; i < 9; ++i) many.push_back(notice(std::to_string(i), today));
  CHECK(programme({}, many)["items"].size() == 5);
}

}  // namespace
}  // namespace mingshi::hub
