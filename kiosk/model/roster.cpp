#include "kiosk/model/roster.hpp"

#include "core/domain/legal_review.hpp"
#include "kiosk/model/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace mingshi::kiosk {
namespace {

using domain::Badge;
using domain::CertificateState;
using domain::PublicRecord;
using page::Group;

std::optional<CertificateState> state_of(PublicRecord const& certificate) {
  return domain::certificate_state(certificate.text("state"));
}

/// Is it good on that day by its own fields? Ranks several certificates; it is no verdict.
bool good_on(PublicRecord const& certificate, Day today) {
  auto const until{certificate.day("valid_until")};
  return state_of(certificate) == CertificateState::in_force && (!until || *until >= today);
}

/// The unit without the hall's own name before it: 一中队.
std::string short_unit(std::string_view unit, std::string_view hall) {
  if (!hall.empty() && unit.starts_with(hall) && unit.size() > hall.size())
    unit.remove_prefix(hall.size());
  while (unit.starts_with("　") || unit.starts_with(' '))
    unit.remove_prefix(unit.starts_with(' ') ? 1 : std::string_view{"　"}.size());
  return std::string{unit};
}

std::string validity_line(Person const& person, domain::Verdict const& verdict) {
  if (person.certificate == nullptr) return "本机没有证件有效期";
  auto const& certificate{*person.certificate};
  auto const until{certificate.day("valid_until")};
  if (verdict.badge == Badge::expired && until) return iso_day(*until) + " 到期，未换证";
  if (verdict.badge == Badge::not_valid) {
    auto const since{certificate.day("state_since")};
    auto const reason{certificate.text("reason")};
    auto const what{reason.empty() ? certificate.text("state") : reason};
    return since ? fmt::format("{} {}", iso_day(*since), what) : std::string{what};
  }
  return until ? "有效期至 " + iso_day(*until) : std::string{};
}

}  // namespace

Person person_of(Snapshot const& snapshot, PublicRecord const& officer, Day today) {
  Person person{.officer = &officer};
  auto const held{snapshot.certificates.find(officer.id)};
  if (held == snapshot.certificates.end()) return person;
  auto const rank{[&](PublicRecord const& c) {
    return std::tuple{c.text("number") == officer.text("certificate_no"), good_on(c, today),
                      c.day("valid_until")};
  }};
  for (auto const i : held->second) {
    auto const& certificate{snapshot.records[i]};
    if (!domain::on_show(certificate, today)) continue;
    if (person.certificate == nullptr || rank(*person.certificate) < rank(certificate))
      person.certificate = &certificate;
  }
  return person;
}

Result<Person> find_person(Snapshot const& snapshot, std::string_view id, Day today) {
  auto const* const record{snapshot.find(id)};
  if (record == nullptr || !domain::on_show(*record, today))
    return fail(ErrorCode::not_found, "no such officer or certificate on show");
  if (record->type == "officer") return person_of(snapshot, *record, today);
  auto const* const officer{snapshot.find("officer/" + std::string{record->text("holder")})};
  if (record->type != "certificate" || officer == nullptr || !domain::on_show(*officer, today))
    return fail(ErrorCode::not_found, "no such officer or certificate on show");
  return Person{.officer = officer, .certificate = record, .by_certificate = true};
}

std::vector<Person> find_people(Snapshot const& snapshot, std::string_view query, Day today) {
  std::vector<Person> people;
  if (query.empty()) {
    for (auto const* officer : snapshot.on_show("officer", today))
      people.push_back(person_of(snapshot, *officer, today));
    return people;
  }
  auto const& entries{snapshot.index.entries()};
  std::set<std::string_view> seen;
  for (auto const& hit : snapshot.index.find(query, "officer", most_people)) {
    auto const person{find_person(snapshot, entries[hit.entry].record_id, today)};
    if (person && seen.insert(person->officer->id).second) people.push_back(*person);
  }
  // A card's number may be another than the officer's: answer for that very card.
  bool const number{std::ranges::all_of(query, [](char c) { return c >= '0' && c <= '9'; })};
  if (!number) return people;
  for (auto const& hit : snapshot.index.find(query, "certificate", most_people)) {
    auto const& entry{entries[hit.entry]};
    auto const person{find_person(snapshot, entry.record_id, today)};
    if (!person || person->certificate->text("number") == person->officer->text("certificate_no"))
      continue;
    people.push_back(*person);
  }
  return people;
}

