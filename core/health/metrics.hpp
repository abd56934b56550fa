#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/health/report.hpp"

#include <filesystem>
#include <string>

namespace mingshi::health {

/// The report in the OpenMetrics text format. Gauges only, so that what reads the older Prometheus
/// text format (node_exporter's textfile collector) takes it too.
/// @source docs/formats/metrics.md
[[nodiscard]] std::string metrics(Report const& report, Instant now);

/// Replaces `file` in one step. @errors, @after-failure as write_file()
[[nodiscard]] Result<void> write_metrics(publication::TerminalFolder const& folder, Instant now,
                                         std::filesystem::path const& file);

}  // namespace mingshi::health
