#include "hub/ceremony/authority.hpp"

#include "core/publication/repository.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace mingshi::hub {
namespace {

using trust::Role;

constexpr std::size_t most_keys{32};

std::unexpected<Error> refuse(std::string what) {
  return fail(ErrorCode::invalid_input, std::move(what));
}

Result<trust::RoleKeys> role_keys(std::map<std::string, trust::PublicKey>& table,
                                  KeyGroup const& group, std::string_view role) {
  if (group.keys.empty()) return refuse(fmt::format("{}没有密钥", words::role(role)));
  if (group.keys.size() > most_keys)
    return refuse(fmt::format("{}最多 {} 把密钥", words::role(role), most_keys));
  if (group.threshold < 1 || std::cmp_greater(group.threshold, group.keys.size()))
    return refuse(fmt::format("{}有 {} 把密钥，签名数只能是 1 到 {}，不能是 {}", words::role(role),
                              group.keys.size(), group.keys.size(), group.threshold));
  trust::RoleKeys out{.key_ids = {}, .threshold = group.threshold};
  std::set<std::string> seen;
  for (auto const& card : group.keys) {
    if (!seen.insert(trust::key_identity(card.key)).second)
      return refuse(fmt::format("{}里密钥 {} 出现了两次", words::role(role), card.name));
    table.insert_or_assign(card.id(), card.key);
    out.key_ids.push_back(card.id());
  }
  return out;
}

/// Takes keys that no role names any more out of the table.
void tidy(std::map<std::string, trust::PublicKey>& table,
          std::vector<trust::RoleKeys const*> const& roles) {
  std::erase_if(table, [&](auto const& entry) {
    return std::ranges::none_of(roles, [&](trust::RoleKeys const* role) {
      return std::ranges::find(role->key_ids, entry.first) != role->key_ids.end();
    });
  });
}

void tidy(trust::Root& root) {
  std::vector<trust::RoleKeys const*> roles;
  for (auto const& [role, keys] : root.roles) roles.push_back(&keys);
  tidy(root.keys, roles);
}

void tidy(trust::Delegations& delegations) {
  std::vector<trust::RoleKeys const*> roles;
  for (auto const& role : delegations.roles) roles.push_back(&role.keys);
  tidy(delegations.keys, roles);
}

Result<void> put_role(trust::Delegations& delegations, std::string name, KeyGroup const& group,
                      std::string path) {
  auto keys{MS_TRY(role_keys(delegations.keys, group, name))};
  trust::DelegatedRole role{.name = std::move(name),
                            .keys = std::move(keys),
                            .terminating = true,
                            .by = trust::DelegatedRole::By::pattern,
                            .paths = {std::move(path)}};
  auto const there{std::ranges::find(delegations.roles, role.name, &trust::DelegatedRole::name)};
  if (there == delegations.roles.end())
    delegations.roles.push_back(std::move(role));
  else
    *there = std::move(role);
  return {};
}

/// Which office a key serves; nobody may serve two.
enum class Office : std::uint8_t { offline, online, publisher, reviewer, os };

std::string_view name_of(Office office) {
  switch (office) {
    case Office::offline:
      return "根和授权";
    case Office::online:
      return "联机签名";
    case Office::publisher:
      return "发布员";
    case Office::reviewer:
      return "法制审核员";
    case Office::os:
      return "终端系统";
  }
  return {};
}

/// Notes who serves where and refuses the second office.
class Offices {
 public:
  Result<void> take(std::map<std::string, trust::PublicKey> const& table, std::string const& key_id,
                    Office office) {
    auto const key{table.find(key_id)};
    if (key == table.end()) return refuse("文件里缺少密钥 " + words::short_id(key_id));
    auto const [there, fresh]{by_identity_.emplace(trust::key_identity(key->second), office)};
    if (!fresh && there->second != office)
      return refuse(fmt::format("密钥 {} 不能既作{}又作{}：一把密钥只任一职，请另做一把",
                                words::short_id(key_id), name_of(there->second), name_of(office)));
    return {};
  }

