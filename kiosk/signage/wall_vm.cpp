#include "kiosk/signage/wall_vm.hpp"

#include "core/domain/verdict.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"
#include "kiosk/model/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace mingshi::kiosk {
namespace {

constexpr std::string_view gap{"\u3000"};

DotsVm dots(std::size_t on, std::size_t count) {
  return {.on = on, .count = count};
}

std::size_t pages(std::size_t count, std::size_t each) {
  return (count + each - 1) / each;
}

/// The records of one group.
std::span<domain::PublicRecord const* const> group(
    std::vector<domain::PublicRecord const*> const& all, std::size_t which, std::size_t each) {
  auto const begin{std::min(which * each, all.size())};
  return std::span{all}.subspan(begin, std::min(each, all.size() - begin));
}

/// "2026年11月20日".
std::string long_date(Day day) {
  std::chrono::year_month_day const d{day};
  return fmt::format("{}年{}月{}日", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
                     static_cast<unsigned>(d.day()));
}

/// "11月23日 14:00".
std::string as_of_text(AppState const& app) {
  auto const local{local_time(app.as_of)};
  std::chrono::year_month_day const d{local.day};
  return fmt::format("{}月{}日 {}", static_cast<unsigned>(d.month()),
                     static_cast<unsigned>(d.day()), clock_text(app.as_of));
}

WallNoticeVm notice_vm(WallState const& state, Slide const& slide) {
  WallNoticeVm vm;
  auto const* record{state.app.snapshot->find(slide.item.target)};
  if (record == nullptr) return vm;
  auto const text{[&](char const* field) { return std::string{record->text(field)}; }};
  auto const kind{text("class")};
  vm.eyebrow = (kind.empty() ? "公告" : kind) + std::string{gap} + "事前公开";
  vm.title = text("title");
  for (auto const& [field, label, icon] :
       {std::tuple{"action_period", "时间", Icon::clock}, std::tuple{"scope", "范围", Icon::bldg},
        std::tuple{"contact", "联系", Icon::phone}}) {
    auto value{text(field)};
    if (value.empty()) continue;
    auto const* type{state.app.snapshot->catalogue.find("notice")};
    auto const* declared{type == nullptr ? nullptr : type->field(field)};
    vm.facts.push_back({.icon = icon,
                        .label = declared == nullptr ? label : declared->label,
                        .value = std::move(value)});
  }
  if (vm.facts.empty()) vm.body = text("body");
  vm.foot = text("issuer");
  if (auto const day{record->day("published_on")})
    vm.foot += std::string{gap} + long_date(*day) + "发布";
  std::size_t which{0};
  std::size_t count{0};
  for (auto const& item : state.programme.items) {
    if (item.kind != ItemKind::notice) continue;
    if (item.target == slide.item.target) which = count;
    ++count;
  }
  vm.dots = dots(which, count);
  return vm;
}

WallOfficersVm officers_vm(WallState const& state, Slide const& slide) {
  WallOfficersVm vm{.title = "持证执法人员公示",
                    .english = "Certified officers",
                    .people = {},
                    .foot = {},
                    .dots = {}};
  auto const all{wall_officers(state.app)};
  auto const& snapshot{*state.app.snapshot};
  for (auto const* officer : group(all, slide.group, officers_a_group)) {
    auto const person{person_of(snapshot, *officer, today(state.app))};
    auto card{person_vm(person, verdict_of(person, state.app), state.app)};
    // Whoever works for the hall as a whole: its name stands at the right already.
    if (card.unit == snapshot.hall.name) card.unit_position = officer->text("position");
    vm.people.push_back(std::move(card));
  }
  auto const count{pages(all.size(), officers_a_group)};
  vm.foot = fmt::format("共 {} 人{}第 {} / {} 组{}数据截至 {}", all.size(), gap, slide.group + 1,
                        count, gap, as_of_text(state.app));
  vm.dots = dots(slide.group, count);
  return vm;
}

WallDecisionsVm decisions_vm(WallState const& state, Slide const& slide) {
  WallDecisionsVm vm{.title = "执法决定公示",
                     .english = "Decisions",
                     .columns = {"当事人 / 文号", "违法事由", "决定内容", "日期"},
                     .rows = {},
                     .foot = {},
                     .reviewed = true,
                     .dots = {}};
  auto const all{wall_decisions(state.app)};
  for (auto const* decision : group(all, slide.group, decisions_a_page)) {
    auto const day{decision->day("decision_date")};
    vm.rows.push_back({.party = std::string{decision->text("party_name")},
                       .number = std::string{decision->text("document_no")},
                       .cause = std::string{decision->text("violation_kind")},
                       .content = result_text(*decision),
                       .date = day ? month_day(*day) : std::string{}});
    vm.reviewed = vm.reviewed && decision->text("legal_review") == "已通过法制审核";
  }
  vm.foot =
      vm.reviewed ? "以上决定均已通过法制审核" : "简易程序的决定依法不需法制审核，其余均已通过";
  vm.foot += std::string{gap} + "数据截至 " + short_time(state.app.as_of, today(state.app));
  vm.dots = dots(slide.group, pages(all.size(), decisions_a_page));
  return vm;
}

WallFallbackVm fallback_vm(AppState const& app) {
  WallFallbackVm vm;
  if (!app.snapshot) {
    vm.title = "行政执法公示";
    vm.lines = {"数据还没有到这块屏。请到窗口查询。"};
    return vm;
  }
  vm.title = app.snapshot->hall.name;
  vm.lines = {"执法人员、流程、抽查清单和决定，都可以在大厅触摸屏上查到。",
              go_to_window(app.snapshot->hall) + "，也可以当面问。"};
  return vm;
}

/// 明川区劳动监察大队 → 明川区 / 劳动监察大队: a long name is parted after its place.
std::vector<std::string> hall_lines(std::string const& name) {
  constexpr std::size_t one_line{6};
  if (text_width(name) <= one_line) return {name};
  for (std::string_view const place : {"自治州", "自治县", "新区", "区", "县", "市", "省"}) {
    auto const at{name.find(place)};
    if (at == std::string::npos || at == 0) continue;
    auto const cut{at + place.size()};
    if (cut < name.size()) return {name.substr(0, cut), name.substr(cut)};
  }
  return {name};
}

SideVm side_vm(WallState const& state) {
  auto const& app{state.app};
  SideVm vm;
  if (app.snapshot) vm.hall = hall_lines(app.snapshot->hall.name);
  vm.clock = clock_shown(app);
  vm.date = date_shown(app);
  auto const age{domain::data_age(freshness(app))};
  if (app.snapshot && age != domain::DataAge::fresh) {
    vm.stale = true;
    vm.stale_text = "数据截至 " + short_time(app.as_of, today(app)) + "，最新情况请到窗口核对";
  }
  if (!app.snapshot || app.snapshot->hall.platform_url.empty()) return vm;
  vm.qr_content = app.snapshot->hall.platform_url;
  auto const kind{state.current ? state.current->item.kind : ItemKind::notice};
  switch (kind) {
    case ItemKind::notice:
      vm.qr_title = "扫码看公告全文";
      vm.qr_text = "手机微信、浏览器均可";
      break;
    case ItemKind::officers:
      vm.qr_title = "扫码核对证件";
      vm.qr_text = "也可用大厅触摸屏查询";
      break;
    case ItemKind::decisions:
      vm.qr_title = "扫码看决定书";
      vm.qr_text = "公示期内可查全文";
      break;
    case ItemKind::video:
      vm.qr_title = "扫码看公示信息";
      vm.qr_text = "也可用大厅触摸屏查询";
      break;
  }
  return vm;
}

}  // namespace

WallPageVm page_vm(WallState const& state, Slide const& slide) {
  if (!state.app.snapshot) return fallback_vm(state.app);
  switch (slide.item.kind) {
    case ItemKind::notice:
      return notice_vm(state, slide);
    case ItemKind::officers:
      return officers_vm(state, slide);
    case ItemKind::decisions:
      return decisions_vm(state, slide);
    case ItemKind::video:
      return WallVideoVm{.media = slide.item.target, .title = slide.item.title};
  }
  return fallback_vm(state.app);
}

WallVm wall_vm(WallState const& state) {
  WallVm vm;
  vm.page = state.current ? page_vm(state, *state.current) : WallPageVm{fallback_vm(state.app)};
  vm.side = side_vm(state);
  vm.ticker = state.programme.ticker;
  vm.sample = state.app.snapshot && state.app.snapshot->hall.sample;
  vm.content = state.current ? content_of(*state.current) : "fallback";
  return vm;
}

}  // namespace mingshi::kiosk
