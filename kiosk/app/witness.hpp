#pragma once

#include "core/base/log.hpp"
#include "core/trust/trusted_time.hpp"
#include "kiosk/app/options.hpp"
#include "kiosk/evidence/evidence.hpp"
#include "kiosk/feed/watcher.hpp"
#include "kiosk/model/opened_tally.hpp"
#include "kiosk/model/state.hpp"
#include "kiosk/signage/player.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace mingshi::kiosk {

/// Where receipts go: what the command line asks for, else the terminal folder's own place; none
/// for a picture and for a folder that is only looked at.
[[nodiscard]] std::optional<std::filesystem::path> receipts_folder(Options const& options);

/// Knows what time it is, as far as anybody can, and writes down what the screen did.
/// @threads UI thread
class Witness {
 public:
  Witness(Options const& options, Log const& log);
  Witness(Witness const&) = delete;
  Witness& operator=(Witness const&) = delete;
  /// Writes down the counts of the hour that has begun.
  ~Witness();

  /// The time now, for pages and wall. Also sees the hour and the lease end.
  [[nodiscard]] Tick tick(std::chrono::milliseconds since_touch);
  /// What the feed says raises the floor of the time, and names records that left the screen.
  void take(FeedMessage const& news);

  /// A citizen opened a record. Only its count of the hour is written down.
  void opened(std::string_view record);
  /// Something has stood on the wall and is gone.
  void shown(ShownSlide const& slide);

 private:
  [[nodiscard]] MachineClock machine() const;
  [[nodiscard]] receipt::Receipt receipt_of(receipt::Kind kind, std::string subject,
                                            receipt::Facts detail) const;
  void write(receipt::Receipt receipt);
  void write(Opened const& opened);
  void look_at_lease();

  Options const& options_;
  trust::TrustedClock clock_;
  trust::TrustedTime time_;
  std::optional<Instant> floor_told_;  ///< status.json's, that was recalled last
  AppState state_;                     ///< of it only the data and the time
  bool hidden_{false};                 ///< the lease is over, and that was written down
  OpenedTally tally_;
  std::unique_ptr<Evidence> evidence_;  ///< null = nothing is written down
};

}  // namespace mingshi::kiosk
