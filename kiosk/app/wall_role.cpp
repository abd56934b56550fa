#include "core/base/mailbox.hpp"
#include "core/base/overload.hpp"
#include "core/publication/terminal.hpp"
#include "kiosk/app/terminal.hpp"
#include "kiosk/app/witness.hpp"
#include "kiosk/feed/feed.hpp"
#include "kiosk/model/state.hpp"
#include "kiosk/signage/wall.hpp"
#include "kiosk/widgets/ui.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mingshi::kiosk {
namespace {

/// `--screen signage-notice?as_of=…`: a slide that stands, for a picture.
struct HeldSlide {
  std::optional<ItemKind> kind;  ///< none = the loop
  std::optional<Instant> as_of;
};

Result<HeldSlide> held_slide(std::string const& spec) {
  if (spec.empty()) return HeldSlide{};
  static constexpr std::string_view prefix{"signage-"};
  auto const mark{std::min(spec.find('?'), spec.size())};
  auto const name{spec.substr(0, mark)};
  HeldSlide held;
  for (auto const kind :
       {ItemKind::notice, ItemKind::officers, ItemKind::decisions, ItemKind::video})
    if (name == std::string{prefix}.append(name_of(kind))) held.kind = kind;
  if (!held.kind)
    return fail(ErrorCode::not_found,
                "no screen \"" + name +
                    "\" on the wall; there are: signage-notice signage-officers "
                    "signage-decisions signage-video");
  // The arguments are read as those of any page: the wall knows as_of.
  held.as_of = MS_TRY(open_screen("home" + spec.substr(mark))).as_of;
  return held;
}

void take(Wall& wall, FeedMessage const& news, PictureShelf& shelf, Log const& log) {
  std::visit(Overload{[&](Loaded const& loaded) {
                        shelf.pictures = loaded.pictures;
                        log.info("generation {} is on show: {} records", loaded.snapshot->sequence,
                                 loaded.snapshot->records.size());
                        wall.show(loaded.snapshot);
                      },
                      [&](FreshnessKnown const& known) { wall.freshness(known); },
                      [&](LoadFailed const& failed) {
                        log.warn("generation not taken, the one before stays: {}: {}",
                                 name_of(failed.code), failed.detail);
                      }},
             news);
}

int shoot(Options const& options, HeldSlide const& held, Wall& wall, Terminal& terminal,
          Witness& witness, Watcher& watcher, Log const& log) {
  for (auto const& news : watcher.look()) {
    witness.take(news);
    take(wall, news, *terminal.shelf, log);
  }
  if (held.as_of) wall.freshness({*held.as_of, {}});
  auto const now{witness.tick({})};
  wall.tick(now.now, now.clock);
  if (held.kind)
    if (auto const found{wall.hold(*held.kind)}; !found) return give_up(log, found.error());
  static_cast<void>(wall.step());
  if (auto const saved{terminal.platform->save_png(*options.shot)}; !saved)
    return give_up(log, saved.error());
  return 0;
}

}  // namespace

int run_wall(Options const& options, Log const& log) {
  auto const held{held_slide(options.screen)};
  if (!held) {
    std::fputs(("mingshi-kiosk: " + held.error().detail() + "\n").c_str(), stderr);
    return 2;
  }
  auto watcher{open_watcher(options)};
  if (!watcher) return give_up(log, watcher.error());
  auto terminal{open_terminal(options, "signage_dark", wall_canvas, log)};
  if (!terminal) return give_up(log, terminal.error());
  log.info("drawing by {}", terminal->platform->renderer());
  Ui ui{*terminal->platform, terminal->theme,
        options.shot ? Ui::Movement::still : Ui::Movement::live};
  publication::TerminalFolder const folder{options.data};
  Witness witness{options, log};
  Wall wall{*terminal->platform, ui,
            [&folder](std::string_view sha256) { return folder.object(sha256); },
            [&witness](ShownSlide const& slide) { witness.shown(slide); }, log};
  auto const clock{[&] {
    auto const now{witness.tick({})};
    wall.tick(now.now, now.clock);
  }};
  clock();
  if (options.shot) return shoot(options, *held, wall, *terminal, witness, *watcher, log);
  if (options.plant_black)
    wall.plant_black_frames(options.plant_black->frames, options.plant_black->after);

  Mailbox<FeedMessage> mailbox{&Platform::wake};
  Feed const feed{*std::move(watcher), mailbox};
  for (Millis wait{0}; !terminal->platform->ended();) {
    terminal->platform->wait(wait);
    for (auto const& news : mailbox.drain()) {
      take(wall, news, *terminal->shelf, log);
      witness.take(news);
    }
    clock();
    wait = wall.step();
  }
  return 0;
}

}  // namespace mingshi::kiosk
