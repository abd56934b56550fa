#pragma once

#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"
#include "hub/import/sheet.hpp"

#include <expected>
#include <string_view>

namespace mingshi::hub {

/// Reads CSV in UTF-8 (with or without mark), UTF-16 (with mark) or GB18030 as one sheet without a
/// name. Comma, semicolon or tab, whichever the first lines use. Row numbers count records, as a
/// spreadsheet program that opens the file does: a quoted field may hold line ends.
/// @return or the finding that says in Chinese what is wrong, with the line and the byte
/// @source RFC 4180
[[nodiscard]] std::expected<Book, Finding> read_csv(std::string_view bytes,
                                                    Limits const& limits = {});

}  // namespace mingshi::hub
