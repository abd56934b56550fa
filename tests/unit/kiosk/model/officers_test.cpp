#include "sample.hpp"

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;

namespace {

AppState at_search(SnapshotPtr snapshot) {
  return touched(terminal(std::move(snapshot)), {touch::Begin{}, touch::OpenSearch{}});
}

AppState typed(AppState state, std::string_view letters) {
  for (char const c : letters) state = touched(std::move(state), {touch::TypeLetter{c}});
  return state;
}

AppState dialled(AppState state, std::string_view digits) {
  state = touched(std::move(state), {touch::ChooseTab{SearchTab::number}});
  for (char const c : digits) state = touched(std::move(state), {touch::TypeDigit{c}});
  return state;
}

std::vector<std::string> names(std::vector<PersonVm> const& people) {
  std::vector<std::string> out;
  for (auto const& person : people) out.push_back(person.name);
  return out;
}

/// 顾𬭎 in force, 高海宁 in force, 葛恒 expired, 龚惠 cancelled.
Hall four_officers() {
  auto hall{three_officers()};
  hall.certificate_of("99150310019").fields["valid_until"] = day("2026-10-31");
  hall.officer("99150310008", "龚惠", "gong'hui", "一中队");
  auto& cancelled{hall.certificate_of("99150310008")};
  cancelled.fields["state"] = std::string{"注销"};
  cancelled.fields["state_since"] = day("2026-03-01");
  cancelled.fields["reason"] = std::string{"调离注销"};
  return hall;
}

}  // namespace

TEST_CASE("search: initials list the officers they fit", "[model]") {
  auto const vm{shown<SearchVm>(typed(at_search(three_officers().snapshot()), "GH"))};
  CHECK(vm.typed == "GH");
  CHECK(vm.people.size() == 3);
  CHECK(vm.found == "找到 3 位，点选即可");
  CHECK_FALSE(vm.more.has_value());
  CHECK(vm.everyone_count == "全部 3 人");
}

TEST_CASE("search: a fourth match is one touch away", "[model]") {
  auto const state{typed(at_search(four_officers().snapshot()), "GH")};
  auto const vm{shown<SearchVm>(state)};
  CHECK(vm.people.size() == 3);
  REQUIRE(vm.more.has_value());
  CHECK(vm.more->label == "看全部 4 位");
  CHECK(shown<ResultsVm>(touched(state, {touch::OpenResults{}})).title == "找到 4 位");
}

TEST_CASE("search: letters that lead to nobody are disabled and say so", "[model]") {
  auto const vm{shown<SearchVm>(at_search(three_officers().snapshot()))};
  CHECK(vm.letters.at('G' - 'A').enabled());
  CHECK(vm.letters.at('Z' - 'A').why == "没有拼音接着是这个字母的人员");
  CHECK(vm.letters.at('G' - 'A').label == "G");
}

TEST_CASE("search: letters that fit nobody say what to try", "[model]") {
  auto const vm{shown<SearchVm>(typed(at_search(three_officers().snapshot()), "ZZ"))};
  REQUIRE(vm.nothing.has_value());
  CHECK(vm.nothing->title == "没有找到");
}

TEST_CASE("search: 退格 and 清除 take letters away", "[model]") {
  auto const state{typed(at_search(three_officers().snapshot()), "GH")};
  CHECK(shown<SearchVm>(touched(state, {touch::EraseOne{}})).typed == "G");
  auto const cleared{shown<SearchVm>(touched(state, {touch::ClearQuery{}}))};
  CHECK(cleared.typed.empty());
  CHECK(cleared.clear.why == "还没有输入内容");
}

TEST_CASE("search: handwriting stands in its place, disabled", "[model]") {
  auto const state{at_search(three_officers().snapshot())};
  auto const vm{shown<SearchVm>(state)};
  REQUIRE(vm.tabs.size() == 3);
  CHECK(vm.tabs.front().button.label == "手写");
  CHECK(vm.tabs.front().button.why == "手写输入下一版提供，现在请用拼音或证件号");
  CHECK(shown<SearchVm>(touched(state, {touch::ChooseTab{SearchTab::handwriting}})).tab ==
        SearchTab::pinyin);
}

