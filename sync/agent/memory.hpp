#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// What an agent remembers from one start to the next, beside what status.json tells others.
namespace mingshi::sync {

/// How often a generation was tried and did not turn out as it was signed.
struct Attempts {
  std::string heads;         ///< fingerprint() of the two heads; empty = none was tried
  std::int64_t sequence{0};  ///< theirs
  std::int64_t failures{0};
  std::string code;    ///< trouble_code() of the last failure
  std::string detail;  ///< of the last failure
  friend bool operator==(Attempts const&, Attempts const&) = default;
};

/// Losing it does no harm: a receipt is looked for in the spool before it is written again, and
/// what cannot be shown is tried again.
struct Memory {
  Attempts attempts;
  std::int64_t apart{0};      ///< passes in a row that found the two parts at different sequences
  std::int64_t confirmed{0};  ///< up to this sequence the receipts are in the spool
  std::optional<Instant> checked_at;    ///< when the current generation was last read whole
  std::optional<Instant> hidden_as_of;  ///< the lease for whose end there is a receipt
  std::string told;                     ///< the trouble for which there is a fault receipt
  friend bool operator==(Memory const&, Memory const&) = default;
};

/// The text of agent.json. @errors invalid_input
[[nodiscard]] std::string format_memory(Memory const& memory);
[[nodiscard]] Result<Memory> parse_memory(std::string_view bytes);

/// Nothing remembered when there is no file that can be read.
[[nodiscard]] Memory read_memory(std::filesystem::path const& file);
/// Replaces the file in one step. @after-failure the old one stands
[[nodiscard]] Result<void> write_memory(std::filesystem::path const& file, Memory const& memory);

}  // namespace mingshi::sync
