#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/head.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/trusted_set.hpp"
#include "sync/agent/trouble.hpp"
#include "sync/fetch/source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace mingshi::sync {

struct AgentOptions {
  std::filesystem::path data;  ///< the terminal's folder
  std::string hall;            ///< publication::is_hall_id()
  /// Where the trust anchor is taken from on first contact; not needed once data/trust has a root.
  std::optional<std::filesystem::path> anchor;
};

/// What one pass came to.
enum class Pass : std::uint8_t {
  switched,  ///< a new generation is current
  same,      ///< the current one is still the hub's
  failed     ///< the current one stands; status().last_error says why
};

/// Keeps a terminal's folder at the newest generation that verifies. One step of it: poll_once().
/// The generation a reader sees is always a whole one that was signed for this hall, and never an
/// older one than before, whatever the source sends and whenever the power goes.
/// @threads one; one Agent a folder (a lock on the folder sees to that)
class Agent {
 public:
  /// @errors invalid_input no hall id, or the anchor is not a root document; not_found no trust
  ///         anchor; denied the anchor does not sign itself; conflict another agent has the folder;
  ///         io
  [[nodiscard]] static Result<Agent> open(AgentOptions const& options, Log log);
  Agent(Agent&&) noexcept;
  Agent& operator=(Agent&&) noexcept;
  ~Agent();

  /// Asks the source for news and takes them up. Writes status.json in any case.
  /// @param now the time expiry is judged against
  [[nodiscard]] Pass poll_once(Source& source, Instant now);

  /// As status.json holds it.
  [[nodiscard]] publication::Status const& status() const { return status_; }

 private:
  struct FolderLock;
  Agent(publication::TerminalFolder folder, std::string hall, std::unique_ptr<FolderLock> lock,
        Log log);

  [[nodiscard]] Outcome<Pass> update(Source& source, Instant now);
  [[nodiscard]] Outcome<trust::TrustedSet> update_trust(Source& source, Instant now);
  [[nodiscard]] Outcome<Pass> update_content(Source& source, trust::TrustedSet const& set);
  [[nodiscard]] Outcome<publication::Head> acceptable(std::string const& head_bytes) const;
  [[nodiscard]] Outcome<void> take_up(Source& source, std::string const& head_bytes,
                                      publication::Head const& head);
  [[nodiscard]] bool is_current(trust::Target const& target);
  void finish(Outcome<Pass> const& outcome, Instant now);

  publication::TerminalFolder folder_;
  std::string hall_;
  std::unique_ptr<FolderLock> lock_;
  Log log_;
  publication::Status status_;
  std::string timestamp_version_;  ///< the source's name for the timestamp that is kept
  std::string checked_head_;  ///< hash of the head whose generation was read whole and found sound
  /// A head that verified but cannot be shown here; it will not get better by trying again.
  struct Rejected {
    std::string head;
    Failure why;
  };
  std::optional<Rejected> rejected_;
};

}  // namespace mingshi::sync
