#include "kiosk/signage/wall.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>

namespace mingshi::kiosk {
namespace {

/// Frames no closer than this: the processor draws a moving ticker, a graphics processor has its
/// own beat.
constexpr Millis software_pace{66};
constexpr Millis hardware_pace{8};
/// So long before its cut the next page's portraits and glyphs begin to be made.
constexpr Millis rehearsal{2'000};
constexpr Rect whole_ticker{0, 976, 1920, 104};
constexpr Rect whole_side{1424, 0, 496, 976};

std::string_view ticker_label_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::officers:
      return "亮证执法";
    case ItemKind::decisions:
      return "事后公开";
    case ItemKind::notice:
    case ItemKind::video:
      break;
  }
  return "滚动公示";
}

}  // namespace

struct Wall::Impl {
  Impl(Platform& on, Ui& with, MediaPath where, WhenShown tell, Log to)
      : platform{on},
        ui{with},
        media{std::move(where)},
        when_shown{std::move(tell)},
        log{std::move(to)} {
    bool const software{platform.renderer() == "software"};
    pace = software ? software_pace : hardware_pace;
  }

  // --- the video
  /// Keeps the video that plays or comes next open, and only that.
  void prepare_video() {
    auto const wanted{next_video(state)};
    if (wanted == video_media) return;
    video.reset();
    video_media = wanted;
    playing = false;
    if (wanted.empty()) return;
    auto const scale{platform.canvas().scale};
    auto const pixels{[&](Pixels length) { return static_cast<int>(std::lround(length * scale)); }};
    auto opened{Video::open(media(wanted), pixels(wall_video_zone.w), pixels(wall_video_zone.h),
                            &Platform::wake, log)};
    if (opened)
      video = *std::move(opened);
    else
      give_up_video(opened.error().detail());
  }

  void give_up_video(std::string_view why) {
    log.warn("wall: video {} cannot be played: {}", video_media, why);
    state = on_video_failed(std::move(state), video_media, platform.now());
    video.reset();
    changed = true;
  }

  bool video_on_show() const {
    return state.current && state.current->item.kind == ItemKind::video &&
           state.current->item.target == video_media;
  }

  /// @returns a new picture of the video on show is there
  bool run_video() {
    prepare_video();
    if (!video) return false;
    bool const picture{video->update()};
    if (video->state() == Video::State::failed) {
      give_up_video("libmpv gave it up");
      return false;
    }
    if (video_on_show() != playing) {
      playing = !playing;
      playing ? video->play() : video->rewind();
    }
    return picture && video_on_show();
  }

  // --- what has stood there
  /// Tells of a slide that is gone, and remembers the one that came.
  void follow() {
    if (held) return;
    if (standing && (!state.current || *state.current != standing->slide)) {
      auto const stood{
          std::chrono::round<std::chrono::seconds>(platform.now() - standing->slide.began)};
      if (stood > std::chrono::seconds{0})
        when_shown({.content = content_of(standing->slide),
                    .records = std::move(standing->records),
                    .stood = stood});
      standing.reset();
    }
    if (state.current && !standing)
      standing = Standing{.slide = *state.current, .records = records_on(state, *state.current)};
  }

  // --- what is drawn
  void renew() {
    vm = wall_vm(state);
    leaving.reset();
    if (state.previous) leaving = page_vm(state, *state.previous);
    changed = false;
    drawn_whole = false;
  }

  float fade(Millis now) const {
    auto const length{ui.theme().motion.signage_fade};
    if (held || !leaving || !state.current || length <= Millis{0}) return 1;
    auto const t{static_cast<float>((now - state.current->began).count()) /
                 static_cast<float>(length.count())};
    return std::clamp(t, 0.F, 1.F);
  }

  /// Whole pixels, so that the letters do not shimmer.
  Pixels ticker_run(Millis now) {
    Pixels const length{ticker_length(ui, vm)};
    if (length <= 0) return 0;
    if (held) return held_ticker();
    auto const run{static_cast<double>(now.count()) / 1000 *
                   static_cast<double>(ui.theme().motion.ticker_per_second)};
    return static_cast<Pixels>(std::floor(std::fmod(run, static_cast<double>(length))));
  }

  Pixels held_ticker() {
    Pixels run{0};
    for (auto const& line : vm.ticker) {
      if (line.label == ticker_label_of(*held)) return run;
      auto one{vm};
      one.ticker = {line};
      run += ticker_length(ui, one);
    }
    return 0;
  }

  /// The parts that this frame changes; empty = everything.
  std::vector<Rect> parts(bool fading, bool picture) const {
    if (!drawn_whole || fading) return {};
    std::vector<Rect> only{whole_ticker};
    if (picture) only.push_back(wall_video_zone);
    if (side_changed) only.push_back(whole_side);
    return only;
  }

  bool black_now(Millis now) {
    if (black_left <= 0 || now < black_from) return false;
    --black_left;
    drawn_whole = false;
    return true;
  }

  /// Draws the page that comes next where nobody sees it, under the one on show, with one person
  /// more in each frame: its portraits are decoded one at a time and not all in the frame of the
  /// cut, which would hold the ticker up.
  void rehearse(Millis now) {
    if (held || !state.current || now + rehearsal < state.current->ends) {
      coming.reset();
      return;
    }
    if (!coming) {
      auto const next{on_time(state, state.current->ends)};
      if (!next.current) return;
      coming = page_vm(next, *next.current);
      rehearsed = 0;
    }
    if (rehearsed > officers_a_group) return;
    auto part{*coming};
    if (auto* const officers{std::get_if<WallOfficersVm>(&part)})
      officers->people.resize(std::min(officers->people.size(), rehearsed));
    ++rehearsed;
    auto const quiet{ui.unrecorded()};
    draw_wall_page(ui, part, vm.sample, nullptr);
    ui.fill(ui.visible(), ui.palette().bg);
  }

