#include "catch2/generators/catch_generators.hpp"
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
  CHECK(view_model(state).chrome.banner.value().title.starts_with("本机时钟不准"));
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
  auto const officer{
      shown<MessagePageVm>(touched(home, {touch::OpenRecord{"officer/99150310027"}}))};
  CHECK(officer.message.title == "暂不能查");
  CHECK(shown<ResultsVm>(touched(home, {touch::OpenEveryone{}})).people.empty());
  auto const search{shown<SearchVm>(touched(home, {touch::OpenSearch{}, touch::TypeLetter{'G'}}))};
  CHECK(search.people.empty());
}

TEST_CASE("freshness: the words of a whole day's chrome", "[model]") {
  auto const header{view_model(at_home(three_officers().snapshot())).chrome.header};
  CHECK(header.clock == "14:32");
  CHECK(header.date == "11月23日 星期一");
  CHECK(header.sample);
}
