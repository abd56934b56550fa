#pragma once

#include "core/base/result.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/terminal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mingshi::publication {

/// withdrawn.json of a terminal: what the newest verified heads say is taken back. The kiosk hides
/// it at once, before the generation without it has arrived.
struct Withdrawals {
  std::string hall;
  std::vector<Withdrawn> ids;  ///< by id, each once
  friend bool operator==(Withdrawals const&, Withdrawals const&) = default;
};

/// The withdrawals of both heads, each id with its highest sequence. @pre both are of one hall
[[nodiscard]] Withdrawals withdrawals_of(PartHead const& records, PartHead const& decisions);

/// Reads and writes the text. @errors invalid_input
[[nodiscard]] std::string format_withdrawals(Withdrawals const& withdrawals);
[[nodiscard]] Result<Withdrawals> parse_withdrawals(std::string_view bytes);

/// @errors not_found there is none; invalid_input; io
[[nodiscard]] Result<Withdrawals> read_withdrawals(TerminalFolder const& folder);
/// Replaces withdrawn.json in one step. @after-failure the old one stands
[[nodiscard]] Result<void> write_withdrawals(TerminalFolder const& folder,
                                             Withdrawals const& withdrawals);

}  // namespace mingshi::publication
