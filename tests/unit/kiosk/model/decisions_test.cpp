#include "sample.hpp"

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;

namespace {

Hall six_decisions() {
  Hall hall;
  hall.penalty("18", "2026-11-19", "罚款", "未按月足额支付工资");
  hall.penalty("17", "2026-11-16", "警告、罚款", "违法延长工作时间");
  hall.penalty("16", "2026-11-12", "罚款", "违法延长工作时间");
  hall.penalty("15", "2026-11-10", "罚款", "未按月足额支付工资");
  hall.penalty("14", "2026-11-05", "罚款", "未按月足额支付工资");
  hall.penalty("3", "2025-03-05", "罚款", "未按月足额支付工资");
  return hall;
}

AppState decisions(Hall const& hall) {
  return touched(terminal(hall.snapshot()), {touch::Begin{}, touch::OpenList{"penalty"}});
}

}  // namespace

TEST_CASE("decisions: newest first, five a page", "[model]") {
  auto const state{decisions(six_decisions())};
  auto const vm{shown<DecisionsVm>(state)};
  CHECK(vm.count == "6");
  REQUIRE(vm.rows.size() == 5);
  CHECK(vm.rows.at(0).document == "明劳监罚〔2026〕18号　2026-11-19");
  CHECK(vm.rows.at(0).result == "罚款 5 万元");
  CHECK(vm.rows.at(1).result == "警告、罚款 5 万元");
  CHECK(vm.rows.at(0).mark == ReviewMark::passed);
  CHECK(vm.rows.at(0).mark_word == "法制审核");
  CHECK(vm.pager.text == "1 / 2");
  CHECK(shown<DecisionsVm>(touched(state, {touch::NextPage{}})).rows.size() == 1);
}

TEST_CASE("decisions: a year chosen in its drop-down narrows the list", "[model]") {
  auto const open{touched(decisions(six_decisions()), {touch::OpenPicker{0}})};
  auto const vm{shown<DecisionsVm>(open)};
  REQUIRE(vm.options.size() == 3);
  CHECK(vm.options.at(0).label == "全部");
  CHECK(vm.options.at(1).label == "2026 年");
  CHECK(vm.options.at(2).label == "2025 年");
  auto const chosen{touched(open, {touch::ChooseOption{2}})};
  auto const narrowed{shown<DecisionsVm>(chosen)};
  CHECK(narrowed.count == "1");
  CHECK(narrowed.options.empty());
  CHECK(narrowed.pickers.at(0).value == "2025 年");
  CHECK(narrowed.pickers.at(0).active);
  CHECK(shown<DecisionsVm>(touched(chosen, {touch::ClearFilters{}})).count == "6");
}

TEST_CASE("decisions: two filters that fit nothing together say so", "[model]") {
  auto const state{
      touched(decisions(six_decisions()), {touch::OpenPicker{0}, touch::ChooseOption{2},
                                           touch::OpenPicker{2}, touch::ChooseOption{2}})};
  auto const vm{shown<DecisionsVm>(state)};
  CHECK(vm.count == "0");
  CHECK(vm.nothing.value().title == "没有符合筛选的决定");
}

TEST_CASE("decisions: 清除筛选 without a filter says there is none", "[model]") {
  CHECK(shown<DecisionsVm>(decisions(six_decisions())).clear_filters.why ==
        "现在没有筛选，已显示全部");
}

TEST_CASE("decisions: back closes an open drop-down before it leaves the page", "[model]") {
  auto const state{touched(decisions(six_decisions()), {touch::OpenPicker{1}, touch::GoBack{}})};
  CHECK(shown<DecisionsVm>(state).options.empty());
  CHECK(shown<HomeVm>(touched(state, {touch::GoBack{}})).title == "您想查什么？");
}

TEST_CASE("decision: the page tells party, facts, basis, penalty and officers", "[model]") {
  auto hall{six_decisions()};
  auto& record{hall.find("penalty/18")};
  record.fields["social_credit_code"] = std::string{"91350100M000100Y43"};
  record.fields["legal_review_no"] = std::string{"审核意见书第 31 号"};
  record.publish_from = day("2026-11-23");
  record.publish_until = day("2027-11-23");
  auto const vm{shown<DecisionVm>(touched(decisions(hall), {touch::OpenRecord{"penalty/18"}}))};
  CHECK(vm.eyebrow == "行政处罚决定书　明劳监罚〔2026〕18号");
  CHECK(vm.title == "未按月足额支付工资案");
  CHECK(vm.review_title == "已通过法制审核");
  CHECK(vm.review_line == "2026-11-19　审核意见书第 31 号");
  REQUIRE(vm.fields.size() == 5);
  CHECK(vm.fields.at(0).small == "统一社会信用代码 91350100M000100Y43");
  CHECK(vm.fields.at(3).label == "决定内容");
  CHECK(vm.fields.at(3).strong);
  REQUIRE(vm.milestones.size() == 3);
  CHECK(vm.milestones.at(0) == MilestoneVm{"审核", "11-19", MilestoneState::review});
  CHECK(vm.milestones.at(2) == MilestoneVm{"公示", "11-23", MilestoneState::done});
  CHECK(vm.until == "2027-11-23");
}

TEST_CASE("decision: the simple procedure has no review and its own way to object", "[model]") {
  auto hall{six_decisions()};
  auto& fields{hall.find("penalty/18").fields};
  fields["procedure_kind"] = std::string{"简易"};
  fields["legal_review"] = std::string{"简易程序不需审核"};
  fields.erase("legal_review_date");
  auto const vm{shown<DecisionVm>(touched(decisions(hall), {touch::OpenRecord{"penalty/18"}}))};
  CHECK(vm.mark == ReviewMark::simple);
  CHECK(vm.review_title == "简易程序");
  CHECK(vm.remedy_text.find("先申请行政复议") != std::string::npos);
}

TEST_CASE("decision: every published field is one touch away", "[model]") {
  auto const state{touched(decisions(six_decisions()),
                           {touch::OpenRecord{"penalty/18"}, touch::OpenWhole{"penalty/18"}})};
  auto const vm{shown<DetailVm>(state)};
  CHECK(vm.title == "未按月足额支付工资案");
  CHECK(std::ranges::find(vm.blocks, "处罚类别", &BlockVm::label) != vm.blocks.end());
}

TEST_CASE("decision: at the end of its publication period it leaves by itself", "[model]") {
  auto hall{six_decisions()};
  hall.find("penalty/18").publish_until = day("2026-11-23");
  auto state{touched(decisions(hall), {touch::OpenRecord{"penalty/18"}})};
  CHECK(shown<DecisionVm>(state).title == "未按月足额支付工资案");
  state = reduce(std::move(state),
                 Tick{at("2026-11-24T08:00:00+08:00"), domain::ClockTrust::trusted, {}});
  CHECK(shown<MessagePageVm>(state).message.title == "这条公示已撤下");
}
