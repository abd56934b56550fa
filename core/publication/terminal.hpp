#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/part_head.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/trusted_time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingshi::publication {

/// One step that failed, as status.json keeps it.
struct Trouble {
  std::string code;    ///< stable, [a-z_]+; docs/formats/repository.md lists them
  std::string detail;  ///< English, for the log
  Instant at{};
  friend bool operator==(Trouble const&, Trouble const&) = default;
};

/// What the agent knew about the time when it wrote status.json.
struct TimeWord {
  Instant floor{};  ///< what every program of the terminal starts from
  trust::Confidence confidence{trust::Confidence::floor_only};
  friend bool operator==(TimeWord const&, TimeWord const&) = default;
};

/// How fresh a terminal's data are: what mingshi-sync tells the kiosk. What comes after last_error
/// may be missing in a file and is left out where there is nothing to say.
struct Status {
  std::int64_t generation{0};    ///< sequence of the current generation; 0 = none yet
  std::optional<Instant> as_of;  ///< the hub's signed word that this generation is the current one
  std::optional<Instant>
      last_contact;  ///< the last time the server answered with anything that verified
  std::optional<Trouble> last_error;  ///< of the last pass; none when it succeeded
  std::optional<TimeWord> time{};
  std::optional<Instant> lease_until{};  ///< as_of and the head's lease_hours
  std::optional<Instant> next_poll{};
  std::string source{};     ///< which mirror answered last
  std::string state{};      ///< idle, polling, planning, fetching, verifying, applying, checking,
                            ///< backing_off, quarantined
  std::int64_t retries{0};  ///< passes that failed since one succeeded
  friend bool operator==(Status const&, Status const&) = default;
};

/// withdrawn.json: what verified heads say was taken back, written before anything else is fetched.
struct Withdrawals {
  std::string hall;
  std::vector<Withdrawal> ids;
  friend bool operator==(Withdrawals const&, Withdrawals const&) = default;
};

/// A generation that lies on the disk.
struct GenerationFolder {
  std::int64_t sequence{0};
  std::filesystem::path folder;
  friend bool operator==(GenerationFolder const&, GenerationFolder const&) = default;
};

/// The folder mingshi-sync writes and mingshi-kiosk reads. Only names: nothing here is cached.
class TerminalFolder {
 public:
  explicit TerminalFolder(std::filesystem::path root) : root_{std::move(root)} {}

  [[nodiscard]] std::filesystem::path const& root() const { return root_; }
  /// The link that is renamed: it points to "generations/000042".
  [[nodiscard]] std::filesystem::path current_link() const { return root_ / "current"; }
  [[nodiscard]] std::filesystem::path generations() const { return root_ / "generations"; }
  /// "generations/000042"
  [[nodiscard]] std::filesystem::path generation(std::int64_t sequence) const;
  [[nodiscard]] std::filesystem::path objects() const { return root_ / "objects"; }
  /// "objects/ab/<sha256>". @pre is_sha256
  [[nodiscard]] std::filesystem::path object(std::string_view sha256) const;
  [[nodiscard]] std::filesystem::path trust_folder() const { return root_ / "trust"; }
  /// "trust/root.json"
  [[nodiscard]] std::filesystem::path trust_file(trust::Role role) const;
  [[nodiscard]] std::filesystem::path status_file() const { return root_ / "status.json"; }
  [[nodiscard]] std::filesystem::path withdrawn_file() const { return root_ / "withdrawn.json"; }
  /// Op logs, settings and media lists while they are needed: "objects/.part".
  [[nodiscard]] std::filesystem::path incoming() const { return objects() / ".part"; }
  /// "objects/.part/<sha256>". @pre is_sha256
  [[nodiscard]] std::filesystem::path incoming(std::string_view sha256) const {
    return incoming() / sha256;
  }
  /// "receipts/sync", "receipts/kiosk": a core/receipt spool each.
  [[nodiscard]] std::filesystem::path receipts(std::string_view writer) const {
    return root_ / "receipts" / writer;
  }
  /// What a monitoring agent picks up, in the OpenMetrics text format.
  [[nodiscard]] std::filesystem::path metrics_file() const { return root_ / "metrics.prom"; }

  /// The generation that `current` points to.
  /// @errors not_found no link yet; corrupt the link points elsewhere than into generations/
  [[nodiscard]] Result<GenerationFolder> current() const;
  /// Every generation on the disk, oldest first; other names are passed over. @errors io
  [[nodiscard]] Result<std::vector<GenerationFolder>> list() const;

 private:
  std::filesystem::path root_;
};

inline constexpr std::string_view database_name{"disclosure.db"};
/// Name of a part's head in a generation's folder: "records.head".
[[nodiscard]] std::string head_file_name(Part part);

/// "000042"
[[nodiscard]] std::string generation_name(std::int64_t sequence);

/// @errors not_found; invalid_input not a status; io
[[nodiscard]] Result<Status> read_status(TerminalFolder const& folder);
/// Replaces status.json in one step. @after-failure the old one stands
[[nodiscard]] Result<void> write_status(TerminalFolder const& folder, Status const& status);

/// Reads and writes the text of status.json. @errors invalid_input
[[nodiscard]] std::string format_status(Status const& status);
[[nodiscard]] Result<Status> parse_status(std::string_view bytes);

/// The withdrawals of both heads, by id, each once with its highest sequence. @pre of one hall
[[nodiscard]] Withdrawals withdrawals_of(PartHead const& records, PartHead const& decisions);

/// Nothing withdrawn when there is no such file.
/// @errors invalid_input not a list of withdrawals; io
[[nodiscard]] Result<Withdrawals> read_withdrawals(TerminalFolder const& folder);
/// Replaces withdrawn.json in one step. @after-failure the old one stands
[[nodiscard]] Result<void> write_withdrawals(TerminalFolder const& folder,
                                             Withdrawals const& withdrawals);

/// Reads and writes the text of withdrawn.json. @errors invalid_input
[[nodiscard]] std::string format_withdrawals(Withdrawals const& withdrawals);
[[nodiscard]] Result<Withdrawals> parse_withdrawals(std::string_view bytes);

}  // namespace mingshi::publication
