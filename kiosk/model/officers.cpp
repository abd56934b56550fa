#include "kiosk/model/pages.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace mingshi::kiosk {
namespace {

using domain::Badge;
using page::Group;

constexpr std::string_view sample_number{"99150310027"};

/// "9915 0310 0": groups of 4, 4 and 3.
std::string grouped(std::string_view digits) {
  std::string out;
  for (std::size_t i{0}; i < digits.size(); ++i) {
    if (i == 4 || i == 8) out.push_back(' ');
    out.push_back(digits[i]);
  }
  return out;
}

MessageVm nobody(AppState const& state, std::string_view query) {
  auto const& hall{state.snapshot->hall};
  bool const number{!query.empty() &&
                    std::ranges::all_of(query, [](char c) { return c >= '0' && c <= '9'; })};
  if (!number)
    return {.title = "没有找到",
            .lines = {"换个写法试试，或看照片找人。",
                      "多音字姓氏可以换一个读音，例如“单”可以打 S，也可以打 D。"}};
  // Absence from a local copy proves nothing about a person.
  MessageVm message{.title = fmt::format("本机数据截至 {} 未查到", local_minute(state.as_of)),
                    .lines = {"请先核对号码有没有输错。",
                              "是否持证以省级平台为准，本机查不到不等于证件是假的。"}};
  message.lines.push_back(hall.hotline.empty() ? go_to_window(hall) + "核对。"
                                               : fmt::format("也可以打 {} 核对，或者{}。",
                                                             hall.hotline, go_to_window(hall)));
  return message;
}

void fill_letters(SearchVm& vm, AppState const& state, page::Search const& page) {
  auto const& hall{state.snapshot->hall};
  bool const full{page.letters.size() >= most_letters};
  auto const open{full ? 0U : state.snapshot->index.next_letters(page.letters, "officer")};
  for (unsigned i{0}; i < 26; ++i) {
    bool const leads{((open >> i) & 1U) != 0};
    vm.letters.at(i) = button(std::string(1, static_cast<char>('A' + static_cast<int>(i))),
                              leads ? Reason::none : Reason::no_such_letter, hall);
  }
}

void fill_pinyin(SearchVm& vm, AppState const& state, page::Search const& page) {
  vm.typed = page.letters;
  vm.hint = "打拼音首字母就行";
  fill_letters(vm, state, page);
  if (page.letters.empty()) return;
  auto const people{find_people(*state.snapshot, page.letters, today(state))};
  if (people.empty()) {
    vm.nothing = nobody(state, page.letters);
    return;
  }
  vm.found = fmt::format("找到 {} 位，点选即可", people.size());
  for (std::size_t i{0}; i < std::min(people.size(), search_rows); ++i)
    vm.people.push_back(person_vm(people[i], verdict_of(people[i], state), state));
  if (people.size() > search_rows)
    vm.more = ButtonVm{fmt::format("看全部 {} 位", people.size()), {}};
}

void fill_number(SearchVm& vm, AppState const& state, page::Search const& page) {
  auto const& hall{state.snapshot->hall};
  auto const missing{number_digits - page.digits.size()};
  vm.typed = grouped(page.digits);
  vm.hint = page.digits.empty() ? "输入证件号，或后 4 位"
            : missing == 0      ? std::string{}
                                : fmt::format("还差 {} 位", missing);
  for (unsigned i{0}; i < 10; ++i)
    vm.digits.at(i) = button(std::string(1, static_cast<char>('0' + static_cast<int>(i))),
                             missing == 0 ? Reason::number_full : Reason::none, hall);
  if (page.digits.size() >= tail_digits)
    vm.search_number = ButtonVm{
        missing == 0 ? std::string{"查询"} : fmt::format("按这 {} 位查", page.digits.size()), {}};
}

std::string_view group_name(Group group) {
  switch (group) {
    case Group::all:
      return "全部";
    case Group::valid:
      return "有效";
    case Group::unverified:
      return "待核实";
    case Group::expired:
      return "已过期";
    case Group::cancelled:
      return "已注销";
    case Group::otherwise_invalid:
      return "其他无效";
  }
  return {};
}

/// One sentence below the list: what the marks on it mean for the citizen.
void fill_note(ResultsVm& vm) {
  auto const has{[&](Badge badge) {
    return std::ranges::any_of(vm.people, [&](auto const& p) { return p.badge.badge == badge; });
  }};
  if (has(Badge::valid_as_of)) {
    vm.note_before = "虚线标签表示";
    vm.note_strong = "未经最新核对";
    vm.note_after = "。联网后会自动更新。";
  } else if (has(Badge::expired) || has(Badge::not_valid)) {
    vm.note_before = "证件“已过期”“已注销”等不再有效的人员不得执法。您";
    vm.note_strong = "有权拒绝检查";
    vm.note_after = "，并可到“监督投诉”反映。";
  }
}

/// The character that its note explains: the first of the name that few fonts and people know.
std::string rare_character(std::string_view name, std::string_view note) {
  if (note.empty()) return {};
  auto const all{characters(name)};
  for (auto const c : all)
    if (c.size() == 4 || note.find(c) != std::string_view::npos) return std::string{c};
  return all.empty() ? std::string{} : std::string{all.back()};
}

/// Is the day of today known? Not by a clock that is wrong or behind what the hub has said.
bool knows_today(AppState const& state) {
  return state.clock == domain::ClockTrust::trusted && state.now >= state.as_of;
}

std::optional<ValidityVm> validity(Person const& person, domain::Verdict const& verdict,
                                   AppState const& state) {
  bool const known{knows_today(state)};
  auto const today{local_time(known ? state.now : state.as_of).day};
  if (person.certificate == nullptr) return std::nullopt;
  auto const from{person.certificate->day("valid_from")};
  auto const until{person.certificate->day("valid_until")};
  if (!from || !until || *until < *from) return std::nullopt;
  auto const whole{static_cast<float>(std::max<std::int64_t>(1, (*until - *from).count()))};
  ValidityVm vm{.from = iso_day(*from),
                .until = iso_day(*until),
                .until_label = "有效期至",
                .remaining = {},
                .today = std::clamp(static_cast<float>((today - *from).count()) / whole, 0.F, 1.F),
                .in_force = verdict.badge == Badge::valid || verdict.badge == Badge::valid_as_of};
  auto const since{person.certificate->day("state_since")};
  if (verdict.badge == Badge::not_valid)
    vm.remaining = since ? fmt::format("{} 起{}", iso_day(*since), verdict.word) : verdict.word;
  else if (*until < today)
    vm.remaining = "已过期 " + span_text(*until, today);
  else if (today < *from)
    vm.remaining = "还没有到发证日期";
  else if (*until == today)
    vm.remaining = known ? "今天是最后一天" : "按本机数据，只到这一天";
  else
    vm.remaining =
        (vm.in_force && known ? "今天，还剩 " : "按本机数据，还剩 ") + span_text(today, *until);
  return vm;
}

void fill_fields(OfficerVm& vm, AppState const& state, Person const& person) {
  for (auto const* name : {"unit", "position", "certificate_no", "category", "region"}) {
    bool const number{std::string_view{name} == "certificate_no"};
    auto const value{number && person.by_certificate ? person.certificate->text("number")
                                                     : person.officer->text(name)};
    vm.fields.push_back({label_of(state, "officer", name), std::string{value}});
  }
}

}  // namespace

