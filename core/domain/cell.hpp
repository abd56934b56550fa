#pragma once

#include "core/domain/validation.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::domain {

/// Everything wrong with one text-like value on its own: length, characters, scheme, choice, leaks.
/// @pre `text` is normalised as parse_value does it
[[nodiscard]] std::vector<Problem> check_text(Field const& field, std::string_view text);

/// The people that a cell lists: 周明远、顾泓; 周明远,顾泓; one a line; 周明远 顾泓.
[[nodiscard]] std::vector<std::string> people_in(std::string_view cell);

/// Number of code points. @pre valid UTF-8
[[nodiscard]] std::size_t characters(std::string_view utf8);

/// The start of a cell for a message, at most 20 characters, in “ ”.
[[nodiscard]] std::string quote_cell(std::string_view cell);

}  // namespace mingshi::domain
