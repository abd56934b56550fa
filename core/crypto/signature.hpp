#pragma once

#include "core/base/result.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace mingshi::crypto {

/// A way to sign. ed25519 is ours by default; the next two are what other repositories use;
/// sm2_sm3 (GB/T 32918, user id "1234567812345678") may be asked for beside it.
enum class Scheme : std::uint8_t { ed25519, ecdsa_p256_sha256, rsa_pss_sha256, sm2_sm3 };
inline constexpr std::array all_schemes{Scheme::ed25519, Scheme::ecdsa_p256_sha256,
                                        Scheme::rsa_pss_sha256, Scheme::sm2_sm3};

/// The smallest RSA modulus that verifies anything. @unit bits
inline constexpr int least_rsa_bits{2048};

/// A public key that is fit for its scheme.
class VerifyingKey {
 public:
  /// @param text for ed25519 its 32 bytes in hexadecimal, for the others a PEM
  /// SubjectPublicKeyInfo
  /// @errors invalid_input not such a text, another kind of key or curve, or an RSA key below
  /// `least_rsa_bits`
  [[nodiscard]] static Result<VerifyingKey> parse(Scheme scheme, std::string_view text);

  /// Is `signature_hex` this key's signature of `message`? Anything malformed is not.
  [[nodiscard]] bool verifies(std::string_view message, std::string_view signature_hex) const;

  /// Equal for two keys exactly when they are the same key, however they were written down.
  [[nodiscard]] std::string const& identity() const { return identity_; }

 private:
  struct Material;
  VerifyingKey(Scheme scheme, std::shared_ptr<Material const> material, std::string identity)
      : scheme_{scheme}, material_{std::move(material)}, identity_{std::move(identity)} {}
  Scheme scheme_;
  std::shared_ptr<Material const> material_;
  std::string identity_;
};

/// A key pair. The secret half is wiped from memory when the last owner goes; the texts that hold
/// it are their caller's to wipe.
class SigningKey {
 public:
  /// A new key from the operating system's randomness; RSA keys have 3072 bits.
  /// @errors unsupported OpenSSL cannot make one
  [[nodiscard]] static Result<SigningKey> generate(Scheme scheme = Scheme::ed25519);
  /// @param seed_hex the 32-byte secret seed of an Ed25519 key, as to_secret_hex() gave it
  /// @errors invalid_input
  [[nodiscard]] static Result<SigningKey> from_secret_hex(std::string_view seed_hex);
  /// Reads a PKCS #8 PEM; the scheme is the kind of key found in it.
  /// @param passphrase opens a sealed one; an unsealed one does not look at it
  /// @errors denied sealed, and this does not open it; invalid_input not such a PEM; unsupported
  /// another kind of key
  [[nodiscard]] static Result<SigningKey> from_pem(std::string_view pem,
                                                   std::string_view passphrase = {});

  /// Ed25519 only: 32 bytes as 64 hexadecimal digits; "" for other schemes.
  [[nodiscard]] std::string to_secret_hex() const;
  /// PKCS #8, sealed with AES-256 under scrypt of the passphrase (N 2^14, r 8, p 1: 16 MB to
  /// open). `openssl pkey` reads it.
  /// @errors invalid_input an empty passphrase; unsupported OpenSSL cannot
  [[nodiscard]] Result<std::string> to_sealed_pem(std::string_view passphrase) const;

  [[nodiscard]] Scheme scheme() const;
  /// The public half as VerifyingKey::parse() reads it.
  [[nodiscard]] std::string public_text() const;
  /// Ed25519: the 64-byte signature as 128 hexadecimal digits. ECDSA and SM2: DER. RSA: PSS with a
  /// salt of 32 bytes. @errors unsupported OpenSSL cannot
  [[nodiscard]] Result<std::string> sign(std::string_view message) const;

 private:
  struct Secret;
  explicit SigningKey(std::shared_ptr<Secret const> secret) : secret_{std::move(secret)} {}
  std::shared_ptr<Secret const> secret_;
};

/// VerifyingKey::parse() and verifies() in one: false too when the key is malformed.
[[nodiscard]] bool verify_ed25519(std::string_view public_hex, std::string_view message,
                                  std::string_view signature_hex);

}  // namespace mingshi::crypto