TEST_CASE("search: digits are grouped and the missing ones counted", "[model]") {
  auto const vm{shown<SearchVm>(dialled(at_search(three_officers().snapshot()), "991503100"))};
  CHECK(vm.typed == "9915 0310 0");
  CHECK(vm.hint == "还差 2 位");
  CHECK(vm.clear.label == "重输");
  REQUIRE(vm.search_number.has_value());
}

TEST_CASE("search: three digits are too few to search", "[model]") {
  CHECK_FALSE(shown<SearchVm>(dialled(at_search(three_officers().snapshot()), "027"))
                  .search_number.has_value());
}

TEST_CASE("search: a full number opens its certificate at once", "[model]") {
  auto const state{dialled(at_search(three_officers().snapshot()), "99150310027")};
  CHECK(shown<OfficerVm>(state).name == "顾𬭎");
}

TEST_CASE("search: the last four digits find the officer", "[model]") {
  auto const state{dialled(at_search(three_officers().snapshot()), "0038")};
  CHECK(shown<OfficerVm>(touched(state, {touch::OpenResults{}})).name == "高海宁");
}

TEST_CASE("search: an unknown number accuses nobody", "[model]") {
  auto const vm{shown<ResultsVm>(dialled(at_search(three_officers().snapshot()), "99150319999"))};
  REQUIRE(vm.nothing.has_value());
  CHECK(vm.nothing->title == "本机数据截至 2026-11-23 14:00 未查到");
  std::string all{vm.nothing->title};
  for (auto const& line : vm.nothing->lines) all += line;
  CHECK(all.find("以省级平台为准") != std::string::npos);
  CHECK(all.find("0000-12333") != std::string::npos);
  CHECK(all.find("冒充") == std::string::npos);
}

TEST_CASE("search: a card with another number answers for that very card", "[model]") {
  auto hall{three_officers()};
  auto& old{hall.certificate("99150300001", "99150310027")};
  old.fields["state"] = std::string{"注销"};
  old.fields["state_since"] = day("2023-06-30");
  auto const asked{shown<OfficerVm>(dialled(at_search(hall.snapshot()), "99150300001"))};
  CHECK(asked.name == "顾𬭎");
  CHECK(asked.badge.word == "已注销");
  CHECK(asked.fields.at(2).value == "99150300001");
  auto const current{shown<OfficerVm>(dialled(at_search(hall.snapshot()), "99150310027"))};
  CHECK(current.badge.word == "有效");
}

TEST_CASE("results: chips count the officers by their verdict and filter", "[model]") {
  auto const state{
      touched(typed(at_search(four_officers().snapshot()), "G"), {touch::OpenResults{}})};
  auto const vm{shown<ResultsVm>(state)};
  std::vector<std::string> labels;
  for (auto const& chip : vm.chips) labels.push_back(chip.label);
  CHECK(labels == std::vector<std::string>{"全部 4", "有效 2", "已过期 1", "已注销 1"});
  CHECK(vm.chips.front().selected);
  auto const expired{shown<ResultsVm>(touched(state, {touch::ChooseChip{2}}))};
  CHECK(names(expired.people) == std::vector<std::string>{"葛恒"});
  CHECK(expired.people.front().validity == "2026-10-31 到期，未换证");
  auto const cancelled{shown<ResultsVm>(touched(state, {touch::ChooseChip{3}}))};
  REQUIRE(cancelled.people.size() == 1);
  CHECK(cancelled.people.front().validity == "2026-03-01 调离注销");
  CHECK(cancelled.people.front().subdued);
}

TEST_CASE("results: the note says that a lapsed certificate gives no right to inspect", "[model]") {
  auto const vm{
      shown<ResultsVm>(touched(at_search(four_officers().snapshot()), {touch::OpenEveryone{}}))};
  CHECK(vm.note_strong == "有权拒绝检查");
}

