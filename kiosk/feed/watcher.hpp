#pragma once

#include "core/base/result.hpp"
#include "core/publication/terminal.hpp"
#include "core/text/pinyin.hpp"
#include "kiosk/feed/load.hpp"
#include "kiosk/model/state.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mingshi::kiosk {

/// A generation was opened and checked, or records left the one on show. Until then the kiosk goes
/// on with the one before.
struct Loaded {
  SnapshotPtr snapshot;
  PicturesPtr pictures;
  std::vector<std::string> withdrawn{};  ///< records that left it and were not named before
};
/// A generation that lies there could not be taken; the one before stays.
struct LoadFailed {
  ErrorCode code;
  std::string detail;  ///< for the log
};
using FeedMessage = std::variant<Loaded, FreshnessKnown, LoadFailed>;

/// Looks at a terminal's folder (`current`, `status.json`, `withdrawn.json`) or at any folder that
/// holds a disclosure.db, and says what is new. Reads only.
/// @threads one
class Watcher {
 public:
  Watcher(std::filesystem::path data, text::Pinyin pinyin);

  /// What has changed since the last look. A generation that failed is tried again when the files
  /// change, or after `retry_every` looks.
  [[nodiscard]] std::vector<FeedMessage> look();

  static constexpr int retry_every{30};

 private:
  /// Which file a generation is: another generation never has the same.
  struct Identity {
    std::filesystem::path database;
    std::uintmax_t size;
    std::filesystem::file_time_type written;
    friend bool operator==(Identity const&, Identity const&) = default;
  };
  [[nodiscard]] Result<Identity> identity() const;
  void look_at_generation(std::vector<FeedMessage>& news);
  void look_at_withdrawals(std::vector<FeedMessage>& news);
  [[nodiscard]] Loaded without_withdrawn();
  void look_at_status(std::vector<FeedMessage>& news);
  static void report(std::vector<FeedMessage>& news, Error const& error, std::string& reported);

  std::filesystem::path data_;
  text::Pinyin pinyin_;
  std::optional<Identity> shown_;
  std::optional<Identity> failed_;
  int looks_since_failure_{0};
  std::string reported_;              ///< of the generation: each failure is told once
  std::string reported_withdrawals_;  ///< of withdrawn.json
  std::optional<FreshnessKnown> freshness_;
  SnapshotPtr whole_;  ///< the generation on show, with what was withdrawn since
  PicturesPtr pictures_;
  publication::Withdrawals withdrawals_;
  RecordIds hidden_;  ///< of whole_'s records, those that are not shown
  Instant issued_{};
};

}  // namespace mingshi::kiosk
