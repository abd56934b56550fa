#pragma once

#include <cstddef>
#include <string_view>

namespace mingshi::text {

/// One step through bytes that claim to be UTF-8 (RFC 3629).
struct Utf8Step {
  char32_t code_point{0};
  std::size_t size{0};  ///< bytes taken; of a fault: the offending bytes, at least 1
  bool good{false};
};

/// Reads the character at `at`. Overlong forms, surrogates, values above U+10FFFF, stray
/// continuation bytes and sequences cut short are faults.
/// @pre at < bytes.size()
[[nodiscard]] Utf8Step utf8_step(std::string_view bytes, std::size_t at);

}  // namespace mingshi::text
