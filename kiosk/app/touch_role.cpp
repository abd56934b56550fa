#include "core/base/mailbox.hpp"
#include "kiosk/app/terminal.hpp"
#include "kiosk/app/witness.hpp"
#include "kiosk/feed/feed.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/widgets/ui.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

namespace mingshi::kiosk {
namespace {

constexpr Size portrait{1080, 1920};
/// A clock is never more than this late.
constexpr Millis longest_wait{1000};
/// The page is worked out anew at most this often for the passing of time alone; between two frames
/// of a motion nothing is.
constexpr Millis tick_period{200};

/// After this many frames in which nothing happened, only what moves by itself is drawn.
constexpr int frames_to_settle{2};

/// The touch terminal while it runs.
/// @threads UI thread
class TouchTerminal {
 public:
  TouchTerminal(Options const& options, Log const& log, Terminal& terminal, Witness& witness,
                AppState state)
      : options_{options},
        log_{log},
        terminal_{terminal},
        witness_{witness},
        ui_{*terminal.platform, terminal.theme,
            options.shot ? Ui::Movement::still : Ui::Movement::live},
        state_{std::move(state)},
        last_touch_{terminal.platform->now() - state_.since_touch},
        vm_{view_model(state_)} {}

  void take(FeedMessage const& news) {
    witness_.take(news);
    state_ = take_news(std::move(state_), news, *terminal_.shelf, log_);
    refresh();
  }

  void tick_now() {
    auto const now{terminal_.platform->now()};
    if (now < next_tick_) return;
    next_tick_ = now + tick_period;
    auto const since{now - last_touch_};
    state_ = reduce(std::move(state_), witness_.tick(options_.shot ? state_.since_touch : since));
    refresh();
  }

  [[nodiscard]] bool wants_frame() const {
    return changed_ || ui_.until_next_frame() <= Millis{0} || terminal_.platform->wants_frame();
  }
  [[nodiscard]] Millis until_next() const {
    return changed_ ? Millis{0} : std::min(ui_.until_next_frame(), longest_wait);
  }

  void draw_frame() {
    bool const settled{!std::exchange(changed_, false) && !ui_.animating()};
    auto const input{terminal_.platform->begin_frame()};
    ui_.begin(input);
    auto const touch{screens::draw(ui_, vm_)};
    ui_.end();
    bool const calm{settled && input.pointer.empty() && !ui_.animating()};
    calm_frames_ = calm ? calm_frames_ + 1 : 0;
    terminal_.platform->present({.screen = screens::screen_name(vm_.page),
                                 .content = screens::screen_name(vm_.page),
                                 .items = ui_.items(),
                                 .moving = ui_.animating(),
                                 .only = calm_frames_ > frames_to_settle
                                             ? screens::moving_parts(vm_.page)
                                             : std::vector<Rect>{},
                                 .extras = {}});
    note_finger(input);
    if (touch) act_on(*touch);
  }

  /// How often 重试 was touched.
  [[nodiscard]] std::uint64_t retries() const { return state_.retries; }

 private:
  void refresh() {
    auto next{view_model(state_)};
    if (next == vm_) return;
    vm_ = std::move(next);
    changed_ = true;
  }

  /// While the idle warning stands, only a finger that was lifted counts: the release is what
  /// answers it.
  void note_finger(FrameInput const& input) {
    for (auto const& event : input.pointer)
      if (event.kind == PointerEvent::Kind::up || !vm_.chrome.idle)
        last_touch_ = terminal_.platform->now();
  }

  /// A page was opened: does it show a record?
  void note_opened() {
    auto const record{record_on_top(state_)};
    if (!record.empty() && !std::holds_alternative<MessagePageVm>(vm_.page))
      witness_.opened(record);
  }

  void act_on(Touch const& touch) {
    auto const sessions{state_.sessions_ended};
    auto const depth{state_.stack.size()};
    state_ = reduce(std::move(state_), touch);
    refresh();
    if (state_.stack.size() > depth) note_opened();
    if (state_.sessions_ended != sessions) forget();
  }

 public:
  /// Forgets what the last citizen saw, also when time ended the session.
  void forget_if_ended() {
    if (state_.sessions_ended == forgotten_) return;
    forget();
  }

 private:
  void forget() {
    forgotten_ = state_.sessions_ended;
    ui_.forget_session();
    terminal_.platform->forget_session();
    changed_ = true;
  }

  Options const& options_;
  Log const& log_;
  Terminal& terminal_;
  Witness& witness_;
  Ui ui_;
  AppState state_;
  Millis last_touch_;
  Millis next_tick_{0};
  int calm_frames_{0};
  ScreenVm vm_;
  bool changed_{true};
  std::uint64_t forgotten_{0};
};

/// One picture of one screen, from data that are read on this thread.
int shoot(Options const& options, OpenedScreen const& opened, Log const& log, Terminal& terminal,
          Witness& witness, Watcher& watcher) {
  AppState state;
  for (auto const& news : watcher.look()) {
    witness.take(news);
    state = take_news(std::move(state), news, *terminal.shelf, log);
  }
  if (state.snapshot == nullptr)
    return give_up(log, Error{ErrorCode::not_found, "no generation to show"});
  if (opened.as_of) state = reduce(std::move(state), FreshnessKnown{*opened.as_of, {}});
  state.stack = opened.stack;
  state = reduce(std::move(state), witness.tick(opened.since_touch));
  TouchTerminal touch{options, log, terminal, witness, std::move(state)};
  touch.draw_frame();
  touch.draw_frame();  // what the first measured, the second shows
  if (auto const saved{terminal.platform->save_png(*options.shot)}; !saved)
    return give_up(log, saved.error());
  return 0;
}

}  // namespace

int run_touch(Options const& options, Log const& log) {
  auto const opened{open_screen(options.screen.empty() ? "attract" : options.screen)};
  if (!opened) {
    std::fputs(("mingshi-kiosk: " + opened.error().detail() + "\n").c_str(), stderr);
    return 2;
  }
  auto watcher{open_watcher(options)};
  if (!watcher) return give_up(log, watcher.error());
  auto terminal{open_terminal(options, "light", portrait, log)};
  if (!terminal) return give_up(log, terminal.error());
  log.info("drawing by {}", terminal->platform->renderer());
  Witness witness{options, log};
  if (options.shot) return shoot(options, *opened, log, *terminal, witness, *watcher);

  AppState state;
  state = reduce(std::move(state), witness.tick({}));
  state.stack = opened->stack;
  TouchTerminal touch{options, log, *terminal, witness, std::move(state)};
  Mailbox<FeedMessage> mailbox{&Platform::wake};
  Feed feed{*std::move(watcher), mailbox};
  for (std::uint64_t retries{0}; !terminal->platform->ended();) {
    terminal->platform->wait(touch.until_next());
    for (auto const& news : mailbox.drain()) touch.take(news);
    touch.tick_now();
    touch.forget_if_ended();
    if (touch.wants_frame()) touch.draw_frame();
    if (touch.retries() != std::exchange(retries, touch.retries())) feed.look_now();
  }
  return 0;
}

}  // namespace mingshi::kiosk
