#pragma once

#include "hub/import/archive.hpp"
#include "hub/import/number_format.hpp"
#include "hub/import/sheet.hpp"

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What a workbook's parts other than its sheets say: which sheets there are, and what their cells
/// refer to.
struct WorkbookParts {
  struct SheetEntry {
    std::string name;
    std::string part;  ///< name within the archive
    Visibility visibility{Visibility::shown};
  };
  std::vector<SheetEntry> sheets;
  std::vector<std::string> strings;   ///< shared strings
  std::vector<NumberFormat> formats;  ///< by cell style index
  DateSystem dates{DateSystem::from_1900};
};

[[nodiscard]] std::expected<WorkbookParts, Finding> read_workbook_parts(Archive& archive,
                                                                        Limits const& limits);

/// A part name as a relationship gives it, relative to a folder: ("xl", "../docProps/a.xml") →
/// "docProps/a.xml".
[[nodiscard]] std::string part_name(std::string_view folder, std::string_view target);

/// Undoes "_x000D_", the way XML of office files writes characters that XML cannot hold. @source
/// ECMA-376, 22.9.2.19
[[nodiscard]] std::string unescape_xstring(std::string_view text);

}  // namespace mingshi::hub
