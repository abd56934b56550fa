#pragma once

#include <cstdint>
#include <string_view>

namespace mingshi::tests {

/// FNV-1a: enough to tell one honest file from another; the shim must link nothing.
[[nodiscard]] constexpr std::uint64_t digest(std::string_view bytes) {
  std::uint64_t hash{0xcbf29ce484222325ULL};
  for (char const byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace mingshi::tests
