#pragma once

#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"
#include "hub/import/sheet.hpp"

#include <expected>
#include <filesystem>

namespace mingshi::hub {

/// Reads an .xlsx workbook: every work sheet with its cells' values as they are shown. Formulas
/// give the value that was stored with them; phonetic guides are left out; nothing is calculated
/// and no external link followed.
/// @return or the finding that says in Chinese which part or sheet is not as it should be
/// @source ECMA-376 part 1, chapter 18; part 2 (packages)
[[nodiscard]] std::expected<Book, Finding> read_xlsx(std::filesystem::path const& file,
                                                     Limits const& limits = {});

}  // namespace mingshi::hub
