#pragma once

#include "kiosk/platform/platform.hpp"
#include "kiosk/theme/theme.hpp"
#include "kiosk/widgets/ui.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace mingshi::kiosk {

inline Theme theme_for_tests(std::string const& name = "light") {
  auto theme{load_theme(std::filesystem::path{MS_SOURCE_DIR} / "assets/themes" / (name + ".toml"))};
  REQUIRE(theme.has_value());
  return *theme;
}

/// A terminal without a display, driven frame by frame with a clock of its own.
class Rig {
 public:
  using View = std::function<void(Ui&)>;

  explicit Rig(View view, RenderPath render = RenderPath::none,
               Ui::Movement movement = Ui::Movement::live, Rotation rotation = Rotation::none,
               Size panel = {1080, 1920}, std::string const& theme_name = "light")
      : theme_{theme_for_tests(theme_name)}, view_{std::move(view)} {
    PlatformOptions options;
    options.mode = WindowMode::headless;
    options.render = render;
    options.rotation = rotation;
    options.panel = panel;
    options.assets = std::filesystem::path{MS_SOURCE_DIR} / "assets";
    auto opened{Platform::open(std::move(options), Log::none())};
    INFO((opened ? "" : opened.error().detail()));
    REQUIRE(opened.has_value());
    platform_ = std::move(*opened);
    ui_ = std::make_unique<Ui>(*platform_, theme_, movement);
  }

  void frame(Millis step = Millis{16}) {
    now_ += step;
    platform_->set_time(now_);
    ui_->begin(platform_->begin_frame());
    view_(*ui_);
    ui_->end();
    platform_->present({.screen = "test",
                        .content = "",
                        .items = ui_->items(),
                        .moving = ui_->animating(),
                        .extras = {}});
  }
  /// A finger at a point of the reference canvas.
  void finger(PointerEvent::Kind kind, Point at) {
    platform_->feed({kind, platform_->canvas().to_device(at)});
    frame();
  }
  void tap(Point at) {
    finger(PointerEvent::Kind::down, at);
    finger(PointerEvent::Kind::up, at);
  }
  Ui& ui() { return *ui_; }
  Platform& platform() { return *platform_; }

 private:
  Theme theme_;
  View view_;
  std::unique_ptr<Platform> platform_;
  std::unique_ptr<Ui> ui_;
  Millis now_{1000};
};

}  // namespace mingshi::kiosk