domain::Freshness freshness(AppState const& state) {
  auto policy{state.policy};
  if (state.lease_until) policy.lease = *state.lease_until - state.as_of;
  return {.now = state.now, .as_of = state.as_of, .clock = state.clock, .policy = policy};
}

bool lease_over(AppState const& state) {
  return domain::data_age(freshness(state)) == domain::DataAge::lease_over;
}

bool hidden_by_lease(AppState const& state, std::string_view type) {
  auto const* const declared{state.snapshot->catalogue.find(type)};
  bool const decision{domain::is_decision_type(type) ||
                      (declared != nullptr && declared->legal_review)};
  return (decision || type == "officer" || type == "certificate") && lease_over(state);
}

domain::Verdict certificate_verdict(PublicRecord const& certificate, AppState const& state) {
  auto const known{state_of(certificate)};
  if (!known)
    return {
        .badge = lease_over(state) ? Badge::withheld : Badge::unverified,
        .word = lease_over(state) ? "暂不能查" : "待核实，请到窗口核对",
        .sentence = "本机没有这位人员的证件状态，" + go_to_window(state.snapshot->hall) + "核对。"};
  return domain::verdict({.state = *known,
                          .valid_from = certificate.day("valid_from"),
                          .valid_until = certificate.day("valid_until"),
                          .state_since = certificate.day("state_since")},
                         freshness(state));
}

domain::Verdict verdict_of(Person const& person, AppState const& state) {
  return certificate_verdict(person.certificate == nullptr ? PublicRecord{} : *person.certificate,
                             state);
}

Group group_of(Person const& person, domain::Verdict const& verdict) {
  switch (verdict.badge) {
    case Badge::valid:
    case Badge::valid_as_of:
      return Group::valid;
    case Badge::expired:
      return Group::expired;
    case Badge::unverified:
    case Badge::withheld:
      return Group::unverified;
    case Badge::not_valid:
      break;
  }
  auto const state{person.certificate == nullptr ? std::nullopt : state_of(*person.certificate)};
  return state == CertificateState::cancelled ? Group::cancelled : Group::otherwise_invalid;
}

std::string_view id_of(Person const& person) {
  return person.by_certificate ? person.certificate->id : person.officer->id;
}

PersonVm person_vm(Person const& person, domain::Verdict const& verdict, AppState const& state) {
  auto const& officer{*person.officer};
  auto const pinyin{state.snapshot->pinyin.find(officer.id)};
  auto const unit{short_unit(officer.text("unit"), state.snapshot->hall.name)};
  auto const number{person.by_certificate ? person.certificate->text("number")
                                          : officer.text("certificate_no")};
  PersonVm vm;
  vm.id = id_of(person);
  vm.name = officer.text("name");
  if (pinyin != state.snapshot->pinyin.end()) vm.pinyin = pinyin->second;
  vm.unit = unit;
  vm.unit_position = fmt::format("{}　{}", unit, officer.text("position"));
  vm.number = fmt::format("证号 {}", number);
  vm.validity = validity_line(person, verdict);
  vm.badge = {verdict.badge, verdict.word};
  vm.subdued = verdict.badge == Badge::not_valid || verdict.badge == Badge::withheld;
  vm.photo = officer.text("photo");
  return vm;
}

std::vector<GroupCount> groups_of(std::vector<Person> const& people, AppState const& state) {
  std::array<std::size_t, 6> counts{};
  for (auto const& person : people)
    ++counts.at(static_cast<std::size_t>(group_of(person, verdict_of(person, state))));
  std::vector<GroupCount> out{{Group::all, people.size()}};
  for (auto const group : {Group::valid, Group::unverified, Group::expired, Group::cancelled,
                           Group::otherwise_invalid})
    if (auto const n{counts.at(static_cast<std::size_t>(group))}; n > 0) out.push_back({group, n});
  return out;
}

}  // namespace mingshi::kiosk
