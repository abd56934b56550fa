#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/domain/record_type.hpp"
#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"
#include "hub/records/records.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace mingshi::hub {

/// What to bring in from where.
struct ImportRequest {
  enum class Mode : std::uint8_t {
    dry_run,  ///< check everything, change nothing
    commit
  };
  std::filesystem::path hub_dir;
  std::string type;  ///< code of a declared type
  std::filesystem::path file;
  Mode mode{Mode::commit};
  Instant now{};
  Limits limits{};
};

/// What came of it. The file was taken when there is no error among the findings (and the mode was
/// commit).
struct ImportReport {
  Findings findings;
  std::size_t records{0};   ///< read from the file
  std::size_t pictures{0};  ///< that the records name
  PutSummary put;           ///< all zero unless taken

  [[nodiscard]] bool accepted() const { return findings.errors() == 0; }
};

/// Brings a spreadsheet into the hub, all of it or nothing: every row is read and checked, against
/// the other rows and the store, before the first is written. Pictures go to DIR/media by their
/// SHA-256.
/// @errors not_found no such type; what hub/records says of the store; io
/// @after-failure (a report with errors, or an Error) records and media of the hub are as they were
[[nodiscard]] Result<ImportReport> import_file(domain::Catalogue const& catalogue,
                                               ImportRequest const& request);

}  // namespace mingshi::hub
