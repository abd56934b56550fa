#include "sample.hpp"

#include <chrono>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;
using namespace std::chrono_literals;

namespace {

AppState idle_for(AppState state, std::chrono::milliseconds span) {
  return reduce(std::move(state), Tick{at(now_text), domain::ClockTrust::trusted, span});
}

AppState at_certificate() {
  return touched(terminal(three_officers().snapshot()),
                 {touch::Begin{}, touch::OpenSearch{}, touch::TypeLetter{'G'},
                  touch::OpenRecord{"officer/99150310027"}});
}

}  // namespace

TEST_CASE("session: a touch on the attract page opens the home page", "[model]") {
  auto state{terminal(three_officers().snapshot())};
  CHECK(shown<AttractVm>(state).hall == "明川区劳动监察大队");
  state = touched(std::move(state), {touch::Begin{}});
  CHECK(shown<HomeVm>(state).title == "您想查什么？");
  CHECK(state.sessions_ended == 0);
}

TEST_CASE("session: the attract page takes nothing but the start", "[model]") {
  auto const state{touched(terminal(three_officers().snapshot()),
                           {touch::OpenSearch{}, touch::OpenRecord{"officer/99150310027"}})};
  CHECK(state.stack.empty());
}

TEST_CASE("session: back goes one page, home goes all the way", "[model]") {
  auto const open{at_certificate()};
  CHECK(shown<OfficerVm>(open).name == "顾𬭎");
  CHECK(shown<SearchVm>(touched(open, {touch::GoBack{}})).typed == "G");
  CHECK(shown<HomeVm>(touched(open, {touch::GoHome{}})).title == "您想查什么？");
}

TEST_CASE("session: 返回 and 首页 say that this is the home page", "[model]") {
  auto state{touched(terminal(three_officers().snapshot()), {touch::Begin{}})};
  CHECK(view_model(state).chrome.dock.back.why == "这里就是首页");
  state = touched(std::move(state), {touch::GoBack{}});
  CHECK(state.stack.size() == 1);
}

