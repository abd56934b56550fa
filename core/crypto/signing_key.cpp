#include "core/crypto/crypto.hpp"
#include "core/crypto/openssl.hpp"
#include "core/crypto/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace mingshi::crypto {
namespace {

using openssl::Bio;
using openssl::bytes_of;
using openssl::Key;
using PlainKey = CHandle<PKCS8_PRIV_KEY_INFO, &PKCS8_PRIV_KEY_INFO_free>;
using SealedKey = CHandle<X509_SIG, &X509_SIG_free>;
using Algorithm = CHandle<X509_ALGOR, &X509_ALGOR_free>;

constexpr unsigned int new_rsa_bits{3072};
constexpr std::uint64_t scrypt_n{1U << 14U};
constexpr std::uint64_t scrypt_r{8};
constexpr std::uint64_t scrypt_p{1};
constexpr std::size_t salt_size{16};
constexpr std::string_view sealed_label{"-----BEGIN ENCRYPTED PRIVATE KEY-----"};

/// Hands OpenSSL the passphrase it asks for. `user` is a std::string_view.
int give_passphrase(char* buffer, int size, int /*writing*/, void* user) {
  auto const& passphrase{*static_cast<std::string_view const*>(user)};
  if (std::cmp_greater(passphrase.size(), size)) return -1;
  std::ranges::copy(passphrase, buffer);
  return static_cast<int>(passphrase.size());
}

EVP_PKEY* new_key(Scheme scheme) {
  switch (scheme) {
    case Scheme::ed25519:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case Scheme::ecdsa_p256_sha256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case Scheme::rsa_pss_sha256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{new_rsa_bits});
    case Scheme::sm2_sm3:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
  }
  return nullptr;
}

std::string text_of(Bio const& memory) {
  char* data{nullptr};
  auto const size{BIO_get_mem_data(memory.get(), &data)};
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

/// OpenSSL wipes the secret when it frees the key.
struct SigningKey::Secret {
  Scheme scheme;
  Key key;
};

Result<SigningKey> SigningKey::generate(Scheme scheme) {
  Key key{new_key(scheme)};
  if (!key) return fail(ErrorCode::unsupported, "OpenSSL cannot make such a key");
  return SigningKey{std::make_shared<Secret const>(scheme, std::move(key))};
}

Result<SigningKey> SigningKey::from_secret_hex(std::string_view seed_hex) {
  if (seed_hex.size() != openssl::ed25519_size * 2)
    return fail(ErrorCode::invalid_input, "a secret key has 64 hexadecimal digits");
  auto bytes{MS_TRY(from_hex(seed_hex))};
  Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(bytes), bytes.size())};
  OPENSSL_cleanse(bytes.data(), bytes.size());
  if (!key) return fail(ErrorCode::unsupported, "OpenSSL cannot make an Ed25519 key");
  return SigningKey{std::make_shared<Secret const>(Scheme::ed25519, std::move(key))};
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem, std::string_view passphrase) {
  auto const in{openssl::reader_of(pem)};
  if (!in) return fail(ErrorCode::unsupported, "OpenSSL has no memory");
  Key key{PEM_read_bio_PrivateKey(in.get(), nullptr, &give_passphrase, &passphrase)};
  if (!key)
    return pem.contains(sealed_label)
               ? fail(ErrorCode::denied, "the passphrase does not open the key")
               : fail(ErrorCode::invalid_input, "no private key");
  auto const scheme{std::ranges::find_if(
      all_schemes, [&](Scheme each) { return openssl::fits(key.get(), each); })};
  if (scheme == all_schemes.end())
    return fail(ErrorCode::unsupported, "another kind of key than we sign with");
  return SigningKey{std::make_shared<Secret const>(*scheme, std::move(key))};
}

std::string SigningKey::to_secret_hex() const {
  std::array<char, openssl::ed25519_size> seed{};
  std::size_t size{seed.size()};
  if (secret_->scheme != Scheme::ed25519 ||
      EVP_PKEY_get_raw_private_key(secret_->key.get(),
                                   reinterpret_cast<unsigned char*>(seed.data()), &size) != 1)
    return {};
  auto hex{to_hex({seed.data(), size})};
  OPENSSL_cleanse(seed.data(), seed.size());
  return hex;
}

Result<std::string> SigningKey::to_sealed_pem(std::string_view passphrase) const {
  if (passphrase.empty()) return fail(ErrorCode::invalid_input, "an empty passphrase");
  PlainKey const plain{EVP_PKEY2PKCS8(secret_->key.get())};
  // nullptr and 0: OpenSSL draws the salt and the initialisation vector itself.
  Algorithm algorithm{PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, int{salt_size}, nullptr,
                                            scrypt_n, scrypt_r, scrypt_p)};
  if (!plain || !algorithm) return fail(ErrorCode::unsupported, "OpenSSL cannot seal a key");
  SealedKey const sealed{PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()),
                                        plain.get(), algorithm.get())};
  if (!sealed) return fail(ErrorCode::unsupported, "OpenSSL cannot seal a key");
  static_cast<void>(algorithm.release());  // now the sealed key's
  Bio const out{BIO_new(BIO_s_mem())};
  if (!out || PEM_write_bio_PKCS8(out.get(), sealed.get()) != 1)
    return fail(ErrorCode::unsupported, "OpenSSL cannot write a key");
  return text_of(out);
}

Scheme SigningKey::scheme() const {
  return secret_->scheme;
}

std::string SigningKey::public_text() const {
  if (secret_->scheme == Scheme::ed25519) {
    std::array<char, openssl::ed25519_size> half{};
    std::size_t size{half.size()};
    static_cast<void>(EVP_PKEY_get_raw_public_key(
        secret_->key.get(), reinterpret_cast<unsigned char*>(half.data()), &size));
    return to_hex({half.data(), size});
  }
  Bio const out{BIO_new(BIO_s_mem())};
  if (!out || PEM_write_bio_PUBKEY(out.get(), secret_->key.get()) != 1) return {};
  return text_of(out);
}

Result<std::string> SigningKey::sign(std::string_view message) const {
  openssl::Digest const digest{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* context{nullptr};  // the digest's own
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(secret_->key.get())), '\0');
  std::size_t size{signature.size()};
  if (!digest ||
      EVP_DigestSignInit(digest.get(), &context, openssl::digest_of(secret_->scheme), nullptr,
                         secret_->key.get()) != 1 ||
      !openssl::set_parameters(context, secret_->scheme, RSA_PSS_SALTLEN_DIGEST) ||
      EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(message), message.size()) != 1)
    return fail(ErrorCode::unsupported, "OpenSSL cannot sign");
  signature.resize(size);
  return to_hex(signature);
}

}  // namespace mingshi::crypto
