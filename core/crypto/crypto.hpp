#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
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

/// A hash as metadata names it: "sha256", "sha384" or "sha512", in lower-case hexadecimal digits;
/// nullopt for any other algorithm.
[[nodiscard]] std::optional<std::string> digest(std::string_view algorithm, std::string_view bytes);

}  // namespace mingshi::crypto
