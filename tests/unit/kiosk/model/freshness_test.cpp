#include "catch2/generators/catch_generators.hpp"
#include "kiosk/model/opened_tally.hpp"
#include "sample.hpp"

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;

namespace {

AppState aged(AppState state, std::string_view as_of) {
  return reduce(std::move(state), FreshnessKnown{at(as_of), {}});
}

AppState at_home(SnapshotPtr snapshot) {
  return touched(terminal(std::move(snapshot)), {touch::Begin{}});
}

OfficerVm certificate_at(Hall const& hall, std::string_view as_of) {
  return shown<OfficerVm>(
      aged(touched(at_home(hall.snapshot()), {touch::OpenRecord{"officer/99150310027"}}), as_of));
}

}  // namespace

TEST_CASE("freshness: fresh data say when they are of and with whom they agree", "[model]") {
  auto const chrome{view_model(at_home(three_officers().snapshot())).chrome};
  CHECK_FALSE(chrome.banner.has_value());
  CHECK(chrome.strip.tone == StripTone::fresh);
  CHECK(chrome.strip.text == "数据截至 2026-11-23 14:00 · 已与区级公示平台同步");
  CHECK(chrome.strip.english == "Data as of 14:00");
}

TEST_CASE("freshness: data older than four hours put the banner over every page", "[model]") {
  auto const chrome{
      view_model(aged(at_home(three_officers().snapshot()), "2026-11-23T09:00:00+08:00")).chrome};
  REQUIRE(chrome.banner.has_value());
  CHECK(chrome.banner->title == "网络断开，下面是 09:00 的数据");
  CHECK(chrome.banner->text == "证件状态可能有变化，请到一楼 3 号窗口核对。");
  CHECK(chrome.strip.tone == StripTone::stale);
  CHECK(chrome.strip.text == "数据截至 2026-11-23 09:00 · 已离线 5 小时 32 分");
}

TEST_CASE("freshness: the attract page says of old data that they are", "[model]") {
  auto state{terminal(three_officers().snapshot())};
  auto const fresh{shown<AttractVm>(state)};
  CHECK_FALSE(fresh.stale);
  CHECK(fresh.as_of == "数据截至 2026-11-23 14:00");
  state.as_of = at("2026-11-22T08:00:00+08:00");
  auto const old{shown<AttractVm>(state)};
  CHECK(old.stale);
  CHECK(old.as_of == "数据截至 2026-11-22 08:00，未更新");
}

TEST_CASE("freshness: data of another day carry their date", "[model]") {
  auto const chrome{
      view_model(aged(at_home(three_officers().snapshot()), "2026-11-20T09:00:00+08:00")).chrome};
  CHECK(chrome.banner.value().title == "网络断开，下面是 11月20日 09:00 的数据");
  CHECK(chrome.strip.text == "数据截至 2026-11-20 09:00 · 已离线 3 天 5 小时");
}

TEST_CASE("freshness: a hub that answers but publishes nothing new is not called offline",
          "[model]") {
  auto const state{
      reduce(at_home(three_officers().snapshot()),
             FreshnessKnown{at("2026-11-23T09:00:00+08:00"), at("2026-11-23T14:30:00+08:00")})};
  CHECK(view_model(state).chrome.banner.value().title == "平台没有更新，下面是 09:00 的数据");
}

TEST_CASE("freshness: a clock that is not trusted is named, and nothing is called 有效",
          "[model]") {
  auto state{
      touched(at_home(three_officers().snapshot()), {touch::OpenRecord{"officer/99150310027"}})};
  state = reduce(std::move(state), Tick{at(now_text), domain::ClockTrust::untrusted, {}});
  CHECK(view_model(state).chrome.banner.value().title.starts_with("时钟不准"));
  CHECK(shown<OfficerVm>(state).badge.badge == domain::Badge::unverified);
}

TEST_CASE("freshness: a valid certificate reads as its data allow", "[model]") {
  auto const hall{three_officers()};
  CHECK(certificate_at(hall, as_of_text).badge.word == "有效");
  auto const aging{certificate_at(hall, "2026-11-23T09:00:00+08:00")};
  CHECK(aging.badge.badge == domain::Badge::valid_as_of);
  CHECK(aging.badge.word.find("09:00") != std::string::npos);
  auto const stale{certificate_at(hall, "2026-11-21T09:00:00+08:00")};
  CHECK(stale.badge.badge == domain::Badge::unverified);
  CHECK(stale.badge.word != "有效");
  CHECK_FALSE(stale.validity.value().in_force);
}

