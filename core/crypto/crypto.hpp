#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mingshi::crypto {

/// SHA-256 of some bytes as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  /// The hash of everything added so far, as sha256() gives it; more may be added after.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 of a file, read in blocks. @errors not_found, io
[[nodiscard]] Result<std::string> sha256_of_file(std::filesystem::path const& file);

/// Two lower-case hexadecimal digits a byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// The bytes of upper- or lower-case hexadecimal digits.
/// @errors invalid_input odd length or a character that is no hexadecimal digit
[[nodiscard]] Result<std::string> from_hex(std::string_view hex);

/// An Ed25519 key pair. The secret half is wiped from memory when the last owner goes.
class SigningKey {
 public:
  /// A new key from the operating system's randomness. @errors io no randomness
  [[nodiscard]] static Result<SigningKey> generate();
  /// @param seed_hex the 32-byte secret seed, as to_secret_hex() gave it
  /// @errors invalid_input
  [[nodiscard]] static Result<SigningKey> from_secret_hex(std::string_view seed_hex);
  /// 32 bytes as 64 hexadecimal digits. The caller owns this copy of the secret.
  [[nodiscard]] std::string to_secret_hex() const;
  /// 32 bytes as 64 hexadecimal digits.
  [[nodiscard]] std::string public_hex() const;
  /// The 64-byte signature as 128 hexadecimal digits.
  [[nodiscard]] Result<std::string> sign(std::string_view message) const;

 private:
  struct Secret;
  explicit SigningKey(std::shared_ptr<Secret const> secret) : secret_{std::move(secret)} {}
  std::shared_ptr<Secret const> secret_;
};

/// Is `signature_hex` the Ed25519 signature of `message` by the key `public_hex`? Anything
/// malformed is not.
[[nodiscard]] bool verify_ed25519(std::string_view public_hex, std::string_view message,
                                  std::string_view signature_hex);

}  // namespace mingshi::crypto
