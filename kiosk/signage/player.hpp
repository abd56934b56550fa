#pragma once

#include "core/domain/record.hpp"
#include "kiosk/model/state.hpp"
#include "kiosk/signage/programme.hpp"
#include "kiosk/theme/theme.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {

/// One page of the loop, as it stands on the wall.
struct Slide {
  ProgrammeItem item;
  std::size_t group{0};  ///< officers, decisions: which group or page, from 0
  Millis began{0};       ///< on the player's clock
  Millis ends{0};        ///< exactly began + dwell
  friend bool operator==(Slide const&, Slide const&) = default;
};

/// What stood on the wall, once it is gone.
struct ShownSlide {
  std::string content;               ///< content_of() the slide
  std::vector<std::string> records;  ///< ids of the records on it
  std::chrono::seconds stood{0};
  friend bool operator==(ShownSlide const&, ShownSlide const&) = default;
};

/// Names what a slide shows, for the frame probe: "notice/…", "officers#2", "video/ab12…".
[[nodiscard]] std::string content_of(Slide const& slide);

/// Everything the wall plays from. A value: the functions below give the next one.
struct WallState {
  AppState app;  ///< snapshot, freshness and clock, as on the touch terminal
  Programme programme;
  std::string programme_error;                ///< why the programme cannot be read; empty = it can
  std::size_t cursor{0};                      ///< item that comes next
  std::size_t officer_group{0};               ///< group that comes next
  std::size_t decision_page{0};               ///< page that comes next
  std::optional<Slide> current;               ///< none = the fallback card
  std::optional<Slide> previous;              ///< what `current` fades in over
  std::map<std::string, Millis> quarantined;  ///< video that failed → when it may be tried again
};

/// A video that could not be played is passed over this long.
inline constexpr Millis quarantine_time{60'000};
inline constexpr std::size_t officers_a_group{6};
inline constexpr std::size_t decisions_a_page{5};

/// A new generation. The loop goes on where it is: a refresh never sends it back to the first item,
/// and the item on show stays for its time unless it is gone.
[[nodiscard]] WallState on_snapshot(WallState state, SnapshotPtr snapshot, Millis now);
/// Time passed: moves to the next item once the current one's time is over. Items that cannot be
/// shown now are passed over; with none left the fallback card stands.
[[nodiscard]] WallState on_time(WallState state, Millis now);
/// The video cannot be played: it leaves the screen at once and is passed over for a while.
[[nodiscard]] WallState on_video_failed(WallState state, std::string const& media, Millis now);
/// When on_time() has something to do.
[[nodiscard]] Millis next_change(WallState const& state, Millis now);

/// The video that plays now or comes next, so that its first frame can be ready before the cut;
/// empty = none.
[[nodiscard]] std::string next_video(WallState const& state);

/// Ids of the records that a slide shows.
[[nodiscard]] std::vector<std::string> records_on(WallState const& state, Slide const& slide);

/// Officers whose certificate is in force or unverified for age alone, in list order.
[[nodiscard]] std::vector<domain::PublicRecord const*> wall_officers(AppState const& state);
/// Decisions on show, the newest first.
[[nodiscard]] std::vector<domain::PublicRecord const*> wall_decisions(AppState const& state);

}  // namespace mingshi::kiosk
