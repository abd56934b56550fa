#include "core/trust/search.hpp"

#include "core/trust/path_pattern.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

namespace mingshi::trust {
namespace {

struct Visit {
  std::string role;
  std::string delegator;
};

/// Puts the roles that may vouch for the path on top of the stack, the first one topmost.
void push_delegates(std::vector<Visit>& stack, std::string const& delegator,
                    Delegations const& delegations, std::string_view path) {
  std::vector<Visit> delegates;
  for (auto const& role : delegations.roles) {
    if (!covers(role, path)) continue;
    delegates.push_back({.role = role.name, .delegator = delegator});
    if (!role.terminating) continue;
    stack.clear();
    break;
  }
  stack.insert(stack.end(), delegates.rbegin(), delegates.rend());
}

}  // namespace

Result<std::optional<Target>> find_target(std::string_view path, LoadRole const& load) {
  std::vector<Visit> stack{
      {.role = std::string{name_of(Role::targets)}, .delegator = std::string{name_of(Role::root)}}};
  std::set<std::string> visited;
  while (!stack.empty()) {
    auto const visit{std::move(stack.back())};
    stack.pop_back();
    if (visited.contains(visit.role)) continue;
    if (visited.size() > max_delegations)
      return fail(ErrorCode::unsupported,
                  fmt::format("more than {} delegations for one target", max_delegations));
    auto const* const targets{MS_TRY(load(visit.role, visit.delegator))};
    if (auto const found{targets->files.find(path)}; found != targets->files.end())
      return found->second;
    visited.insert(visit.role);
    if (targets->delegations) push_delegates(stack, visit.role, *targets->delegations, path);
  }
  return std::nullopt;
}

}  // namespace mingshi::trust
