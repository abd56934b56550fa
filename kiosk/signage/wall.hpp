#pragma once

#include "core/base/log.hpp"
#include "kiosk/platform/platform.hpp"
#include "kiosk/signage/video.hpp"
#include "kiosk/signage/wall_view.hpp"
#include "kiosk/widgets/ui.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// Where a media object lies, by its SHA-256.
using MediaPath = std::function<std::filesystem::path(std::string_view sha256)>;

/// Is told what has stood on the wall, once it is gone.
using WhenShown = std::function<void(ShownSlide const&)>;

/// Plays the wall: owns the player's state and the video, draws a frame when one is due. The app's
/// loop feeds it what happened and asks how long it may wait.
/// @threads UI thread
class Wall {
 public:
  /// @pre platform and ui outlive it
  Wall(Platform& platform, Ui& ui, MediaPath media, WhenShown when_shown, Log log);
  Wall(Wall const&) = delete;
  Wall& operator=(Wall const&) = delete;
  ~Wall();

  /// A generation was opened and checked.
  void show(SnapshotPtr snapshot);
  void freshness(FreshnessKnown const& known);
  /// The trusted clock, at least once a second.
  void tick(Instant now, domain::ClockTrust clock);

  /// Moves on, and draws and presents a frame if anything moved.
  /// @returns how long nothing will
  Millis step();

  /// For a picture without a display: the first slide of this kind stands, nothing moves; the
  /// ticker stands at the line of that label's kind.
  /// @errors not_found the programme has no such item that can be shown
  [[nodiscard]] Result<void> hold(ItemKind kind);

  /// Presents this many frames with nothing on them, the first after `after`: proves that the frame
  /// probe sees a black wall. Never used in service.
  void plant_black_frames(int count, Millis after);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
