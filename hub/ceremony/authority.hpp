#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"
#include "hub/keys/key_card.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who may sign what: the documents of root and targets, from values. Pure.
/// Errors are invalid_input with a Chinese sentence that says which rule stands against it.
namespace mingshi::hub {

/// The keys of one role, and how many of them must sign.
struct KeyGroup {
  std::vector<KeyCard> keys{};
  std::int64_t threshold{1};
};

/// The two persons whose keys stand behind what a hall publishes.
struct HallKeys {
  std::string hall;   ///< publication::is_hall_id()
  KeyCard publisher;  ///< 发布员: signs records and decisions
  KeyCard reviewer;   ///< 法制审核员: signs decisions
};

/// "mingchuan.records", "mingchuan.decisions": the roles that targets delegate to.
[[nodiscard]] std::string records_role(std::string_view hall);
[[nodiscard]] std::string decisions_role(std::string_view hall);
/// The role of the terminals' operating system images.
inline constexpr std::string_view os_role{"os"};

/// Version 1. All four roles must be there.
[[nodiscard]] Result<trust::Root> first_root(std::map<trust::Role, KeyGroup> const& groups,
                                             Instant now);
/// The root that follows: version and date are new, and so are the keys of the roles named.
[[nodiscard]] Result<trust::Root> next_root(trust::Root root,
                                            std::map<trust::Role, KeyGroup> const& groups,
                                            Instant now);

/// Targets that delegate and name no file themselves. Version 1, no delegation yet.
[[nodiscard]] trust::Targets first_targets(Instant now);
/// Gives a hall its two roles, replacing those it had; the version stays.
[[nodiscard]] Result<trust::Targets> with_hall(trust::Targets targets, HallKeys const& hall);
/// Gives the operating system images their own keys; the version stays.
[[nodiscard]] Result<trust::Targets> with_os(trust::Targets targets, KeyGroup const& group);
/// The same delegations under the next version, good for a new term.
[[nodiscard]] trust::Targets next_targets(trust::Targets targets, Instant now);

/// Holds the rules against what both say together: a decisions role is exactly one publisher and
/// one reviewer, both must sign; nobody holds two offices; online keys sign nothing else; no role
/// has SM2 keys alone.
[[nodiscard]] Result<void> check_authority(trust::Root const& root, trust::Targets const& targets);

/// What changes when a key is withdrawn.
struct Replacement {
  std::optional<trust::Root> root;        ///< where it stood in a top-level role
  std::optional<trust::Targets> targets;  ///< where it stood in a delegation
};
/// Takes a key out of every role it is in and puts another in its place. Without another, roles
/// that can do without it go on with fewer keys.
/// @errors also not_found no role has that key
[[nodiscard]] Result<Replacement> replace_key(trust::Root const& root,
                                              trust::Targets const& targets,
                                              std::string const& old_id,
                                              std::optional<KeyCard> const& by, Instant now);

}  // namespace mingshi::hub
