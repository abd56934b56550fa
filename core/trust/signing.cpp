#include "core/trust/signing.hpp"

#include "core/json/json.hpp"

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
  if (file.sha256) value["hashes"] = Json{{"sha256", *file.sha256}};
  return value;
}

Result<std::string> seal(Json const& part, std::vector<crypto::SigningKey> const& keys) {
  auto const bytes{json::canonical_olpc(part)};
  auto signatures = Json::array();
  std::set<std::string> signers;  // an old root key that stays signs once, not twice
  for (auto const& key : keys)
    if (auto const id{key_id(public_key(key))}; signers.insert(id).second) {
      auto const signature{MS_TRY(key.sign(bytes))};
      signatures.push_back(Json{{"keyid", id}, {"sig", signature}});
    }
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
  return {.type = "ed25519", .scheme = "ed25519", .value = key.public_hex()};
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
  auto key_table = Json::object();
  for (auto const& [id, key] : root.keys)
    key_table[id] = Json{
        {"keytype", key.type}, {"scheme", key.scheme}, {"keyval", Json{{"public", key.value}}}};
  auto roles = Json::object();
  for (auto const& [role, role_keys] : root.roles)
    roles[std::string{name_of(role)}] =
        Json{{"keyids", role_keys.key_ids}, {"threshold", role_keys.threshold}};
  part["keys"] = std::move(key_table);
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
  for (auto const& [path, target] : targets.files)
    files[path] = Json{{"length", target.length}, {"hashes", Json{{"sha256", target.sha256}}}};
  part["targets"] = std::move(files);
  return seal(part, keys);
}

}  // namespace mingshi::trust
