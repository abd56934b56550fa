#pragma once

#include "core/base/result.hpp"
#include "core/trust/metadata.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::trust {

/// Delegated roles that one search visits at most, beside the top-level targets.
inline constexpr std::size_t max_delegations{32};

/// Makes a role's document current and verified for its delegator. The pointer is good until the
/// search ends and never null.
using LoadRole =
    std::function<Result<Targets const*>(std::string const& role, std::string const& delegator)>;

/// Asks the top-level targets and then those they delegate to, depth first and in the order in
/// which they are listed, which is the order of trust. A role is asked once, however many lead to
/// it. After a terminating delegation that covers the path, nothing but what hangs below it.
/// @return nullopt: nobody who may vouch for the path does
/// @errors unsupported more than `max_delegations`; `load`'s own
/// @source The Update Framework 1.0.34, §5.6.7
[[nodiscard]] Result<std::optional<Target>> find_target(std::string_view path,
                                                        LoadRole const& load);

}  // namespace mingshi::trust
