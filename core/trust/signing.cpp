#include "core/trust/signing.hpp"

#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"
#include "core/trust/field.hpp"
#include "core/trust/scheme.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace mingshi::trust {
namespace {

using json::Json;

constexpr char const* specification{"1.0.34"};

Json common(Role role, std::int64_t version, Instant expires) {
  return Json{{"_type", name_of(role)},
              {"spec_version", specification},
              {"version", version},
              {"expires", iso_instant(expires)}};
}

Json to_json(MetaFile const& file) {
  Json value{{"version", file.version}};
  if (file.length) value["length"] = *file.length;
  for (auto const& [algorithm, hash] : file.other_hashes) value["hashes"][algorithm] = hash;
  if (file.sha256) value["hashes"]["sha256"] = *file.sha256;
  return value;
}

Json to_json(Target const& target) {
  Json value{{"length", target.length}};
  for (auto const& [algorithm, hash] : target.other_hashes) value["hashes"][algorithm] = hash;
  if (!target.sha256.empty()) value["hashes"]["sha256"] = target.sha256;
  return value;
}

Json to_json(RoleKeys const& role) {
  return Json{{"keyids", role.key_ids}, {"threshold", role.threshold}};
}

Json to_json(std::map<std::string, PublicKey> const& keys) {
  auto table = Json::object();
  for (auto const& [id, key] : keys)
    table[id] = Json{
        {"keytype", key.type}, {"scheme", key.scheme}, {"keyval", Json{{"public", key.value}}}};
  return table;
}

Json to_json(Delegations const& delegations) {
  auto roles = Json::array();
  for (auto const& role : delegations.roles) {
    auto value = to_json(role.keys);
    value["name"] = role.name;
    value["terminating"] = role.terminating;
    value[role.by == DelegatedRole::By::pattern ? "paths" : "path_hash_prefixes"] = role.paths;
    roles.push_back(std::move(value));
  }
  return Json{{"keys", to_json(delegations.keys)}, {"roles", std::move(roles)}};
}

Result<Json> signature_by(crypto::SigningKey const& key, std::string_view bytes) {
  auto const signature{MS_TRY(key.sign(bytes))};
  return Json{{"keyid", key_id(public_key(key))}, {"sig", signature}};
}

Result<std::string> seal(Json const& part, std::vector<crypto::SigningKey> const& keys) {
  auto const bytes{json::canonical_olpc(part)};
  auto signatures = Json::array();
  std::set<std::string> signers;  // an old root key that stays signs once, not twice
  for (auto const& key : keys)
    if (signers.insert(key_id(public_key(key))).second)
      signatures.push_back(MS_TRY(signature_by(key, bytes)));
  return json::canonical(Json{{"signatures", std::move(signatures)}, {"signed", part}}) + "\n";
}

}  // namespace

std::chrono::days lifetime(Role role) {
  switch (role) {
    case Role::root:
      return std::chrono::days{730};
    case Role::timestamp:
      return std::chrono::days{7};
    case Role::snapshot:
      return std::chrono::days{14};
    case Role::targets:
      return std::chrono::days{180};
  }
  return {};
}

Result<Keyring> make_keyring() {
  Keyring keyring;
  for (Role const role : all_roles) keyring[role].push_back(MS_TRY(crypto::SigningKey::generate()));
  return keyring;
}

PublicKey public_key(crypto::SigningKey const& key) {
  return public_key(key.scheme(), key.public_text());
}

Root root_for(Keyring const& keyring, std::int64_t version, Instant now) {
  Root root{.version = version,
            .expires = now + lifetime(Role::root),
            .consistent_snapshot = true,
            .keys = {},
            .roles = {}};
  for (auto const& [role, keys] : keyring)
    for (auto const& key : keys) {
      auto const half{public_key(key)};
      root.keys.emplace(key_id(half), half);
      root.roles[role].key_ids.push_back(key_id(half));
    }
  return root;
}

MetaFile describe(std::int64_t version, std::string_view bytes) {
  return {.version = version,
          .length = static_cast<std::int64_t>(bytes.size()),
          .sha256 = crypto::sha256(bytes)};
}

Target describe_target(std::string_view bytes) {
  return {.length = static_cast<std::int64_t>(bytes.size()), .sha256 = crypto::sha256(bytes)};
}

Result<std::string> sign(Root const& root, std::vector<crypto::SigningKey> const& keys) {
  auto part = common(Role::root, root.version, root.expires);
  part["consistent_snapshot"] = root.consistent_snapshot;
  auto roles = Json::object();
  for (auto const& [role, role_keys] : root.roles)
    roles[std::string{name_of(role)}] = to_json(role_keys);
  part["keys"] = to_json(root.keys);
  part["roles"] = std::move(roles);
  return seal(part, keys);
}

Result<std::string> sign(Timestamp const& timestamp, std::vector<crypto::SigningKey> const& keys) {
  auto part = common(Role::timestamp, timestamp.version, timestamp.expires);
  if (timestamp.issued) part["issued"] = iso_instant(*timestamp.issued);
  part["meta"] = Json{{"snapshot.json", to_json(timestamp.snapshot)}};
  return seal(part, keys);
}

Result<std::string> sign(Snapshot const& snapshot, std::vector<crypto::SigningKey> const& keys) {
  auto part = common(Role::snapshot, snapshot.version, snapshot.expires);
  auto files = Json::object();
  for (auto const& [name, file] : snapshot.files) files[name] = to_json(file);
  part["meta"] = std::move(files);
  return seal(part, keys);
}

Result<std::string> sign(Targets const& targets, std::vector<crypto::SigningKey> const& keys) {
  auto part = common(Role::targets, targets.version, targets.expires);
  auto files = Json::object();
  for (auto const& [path, target] : targets.files) files[path] = to_json(target);
  part["targets"] = std::move(files);
  if (targets.delegations) part["delegations"] = to_json(*targets.delegations);
  return seal(part, keys);
}

Result<std::string> add_signature(std::string_view document, crypto::SigningKey const& key) {
  auto whole = MS_TRY(json::parse_strict(document));
  auto const* const part{MS_TRY(field::object(whole, "signed"))};
  auto const* const others{MS_TRY(field::array(whole, "signatures"))};
  auto const id{key_id(public_key(key))};
  auto signatures = Json::array();
  for (auto const& other : *others)
    if (MS_TRY(field::text(other, "keyid")) != id) signatures.push_back(other);
  signatures.push_back(MS_TRY(signature_by(key, json::canonical_olpc(*part))));
  whole["signatures"] = std::move(signatures);
  return json::canonical(whole) + "\n";
}

}  // namespace mingshi::trust