TEST_CASE("results: a fifth officer is on the second page", "[model]") {
  auto hall{four_officers()};
  hall.officer("99150310099", "周明远", "zhou'ming'yuan");
  auto const first{touched(at_search(hall.snapshot()), {touch::OpenEveryone{}})};
  CHECK(shown<ResultsVm>(first).people.size() == 4);
  CHECK(shown<ResultsVm>(first).pager.text == "1 / 2");
  auto const second{touched(first, {touch::NextPage{}})};
  CHECK(names(shown<ResultsVm>(second).people) == std::vector<std::string>{"周明远"});
  CHECK(shown<ResultsVm>(touched(second, {touch::NextPage{}})).pager.text == "2 / 2");
  CHECK(shown<ResultsVm>(touched(second, {touch::PreviousPage{}})).pager.text == "1 / 2");
}

TEST_CASE("results: 改查询 keeps what was typed, 再查一位 begins afresh", "[model]") {
  auto const results{
      touched(typed(at_search(four_officers().snapshot()), "GH"), {touch::OpenResults{}})};
  CHECK(shown<SearchVm>(touched(results, {touch::OpenSearch{}})).typed == "GH");
  auto const officer{touched(results, {touch::OpenRecord{"officer/99150310027"}})};
  CHECK(shown<SearchVm>(touched(officer, {touch::OpenSearch{}})).typed.empty());
}

TEST_CASE("certificate: the answer stands beside the five legal fields", "[model]") {
  auto hall{three_officers()};
  hall.find("officer/99150310027").fields["rare_character_note"] =
      std::string{"左“钅”右“宏”，读 hóng"};
  auto const vm{shown<OfficerVm>(dialled(at_search(hall.snapshot()), "99150310027"))};
  CHECK(vm.badge == BadgeVm{domain::Badge::valid, "有效"});
  REQUIRE(vm.fields.size() == 5);
  CHECK(vm.fields.at(0) == FieldVm{"单位", "明川区劳动监察大队　一中队"});
  CHECK(vm.fields.at(2) == FieldVm{"证件编号", "99150310027"});
  CHECK(vm.rare_character == "𬭎");
  CHECK(vm.rare_note == "生僻字：左“钅”右“宏”，读 hóng");
  REQUIRE(vm.validity.has_value());
  CHECK(vm.validity->remaining == "今天，还剩 1 年 7 个月");
  CHECK(vm.validity->in_force);
  CHECK((vm.validity->today > 0.67F && vm.validity->today < 0.69F));
  CHECK(vm.stamp_time == "2026-11-23 14:00");
  CHECK(vm.stamp_source == "来源：区级公示平台");
}

TEST_CASE("certificate: its last day is still good, the next is not", "[model]") {
  auto hall{three_officers()};
  auto& certificate{hall.certificate_of("99150310027")};
  certificate.fields["valid_until"] = day("2026-11-23");
  auto const last{shown<OfficerVm>(dialled(at_search(hall.snapshot()), "99150310027"))};
  CHECK(last.badge.word == "有效");
  CHECK(last.validity.value().remaining == "今天是最后一天");
  certificate.fields["valid_until"] = day("2026-11-22");
  auto const after{shown<OfficerVm>(dialled(at_search(hall.snapshot()), "99150310027"))};
  CHECK(after.badge.badge == domain::Badge::expired);
  CHECK(after.validity.value().remaining == "已过期 1 天");
}

TEST_CASE("certificate: an officer without a published one is to be checked, not believed",
          "[model]") {
  auto hall{three_officers()};
  hall.drop("certificate/执法证/示例机关/99150310027");
  auto const vm{shown<OfficerVm>(
      touched(at_search(hall.snapshot()), {touch::OpenRecord{"officer/99150310027"}}))};
  CHECK(vm.badge.badge == domain::Badge::unverified);
  CHECK_FALSE(vm.validity.has_value());
}

TEST_CASE("certificate: 与本人不符 opens the ways to complain", "[model]") {
  auto const state{touched(dialled(at_search(three_officers().snapshot()), "99150310027"),
                           {touch::OpenRemedies{}})};
  CHECK(shown<ListVm>(state).title == "监督投诉");
}