PageVm search_page(AppState const& state, page::Search const& page) {
  if (lease_over(state)) return withheld_page(state);
  auto const& snapshot{*state.snapshot};
  auto const& hall{snapshot.hall};
  bool const number{page.tab == SearchTab::number};
  auto const& typed{number ? page.digits : page.letters};
  auto const empty{typed.empty() ? Reason::nothing_typed : Reason::none};
  SearchVm vm;
  vm.title = "查执法人员";
  vm.english = "Find an officer";
  vm.help = "输入姓名或证件号，三种方法任选一种";
  vm.tabs = {{SearchTab::handwriting, button("手写", Reason::handwriting_later, hall), false},
             {SearchTab::pinyin, {"拼音", {}}, !number},
             {SearchTab::number, {"证件号", {}}, number}};
  vm.tab = page.tab;
  vm.clear = button(number ? "重输" : "清除", empty, hall);
  vm.erase = button("退格", empty, hall);
  vm.card_number = sample_number;
  vm.card_help = {"号码在执法证正面", fmt::format("共 {} 位数字，照着输入即可。", number_digits),
                  fmt::format("只记得后 {} 位也能查。", tail_digits)};
  vm.foot = fmt::format("输满 {} 位后自动查询", number_digits);
  vm.everyone = {"不会输入？看照片找人", {}};
  vm.everyone_count = fmt::format("全部 {} 人", snapshot.on_show("officer", today(state)).size());
  if (number)
    fill_number(vm, state, page);
  else
    fill_pinyin(vm, state, page);
  return vm;
}

