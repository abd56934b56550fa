#include "core/trust/metadata.hpp"

#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace mingshi::trust {
namespace {

using json::Json;

std::unexpected<Error> malformed(std::string_view key, std::string_view what) {
  return fail(ErrorCode::invalid_input, fmt::format("\"{}\" {}", key, what));
}

Result<Json const*> member(Json const& object, std::string const& key) {
  auto const found{object.is_object() ? object.find(key) : object.end()};
  if (found == object.end()) return malformed(key, "is missing");
  return &*found;
}

Result<std::string> text(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(member(object, key))};
  if (!value->is_string()) return malformed(key, "is not a text");
  return value->get<std::string>();
}

Result<std::int64_t> integer(Json const& object, std::string const& key, std::int64_t least) {
  auto const* const value{MS_TRY(member(object, key))};
  if (!value->is_number_integer()) return malformed(key, "is not an integer");
  auto const number{value->get<std::int64_t>()};
  if (number < least) return malformed(key, fmt::format("is below {}", least));
  return number;
}

Result<Json const*> object_in(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(member(object, key))};
  if (!value->is_object()) return malformed(key, "is not an object");
  return value;
}

Result<Json const*> array_in(Json const& object, std::string const& key) {
  auto const* const value{MS_TRY(member(object, key))};
  if (!value->is_array()) return malformed(key, "is not an array");
  return value;
}

/// Exactly "2026-11-23T06:32:00Z": the specification allows no other form.
Result<Instant> instant(Json const& object, std::string const& key) {
  auto const value{MS_TRY(text(object, key))};
  auto const at{parse_instant(value)};
  if (!at || !value.ends_with('Z'))
    return malformed(key, "is not of the form 2026-11-23T06:32:00Z");
  return *at;
}

/// The SHA-256 among `hashes`; other algorithms beside it are passed over.
Result<std::string> sha256_in(Json const& object) {
  auto const* const hashes{MS_TRY(object_in(object, "hashes"))};
  auto hash{MS_TRY(text(*hashes, "sha256"))};
  bool const hex{std::ranges::all_of(
      hash, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); })};
  if (hash.size() != 64 || !hex) return malformed("sha256", "is not 64 lower-case digits");
  return hash;
}

Result<MetaFile> meta_file(Json const& files, std::string const& name) {
  auto const* const value{MS_TRY(object_in(files, name))};
  MetaFile file{.version = MS_TRY(integer(*value, "version", 1)), .length = {}, .sha256 = {}};
  if (value->contains("length")) file.length = MS_TRY(integer(*value, "length", 0));
  if (value->contains("hashes")) file.sha256 = MS_TRY(sha256_in(*value));
  return file;
}

Result<PublicKey> public_key(Json const& keys, std::string const& id) {
  auto const* const value{MS_TRY(object_in(keys, id))};
  auto const* const halves{MS_TRY(object_in(*value, "keyval"))};
  auto type{MS_TRY(text(*value, "keytype"))};
  auto scheme{MS_TRY(text(*value, "scheme"))};
  auto public_half{MS_TRY(text(*halves, "public"))};
  return PublicKey{
      .type = std::move(type), .scheme = std::move(scheme), .value = std::move(public_half)};
}

Result<RoleKeys> role_keys(Json const& roles, std::string const& name) {
  auto const* const value{MS_TRY(object_in(roles, name))};
  RoleKeys role{.key_ids = {}, .threshold = MS_TRY(integer(*value, "threshold", 1))};
  std::set<std::string> seen;
  for (auto const& id : *MS_TRY(array_in(*value, "keyids"))) {
    if (!id.is_string()) return malformed("keyids", "holds something that is no text");
    if (!seen.insert(id.get<std::string>()).second)
      return malformed("keyids", "of " + name + " names a key twice");
    role.key_ids.push_back(id.get<std::string>());
  }
  return role;
}

