#pragma once

#include "core/base/result.hpp"

#include <array>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::domain {

/// Types whose records are decisions: nobody may see one before 法制审核, so they travel under the
/// signatures of publisher and legal reviewer. Built in: a declaration can add types, never take
/// one away.
/// @source plan 二(三): 重大执法决定法制审核
inline constexpr std::array<std::string_view, 5> decision_types{
    "coercion", "licence", "major_violation", "penalty", "wage_blacklist"};

/// Is it one of `decision_types`?
[[nodiscard]] bool is_decision_type(std::string_view code);

/// Codes of the types that need legal review.
using DecisionTypes = std::set<std::string, std::less<>>;

/// `decision_types` and every type that is declared with `legal_review = true`.
/// @param declarations TOML texts; only `code` and `legal_review` are looked at
/// @errors invalid_input a text that is no TOML or has no code
[[nodiscard]] Result<DecisionTypes> all_decision_types(
    std::vector<std::string> const& declarations);

}  // namespace mingshi::domain
