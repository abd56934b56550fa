#pragma once

#include "core/base/log.hpp"
#include "core/base/machine_clock.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/trusted_time.hpp"
#include "sync/agent/carry.hpp"
#include "sync/agent/decide.hpp"
#include "sync/agent/memory.hpp"
#include "sync/agent/state.hpp"
#include "sync/agent/telling.hpp"
#include "sync/agent/trouble.hpp"
#include "sync/fetch/source.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace mingshi::sync {

struct AgentOptions {
  std::filesystem::path data;  ///< the terminal's folder
  std::string hall;            ///< publication::is_hall_id()
  /// Where the trust anchor is taken from on first contact, and when the root that is kept is
  /// damaged.
  std::optional<std::filesystem::path> anchor{};
  std::optional<std::chrono::seconds> poll{};  ///< none: what the publisher says
  std::string terminal{};                      ///< gives the terminal's own phase of polling
  std::function<double()> dice{};              ///< uniform in [0, 1); none = always 0
  std::function<bool()> stop{};                ///< asked during long work; true ends it
};

/// What one pass came to.
enum class Pass : std::uint8_t {
  switched,     ///< a new generation is current
  same,         ///< the current one is still the hub's
  waiting,      ///< the hub is in the middle of publishing: one part is ahead of the other
  quarantined,  ///< what is published failed in every way and is left alone
  failed        ///< the current one stands; status().last_error says why
};

/// Keeps a terminal's folder at the newest generation that verifies. One step of it: poll_once().
///
/// Whatever the source sends and whenever the power goes: what a reader sees is a whole generation
/// that publisher and legal reviewer signed for this hall, never an older one than before; no
/// receipt is written before what it says would survive a power cut; what was fetched is not
/// fetched again. @source docs/formats/repository.md
/// @threads one; one Agent a folder (a lock on the folder sees to that)
class Agent {
 public:
  /// @errors invalid_input no hall id, or the anchor is not a root document; not_found no trust
  ///         anchor; denied the anchor does not sign itself; conflict another agent has the folder;
  ///         io
  [[nodiscard]] static Result<Agent> open(AgentOptions options, Log log);
  Agent(Agent&&) noexcept;
  Agent& operator=(Agent&&) noexcept;
  ~Agent();

  /// Asks the source for news and takes them up, mends what is damaged here, and ends the lease if
  /// it is over. Writes status.json in any case.
  [[nodiscard]] Pass poll_once(Source& source, MachineClock const& machine);

  /// How long to rest before the next pass.
  [[nodiscard]] std::chrono::milliseconds rest() const { return rest_; }
  /// As status.json holds it.
  [[nodiscard]] publication::Status const& status() const { return status_; }

 private:
  struct FolderLock;
  /// What verified metadata say of this hall.
  struct Published {
    trust::Target records, decisions;
    std::optional<Instant> issued;  ///< when the hub said that this is current
  };
  /// A head as it was last fetched, so that one that cannot be taken is not fetched at every poll.
  struct KnownHead {
    std::string sha256;
    std::string bytes;
  };

  Agent(publication::TerminalFolder folder, AgentOptions options, std::unique_ptr<FolderLock> lock,
        Log log);

  // pass.cpp: one pass
  [[nodiscard]] Outcome<Pass> update(Source& source, MachineClock const& machine);
  [[nodiscard]] Outcome<Published> refresh(Source& source, MachineClock const& machine);
  [[nodiscard]] Outcome<Heads> heads_of(Source& source, Published const& published);
  [[nodiscard]] Outcome<publication::PartHead> head_of(Source& source, publication::Part part,
                                                       trust::Target const& target,
                                                       std::string& bytes);
  [[nodiscard]] Outcome<Pass> stay(Source& source, Heads const& heads);
  [[nodiscard]] Outcome<Pass> take_up(Source& source, Heads const& heads);
  [[nodiscard]] Outcome<void> build(Source& source, Heads const& heads, Way way);
  [[nodiscard]] Outcome<void> assemble(Heads const& heads, Plans const& plans, Extras extras,
                                       std::optional<std::filesystem::path> const& older);
  [[nodiscard]] Outcome<void> switch_to(std::filesystem::path const& staged, Heads const& heads);

  // agent.cpp: what surrounds a pass
  void enter(State state);
  void confirm();
  void end_lease();
  void note_fault(std::string const& code, std::string const& detail);
  void finish(Source& source, Outcome<Pass> const& outcome);
  void report(Failure const& failure);
  void set_trouble(std::string code, std::string detail);
  void write_down();

  publication::TerminalFolder folder_;
  AgentOptions options_;
  std::unique_ptr<FolderLock> lock_;
  Log log_;
  publication::Status status_;
  Memory memory_;
  Memory written_memory_;
  Teller teller_;
  trust::TrustedClock clock_;
  bool clock_recalled_{false};
  trust::TrustedTime time_;
  State state_{State::idle};
  Shown shown_;
  std::chrono::milliseconds rest_{0};
  std::int64_t published_interval_{0};    ///< what the publisher asks for; 0 = nothing
  std::string timestamp_version_;         ///< the source's name for the timestamp that is kept
  std::array<KnownHead, 2> known_heads_;  ///< by Part
  bool looked_at_media_{false};           ///< since the start
};

}  // namespace mingshi::sync
