#pragma once

#include "core/domain/record_type.hpp"
#include "hub/import/finding.hpp"
#include "hub/import/sheet.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What one column of a sheet feeds.
struct ColumnUse {
  std::size_t column{0};                ///< 1 = A
  std::string heading;                  ///< as the clerk wrote it, on one line
  domain::Field const* field{nullptr};  ///< never null; a column of `table` when that is not null
  domain::Field const* table{nullptr};  ///< the table field of the record that it is a column of

  /// "C 证件编号", as findings name it.
  [[nodiscard]] std::string label() const;
};

/// Which row holds the headings and what each column means. The pointers are into the RecordType.
struct HeadingMap {
  std::size_t row{0};
  std::vector<ColumnUse> columns;

  [[nodiscard]] ColumnUse const* of(
      domain::Field const& field) const;  ///< nullptr when no column feeds it
};

/// A heading as it is compared: without spaces, line ends, "*" and a final colon; ASCII forms;
/// capital letters.
[[nodiscard]] std::string normalise_heading(std::string_view text);

/// Finds the row of headings among the first 10 rows and what each column means, by label and
/// synonym, never by position. Reports two such rows, an unknown, doubled or missing heading, a
/// money unit that is not the declared one.
/// @return none when no row looks like headings (nothing is reported then), or when a finding
/// forbids going on
[[nodiscard]] std::optional<HeadingMap> find_headings(domain::RecordType const& type,
                                                      Sheet const& sheet, Findings& findings);

/// Does the row repeat the headings, as a table pasted below another one does?
[[nodiscard]] bool repeats_headings(HeadingMap const& map, SheetRow const& row);

}  // namespace mingshi::hub
