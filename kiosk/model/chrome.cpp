#include "kiosk/model/pages.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"
#include "kiosk/model/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mingshi::kiosk {
namespace {

std::string text_or(Snapshot const& snapshot, std::string const& name, std::string_view otherwise) {
  auto const found{snapshot.texts.find(name)};
  return found == snapshot.texts.end() ? std::string{otherwise} : found->second;
}

HeaderVm header(AppState const& state) {
  HeaderVm vm{.hall = {},
              .service = "行政执法公示",
              .english = "Disclosure Kiosk",
              .sample = false,
              .clock = clock_shown(state),
              .date = date_shown(state)};
  if (state.snapshot != nullptr) {
    vm.hall = state.snapshot->hall.name;
    vm.sample = state.snapshot->hall.sample;
  }
  return vm;
}

/// The hub answered lately, yet the data are old: the cause lies behind it.
bool in_contact(AppState const& state) {
  return state.last_contact && *state.last_contact <= state.now &&
         state.now - *state.last_contact < state.policy.fresh;
}

std::string age_words(AppState const& state) {
  if (state.clock != domain::ClockTrust::trusted) return "本机时钟不准，不能核对时间";
  if (state.as_of > state.now) return "数据时间比本机时钟晚，不能核对时间";
  auto const age{duration_text(state.now - state.as_of)};
  return in_contact(state) ? "平台 " + age + "没有更新" : "已离线 " + age;
}

StripVm strip(AppState const& state) {
  if (!state.reason.empty())
    return {.tone = StripTone::reason, .text = state.reason, .english = {}};
  if (state.snapshot == nullptr)
    return {.tone = StripTone::stale, .text = "本机还没有数据", .english = "No data yet"};
  auto const as_of{"数据截至 " + local_minute(state.as_of)};
  if (has_banner(state))
    return {.tone = StripTone::stale,
            .text = as_of + " · " + age_words(state),
            .english = "Stale data"};
  if (state.sync == SyncWord::unknown)
    return {.tone = StripTone::stale, .text = as_of + " · 更新情况不明", .english = "Sync unknown"};
  auto const& source{state.snapshot->hall.source};
  return {.tone = StripTone::fresh,
          .text = source.empty() ? as_of : as_of + " · 已与" + source + "同步",
          .english = "Data as of " + clock_text(state.as_of)};
}

std::optional<BannerVm> banner(AppState const& state) {
  if (!has_banner(state)) return std::nullopt;
  bool const clock_wrong{state.clock != domain::ClockTrust::trusted || state.as_of > state.now};
  auto const window{go_to_window(state.snapshot->hall)};
  auto const time{short_time(state.as_of, today(state))};
  ButtonVm const retry{"重试", {}};
  if (domain::data_age(freshness(state)) == domain::DataAge::lease_over)
    return BannerVm{.title = fmt::format("网络断开太久，只有 {} 的数据", time),
                    .text = fmt::format("人员和决定暂不能查，{}。", window),
                    .retry = retry};
  auto const changed{fmt::format("证件状态可能有变化，{}核对。", window)};
  if (clock_wrong)  // without a today a time of day says nothing
    return BannerVm{
        .title = fmt::format("时钟不准，数据截至 {}", day_text(local_time(state.as_of).day)),
        .text = changed,
        .retry = retry};
  auto const what{in_contact(state) ? "平台没有更新" : "网络断开"};
  return BannerVm{
      .title = fmt::format("{}，下面是 {} 的数据", what, time), .text = changed, .retry = retry};
}

DockVm dock(AppState const& state) {
  store::Hall const hall{state.snapshot == nullptr ? store::Hall{} : state.snapshot->hall};
  auto const at_start{state.stack.size() < 2 ? Reason::at_start : Reason::none};
  return {.back = button("返回", at_start, hall),
          .home = button("首页", at_start, hall),
          .large_text = button("大字", Reason::large_text_later, hall),
          .contrast = button("高对比", Reason::contrast_later, hall),
          .low_reach = button("低位", Reason::low_reach_later, hall),
          .help = button("呼叫帮助", Reason::help_later, hall)};
}

std::optional<IdleVm> idle(AppState const& state) {
  if (state.stack.empty() || state.since_touch < idle_warning) return std::nullopt;
  auto const over{state.since_touch - idle_warning};
  std::chrono::milliseconds const whole{idle_countdown};
  auto const left{std::max(std::chrono::milliseconds{0}, whole - over)};
  return IdleVm{.seconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count()),
                .left = static_cast<float>(left.count()) / static_cast<float>(whole.count()),
                .title = "您还在看吗？",
                .lines = {"时间到后会清除刚才查过的内容，", "并回到首页，保护您的隐私。"},
                .hint = "点屏幕任何地方也可以继续　Touch to continue",
                .end = {"结束并清除", {}},
                .keep = {"继续看", {}}};
}

