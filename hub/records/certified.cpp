#include "hub/records/certified.hpp"

#include "core/domain/cell.hpp"
#include "core/domain/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::hub {
namespace {

using domain::Fields;
using domain::Problem;
using domain::Record;
using domain::RecordType;
using domain::Rule;
using domain::Severity;

template <typename T>
T const* value_as(Fields const& fields, std::string_view name) {
  auto const found{fields.find(name)};
  return found == fields.end() ? nullptr : std::get_if<T>(&found->second);
}

std::string text_of(Fields const& fields, std::string_view name) {
  auto const* const text{value_as<std::string>(fields, name)};
  return text == nullptr ? std::string{} : *text;
}

/// Could the holder act under this certificate on that day? One that lost its force later could.
bool good_on(Fields const& certificate, Day day) {
  auto const* const from{value_as<Day>(certificate, "valid_from")};
  auto const* const until{value_as<Day>(certificate, "valid_until")};
  if ((from != nullptr && day < *from) || (until != nullptr && day > *until)) return false;
  using enum domain::CertificateState;
  auto const state{domain::certificate_state(text_of(certificate, "state"))};
  if (!state || *state == in_force || *state == expired) return true;
  auto const* const since{value_as<Day>(certificate, "state_since")};
  return since == nullptr || day < *since;
}

/// "99150310027：2023-01-01 至 2026-10-31，注销"
std::string described(Fields const& certificate) {
  auto const* const from{value_as<Day>(certificate, "valid_from")};
  auto const* const until{value_as<Day>(certificate, "valid_until")};
  return fmt::format("{}：{} 至 {}，{}", text_of(certificate, "number"),
                     from == nullptr ? "" : iso_day(*from), until == nullptr ? "" : iso_day(*until),
                     text_of(certificate, "state"));
}

/// Who may enforce, as far as the hub knows.
class Register {
 public:
  Register(domain::Catalogue const& catalogue, std::vector<Version> const& stored,
           std::vector<Incoming> const& incoming) {
    std::map<std::string, Fields const*> newest;  // what comes in goes before what is there
    for (auto const& version : stored)
      if (concerns(version.record)) newest[version.id] = &version.record.fields;
    for (auto const& item : incoming)
      if (auto const* const type{catalogue.find(item.record.type)}; type && concerns(item.record))
        newest[domain::record_id(*type, item.record.fields)] = &item.record.fields;
    for (auto const& [id, fields] : newest) {
      if (id.starts_with("officer/"))
        numbers_.emplace(text_of(*fields, "name"), text_of(*fields, "certificate_no"));
      else
        certificates_.emplace(text_of(*fields, "holder"), fields);
    }
  }

  [[nodiscard]] bool knows(std::string const& name) const { return numbers_.contains(name); }
  /// Those of every officer of that name: a decision names people, not numbers.
  [[nodiscard]] std::vector<Fields const*> certificates_of(std::string const& name) const {
    std::vector<Fields const*> found;
    for (auto [officer, end]{numbers_.equal_range(name)}; officer != end; ++officer)
      for (auto [held, last]{certificates_.equal_range(officer->second)}; held != last; ++held)
        found.push_back(held->second);
    return found;
  }

 private:
  static bool concerns(Record const& record) {
    return record.type == "officer" || record.type == "certificate";
  }
  std::multimap<std::string, std::string> numbers_;         ///< name → certificate number
  std::multimap<std::string, Fields const*> certificates_;  ///< holder's number → certificate
};

std::optional<Problem> problem_with(std::string const& person, Register const& known,
                                    RecordType const& type, Rule const& rule, Day day) {
  auto const& people{*type.field(rule.fields[0])};
  auto const& date{*type.field(rule.fields[1])};
  auto const who{fmt::format("“{}”里的“{}”", people.label, person)};
  if (!known.knows(person))
    return Problem{.field = people.name,
                   .code = "officer_unknown",
                   .text = who + "没有登记为执法人员，请核对姓名；没有写错就不用改",
                   .severity = Severity::warning};
  auto const certificates{known.certificates_of(person)};
  if (certificates.empty())
    return Problem{.field = people.name,
                   .code = "certificate_unknown",
                   .text = who + "还没有登记执法证件，核对不了，请补充导入证件；没有写错就不用改",
                   .severity = Severity::warning};
  if (std::ranges::any_of(certificates, [&](auto const* held) { return good_on(*held, day); }))
    return std::nullopt;
  return Problem{
      .field = people.name,
      .code = "certificate_not_valid",
      .text = fmt::format("{}在“{}”{} 没有有效的执法证件（{}），请核对人员和日期（{}）", who,
                          date.label, iso_day(day), described(*certificates.back()), rule.source)};
}

}  // namespace

bool asks_for_certificates(RecordType const& type) {
  return std::ranges::find(type.rules, domain::RuleKind::certified, &Rule::kind) !=
         type.rules.end();
}

std::vector<Conflict> uncertified(domain::Catalogue const& catalogue,
                                  std::vector<Version> const& stored,
                                  std::vector<Incoming> const& incoming) {
  Register const known{catalogue, stored, incoming};
  std::vector<Conflict> conflicts;
  for (auto const& [record, source, place] : incoming) {
    auto const* const type{catalogue.find(record.type)};
    if (type == nullptr) continue;
    for (auto const& rule : type->rules) {
      if (rule.kind != domain::RuleKind::certified) continue;
      auto const& fields{record.fields};
      auto const* const day{value_as<Day>(fields, rule.fields[1])};
      if (day == nullptr ||
          !std::ranges::all_of(rule.when, [&](domain::Condition const& condition) {
            return domain::holds(condition, fields);
          }))
        continue;
      for (auto const& person : domain::people_in(text_of(fields, rule.fields[0])))
        if (auto problem{problem_with(person, known, *type, rule, *day)})
          conflicts.push_back({place, *std::move(problem)});
    }
  }
  return conflicts;
}

}  // namespace mingshi::hub
