#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::search {

// The forms in which keys and queries are compared. None holds a NUL.

/// A name or title without blanks, middle dots and full stops; full-width made half-width, ASCII
/// lower case.
[[nodiscard]] std::string name_form(std::string_view utf8);

/// A code or document number as text::DocumentNumber::search_key.
[[nodiscard]] std::string number_form(std::string_view utf8);

/// Typed pinyin: lower-case letters and digits without blanks and "'", ü as v; nothing when it
/// holds anything else.
[[nodiscard]] std::optional<std::string> letters_form(std::string_view utf8);

/// What a reading ("lv'bu") can be typed as.
struct PinyinForms {
  std::vector<std::string> full;  ///< "lvbu", and with ü as u and yu: "lubu", "lyubu"
  std::string initials;           ///< "lb"
};
[[nodiscard]] PinyinForms pinyin_forms(std::string_view reading);

}  // namespace mingshi::search
