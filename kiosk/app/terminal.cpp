#include "kiosk/app/terminal.hpp"

#include "core/base/assets.hpp"
#include "core/base/overload.hpp"

#include <optional>
#include <string>
#include <utility>

namespace mingshi::kiosk {
Result<Terminal> open_terminal(Options const& options, std::string_view theme, Size reference,
                               Log const& log) {
  Terminal terminal{.assets = MS_TRY(find_assets(options.assets)),
                    .theme = {},
                    .shelf = std::make_unique<PictureShelf>(),
                    .platform = nullptr};
  terminal.theme = MS_TRY(load_theme(terminal.assets / "themes" / (std::string{theme} + ".toml")));
  PlatformOptions wanted;
  wanted.mode = options.mode;
  wanted.render = options.render;
  wanted.rotation = options.rotation;
  wanted.panel = options.panel.value_or(reference);
  wanted.reference = reference;
  wanted.assets = terminal.assets;
  wanted.images = [shelf = terminal.shelf.get()](std::string_view key) {
    if (shelf->pictures == nullptr) return std::optional<std::string>{};
    auto const found{shelf->pictures->find(key)};
    return found == shelf->pictures->end() ? std::nullopt : std::optional{found->second};
  };
  wanted.touch_script = options.touch_script;
  wanted.probe = options.probe;
  wanted.probe_log = options.probe_log;
  terminal.platform = MS_TRY(Platform::open(std::move(wanted), log));
  return terminal;
}

Result<Watcher> open_watcher(Options const& options) {
  auto pinyin{MS_TRY(text::Pinyin::create())};
  return Watcher{options.data, std::move(pinyin)};
}

AppState take_news(AppState state, FeedMessage const& news, PictureShelf& shelf, Log const& log) {
  return std::visit(
      Overload{[&](Loaded const& loaded) {
                 shelf.pictures = loaded.pictures;
                 log.info("generation {} is on show: {} records, {} pictures",
                          loaded.snapshot->sequence, loaded.snapshot->records.size(),
                          loaded.pictures->size());
                 if (!loaded.withdrawn.empty())
                   log.info("{} withdrawn records left the screen", loaded.withdrawn.size());
                 return reduce(std::move(state), SnapshotReady{loaded.snapshot});
               },
               [&](FreshnessKnown const& known) { return reduce(std::move(state), known); },
               [&](LoadFailed const& failed) {
                 log.warn("generation not taken, the one before stays: {}: {}",
                          name_of(failed.code), failed.detail);
                 return std::move(state);
               }},
      news);
}

int give_up(Log const& log, Error const& error) {
  log.error("{}: {}", name_of(error.code()), error.detail());
  return 1;
}

}  // namespace mingshi::kiosk
