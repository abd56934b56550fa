#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::text {

/// Unicode NFC. Never NFKC: it would change names. @pre valid UTF-8
[[nodiscard]] std::string nfc(std::string_view utf8);

/// White space of any kind, and what no one sees: zero-width characters and direction marks.
[[nodiscard]] bool is_blank(char32_t c);
/// "Ａ" → "A"; any character that is not full-width ASCII is itself.
[[nodiscard]] char32_t half_width(char32_t c);

/// Without white space (U+3000, U+00A0 and zero-width characters too) at both ends.
[[nodiscard]] std::string_view trim(std::string_view utf8);

/// A person's name as it is stored: trimmed, padding between characters removed ("张　三" → "张三";
/// between Latin letters one space stays), NFC, every kind of middle dot made U+00B7, private-use
/// characters of GBK files mapped where the mapping is known. Doing it again changes nothing.
[[nodiscard]] std::string normalise_name(std::string_view utf8);

/// A character of a name that cannot be published. Letters, ideographs (Unicode 15.1) and the
/// middle dot pass; a space, hyphen or apostrophe passes between Latin letters only.
struct OddCharacter {
  enum class Kind : std::uint8_t { private_use, unassigned, control, not_a_name_character } kind;
  char32_t code_point;
  std::size_t position;  ///< 1-based, in characters
  friend bool operator==(OddCharacter const&, OddCharacter const&) = default;
};
/// @param utf8 a normalised name
[[nodiscard]] std::vector<OddCharacter> odd_characters(std::string_view utf8);

/// A code or number: full-width forms made ASCII, every dash made "-", letters upper case, blanks
/// dropped.
[[nodiscard]] std::string normalise_code(std::string_view utf8);

/// 文号, e.g. 明劳监罚字〔2026〕第12号. Any bracket does; it parses when a year in brackets is
/// followed by a serial.
struct DocumentNumber {
  std::string raw;     ///< as it was given, trimmed
  std::string issuer;  ///< 明劳监罚字; empty when it does not parse or none is given
  std::optional<int> year;
  std::string serial;      ///< "12", "TQ第Q-4008"; empty when it does not parse
  std::string search_key;  ///< brackets, 第 and 号 dropped, normalise_code'd: for equality and
                           ///< search; always there
  friend bool operator==(DocumentNumber const&, DocumentNumber const&) = default;
};
[[nodiscard]] DocumentNumber parse_document_number(std::string_view utf8);

}  // namespace mingshi::text
