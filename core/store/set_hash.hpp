#pragma once

#include "core/base/result.hpp"
#include "core/store/generation.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace mingshi::store {

/// A hash over a set of rows that does not depend on their order and follows a change without
/// reading the others: the sum mod 2^256 of SHA-256(id \0 sha256 \0 publish_from \0 publish_until
/// \n), big-endian. docs/formats/set-hash.md
class SetHash {
 public:
  /// The empty set.
  SetHash() = default;
  /// @errors invalid_input not 64 lower-case hexadecimal digits
  [[nodiscard]] static Result<SetHash> from_hex(std::string_view hex);
  void add(Row const& row);
  void subtract(Row const& row);
  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;
  friend bool operator==(SetHash const&, SetHash const&) = default;

 private:
  std::array<std::uint64_t, 4> limbs_{};  ///< least significant first
};

}  // namespace mingshi::store
