#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "kiosk/app/options.hpp"
#include "kiosk/feed/watcher.hpp"
#include "kiosk/platform/platform.hpp"
#include "kiosk/theme/theme.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string_view>

namespace mingshi::kiosk {

/// The pictures of the generation on show, held where the platform's ImageSource can look them up.
struct PictureShelf {
  PicturesPtr pictures;
};

/// A display, its look and the folder to watch: what both roles begin with.
struct Terminal {
  std::filesystem::path assets;
  Theme theme;
  std::unique_ptr<PictureShelf>
      shelf;  ///< the platform's ImageSource refers to it: declared before
  std::unique_ptr<Platform> platform;
};

/// @param theme name of a file in assets/themes
/// @errors as find_assets, load_theme and Platform::open
[[nodiscard]] Result<Terminal> open_terminal(Options const& options, std::string_view theme,
                                             Size reference, Log const& log);

/// @errors unsupported no reading of names
[[nodiscard]] Result<Watcher> open_watcher(Options const& options);

/// Takes what the feed found into the state of pages. What it says goes to the log.
[[nodiscard]] AppState take_news(AppState state, FeedMessage const& news, PictureShelf& shelf,
                                 Log const& log);

/// Each role is one function: it opens its display, runs until it is asked to end, and gives the
/// exit code.
[[nodiscard]] int run_touch(Options const& options, Log const& log);
[[nodiscard]] int run_wall(Options const& options, Log const& log);

/// Prints what was wrong and gives the exit code for it: 2 for what the command line asked, else 1.
[[nodiscard]] int give_up(Log const& log, Error const& error);

}  // namespace mingshi::kiosk
