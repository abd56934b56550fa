#pragma once

#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"
#include "hub/import/sheet.hpp"

#include <expected>
#include <filesystem>

namespace mingshi::hub {

/// Reads a spreadsheet of either kind, told by its content and not by its name alone. A file of
/// another kind gives a finding that says what it is and what to save it as: .xls, .et, .ods, an
/// encrypted workbook, a web page named .xls.
[[nodiscard]] std::expected<Book, Finding> read_table_file(std::filesystem::path const& file,
                                                           Limits const& limits = {});

}  // namespace mingshi::hub