TEST_CASE("session: after a minute the page asks, and counts thirty seconds", "[model][privacy]") {
  auto const open{at_certificate()};
  CHECK_FALSE(view_model(idle_for(open, 59'999ms)).chrome.idle.has_value());
  CHECK(view_model(idle_for(open, 60s)).chrome.idle.value().seconds == 30);
  auto const later{view_model(idle_for(open, 72s))};
  CHECK(later.chrome.idle.value().seconds == 18);
  CHECK(later.chrome.idle.value().left == 0.6F);
  CHECK(std::get<OfficerVm>(later.page).name == "顾𬭎");
}

TEST_CASE("session: the attract page never asks whether anybody is there", "[model]") {
  auto const state{idle_for(terminal(three_officers().snapshot()), 10min)};
  CHECK_FALSE(view_model(state).chrome.idle.has_value());
  CHECK(state.sessions_ended == 0);
}

TEST_CASE("session: when the countdown ends everything looked at is forgotten",
          "[model][privacy]") {
  auto const state{idle_for(at_certificate(), 90s)};
  CHECK(state.stack.empty());
  CHECK(state.sessions_ended == 1);
  auto const next{touched(state, {touch::Begin{}, touch::OpenSearch{}})};
  auto const search{shown<SearchVm>(next)};
  CHECK(search.typed.empty());
  CHECK(search.people.empty());
}

TEST_CASE("session: a touch during the question keeps the page and does nothing else",
          "[model][privacy]") {
  auto const asked{idle_for(at_certificate(), 70s)};
  auto const kept{touched(asked, {touch::OpenSearch{}})};
  CHECK(shown<OfficerVm>(kept).name == "顾𬭎");
  CHECK_FALSE(view_model(kept).chrome.idle.has_value());
}

TEST_CASE("session: 结束并清除 forgets at once", "[model][privacy]") {
  auto const ended{touched(idle_for(at_certificate(), 70s), {touch::EndSession{}})};
  CHECK(ended.stack.empty());
  CHECK(ended.sessions_ended == 1);
}

TEST_CASE("session: the data strip says for four seconds why a control cannot be used", "[model]") {
  auto state{touched(terminal(three_officers().snapshot()), {touch::Begin{}})};
  auto const dock{view_model(state).chrome.dock};
  CHECK(dock.large_text.why == "大字模式下一版提供。需要帮助，请到一楼 3 号窗口");
  state = touched(std::move(state), {touch::ShowReason{dock.large_text.why}});
  auto const strip{view_model(state).chrome.strip};
  CHECK(strip.tone == StripTone::reason);
  CHECK(strip.text == dock.large_text.why);
  CHECK(view_model(idle_for(state, 3'999ms)).chrome.strip.tone == StripTone::reason);
  CHECK(view_model(idle_for(state, 4s)).chrome.strip.tone == StripTone::fresh);
  CHECK(view_model(touched(state, {touch::OpenSearch{}})).chrome.strip.tone == StripTone::fresh);
}

TEST_CASE("session: every dock button that comes later is disabled and says so", "[model]") {
  auto const dock{view_model(at_certificate()).chrome.dock};
  CHECK(dock.back.enabled());
  CHECK(dock.home.enabled());
  for (auto const* button : {&dock.large_text, &dock.contrast, &dock.low_reach, &dock.help})
    CHECK(button->why.find("下一版提供") != std::string::npos);
}

TEST_CASE("session: no data yet is said in plain words and no page can be opened", "[model]") {
  AppState state;
  state = reduce(std::move(state), Tick{at(now_text), domain::ClockTrust::trusted, {}});
  CHECK(shown<MessagePageVm>(state).message.title == "本机正在准备数据");
  CHECK(view_model(state).chrome.strip.text == "本机还没有数据");
}

TEST_CASE("session: a new generation changes the open page", "[model][update]") {
  auto hall{three_officers()};
  auto const open{at_certificate()};
  hall.find("officer/99150310027").fields["position"] = std::string{"副中队长"};
  auto const updated{shown<OfficerVm>(reduce(open, SnapshotReady{hall.snapshot()}))};
  CHECK(shown<OfficerVm>(open).fields.at(1).value == "监察员");
  CHECK(updated.fields.at(1).label == "职务");
  CHECK(updated.fields.at(1).value == "副中队长");
}

TEST_CASE("session: an officer withdrawn by a new generation is said to be withdrawn",
          "[model][update]") {
  auto hall{three_officers()};
  hall.drop("officer/99150310027");
  auto const state{reduce(at_certificate(), SnapshotReady{hall.snapshot()})};
  auto const message{shown<MessagePageVm>(state).message};
  CHECK(message.title == "这条公示已撤下");
  CHECK(shown<SearchVm>(touched(state, {touch::GoBack{}})).typed == "G");
}

TEST_CASE("session: a certificate cancelled by a new generation reads 已注销 on the open page",
          "[model][update]") {
  auto hall{three_officers()};
  auto& certificate{hall.certificate_of("99150310027")};
  certificate.fields["state"] = std::string{"注销"};
  certificate.fields["state_since"] = day("2026-11-20");
  auto const vm{shown<OfficerVm>(reduce(at_certificate(), SnapshotReady{hall.snapshot()}))};
  CHECK(vm.badge.badge == domain::Badge::not_valid);
  CHECK(vm.badge.word == "已注销");
}

TEST_CASE("session: 重试 asks the feed to look again", "[model]") {
  auto const state{touched(at_certificate(), {touch::Retry{}})};
  CHECK(state.retries == 1);
}

TEST_CASE("session: going round and round does not grow without end", "[model]") {
  auto state{touched(terminal(three_officers().snapshot()), {touch::Begin{}})};
  for (int i{0}; i < 1000; ++i) state = touched(std::move(state), {touch::OpenList{"notice"}});
  CHECK(state.stack.size() <= 24);
  CHECK(shown<HomeVm>(touched(state, {touch::GoHome{}})).title == "您想查什么？");
}
