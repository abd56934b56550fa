#include "core/trust/field.hpp"
#include "core/trust/parse.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::trust::parse {
namespace {

using field::malformed;
using json::Json;

bool is_top_level(std::string_view role) {
  return std::ranges::any_of(all_roles, [&](Role each) { return name_of(each) == role; });
}

Result<std::vector<std::string>> texts(Json const& object, std::string const& key) {
  std::vector<std::string> texts;
  for (auto const& value : *MS_TRY(field::array(object, key))) {
    if (!value.is_string()) return malformed(key, "holds something that is no text");
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

Result<DelegatedRole> delegated_role(Json const& value) {
  DelegatedRole role;
  role.name = MS_TRY(field::text(value, "name"));
  role.keys = MS_TRY(role_keys(value));
  role.terminating = MS_TRY(field::boolean(value, "terminating"));
  if (role.name.empty()) return malformed("name", "of a delegated role is empty");
  if (is_top_level(role.name)) return malformed("name", "of a delegated role is a top-level one");
  bool const by_pattern{value.contains("paths")};
  bool const by_prefix{value.contains("path_hash_prefixes")};
  if (by_pattern == by_prefix)
    return malformed("paths", "and \"path_hash_prefixes\": a delegation has one of the two");
  role.by = by_pattern ? DelegatedRole::By::pattern : DelegatedRole::By::hash_prefix;
  role.paths = MS_TRY(texts(value, by_pattern ? "paths" : "path_hash_prefixes"));
  return role;
}

Result<Delegations> delegations(Json const& object) {
  Delegations delegations;
  delegations.keys = MS_TRY(keys(object));
  for (auto const& value : *MS_TRY(field::array(object, "roles"))) {
    auto role{MS_TRY(delegated_role(value))};
    if (delegations.find(role.name) != nullptr)
      return malformed("roles", "delegates to a role twice");
    delegations.roles.push_back(std::move(role));
  }
  return delegations;
}

Result<Target> target(Json const& value) {
  Target target;
  target.length = MS_TRY(field::integer(value, "length", 0));
  target.other_hashes = MS_TRY(hashes(value));
  if (auto const sha256{target.other_hashes.extract("sha256")}) target.sha256 = sha256.mapped();
  return target;
}

}  // namespace

Result<Targets> targets(Json const& part) {
  Targets targets;
  targets.version = MS_TRY(field::integer(part, "version", 1));
  targets.expires = MS_TRY(field::instant(part, "expires"));
  auto const* const files{MS_TRY(field::object(part, "targets"))};
  for (auto const& [path, value] : files->items())
    targets.files.emplace(path, MS_TRY(target(value)));
  if (part.contains("delegations"))
    targets.delegations = MS_TRY(delegations(*MS_TRY(field::object(part, "delegations"))));
  return targets;
}

}  // namespace mingshi::trust::parse
