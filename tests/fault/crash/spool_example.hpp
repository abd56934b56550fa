#pragma once

#include "core/receipt/spool.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

/// A spool of receipts that can be told from one another, and what must be left of it after a power
/// cut.
namespace mingshi::tests {

/// So little room that receipts are dropped all the time and files are put together.
inline constexpr receipt::SpoolLimits narrow{.segment = 4 * 1024, .total = 24 * 1024};

/// Every eighth must last: it is `applied`, the others are `shown` and may be lost.
[[nodiscard]] bool must_last(std::int64_t number);
[[nodiscard]] receipt::Receipt example_receipt(std::int64_t number);

/// Appends the receipts of those numbers; after each that must last, `marks` is told "appended 8".
[[nodiscard]] Result<void> write_spool(std::filesystem::path const& folder, std::int64_t first,
                                       std::int64_t last, std::filesystem::path const& marks);

/// What is wrong with a spool whose receipts up to `appended` were durable; empty = nothing.
[[nodiscard]] std::string judge_spool(std::filesystem::path const& folder, std::int64_t appended);

/// Goes on with a spool after a power cut, and judges it again.
[[nodiscard]] std::string go_on_with_spool(std::filesystem::path const& folder,
                                           std::int64_t appended);

}  // namespace mingshi::tests
