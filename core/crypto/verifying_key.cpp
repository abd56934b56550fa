#include "core/crypto/crypto.hpp"
#include "core/crypto/openssl.hpp"
#include "core/crypto/signature.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <limits>

namespace mingshi::crypto {
namespace {

using openssl::bytes_of;
using openssl::Key;
using Number = CHandle<BIGNUM, &BN_free>;
using OpensslText = CHandle<char, [](char* text) { OPENSSL_free(text); }>;

/// A PEM may ask for a passphrase. A public key has none, and nobody sits here to type it.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
  return -1;
}

Key read_key(Scheme scheme, std::string_view text) {
  if (scheme == Scheme::ed25519) {
    auto const bytes{from_hex(text)};
    if (!bytes || bytes->size() != openssl::ed25519_size) return nullptr;
    return Key{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*bytes), bytes->size())};
  }
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return nullptr;
  auto const in{openssl::reader_of(text)};
  return Key{in ? PEM_read_bio_PUBKEY(in.get(), nullptr, &no_passphrase, nullptr) : nullptr};
}

/// One of the numbers a key consists of, in hexadecimal.
std::string number_of(EVP_PKEY const* key, char const* name) {
  BIGNUM* raw{nullptr};
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return {};
  Number const number{raw};
  OpensslText const text{BN_bn2hex(number.get())};
  return text ? text.get() : std::string{};
}

/// The numbers and not the text: a PEM may be folded, and a point compressed, in more than one way.
std::string identity_of(EVP_PKEY const* key, Scheme scheme, std::string_view text) {
  switch (scheme) {
    case Scheme::ed25519:
      return "ed25519:" + to_hex(from_hex(text).value_or(std::string{}));
    case Scheme::rsa_pss_sha256:
      return "rsa:" + number_of(key, OSSL_PKEY_PARAM_RSA_N);
    case Scheme::ecdsa_p256_sha256:
    case Scheme::sm2_sm3:
      return (scheme == Scheme::sm2_sm3 ? "sm2:" : "p256:") +
             number_of(key, OSSL_PKEY_PARAM_EC_PUB_X) + ":" +
             number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  }
  return {};
}

}  // namespace

struct VerifyingKey::Material {
  Key key;
};

Result<VerifyingKey> VerifyingKey::parse(Scheme scheme, std::string_view text) {
  auto key{read_key(scheme, text)};
  if (!key) return fail(ErrorCode::invalid_input, "no public key");
  if (!openssl::fits(key.get(), scheme))
    return fail(ErrorCode::invalid_input, "another kind of key than its scheme signs with");
  auto identity{identity_of(key.get(), scheme, text)};
  return VerifyingKey{scheme, std::make_shared<Material const>(std::move(key)),
                      std::move(identity)};
}

bool VerifyingKey::verifies(std::string_view message, std::string_view signature_hex) const {
  auto const signature{from_hex(signature_hex)};
  if (!signature) return false;
  openssl::Digest const digest{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* context{nullptr};  // the digest's own
  return digest &&
         EVP_DigestVerifyInit(digest.get(), &context, openssl::digest_of(scheme_), nullptr,
                              material_->key.get()) == 1 &&
         openssl::set_parameters(context, scheme_, RSA_PSS_SALTLEN_AUTO) &&
         EVP_DigestVerify(digest.get(), bytes_of(*signature), signature->size(), bytes_of(message),
                          message.size()) == 1;
}

bool verify_ed25519(std::string_view public_hex, std::string_view message,
                    std::string_view signature_hex) {
  auto const key{VerifyingKey::parse(Scheme::ed25519, public_hex)};
  return key && key->verifies(message, signature_hex);
}

}  // namespace mingshi::crypto
