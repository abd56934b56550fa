#include "kiosk/signage/wall_vm.hpp"

#include "tests/unit/kiosk/signage/wall_snapshot.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace std::chrono_literals;

namespace {
WallVm first(std::string const& item, WallContent content = {}) {
  content.items = item;
  return wall_vm(on_snapshot(wall_state(), wall_snapshot(content), 0ms));
}
}  // namespace

TEST_CASE("wall: a notice shows its title, its facts and who published it when", "[signage]") {
  auto const vm{first(R"({"kind":"notice","record":"notice/甲","seconds":20})")};
  auto const& page{std::get<WallNoticeVm>(vm.page)};
  CHECK(page.title == "关于开展 2026 年冬季根治欠薪专项行动的公告");
  REQUIRE(page.facts.size() == 1);
  CHECK(page.facts[0].value == "建筑工地");
  CHECK(page.foot == "明川区劳动监察大队\u30002026年11月20日发布");
  CHECK(vm.content == "notice/甲");
  CHECK(vm.sample);
}

TEST_CASE("wall: officers come six at a time, with the data's time below", "[signage]") {
  auto const vm{first(R"({"kind":"officers","seconds":20})", {.items = {}, .officers = 8})};
  auto const& page{std::get<WallOfficersVm>(vm.page)};
  REQUIRE(page.people.size() == 6);
  CHECK(page.people[0].badge.word == "有效");
  CHECK(page.foot == "共 8 人\u3000第 1 / 2 组\u3000数据截至 11月23日 14:00");
  CHECK(page.dots == DotsVm{.on = 0, .count = 2});
}

TEST_CASE("wall: decisions come newest first, in the words of the decisions list", "[signage]") {
  auto const vm{first(R"({"kind":"decisions","seconds":20})", {.items = {}, .decisions = 3})};
  auto const& page{std::get<WallDecisionsVm>(vm.page)};
  REQUIRE(page.rows.size() == 3);
  CHECK(page.rows[0].date == "11-03");
  CHECK(page.rows[0].content == "罚款 5 万元");
  CHECK_FALSE(page.reviewed);
  CHECK(page.foot.starts_with("简易程序的决定依法不需法制审核"));
  auto const one{first(R"({"kind":"decisions","seconds":20})", {.items = {}, .decisions = 1})};
  CHECK(std::get<WallDecisionsVm>(one.page).reviewed);
}

TEST_CASE("wall: data older than the policy allow are said to be old, in place of the code",
          "[signage]") {
  auto state{on_snapshot(wall_state(),
                         wall_snapshot({.items = R"({"kind":"officers","seconds":20})"}), 0ms)};
  CHECK_FALSE(wall_vm(state).side.stale);
  CHECK(wall_vm(state).side.qr_content == "https://example.org/h");
  state.app.as_of -= std::chrono::hours{30};
  auto const vm{wall_vm(state)};
  CHECK(vm.side.stale);
  CHECK(vm.side.stale_text.find("11月22日") != std::string::npos);
  for (auto const& person : std::get<WallOfficersVm>(vm.page).people)
    CHECK(person.badge.word != "有效");
}

TEST_CASE("wall: the hall's name is parted after its place", "[signage]") {
  CHECK(first(R"({"kind":"officers","seconds":20})").side.hall ==
        std::vector<std::string>{"明川区", "劳动监察大队"});
}

TEST_CASE("wall: without data it says so in words and shows the clock", "[signage]") {
  auto const vm{wall_vm(wall_state())};
  CHECK(std::get<WallFallbackVm>(vm.page).title == "行政执法公示");
  CHECK(vm.side.clock == "14:32");
  CHECK(vm.content == "fallback");
  CHECK(vm.side.qr_content.empty());
}