TEST_CASE("freshness: a clock that is years behind does not move the bar of a certificate",
          "[model]") {
  auto const clock{GENERATE(domain::ClockTrust::untrusted, domain::ClockTrust::trusted)};
  auto state{
      touched(at_home(three_officers().snapshot()), {touch::OpenRecord{"officer/99150310027"}})};
  auto const before{shown<OfficerVm>(state).validity.value().today};
  state = reduce(std::move(state), Tick{at("1970-01-02T08:00:00+08:00"), clock, {}});
  auto const vm{shown<OfficerVm>(state)};
  CHECK(vm.badge.badge == domain::Badge::unverified);
  CHECK(vm.validity.value().today == before);
  CHECK(vm.validity.value().remaining == "按本机数据，还剩 1 年 7 个月");
}

TEST_CASE("freshness: a cancelled certificate reads 已注销 at any data age", "[model]") {
  auto hall{three_officers()};
  auto& certificate{hall.certificate_of("99150310027")};
  certificate.fields["state"] = std::string{"注销"};
  certificate.fields["state_since"] = day("2026-03-01");
  for (auto const* as_of : {"2026-11-23T14:00:00+08:00", "2026-11-23T09:00:00+08:00",
                            "2026-11-21T09:00:00+08:00", "2026-11-24T09:00:00+08:00"}) {
    auto const vm{certificate_at(hall, as_of)};
    CHECK(vm.badge.word == "已注销");
    CHECK(vm.validity.value().remaining == "2026-03-01 起已注销");
  }
}

TEST_CASE("freshness: data whose lease is over show no officer at all", "[model][privacy]") {
  auto const old{"2026-10-01T09:00:00+08:00"};
  auto const home{aged(at_home(three_officers().snapshot()), old)};
  CHECK(view_model(home).chrome.banner.value().title == "网络断开太久，只有 10月1日 09:00 的数据");
  for (auto const& touches :
       std::vector<std::vector<Touch>>{{touch::OpenRecord{"officer/99150310027"}},
                                       {touch::OpenEveryone{}},
                                       {touch::OpenSearch{}, touch::TypeLetter{'G'}}}) {
    auto const page{shown<MessagePageVm>(touched(home, touches))};
    CHECK(page.message.title == "暂不能查");
    REQUIRE(page.message.lines.size() == 3);
    CHECK(page.message.lines[0].find("2026-10-01 09:00") != std::string::npos);
    CHECK(page.message.lines[2] == "请到一楼 3 号窗口查询，也可以打 0000-12333。");
    CHECK(page.home.enabled());
  }
}

TEST_CASE("freshness: data whose lease is over show no decision, but guides and notices",
          "[model][privacy]") {
  auto hall{three_officers()};
  hall.penalty("202618", "2026-09-18", "罚款", "未按月足额支付工资");
  hall.add("notice", "甲", {{"title", std::string{"公告"}}});
  auto const home{aged(at_home(hall.snapshot()), "2026-10-01T09:00:00+08:00")};
  for (Touch const& touch :
       std::vector<Touch>{touch::OpenList{"penalty"}, touch::OpenRecord{"penalty/202618"},
                          touch::OpenWhole{"penalty/202618"}, touch::OpenList{"licence"},
                          touch::OpenRecord{"penalty/no-longer-on-the-disk"}})
    CHECK(shown<MessagePageVm>(touched(home, {touch})).message.title == "暂不能查");
  CHECK(shown<ListVm>(touched(home, {touch::OpenList{"notice"}})).rows.size() == 1);
  CHECK(shown<DetailVm>(touched(home, {touch::OpenRecord{"notice/甲"}})).title == "公告");
  for (auto const& row : shown<TypesVm>(touched(home, {touch::OpenTypes{}})).rows)
    CHECK((row.count == "暂不显示") == (row.type == "officer" || row.type == "certificate" ||
                                        row.type == "penalty" || row.type == "licence" ||
                                        row.type == "coercion" || row.type == "major_violation" ||
                                        row.type == "wage_blacklist"));
}

TEST_CASE("freshness: the lease that sync names counts, to the second", "[model]") {
  auto state{
      touched(at_home(three_officers().snapshot()), {touch::OpenRecord{"officer/99150310027"}})};
  FreshnessKnown known{.as_of = at(as_of_text), .last_contact = {}};
  known.lease_until = at(now_text);
  state = reduce(std::move(state), known);
  CHECK(shown<OfficerVm>(state).badge.word == "有效");
  state = reduce(std::move(state),
                 Tick{at(now_text) + std::chrono::seconds{1}, domain::ClockTrust::trusted, {}});
  CHECK(shown<MessagePageVm>(state).message.title == "暂不能查");
  // News bring everything back.
  known.lease_until = at(now_text) + std::chrono::hours{1};
  CHECK(shown<OfficerVm>(reduce(std::move(state), known)).badge.word == "有效");
}

