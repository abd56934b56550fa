#include "core/crypto/crypto.hpp"
#include "core/crypto/signature.hpp"
#include "core/json/json.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/scheme.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::trust {
namespace {

using crypto::Scheme;
using json::Json;

struct Name {
  std::string_view type;
  std::string_view scheme;
  Scheme meaning;
};
/// The first name of a scheme is the one we write.
constexpr std::array names{
    Name{"ed25519", "ed25519", Scheme::ed25519},
    Name{"ecdsa", "ecdsa-sha2-nistp256", Scheme::ecdsa_p256_sha256},
    Name{"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", Scheme::ecdsa_p256_sha256},
    Name{"rsa", "rsassa-pss-sha256", Scheme::rsa_pss_sha256},
    Name{"sm2", "sm2-sm3", Scheme::sm2_sm3},
};

/// The key itself; none for a scheme we do not know and for a value that is no such key.
std::optional<crypto::VerifyingKey> verifying_key(PublicKey const& key) {
  auto const scheme{scheme_of(key)};
  if (!scheme) return std::nullopt;
  auto parsed{crypto::VerifyingKey::parse(*scheme, key.value)};
  if (!parsed) return std::nullopt;
  return *std::move(parsed);
}

}  // namespace

std::optional<Scheme> scheme_of(PublicKey const& key) {
  for (auto const& name : names)
    if (name.type == key.type && name.scheme == key.scheme) return name.meaning;
  return std::nullopt;
}

PublicKey public_key(Scheme scheme, std::string text) {
  auto const* const name{std::ranges::find(names, scheme, &Name::meaning)};
  return {.type = std::string{name->type},
          .scheme = std::string{name->scheme},
          .value = std::move(text)};
}

std::string key_id(PublicKey const& key) {
  return crypto::sha256(json::canonical_olpc(
      Json{{"keytype", key.type}, {"scheme", key.scheme}, {"keyval", {{"public", key.value}}}}));
}

std::string key_identity(PublicKey const& key) {
  auto const parsed{verifying_key(key)};
  if (!parsed) return fmt::format("unusable:{}\n{}\n{}", key.type, key.scheme, key.value);
  return parsed->identity();
}

std::set<std::string> signers(std::map<std::string, PublicKey> const& keys, RoleKeys const& role,
                              std::vector<Signature> const& signatures,
                              std::string_view signed_bytes) {
  std::set<std::string> signers;
  for (auto const& id : role.key_ids) {
    auto const entry{keys.find(id)};
    if (entry == keys.end()) continue;
    auto const signature{std::ranges::find(signatures, id, &Signature::key_id)};
    if (signature == signatures.end()) continue;
    auto const key{verifying_key(entry->second)};
    if (key && key->verifies(signed_bytes, signature->value)) signers.insert(key->identity());
  }
  return signers;
}

bool threshold_met(std::map<std::string, PublicKey> const& keys, RoleKeys const& role,
                   std::vector<Signature> const& signatures, std::string_view signed_bytes) {
  if (role.threshold < 1) return false;
  return std::cmp_greater_equal(signers(keys, role, signatures, signed_bytes).size(),
                                role.threshold);
}

bool threshold_met(Root const& root, Role role, std::vector<Signature> const& signatures,
                   std::string_view signed_bytes) {
  auto const wanted{root.roles.find(role)};
  if (wanted == root.roles.end()) return false;
  return threshold_met(root.keys, wanted->second, signatures, signed_bytes);
}

}  // namespace mingshi::trust
