#include "core/crypto/openssl.hpp"

#include <openssl/rsa.h>

#include <array>

namespace mingshi::crypto::openssl {
namespace {

/// The user id that GM/T 0009 prescribes where nothing else was agreed.
constexpr std::string_view sm2_user{"1234567812345678"};

bool on_curve(EVP_PKEY const* key, std::string_view curve) {
  std::array<char, 64> name{};
  std::size_t size{0};
  return EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) == 1 &&
         std::string_view{name.data(), size} == curve;
}

}  // namespace

bool fits(EVP_PKEY const* key, Scheme scheme) {
  switch (scheme) {
    case Scheme::ed25519:
      return EVP_PKEY_is_a(key, "ED25519") == 1;
    case Scheme::ecdsa_p256_sha256:
      return EVP_PKEY_is_a(key, "EC") == 1 && on_curve(key, "prime256v1");
    case Scheme::rsa_pss_sha256:
      return EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= least_rsa_bits;
    case Scheme::sm2_sm3:
      return EVP_PKEY_is_a(key, "SM2") == 1;
  }
  return false;
}

EVP_MD const* digest_of(Scheme scheme) {
  if (scheme == Scheme::ed25519) return nullptr;
  return scheme == Scheme::sm2_sm3 ? EVP_sm3() : EVP_sha256();
}

bool set_parameters(EVP_PKEY_CTX* context, Scheme scheme, int salt_length) {
  if (scheme == Scheme::sm2_sm3)
    return EVP_PKEY_CTX_set1_id(context, sm2_user.data(), static_cast<int>(sm2_user.size())) == 1;
  if (scheme != Scheme::rsa_pss_sha256) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt_length) == 1;
}

}  // namespace mingshi::crypto::openssl
