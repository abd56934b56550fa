#include "kiosk/model/pages.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"
#include "kiosk/model/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mingshi::kiosk {
namespace {

using domain::PublicRecord;

/// Lines of the facts that the page has room for; the whole is one touch away.
constexpr std::size_t widest_facts{88};
constexpr std::size_t widest_basis{66};
constexpr std::size_t widest_content{44};

ReviewMark mark_of(PublicRecord const& decision) {
  if (decision.text("legal_review") == "已通过法制审核") return ReviewMark::passed;
  if (decision.text("procedure_kind") == "简易") return ReviewMark::simple;
  return ReviewMark::none;
}

std::string mark_word(ReviewMark mark) {
  switch (mark) {
    case ReviewMark::passed:
      return "法制审核";
    case ReviewMark::simple:
      return "简易程序";
    case ReviewMark::none:
      return {};
  }
  return {};
}

domain::Money money(PublicRecord const& record, std::string_view field) {
  auto const found{record.fields.find(field)};
  if (found == record.fields.end()) return {};
  auto const* const value{std::get_if<domain::Money>(&found->second)};
  return value == nullptr ? domain::Money{} : *value;
}

DecisionRowVm row_vm(PublicRecord const& decision) {
  auto const date{decision.day("decision_date")};
  auto const mark{mark_of(decision)};
  return {.id = decision.id,
          .party = std::string{decision.text("party_name")},
          .document = fmt::format("{}　{}", decision.text("document_no"),
                                  date ? iso_day(*date) : std::string{}),
          .violation = shortened(decision.text("violation_kind"), 16),
          .result = shortened(result_text(decision), 16),
          .mark = mark,
          .mark_word = mark_word(mark),
          .sample = decision.sample};
}

std::string option_text(Picker picker, std::string_view value) {
  return picker == Picker::year ? fmt::format("{} 年", value) : std::string{value};
}

std::string_view picker_label(Picker picker) {
  switch (picker) {
    case Picker::year:
      return "年份";
    case Picker::kind:
      return "决定种类";
    case Picker::violation:
      return "违法事由";
  }
  return {};
}

void fill_pickers(DecisionsVm& vm, AppState const& state, page::Decisions const& page) {
  for (std::size_t i{0}; i < pickers.size(); ++i) {
    auto const& value{chosen(page, pickers.at(i))};
    vm.pickers.push_back(
        {.label = std::string{picker_label(pickers.at(i))},
         .value = value ? shortened(option_text(pickers.at(i), *value), 8) : std::string{"全部"},
         .active = value.has_value(),
         .open = page.open == i});
  }
  if (!page.open || *page.open >= pickers.size()) return;
  auto const picker{pickers.at(*page.open)};
  auto const& value{chosen(page, picker)};
  vm.options.push_back({"全部", !value});
  for (auto const& option : picker_options(*state.snapshot, today(state), picker))
    vm.options.push_back({option_text(picker, option), value == option});
}

std::vector<DecisionFieldVm> fields_of(AppState const& state, PublicRecord const& decision) {
  std::vector<DecisionFieldVm> out;
  auto const text{[&](char const* field) { return std::string{decision.text(field)}; }};
  auto const code{text("social_credit_code")};
  out.push_back({.label = "当事人",
                 .value = text("party_name"),
                 .small = code.empty() ? std::string{} : "统一社会信用代码 " + code,
                 .strong = false});
  auto const add{[&](char const* field, std::string label, std::size_t width, bool strong) {
    if (auto value{shortened(decision.text(field), width)}; !value.empty())
      out.push_back(
          {.label = std::move(label), .value = std::move(value), .small = {}, .strong = strong});
  }};
  add("facts", label_of(state, "penalty", "facts"), widest_facts, false);
  add("basis", label_of(state, "penalty", "basis"), widest_basis, false);
  add("penalty_content", "决定内容", widest_content, true);
  add("officers", label_of(state, "penalty", "officers"), widest_content, false);
  return out;
}

std::vector<MilestoneVm> milestones_of(PublicRecord const& decision) {
  struct Stage {
    char const* label;
    std::optional<Day> day;
  };
  std::array<Stage, 5> const stages{{{"立案", decision.day("filed_date")},
                                     {"告知", decision.day("notified_date")},
                                     {"审核", decision.day("legal_review_date")},
                                     {"决定", decision.day("decision_date")},
                                     {"公示", decision.publish_from}}};
  std::vector<MilestoneVm> out;
  for (auto const& stage : stages) {
    if (!stage.day) continue;  // the simple procedure has no such stage
    bool const review{std::string_view{stage.label} == "审核"};
    out.push_back({.label = stage.label,
                   .date = month_day(*stage.day),
                   .state = review ? MilestoneState::review : MilestoneState::done});
  }
  return out;
}

/// @source 行政复议法 20, 23; 行政诉讼法 46
std::string remedy_text(ReviewMark mark) {
  if (mark == ReviewMark::simple)
    return "当场处罚的，收到决定书 60 日内先申请行政复议；对复议决定不服的，可在 15 日内起诉。";
  return "收到决定书 60 日内可申请行政复议，6 个月内可提起行政诉讼。";
}

void fill_review(DecisionVm& vm, PublicRecord const& decision) {
  vm.mark = mark_of(decision);
  vm.review_points = {"看审核要点", {}};
  if (vm.mark == ReviewMark::simple) {
    vm.review_title = "简易程序";
    vm.review_line = "当场作出的处罚，依法不需法制审核";
    return;
  }
  if (vm.mark == ReviewMark::none) return;
  vm.review_title = "已通过法制审核";
  auto const day{decision.day("legal_review_date")};
  auto const number{decision.text("legal_review_no")};
  if (day) vm.review_line = iso_day(*day);
  if (!number.empty())
    vm.review_line += fmt::format("{}{}", vm.review_line.empty() ? "" : "　", number);
}

}  // namespace