  void draw(Millis now, bool picture) {
    auto const input{platform.begin_frame()};
    ui.begin(input);
    float const fading{fade(now)};
    bool const black{black_now(now)};
    Pixels const run{ticker_run(now)};
    auto only{parts(fading < 1, picture)};
    if (black) {
      ui.fill(ui.visible(), {0, 0, 0, 255});
      only.clear();
    } else {
      rehearse(now);
      draw_wall(ui, vm, leaving ? &*leaving : nullptr,
                {.fade = fading,
                 .ticker = run,
                 .video = video_on_show() && video && video->state() == Video::State::ready
                              ? &video->frames()
                              : nullptr});
      drawn_whole = fading >= 1;
    }
    ui.end();
    side_changed = false;
    auto const overdue{state.current ? now - state.current->ends : Millis{0}};
    platform.present(
        {.screen = "wall",
         .content = black ? std::string_view{} : std::string_view{vm.content},
         .items = ui.items(),
         .moving = true,
         .only = std::move(only),
         .extras = {{"ticker_x", static_cast<double>(run)},
                    {"overdue_ms", static_cast<double>(std::max(overdue, Millis{0}).count())},
                    {"pictures", static_cast<double>(video ? video->pictures() : 0)}}});
    presented = now;
  }

  Platform& platform;
  Ui& ui;
  MediaPath media;
  WhenShown when_shown;
  Log log;
  WallState state;
  WallVm vm;
  struct Standing {
    Slide slide;
    std::vector<std::string> records;
  };
  std::optional<Standing> standing;  ///< the slide on show, as it was when it came
  std::optional<WallPageVm> leaving;
  std::optional<WallPageVm> coming;  ///< the page after this one, while it is rehearsed
  std::size_t rehearsed{0};          ///< frames that it was drawn in
  std::unique_ptr<Video> video;
  std::string video_media;
  bool playing{false};
  bool changed{true};         ///< vm is to be made anew
  bool drawn_whole{false};    ///< the last frame shows vm at rest
  bool side_changed{false};   ///< the clock moved on
  bool picture_waits{false};  ///< a picture of the video is to be shown
  std::optional<ItemKind> held;
  Millis pace{software_pace};
  Millis presented{-10'000};
  Millis black_from{0};
  int black_left{0};
};

Wall::Wall(Platform& platform, Ui& ui, MediaPath media, WhenShown when_shown, Log log)
    : impl_{std::make_unique<Impl>(platform, ui, std::move(media), std::move(when_shown),
                                   std::move(log))} {}
Wall::~Wall() = default;

void Wall::show(SnapshotPtr snapshot) {
  auto& self{*impl_};
  self.state = on_snapshot(std::move(self.state), std::move(snapshot), self.platform.now());
  if (!self.state.programme_error.empty()) self.log.error("wall: {}", self.state.programme_error);
  self.follow();
  self.changed = true;
}

void Wall::freshness(FreshnessKnown const& known) {
  impl_->state.app = reduce(std::move(impl_->state.app), known);
  impl_->changed = true;
}

void Wall::tick(Instant now, domain::ClockTrust clock) {
  auto& self{*impl_};
  self.state.app.now = now;
  self.state.app.clock = clock;
  auto const fresh{wall_vm(self.state)};
  if (fresh == self.vm) return;
  // Most often only the clock moved on: the page beside it need not be drawn again.
  auto rest{fresh};
  rest.side.clock = self.vm.side.clock;
  if (rest == self.vm && self.drawn_whole) {
    self.vm = fresh;
    self.side_changed = true;
  } else {
    self.changed = true;
  }
}

Millis Wall::step() {
  auto& self{*impl_};
  Millis const now{self.platform.now()};
  if (!self.held) {
    auto const before{self.state.current};
    self.state = on_time(std::move(self.state), now);
    if (self.state.current != before) {
      self.changed = true;
      self.coming.reset();
    }
  }
  self.follow();
  if (self.run_video()) self.picture_waits = true;
  if (self.changed) self.renew();
  bool const moving{!self.vm.ticker.empty() && !self.held};
  bool const due{!self.drawn_whole || self.side_changed || self.picture_waits || moving ||
                 self.platform.wants_frame() || self.black_left > 0};
  if (due && now - self.presented >= self.pace)
    self.draw(now, std::exchange(self.picture_waits, false));
  Millis const next{next_change(self.state, now) - now};
  Millis const beat{moving || self.fade(now) < 1 || self.picture_waits
                        ? self.pace - (self.platform.now() - self.presented)
                        : Millis{1'000}};
  return std::clamp(std::min(next, beat), Millis{1}, Millis{1'000});
}

Result<void> Wall::hold(ItemKind kind) {
  auto& self{*impl_};
  for (std::size_t tried{0}; tried <= self.state.programme.items.size(); ++tried) {
    if (self.state.current && self.state.current->item.kind == kind) {
      self.state.previous.reset();
      self.held = kind;
      self.changed = true;
      return {};
    }
    self.state = on_time(std::move(self.state), next_change(self.state, self.platform.now()));
  }
  return fail(ErrorCode::not_found,
              std::string{"the programme shows no "} + std::string{name_of(kind)});
}

void Wall::plant_black_frames(int count, Millis after) {
  impl_->black_left = count;
  impl_->black_from = impl_->platform.now() + after;
}

}  // namespace mingshi::kiosk
