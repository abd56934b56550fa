#pragma once

#include "core/base/result.hpp"
#include "core/receipt/receipt.hpp"
#include "core/receipt/spool.hpp"
#include "core/trust/trusted_time.hpp"
#include "sync/agent/decide.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The agent's receipts: what is said of a generation once it is the current one for good.
namespace mingshi::sync {

/// A receipt without what only the moment of writing gives.
struct Statement {
  receipt::Kind kind{receipt::Kind::fault};
  std::int64_t sequence{0};
  std::string subject;
  receipt::Facts detail;
  friend bool operator==(Statement const&, Statement const&) = default;
};

/// What a generation that has become current gives to say: each record that was withdrawn since the
/// last one and is no longer there, then that it was applied. A terminal's first generation tells
/// of no withdrawals: nothing of them was ever here.
/// @param confirmed the last sequence that was told of; 0 = none
/// @param present does the generation hold that record?
[[nodiscard]] std::vector<Statement> statements_for(
    Heads const& heads, std::int64_t confirmed,
    std::function<bool(std::string_view id)> const& present);

/// Writes statements into the terminal's spool.
/// @threads one
class Teller {
 public:
  Teller(std::filesystem::path folder, std::string hall)
      : folder_{std::move(folder)}, hall_{std::move(hall)} {}

  /// Writes one, on the disk when it returns.
  /// @errors those of receipt::Spool
  [[nodiscard]] Result<void> tell(Statement const& statement, trust::TrustedTime const& time);

  /// Writes those that are not there yet: for statements of which it is not known how far an
  /// earlier run came.
  [[nodiscard]] Result<void> tell_missing(std::vector<Statement> const& statements,
                                          trust::TrustedTime const& time);

  /// The highest sequence for which there is an `applied`; 0 = none.
  [[nodiscard]] std::int64_t last_applied() const;

 private:
  std::filesystem::path folder_;
  std::string hall_;
  std::optional<receipt::Spool> spool_;  ///< opened when it is first needed, and after a failure
};

}  // namespace mingshi::sync