 private:
  std::map<std::string, Office> by_identity_;
};

Result<void> check_not_sm2_alone(std::map<std::string, trust::PublicKey> const& table,
                                 trust::RoleKeys const& role, std::string_view name) {
  bool const alone{std::ranges::all_of(role.key_ids, [&](std::string const& id) {
    auto const key{table.find(id)};
    return key != table.end() && key->second.type == "sm2";
  })};
  if (alone)
    return refuse(fmt::format("{}只有 SM2 密钥：SM2 只能作为附加密钥，请再加一把 ed25519 密钥",
                              words::role(name)));
  return {};
}

bool ends_with_role(std::string_view name, std::string_view part) {
  return name.ends_with(part) && name.size() > part.size() &&
         publication::is_hall_id(name.substr(0, name.size() - part.size()));
}

Result<void> check_delegation(Offices& offices, trust::Delegations const& delegations,
                              trust::DelegatedRole const& role) {
  auto const& ids{role.keys.key_ids};
  MS_TRY(check_not_sm2_alone(delegations.keys, role.keys, role.name));
  if (ends_with_role(role.name, ".decisions")) {
    if (ids.size() != 2 || role.keys.threshold != 2)
      return refuse(
          fmt::format("{}必须正好是一把发布员密钥和一把法制审核员密钥，两把都要签："
                      "再多一把，就可能有两人同为发布员而绕过法制审核",
                      words::role(role.name)));
    MS_TRY(offices.take(delegations.keys, ids[0], Office::publisher));
    return offices.take(delegations.keys, ids[1], Office::reviewer);
  }
  if (ends_with_role(role.name, ".records")) {
    if (ids.size() != 1 || role.keys.threshold != 1)
      return refuse(fmt::format("{}必须正好是一把发布员密钥", words::role(role.name)));
    return offices.take(delegations.keys, ids[0], Office::publisher);
  }
  if (role.name != os_role)
    return refuse(
        fmt::format("不认识的授权 “{}”：只能授权给大厅的记录、决定和终端系统", role.name));
  for (auto const& id : ids) MS_TRY(offices.take(delegations.keys, id, Office::os));
  return {};
}

/// Puts another key where one was; false: it was not there.
Result<bool> exchange(trust::RoleKeys& role, std::map<std::string, trust::PublicKey>& table,
                      std::string const& old_id, std::optional<KeyCard> const& by,
                      std::string_view name) {
  auto const there{std::ranges::find(role.key_ids, old_id)};
  if (there == role.key_ids.end()) return false;
  if (by) {
    *there = by->id();
    table.insert_or_assign(by->id(), by->key);
    return true;
  }
  role.key_ids.erase(there);
  if (std::cmp_less(role.key_ids.size(), role.threshold))
    return refuse(
        fmt::format("{}少了这把密钥就不够签名了，请用 --by 指定接替的公钥文件", words::role(name)));
  return true;
}

}  // namespace

std::string records_role(std::string_view hall) {
  return std::string{hall} + ".records";
}

std::string decisions_role(std::string_view hall) {
  return std::string{hall} + ".decisions";
}

Result<trust::Root> next_root(trust::Root root, std::map<Role, KeyGroup> const& groups,
                              Instant now) {
  ++root.version;
  root.expires = now + trust::lifetime(Role::root);
  for (auto const& [role, group] : groups)
    root.roles[role] = MS_TRY(role_keys(root.keys, group, trust::name_of(role)));
  for (auto const role : trust::all_roles)
    if (!root.roles.contains(role))
      return refuse(fmt::format("{}没有密钥", words::role(trust::name_of(role))));
  tidy(root);
  MS_TRY(check_authority(root, first_targets(now)));
  return root;
}