TileVm tile(AppState const& state, std::string_view type, std::string_view name,
            std::string_view english, std::string_view help, std::string_view tag) {
  auto const* const declared{state.snapshot->catalogue.find(type)};
  return {.type = std::string{type},
          .icon = declared == nullptr ? std::string{} : declared->icon,
          .name = std::string{name},
          .english = std::string{english},
          .help = std::string{help},
          .tag = std::string{tag},
          .count = {}};
}

std::optional<NewsVm> news(AppState const& state) {
  auto const notices{state.snapshot->on_show("notice", today(state))};
  if (notices.empty()) return std::nullopt;
  auto const& newest{*notices.front()};
  auto const published{newest.day("published_on")};
  return NewsVm{.id = newest.id,
                .label = "新公示",
                .title = std::string{newest.text("title")},
                .date = published ? month_day(*published) : std::string{}};
}

}  // namespace

ChromeVm chrome_vm(AppState const& state) {
  return {.header = header(state),
          .strip = strip(state),
          .banner = banner(state),
          .dock = dock(state),
          .idle = idle(state)};
}

AttractVm attract_vm(AppState const& state) {
  auto const& snapshot{*state.snapshot};
  auto const& hall{snapshot.hall};
  auto const hours{text_or(snapshot, "service_hours", "")};
  bool const stale{has_banner(state)};
  auto const as_of{"数据截至 " + local_minute(state.as_of) + (stale ? "，未更新" : "")};
  return {.hall = hall.name,
          .hall_english = text_or(snapshot, "hall_english", ""),
          .service = "行政执法公示",
          .slogan_first = "执法信息",
          .slogan_second = "一查便知",
          .offers = "查人员　查流程　查决定",
          .invitation = "触摸屏幕开始",
          .invitation_english = "Touch anywhere to start",
          .promise = "不用登录，不收集个人信息",
          .ways = "也可以这样开始",
          .large_text = button("大字版", Reason::large_text_later, hall),
          .contrast = button("高对比版", Reason::contrast_later, hall),
          .low_reach = button("低位操作", Reason::low_reach_later, hall),
          .as_of = state.reason.empty() ? as_of : state.reason,
          .hours = hours.empty() ? std::string{} : "服务时间 " + hours,
          .stale = stale};
}

HomeVm home_vm(AppState const& state) {
  return {
      .title = "您想查什么？",
      .subtitle = "点一下就能看，不用登录，不留个人信息",
      .officers = tile(state, "officer", "查执法人员", "Verify an officer's certificate",
                       "核对证件真假，看看是否有效", ""),
      .tiles = {tile(state, "procedure", "执法流程", "Procedures", "一件事怎么办、多久办完",
                     "事前公开"),
                tile(state, "inspection_item", "抽查清单", "Inspection lists",
                     "今年查什么、查哪些单位", "事前公开"),
                tile(state, "penalty", "执法决定", "Decisions", "已经作出的处罚和处理", "事后公开"),
                tile(state, "service_guide", "服务指南", "Service guide", "要带什么、到哪个窗口",
                     "办事")},
      .supervision =
          tile(state, "remedy", "监督投诉", "Supervision", "对执法有意见，或遇到欠薪", ""),
      .news = news(state),
      .more = {"更多公示", {}}};
}

MessagePageVm withdrawn_page(AppState const& state) {
  return {.message = {.title = "这条公示已撤下",
                      .lines = {"发布机关已经撤回，或者公示期已满，本机不再显示它的内容。",
                                "想知道原因，可以在“更多公示”里看更正、撤回公告，或者" +
                                    go_to_window(state.snapshot->hall) + "询问。"}},
          .home = {"回首页", {}}};
}

MessagePageVm no_data_page() {
  return {.message = {.title = "本机正在准备数据",
                      .lines = {"第一次启动要先取得公示数据，通常几分钟就好。",
                                "急需查询，请到窗口。"}},
          .home = {"回首页", "数据到了会自动显示首页"}};
}

}  // namespace mingshi::kiosk
