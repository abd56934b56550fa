#pragma once

#include "core/domain/verdict.hpp"
#include "kiosk/model/officer_vm.hpp"
#include "kiosk/model/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// An officer with the certificate that answers for them.
struct Person {
  domain::PublicRecord const* officer{nullptr};
  domain::PublicRecord const* certificate{nullptr};  ///< null when none is published
  bool by_certificate{false};  ///< found through this certificate's own number
};

/// The officer's own certificate: the one that carries the number on the officer's record; among
/// several, or when none carries it, the one in force, then the one that runs longest.
[[nodiscard]] Person person_of(Snapshot const& snapshot, domain::PublicRecord const& officer,
                               Day today);
/// The person of an officer's or a certificate's record id.
/// @errors not_found neither is on show
[[nodiscard]] Result<Person> find_person(Snapshot const& snapshot, std::string_view id, Day today);
/// Officers on show that match, best first; a number also finds the holder of another certificate.
/// An empty query gives everybody.
[[nodiscard]] std::vector<Person> find_people(Snapshot const& snapshot, std::string_view query,
                                              Day today);
/// As many as one search lists: the register cannot be harvested from the screen.
inline constexpr std::size_t most_people{200};

[[nodiscard]] domain::Freshness freshness(AppState const& state);
/// The honest verdict; a person without a published certificate is unverified.
[[nodiscard]] domain::Verdict verdict_of(Person const& person, AppState const& state);
/// The same for a certificate by itself. @pre the record is a certificate
[[nodiscard]] domain::Verdict certificate_verdict(domain::PublicRecord const& certificate,
                                                  AppState const& state);
/// Are the data too old to show anybody from them?
[[nodiscard]] bool lease_over(AppState const& state);
/// Is it a type that nobody may vouch for once the lease is over: people, their certificates, and
/// what was decided about others? @pre state.snapshot is not null
[[nodiscard]] bool hidden_by_lease(AppState const& state, std::string_view type);
[[nodiscard]] page::Group group_of(Person const& person, domain::Verdict const& verdict);
[[nodiscard]] PersonVm person_vm(Person const& person, domain::Verdict const& verdict,
                                 AppState const& state);

/// One chip of the results page.
struct GroupCount {
  page::Group group;
  std::size_t count;
};
/// 全部 first, then every group that has somebody, in a fixed order.
[[nodiscard]] std::vector<GroupCount> groups_of(std::vector<Person> const& people,
                                                AppState const& state);

/// The record id OpenRecord takes: of the certificate asked for, or of the officer.
[[nodiscard]] std::string_view id_of(Person const& person);

}  // namespace mingshi::kiosk
