#include "hub/ceremony/inspect.hpp"

#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mingshi::hub {
namespace {

using trust::Role;
using Keys = std::map<std::string, trust::PublicKey>;

std::string key_line(std::string const& id, Keys const& keys, KeyNames const& names) {
  auto const key{keys.find(id)};
  auto const name{names.find(id)};
  return fmt::format("{} {}{}", words::short_id(id),
                     key == keys.end() ? std::string{"（缺少公钥）"} : key->second.type,
                     name == names.end() ? std::string{} : " " + name->second);
}

std::string group_lines(std::string_view what, trust::RoleKeys const& role, Keys const& keys,
                        KeyNames const& names) {
  auto const count{role.key_ids.size()};
  auto const rule{count == 1 ? std::string{"一把密钥"}
                  : std::cmp_equal(count, role.threshold)
                      ? fmt::format("{} 把密钥都要签", count)
                      : fmt::format("{} 把密钥中任意 {} 把", count, role.threshold)};
  std::string out{fmt::format("  {}：{}\n", what, rule)};
  for (auto const& id : role.key_ids) out += "    " + key_line(id, keys, names) + "\n";
  return out;
}

std::string_view purpose(Role role) {
  switch (role) {
    case Role::root:
      return "更换信任根";
    case Role::targets:
      return "授权给发布员和审核员";
    case Role::snapshot:
      return "快照（联机）";
    case Role::timestamp:
      return "时间戳（联机）";
  }
  return {};
}

std::string list_of(std::vector<std::string> const& ids, KeyNames const& names) {
  std::string out;
  for (auto const& id : ids) {
    if (!out.empty()) out += "、";
    auto const name{names.find(id)};
    out += name == names.end() ? words::short_id(id) : name->second;
  }
  return out.empty() ? "无" : out;
}

}  // namespace

std::string describe_term(Instant expires, Instant now) {
  if (expires <= now) return fmt::format("已于 {} 过期", local_minute(expires));
  auto const days{std::chrono::duration_cast<std::chrono::days>(expires - now).count()};
  return fmt::format("{} 前有效（还有 {} 天）", local_minute(expires), days);
}

std::string describe(trust::Root const& root, KeyNames const& names, Instant now) {
  std::string out{
      fmt::format("信任根　第 {} 版，{}\n", root.version, describe_term(root.expires, now))};
  for (auto const role : {Role::root, Role::targets, Role::snapshot, Role::timestamp})
    if (auto const keys{root.roles.find(role)}; keys != root.roles.end())
      out += group_lines(purpose(role), keys->second, root.keys, names);
  return out;
}

std::string describe(trust::Targets const& targets, KeyNames const& names, Instant now) {
  std::string out{
      fmt::format("授权　第 {} 版，{}\n", targets.version, describe_term(targets.expires, now))};
  if (!targets.delegations || targets.delegations->roles.empty())
    return out + "  还没有授权给任何大厅\n";
  for (auto const& role : targets.delegations->roles) {
    bool const decisions{role.keys.threshold == 2 && role.name.ends_with(".decisions")};
    out += group_lines(words::role(role.name) + (decisions ? "（发布员、法制审核员）" : ""),
                       role.keys, targets.delegations->keys, names);
  }
  return out;
}

std::string describe(SigningFolder const& folder, KeyNames const& names, Instant now) {
  std::string out;
  if (folder.find(Role::root) != nullptr && folder.root())
    out += describe(*folder.root(), names, now);
  if (folder.targets()) out += describe(*folder.targets(), names, now);
  for (auto const& document : folder.documents())
    for (auto const& quorum : document.quorums) {
      std::vector<std::string> missing;
      std::ranges::copy_if(quorum.may, std::back_inserter(missing), [&](std::string const& id) {
        return std::ranges::find(quorum.signed_by, id) == quorum.signed_by.end();
      });
      auto const have{static_cast<std::int64_t>(quorum.signed_by.size())};
      fmt::format_to(std::back_inserter(out), "{}（{}）：已签 {}，要 {}", document.file_name,
                     quorum.why, have, quorum.need);
      if (quorum.complete())
        out += "，够了\n";
      else
        fmt::format_to(std::back_inserter(out), "，还差 {}；已签：{}；可以签的还有：{}\n",
                       quorum.need - have, list_of(quorum.signed_by, names),
                       list_of(missing, names));
    }
  return out;
}

}  // namespace mingshi::hub
