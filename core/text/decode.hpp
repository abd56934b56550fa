#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::text {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, gb18030 };
[[nodiscard]] std::string_view name_of(Encoding encoding);

struct Decoded {
  std::string utf8;
  Encoding encoding{Encoding::utf8};
};

/// Why some bytes are not text, exactly where.
struct DecodeError {
  Encoding tried{Encoding::utf8};
  std::size_t offset{0};  ///< @unit bytes from the start of the input
  std::string bytes_hex;  ///< the offending bytes
};

/// Finds out the encoding and decodes: a byte-order mark decides (UTF-8, UTF-16); else strict UTF-8; else GB18030
/// (the whole of it, GBK is not enough). Characters that GB18030-2022 moved out of the private-use area come out at
/// their assigned code points.
[[nodiscard]] std::expected<Decoded, DecodeError> decode(std::string_view bytes);
[[nodiscard]] std::expected<std::string, DecodeError> decode_as(std::string_view bytes,
                                                                Encoding encoding);

/// The code points of valid UTF-8. @pre valid
[[nodiscard]] std::u32string code_points(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);
/// Number of code points. @pre valid UTF-8
[[nodiscard]] std::size_t length(std::string_view utf8);
[[nodiscard]] bool valid_utf8(std::string_view bytes);

}  // namespace mingshi::text
