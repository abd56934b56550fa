#pragma once

#include "core/domain/record.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::domain {

enum class Severity : std::uint8_t {
  error,   ///< the record is not taken
  warning  ///< the record is taken; a person should look
};

/// One thing wrong with one field of one record.
struct Problem {
  std::string field;  ///< field name; empty when it concerns the whole record
  std::string
      code;  ///< stable identifier, e.g. "required", "date_form", "uscc_check", "private_use"
  std::string text;  ///< one Chinese sentence for the clerk: what is wrong and what to do
  Severity severity{Severity::error};
  friend bool operator==(Problem const&, Problem const&) = default;
};

/// Reads what a clerk typed into one cell: trims, normalises (NFC, full-width codes, U+3000
/// padding), converts.
/// @param cell UTF-8, not empty after trimming
[[nodiscard]] std::expected<Value, Problem> parse_value(Field const& field, std::string_view cell);

/// Checks one record against its type: required fields, lengths, codes, order of dates, officers of
/// a decision, and that nothing leaks (identity numbers, bank cards, mobile phones) in any text.
/// Does not look at other records; see hub/records for uniqueness and references.
[[nodiscard]] std::vector<Problem> validate(RecordType const& type, Record const& record);

/// Is `code` (18 characters, normalised) a 统一社会信用代码 with the right check character? @source
/// GB 32100-2015
[[nodiscard]] bool valid_social_credit_code(std::string_view code);
/// Is it an 18-character 身份证 number with the right check character? @source GB 11643-1999
[[nodiscard]] bool valid_identity_number(std::string_view number);
/// Luhn's check over 13 to 19 digits.
[[nodiscard]] bool valid_luhn(std::string_view digits);

/// Something in a text that must not be published.
struct Leak {
  enum class Kind : std::uint8_t { identity_number, bank_card, mobile_phone } kind;
  std::size_t offset;  ///< @unit bytes
  std::size_t length;  ///< @unit bytes
  friend bool operator==(Leak const&, Leak const&) = default;
};
[[nodiscard]] std::vector<Leak> find_leaks(std::string_view text);

}  // namespace mingshi::domain
