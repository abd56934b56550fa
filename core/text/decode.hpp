#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

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
  std::size_t offset{0};  ///< @unit bytes from the start of the input, byte-order mark included
  std::string bytes_hex;  ///< the offending bytes, "ED A0 80"
};

/// Finds out the encoding and decodes: a byte-order mark decides (UTF-8, UTF-16); else strict
/// UTF-8; else GB18030 (the whole of it, GBK is not enough). Characters that GB18030-2022 moved out
/// of the private-use area come out at their assigned code points. UTF-16 without a mark is not
/// guessed. Eight whole non-ASCII characters before the first fault make the input a damaged UTF-8
/// file: it is refused rather than read as GB18030, which would take most of it and give nonsense.
[[nodiscard]] std::expected<Decoded, DecodeError> decode(std::string_view bytes);
/// Decodes as told; a byte-order mark of that encoding is left out.
[[nodiscard]] std::expected<std::string, DecodeError> decode_as(std::string_view bytes,
                                                                Encoding encoding);

/// The code points of valid UTF-8. @pre valid
[[nodiscard]] std::u32string code_points(std::string_view utf8);
/// A surrogate or a value above U+10FFFF becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);
void append_utf8(std::string& out, char32_t code_point);
/// Number of code points. @pre valid UTF-8
[[nodiscard]] std::size_t length(std::string_view utf8);
[[nodiscard]] bool valid_utf8(std::string_view bytes);

}  // namespace mingshi::text