Result<trust::Root> first_root(std::map<Role, KeyGroup> const& groups, Instant now) {
  return next_root(
      {.version = 0, .expires = now, .consistent_snapshot = true, .keys = {}, .roles = {}}, groups,
      now);
}

trust::Targets first_targets(Instant now) {
  return {.version = 1,
          .expires = now + trust::lifetime(Role::targets),
          .files = {},
          .delegations = trust::Delegations{}};
}

Result<trust::Targets> with_hall(trust::Targets targets, HallKeys const& hall) {
  if (!publication::is_hall_id(hall.hall))
    return refuse("大厅代号只能用小写字母、数字和短横线，例如 mingchuan");
  if (trust::key_identity(hall.publisher.key) == trust::key_identity(hall.reviewer.key))
    return refuse("发布员和法制审核员不能用同一把密钥：法制审核必须由另一个人来做");
  if (!targets.delegations) targets.delegations.emplace();
  auto& delegations{*targets.delegations};
  using publication::Part;
  MS_TRY(put_role(delegations, records_role(hall.hall), {.keys = {hall.publisher}, .threshold = 1},
                  publication::part_target(hall.hall, Part::records)));
  MS_TRY(put_role(delegations, decisions_role(hall.hall),
                  {.keys = {hall.publisher, hall.reviewer}, .threshold = 2},
                  publication::part_target(hall.hall, Part::decisions)));
  tidy(delegations);
  return targets;
}

Result<trust::Targets> with_os(trust::Targets targets, KeyGroup const& group) {
  if (!targets.delegations) targets.delegations.emplace();
  MS_TRY(put_role(*targets.delegations, std::string{os_role}, group, "os/*"));
  tidy(*targets.delegations);
  return targets;
}

trust::Targets next_targets(trust::Targets targets, Instant now) {
  ++targets.version;
  targets.expires = now + trust::lifetime(Role::targets);
  return targets;
}

Result<void> check_authority(trust::Root const& root, trust::Targets const& targets) {
  Offices offices;
  for (auto const& [role, keys] : root.roles) {
    MS_TRY(check_not_sm2_alone(root.keys, keys, trust::name_of(role)));
    bool const online{role == Role::snapshot || role == Role::timestamp};
    for (auto const& id : keys.key_ids)
      MS_TRY(offices.take(root.keys, id, online ? Office::online : Office::offline));
  }
  if (!targets.delegations) return {};
  for (auto const& role : targets.delegations->roles)
    MS_TRY(check_delegation(offices, *targets.delegations, role));
  return {};
}

Result<Replacement> replace_key(trust::Root const& root, trust::Targets const& targets,
                                std::string const& old_id, std::optional<KeyCard> const& by,
                                Instant now) {
  auto new_root{root};
  auto new_targets{next_targets(targets, now)};
  bool in_root{false};
  bool in_targets{false};
  for (auto& [role, keys] : new_root.roles)
    if (MS_TRY(exchange(keys, new_root.keys, old_id, by, trust::name_of(role)))) in_root = true;
  if (new_targets.delegations) {
    auto& delegations{*new_targets.delegations};
    for (auto& role : delegations.roles)
      if (MS_TRY(exchange(role.keys, delegations.keys, old_id, by, role.name))) in_targets = true;
    tidy(delegations);
  }
  if (!in_root && !in_targets)
    return fail(ErrorCode::not_found,
                "现在没有任何签名职责用到密钥 " + words::short_id(old_id) + "，没有改动");
  Replacement out;
  if (in_root) out.root = MS_TRY(next_root(std::move(new_root), {}, now));
  // Whatever the targets' own keys sign must be signed anew when they change.
  bool const targets_keys_changed{out.root && out.root->roles.at(Role::targets) !=
                                                  root.roles.at(Role::targets)};
  if (in_targets || targets_keys_changed) out.targets = std::move(new_targets);
  MS_TRY(check_authority(out.root ? *out.root : root, out.targets ? *out.targets : targets));
  return out;
}

}  // namespace mingshi::hub