Result<std::vector<Signature>> signatures_in(Json const& document) {
  std::vector<Signature> signatures;
  std::set<std::string> seen;
  for (auto const& entry : *MS_TRY(array_in(document, "signatures"))) {
    auto key_id{MS_TRY(text(entry, "keyid"))};
    auto value{MS_TRY(text(entry, "sig"))};
    Signature signature{.key_id = std::move(key_id), .value = std::move(value)};
    if (!seen.insert(signature.key_id).second)
      return malformed("signatures", "name the key " + signature.key_id + " twice");
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

struct Envelope {
  Json signed_part;
  std::vector<Signature> signatures;
  std::string signed_bytes;
};

/// What all four documents have in common.
Result<Envelope> open_envelope(Role role, std::string_view bytes) {
  if (bytes.size() > max_size(role))
    return fail(ErrorCode::invalid_input, fmt::format("longer than {} bytes", max_size(role)));
  auto const document = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  auto const* const part{MS_TRY(object_in(document, "signed"))};
  auto const type{MS_TRY(text(*part, "_type"))};
  if (type != name_of(role)) return malformed("_type", "is " + type);
  auto const specification{MS_TRY(text(*part, "spec_version"))};
  if (!specification.starts_with("1."))
    return fail(ErrorCode::unsupported, "spec_version " + specification);
  auto signatures{MS_TRY(signatures_in(document))};
  auto signed_bytes{json::canonical_olpc(*part)};
  return Envelope{.signed_part = *part,
                  .signatures = std::move(signatures),
                  .signed_bytes = std::move(signed_bytes)};
}

Result<Root> root_content(Json const& part) {
  Root root{.version = MS_TRY(integer(part, "version", 1)),
            .expires = MS_TRY(instant(part, "expires")),
            .consistent_snapshot = false,
            .keys = {},
            .roles = {}};
  if (part.contains("consistent_snapshot")) {
    if (!part["consistent_snapshot"].is_boolean())
      return malformed("consistent_snapshot", "is not true or false");
    root.consistent_snapshot = part["consistent_snapshot"].get<bool>();
  }
  auto const* const keys{MS_TRY(object_in(part, "keys"))};
  for (auto const& entry : keys->items())
    root.keys.emplace(entry.key(), MS_TRY(public_key(*keys, entry.key())));
  auto const* const roles{MS_TRY(object_in(part, "roles"))};
  for (Role const role : all_roles)
    root.roles.emplace(role, MS_TRY(role_keys(*roles, std::string{name_of(role)})));
  return root;
}

Result<Timestamp> timestamp_content(Json const& part) {
  auto const* const files{MS_TRY(object_in(part, "meta"))};
  Timestamp timestamp{.version = MS_TRY(integer(part, "version", 1)),
                      .expires = MS_TRY(instant(part, "expires")),
                      .issued = {},
                      .snapshot = MS_TRY(meta_file(*files, "snapshot.json"))};
  if (part.contains("issued")) timestamp.issued = MS_TRY(instant(part, "issued"));
  return timestamp;
}

Result<Snapshot> snapshot_content(Json const& part) {
  Snapshot snapshot{.version = MS_TRY(integer(part, "version", 1)),
                    .expires = MS_TRY(instant(part, "expires")),
                    .files = {}};
  auto const* const files{MS_TRY(object_in(part, "meta"))};
  if (!files->contains("targets.json")) return malformed("targets.json", "is missing");
  for (auto const& entry : files->items())
    snapshot.files.emplace(entry.key(), MS_TRY(meta_file(*files, entry.key())));
  return snapshot;
}

Result<Targets> targets_content(Json const& part) {
  Targets targets{.version = MS_TRY(integer(part, "version", 1)),
                  .expires = MS_TRY(instant(part, "expires")),
                  .files = {}};
  auto const* const files{MS_TRY(object_in(part, "targets"))};
  for (auto const& entry : files->items()) {
    auto const* const value{MS_TRY(object_in(*files, entry.key()))};
    targets.files.emplace(entry.key(), Target{.length = MS_TRY(integer(*value, "length", 0)),
                                              .sha256 = MS_TRY(sha256_in(*value))});
  }
  return targets;
}

template <typename Content>
Result<Signed<Content>> parse(Role role, std::string_view bytes,
                              Result<Content> (*read)(Json const&)) {
  auto const doing{[&](Error error) { return std::move(error).while_doing(name_of(role)); }};
  auto envelope{open_envelope(role, bytes)};
  if (!envelope) return std::unexpected{doing(std::move(envelope).error())};
  auto content{read(envelope->signed_part)};
  if (!content) return std::unexpected{doing(std::move(content).error())};
  return Signed<Content>{.content = *std::move(content),
                         .signatures = std::move(envelope->signatures),
                         .signed_bytes = std::move(envelope->signed_bytes)};
}

bool verifies(PublicKey const& key, std::string_view signed_bytes, std::string_view signature) {
  return key.type == "ed25519" && key.scheme == "ed25519" &&
         crypto::verify_ed25519(key.value, signed_bytes, signature);
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::root:
      return "root";
    case Role::timestamp:
      return "timestamp";
    case Role::snapshot:
      return "snapshot";
    case Role::targets:
      return "targets";
  }
  return "";
}

std::size_t max_size(Role role) {
  switch (role) {
    case Role::root:
      return 512'000;
    case Role::timestamp:
      return 16'384;
    case Role::snapshot:
      return 2'000'000;
    case Role::targets:
      return 5'000'000;
  }
  return 0;
}

std::string key_id(PublicKey const& key) {
  return crypto::sha256(json::canonical_olpc(
      Json{{"keytype", key.type}, {"scheme", key.scheme}, {"keyval", {{"public", key.value}}}}));
}

std::string key_identity(PublicKey const& key) {
  auto value{key.value};
  if (key.type == "ed25519")  // hexadecimal: "AB" and "ab" are the same key
    for (char& c : value) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return fmt::format("{}\n{}", key.type, value);
}

Result<Signed<Root>> parse_root(std::string_view bytes) {
  return parse<Root>(Role::root, bytes, &root_content);
}
Result<Signed<Timestamp>> parse_timestamp(std::string_view bytes) {
  return parse<Timestamp>(Role::timestamp, bytes, &timestamp_content);
}
Result<Signed<Snapshot>> parse_snapshot(std::string_view bytes) {
  return parse<Snapshot>(Role::snapshot, bytes, &snapshot_content);
}
Result<Signed<Targets>> parse_targets(std::string_view bytes) {
  return parse<Targets>(Role::targets, bytes, &targets_content);
}

bool threshold_met(Root const& root, Role role, std::vector<Signature> const& signatures,
                   std::string_view signed_bytes) {
  auto const wanted{root.roles.find(role)};
  if (wanted == root.roles.end() || wanted->second.threshold < 1) return false;
  std::set<std::string> signers;
  for (auto const& id : wanted->second.key_ids) {
    auto const key{root.keys.find(id)};
    auto const signature{std::ranges::find(signatures, id, &Signature::key_id)};
    if (key != root.keys.end() && signature != signatures.end() &&
        verifies(key->second, signed_bytes, signature->value))
      signers.insert(key_identity(key->second));
  }
  return std::cmp_greater_equal(signers.size(), wanted->second.threshold);
}

}  // namespace mingshi::trust
