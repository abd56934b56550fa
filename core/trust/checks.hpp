#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What a document must pass before it is believed, one rule a function. `role` names it in the
/// refusal only.
namespace mingshi::trust {

/// @errors denied not signed by as many of the role's keys as its threshold asks for
[[nodiscard]] Result<void> check_signatures(std::string_view role,
                                            std::map<std::string, PublicKey> const& keys,
                                            RoleKeys const& role_keys,
                                            std::vector<Signature> const& signatures,
                                            std::string_view signed_bytes);

/// @errors timeout `now` is not before `expires`
[[nodiscard]] Result<void> check_expiry(std::string_view role, std::int64_t version,
                                        Instant expires, Instant now);

/// Are these the bytes that another document names?
/// @errors corrupt another length, another hash, or a hash of a kind we cannot check
[[nodiscard]] Result<void> check_bytes(std::string_view role, MetaFile const& named,
                                       std::string_view bytes);
/// The same of a target's.
[[nodiscard]] Result<void> check_bytes(std::string_view path, Target const& named,
                                       std::string_view bytes);

/// @errors corrupt another version than is named
[[nodiscard]] Result<void> check_version(std::string_view role, MetaFile const& named,
                                         std::int64_t version);

/// @errors conflict an older timestamp than the kept one, or one that names an older snapshot
[[nodiscard]] Result<void> check_timestamp_rollback(Timestamp const& kept,
                                                    Timestamp const& offered);

/// @errors conflict a document that the kept snapshot names is gone or older
[[nodiscard]] Result<void> check_snapshot_rollback(Snapshot const& kept, Snapshot const& offered);

/// Were so many of the role's keys withdrawn that those who held them could have signed alone? Then
/// what they signed may have been made up, however new it says it is.
[[nodiscard]] bool keys_were_withdrawn(Root const& before, Root const& after, Role role);

}  // namespace mingshi::trust
