#pragma once

#include "core/base/c_handle.hpp"
#include "core/crypto/signature.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <string_view>

/// What the sources of this folder share of OpenSSL; no other folder includes it.
namespace mingshi::crypto::openssl {

using Bio = CHandle<BIO, &BIO_free_all>;
using Digest = CHandle<EVP_MD_CTX, &EVP_MD_CTX_free>;
using Key = CHandle<EVP_PKEY, &EVP_PKEY_free>;

/// Of an Ed25519 key half. @unit bytes
inline constexpr std::size_t ed25519_size{32};

[[nodiscard]] inline unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

/// Reads `text`, which must outlive it.
[[nodiscard]] inline Bio reader_of(std::string_view text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// Is this a key for that scheme: the right kind, curve and size?
[[nodiscard]] bool fits(EVP_PKEY const* key, Scheme scheme);

/// Which digest a scheme signs; nullptr for Ed25519, which takes the message itself.
[[nodiscard]] EVP_MD const* digest_of(Scheme scheme);

/// Sets what is the same for signing and verifying: PSS padding, the SM2 user id.
/// @pre `context` was just initialised for a key that fits
[[nodiscard]] bool set_parameters(EVP_PKEY_CTX* context, Scheme scheme, int salt_length);

}  // namespace mingshi::crypto::openssl