PageVm results_page(AppState const& state, page::Results const& page) {
  if (lease_over(state)) return withheld_page(state);
  ResultsVm vm;
  vm.change_query = {"改查询", {}};
  vm.pager = pager(1, 0);
  auto people{find_people(*state.snapshot, page.query, today(state))};
  vm.title = people.empty() ? "没有找到" : fmt::format("找到 {} 位", people.size());
  vm.english = fmt::format("{} result{}", people.size(), people.size() == 1 ? "" : "s");
  if (people.empty()) {
    vm.nothing = nobody(state, page.query);
    return vm;
  }
  auto const groups{groups_of(people, state)};
  bool const gone{std::ranges::find(groups, page.group, &GroupCount::group) == groups.end()};
  auto const chosen{gone ? Group::all : page.group};  // a new generation may have emptied it
  for (auto const& g : groups)
    vm.chips.push_back({fmt::format("{} {}", group_name(g.group), g.count), g.group == chosen});
  if (chosen != Group::all)
    std::erase_if(people,
                  [&](Person const& p) { return group_of(p, verdict_of(p, state)) != chosen; });
  auto const part{slice(people.size(), results_rows, page.turn)};
  for (auto i{part.begin}; i < part.end; ++i)
    vm.people.push_back(person_vm(people[i], verdict_of(people[i], state), state));
  vm.pager = part.pager;
  fill_note(vm);
  return vm;
}

MessagePageVm withheld_page(AppState const& state) {
  auto const& hall{state.snapshot->hall};
  auto const ask{hall.hotline.empty()
                     ? go_to_window(hall) + "查询。"
                     : fmt::format("{}查询，也可以打 {}。", go_to_window(hall), hall.hotline)};
  return {.message = {.title = "暂不能查",
                      .lines = {fmt::format("本机太久没有收到新的公示，数据还停在 {}。",
                                            local_minute(state.as_of)),
                                "证件和决定可能已经变了，所以先不显示。", ask}},
          .home = {"回首页", {}}};
}

PageVm officer_page(AppState const& state, page::Officer const& page) {
  if (lease_over(state)) return withheld_page(state);
  auto const& snapshot{*state.snapshot};
  auto const person{find_person(snapshot, page.id, today(state))};
  if (!person) return withdrawn_page(state);
  auto const verdict{verdict_of(*person, state)};
  auto const& officer{*person->officer};
  auto const note{officer.text("rare_character_note")};
  auto const card{person_vm(*person, verdict, state)};
  OfficerVm vm;
  vm.title = "执法人员证件信息";
  vm.english = "Officer certificate";
  vm.name = card.name;
  for (char const c : card.pinyin) vm.pinyin += c == ' ' ? std::string{"　"} : std::string(1, c);
  vm.photo = card.photo;
  vm.badge = card.badge;
  vm.explanation = verdict.sentence;
  vm.subdued = card.subdued;
  if (!note.empty()) {
    vm.rare_character = rare_character(card.name, note);
    vm.rare_note = note.starts_with("生僻字") ? std::string{note} : fmt::format("生僻字：{}", note);
  }
  fill_fields(vm, state, *person);
  vm.validity = validity(*person, verdict, state);
  if (person->certificate != nullptr) vm.qr_content = person->certificate->text("qr_content");
  vm.qr_title = "扫码带走";
  vm.qr_lines = {"用手机扫一扫，", "在公示平台上", "再核对一次"};
  vm.stamp_title = "数据截至";
  vm.stamp_time = local_minute(state.as_of);
  if (!snapshot.hall.source.empty()) vm.stamp_source = "来源：" + snapshot.hall.source;
  vm.again = {"再查一位", {}};
  vm.mismatch = {"与本人不符", {}};
  return vm;
}

}  // namespace mingshi::kiosk