TEST_CASE("freshness: a status that cannot be read is not called in step", "[model]") {
  auto state{at_home(three_officers().snapshot())};
  FreshnessKnown known{.as_of = at(as_of_text), .last_contact = {}};
  known.sync = SyncWord::unknown;
  auto const strip{view_model(reduce(std::move(state), known)).chrome.strip};
  CHECK(strip.tone == StripTone::stale);
  CHECK(strip.text == "数据截至 2026-11-23 14:00 · 更新情况不明");
}

TEST_CASE("freshness: without a trusted clock no time and no today is shown", "[model][time]") {
  auto const clock{GENERATE(domain::ClockTrust::floor_only, domain::ClockTrust::untrusted)};
  auto state{
      touched(at_home(three_officers().snapshot()), {touch::OpenRecord{"officer/99150310027"}})};
  state = reduce(std::move(state), Tick{at(as_of_text), clock, {}});
  auto const chrome{view_model(state).chrome};
  CHECK(chrome.header.clock == "--:--");
  CHECK(chrome.header.date == "时间未校准");
  CHECK(chrome.banner.value().title == "时钟不准，数据截至 11月23日");
  CHECK(chrome.strip.text == "数据截至 2026-11-23 14:00 · 本机时钟不准，不能核对时间");
  auto const vm{shown<OfficerVm>(state)};
  CHECK(vm.badge.word ==
        (clock == domain::ClockTrust::floor_only ? "截至11月23日有效" : "待核实，请到窗口核对"));
  CHECK(vm.validity.value().remaining == "按本机数据，还剩 1 年 7 个月");
}

TEST_CASE("freshness: a withdrawn record is gone from page, list and search at once",
          "[model][privacy]") {
  auto const whole{three_officers().snapshot()};
  auto state{touched(terminal(whole), {touch::Begin{}, touch::OpenRecord{"officer/99150310027"}})};
  REQUIRE(shown<OfficerVm>(state).name == "顾𬭎");
  state = reduce(std::move(state), SnapshotReady{without(whole, {"officer/99150310027"})});
  CHECK(shown<MessagePageVm>(state).message.title == "这条公示已撤下");
  state = touched(std::move(state), {touch::GoHome{}, touch::OpenSearch{}, touch::TypeLetter{'G'},
                                     touch::TypeLetter{'H'}});
  auto const search{shown<SearchVm>(state)};
  REQUIRE(search.people.size() == 2);
  for (auto const& person : search.people) CHECK(person.name != "顾𬭎");
  auto const everyone{shown<ResultsVm>(touched(std::move(state), {touch::OpenEveryone{}}))};
  CHECK(everyone.people.size() == 2);
}

TEST_CASE("freshness: what is not in the generation changes nothing", "[model]") {
  auto const whole{three_officers().snapshot()};
  CHECK(without(whole, {}) == whole);
  CHECK(without(whole, {"officer/1", "penalty/2"}) == whole);
}

TEST_CASE("opened: a record counts by hour and by nothing finer", "[model][privacy]") {
  OpenedTally tally;
  auto const hour{at("2026-11-23T06:00:00Z")};
  CHECK(tally.at(hour + std::chrono::minutes{1}).empty());
  tally.opened("penalty/2", 7);
  tally.opened("officer/1", 7);
  tally.opened("penalty/2", 7);
  CHECK(tally.at(hour + std::chrono::minutes{59}).empty());
  tally.opened("penalty/2", 8);
  CHECK(tally.at(hour + std::chrono::hours{1}) ==
        std::vector<Opened>{{.id = "officer/1", .sequence = 7, .hour = hour, .times = 1},
                            {.id = "penalty/2", .sequence = 7, .hour = hour, .times = 2},
                            {.id = "penalty/2", .sequence = 8, .hour = hour, .times = 1}});
  CHECK(tally.at(hour + std::chrono::hours{2}).empty());
}

TEST_CASE("opened: only a page that shows one record names it", "[model][privacy]") {
  auto const home{at_home(three_officers().snapshot())};
  CHECK(record_on_top(home).empty());
  CHECK(record_on_top(touched(home, {touch::OpenSearch{}, touch::TypeLetter{'G'}})).empty());
  CHECK(record_on_top(touched(home, {touch::OpenEveryone{}})).empty());
  CHECK(record_on_top(touched(home, {touch::OpenRecord{"officer/99150310027"}})) ==
        "officer/99150310027");
  CHECK(record_on_top(touched(home, {touch::OpenWhole{"penalty/1"}})) == "penalty/1");
  CHECK(record_on_top(AppState{}).empty());
}

TEST_CASE("freshness: the words of a whole day's chrome", "[model]") {
  auto const header{view_model(at_home(three_officers().snapshot())).chrome.header};
  CHECK(header.clock == "14:32");
  CHECK(header.date == "11月23日 星期一");
  CHECK(header.sample);
}
