#pragma once

#include "core/domain/record.hpp"
#include "core/domain/record_type.hpp"
#include "hub/import/attachments.hpp"
#include "hub/import/finding.hpp"
#include "hub/import/heading.hpp"
#include "hub/import/sheet.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace mingshi::hub {

/// One record as a sheet gives it.
struct SheetRecord {
  domain::Record record;
  std::size_t row{0};  ///< its first row
};

/// Makes records of the rows below the headings. In a type with a table field (the steps of a
/// procedure), rows that follow each other with the same key, or with no key, belong to one record
/// and give one table row each; such rows may leave the record's other cells blank or repeat them.
/// Every cell that cannot be read and every rule of domain::validate that is broken is reported
/// with its place; a record with an error is still returned, so that its key takes part in later
/// checks.
[[nodiscard]] std::vector<SheetRecord> read_records(domain::RecordType const& type,
                                                    Sheet const& sheet, HeadingMap const& headings,
                                                    Attachments& attachments, Findings& findings);

/// The column that feeds a field, as findings name it; empty when there is none.
/// @param field as domain::Problem names it: "facts", or "steps" or "steps.limit" of a table
[[nodiscard]] std::string column_label(HeadingMap const& headings, std::string_view field);

}  // namespace mingshi::hub
