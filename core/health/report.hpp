#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/terminal.hpp"
#include "core/receipt/spool.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// How a terminal is, for whoever watches over it.
namespace mingshi::health {

struct SpoolReport {
  std::string writer;  ///< the folder's name: "sync", "kiosk", "kiosk-2"
  receipt::SpoolState state;
  friend bool operator==(SpoolReport const&, SpoolReport const&) = default;
};

struct Report {
  std::optional<std::int64_t> current;        ///< sequence of the generation on show; none = none
  std::optional<publication::Status> status;  ///< none = not written yet, or damaged
  std::string status_trouble;                 ///< why there is no status; empty = there is one
  std::size_t withdrawals_waiting{0};         ///< withdrawn, and still in the generation on show
  std::vector<SpoolReport> spools;            ///< by name
  friend bool operator==(Report const&, Report const&) = default;
};

/// Reads a terminal's folder; whatever in it cannot be read is left out or told in the report.
/// @errors not_found no such folder
[[nodiscard]] Result<Report> read_report(publication::TerminalFolder const& folder);

/// What somebody should look at.
enum class Attention : std::uint8_t {
  no_generation,
  no_status,         ///< sync has not run, or its word is damaged
  trouble,           ///< the last pass failed
  lease_over,        ///< people and decisions are hidden
  clock,             ///< the time is not trusted
  receipts_dropped,  ///< receipts were lost for room before they were carried up
  receipts_damaged
};
/// In the order above; empty = all is well. @param now of the machine that asks
[[nodiscard]] std::vector<Attention> attention(Report const& report, Instant now);
/// "no_generation", …
[[nodiscard]] std::string_view name_of(Attention attention);

}  // namespace mingshi::health