std::string result_text(PublicRecord const& decision) {
  auto const fine{money(decision, "fine")};
  std::string kinds{decision.text("penalty_kind")};
  if (fine.fen > 0) {
    auto const sum{"罚款 " + short_money(fine)};
    if (auto const at{kinds.find("罚款")}; at != std::string::npos)
      return kinds.replace(at, std::string_view{"罚款"}.size(), sum);
    return kinds.empty() ? sum : kinds + "，" + sum;
  }
  // 支付 3.26 万元: says more than the kind does, when it is short.
  constexpr std::size_t short_enough{12};
  auto const content{decision.text("penalty_content")};
  return !content.empty() && text_width(content) <= short_enough ? std::string{content} : kinds;
}

PageVm decisions_page(AppState const& state, page::Decisions const& page) {
  if (hidden_by_lease(state, "penalty")) return withheld_page(state);
  auto const& snapshot{*state.snapshot};
  auto const all{selected_decisions(snapshot, today(state), page)};
  bool const filtered{page.year || page.kind || page.violation};
  DecisionsVm vm;
  vm.title = "执法决定公示";
  vm.english = "Enforcement decisions";
  fill_pickers(vm, state, page);
  vm.count_before = "共";
  vm.count = fmt::format("{}", all.size());
  vm.count_after = "件，新的在前";
  vm.clear_filters =
      button("清除筛选", filtered ? Reason::none : Reason::nothing_filtered, snapshot.hall);
  auto const part{slice(all.size(), decision_rows, page.turn)};
  for (auto i{part.begin}; i < part.end; ++i) vm.rows.push_back(row_vm(*all[i]));
  vm.pager = part.pager;
  if (all.empty())
    vm.nothing =
        filtered ? MessageVm{.title = "没有符合筛选的决定", .lines = {"点“清除筛选”可以看全部。"}}
                 : MessageVm{.title = "现在没有公示的执法决定",
                             .lines = {"有新公示时，本机会自动更新。"}};
  return vm;
}

PageVm decision_page(AppState const& state, page::Decision const& page) {
  if (hidden_by_lease(state, "penalty")) return withheld_page(state);
  auto const& snapshot{*state.snapshot};
  auto const* const decision{snapshot.find(page.id)};
  if (decision == nullptr || !domain::on_show(*decision, today(state)))
    return withdrawn_page(state);
  DecisionVm vm;
  vm.eyebrow = fmt::format("行政处罚决定书　{}", decision->text("document_no"));
  vm.title = decision->text("case_name");
  vm.sample = decision->sample;
  fill_review(vm, *decision);
  vm.fields = fields_of(state, *decision);
  vm.milestones = milestones_of(*decision);
  vm.qr_content = snapshot.hall.platform_url;
  vm.qr_title = "扫码到公示平台";
  if (decision->publish_until) {
    vm.until_label = "公示期至";
    vm.until = iso_day(*decision->publish_until);
  }
  vm.remedy_title = "当事人不服怎么办";
  vm.remedy_text = remedy_text(vm.mark);
  vm.report = {"公示有误", {}};
  vm.id = decision->id;
  vm.original = {"看全部公示内容", {}};
  return vm;
}

}  // namespace mingshi::kiosk
