#include "kiosk/widgets/ui_impl.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mingshi::kiosk {
namespace {

constexpr Millis idle_longest{60'000};
/// The beat of motions that never end: ten pictures a second breathe; sixty would keep a processor
/// busy all day for nobody.
constexpr Millis ambient_pace{100};
constexpr std::size_t most_broken_texts{2000};
constexpr std::uint64_t frames_kept{600};
constexpr Pixels page_slide{24};
constexpr Pixels least_drag{72};  ///< shorter slides are a finger that slipped

}  // namespace

float eased(Ease ease, float t) {
  float const x{std::clamp(t, 0.F, 1.F)};
  switch (ease) {
    case Ease::linear:
      return x;
    case Ease::in:
      return x * x * x;
    case Ease::out:
      return 1 - (1 - x) * (1 - x) * (1 - x);
    case Ease::move:
      return x < 0.5F ? 4 * x * x * x : 1 - std::pow(2 - 2 * x, 3.F) / 2;
  }
  return x;
}

Ui::Ui(Platform& platform, Theme const& theme, Movement movement)
    : impl_{std::make_unique<Impl>(platform, theme, movement)} {}
Ui::~Ui() = default;

// --- the frame
// ------------------------------------------------------------------------------------

void Ui::begin(FrameInput const& input) {
  auto& self{*impl_};
  ++self.frame;
  self.list = ImGui::GetBackgroundDrawList();
  self.canvas = input.canvas;
  self.now = input.now;
  self.items.clear();
  self.reason.clear();
  self.last_areas = std::exchange(self.areas, {});
  self.pressed =
      self.press.take(input.pointer, self.last_areas, self.canvas, self.theme->touch, self.now);
  self.animating = false;
  self.wake_at.reset();
  self.offset = {};
  self.opacity = 1;
  fill(visible(), palette().bg);
}

void Ui::end() {
  auto& self{*impl_};
  std::erase_if(self.animations,
                [&](auto const& a) { return a.second.last_frame + 1 < self.frame; });
  if (self.broken.size() > most_broken_texts) {
    std::erase_if(self.broken,
                  [&](auto const& b) { return b.second.last_frame + frames_kept < self.frame; });
  }
}

void Ui::set_theme(Theme const& theme) {
  impl_->theme = &theme;
}
Theme const& Ui::theme() const {
  return *impl_->theme;
}
Rect Ui::canvas() const {
  return {0, 0, impl_->canvas.reference.w, impl_->canvas.reference.h};
}
Rect Ui::visible() const {
  return impl_->canvas.visible();
}
Millis Ui::now() const {
  return impl_->now;
}
bool Ui::animating() const {
  return impl_->animating;
}
bool Ui::still() const {
  return impl_->movement == Movement::still;
}

void Ui::wake_in(Millis in) {
  Millis const at{impl_->now + in};
  impl_->wake_at = std::min(impl_->wake_at.value_or(at), at);
}

Millis Ui::until_next_frame() const {
  if (impl_->animating) return Millis{0};
  if (!impl_->wake_at) return idle_longest;
  return std::max(Millis{0}, *impl_->wake_at - impl_->platform.now());
}

void Ui::forget_session() {
  auto& self{*impl_};
  self.press.forget();
  self.items.clear();
  self.reason.clear();
  self.broken.clear();
  self.animations.clear();
  self.entrances.clear();
  self.breaker = text::LineBreaker{};
}

// --- what was drawn
// -------------------------------------------------------------------------------

std::vector<Item> const& Ui::items() const {
  return impl_->items;
}
std::string const& Ui::disabled_reason() const {
  return impl_->reason;
}
bool Ui::touched() const {
  return impl_->pressed.began;
}

void Ui::note(Role role, Rect rect, std::string_view label) {
  impl_->record({.role = role,
                 .label = std::string{label},
                 .rect = rect,
                 .enabled = true,
                 .disabled_reason = {}});
}

void Ui::Impl::record(Item item) {
  if (unrecorded > 0) return;
  item.rect = item.rect.moved(offset.x, offset.y);
  items.push_back(std::move(item));
}

TargetId Ui::Impl::id_of(std::string_view key) const {
  TargetId id{scope};
  for (char const c : key) id = (id ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return id;
}

// --- scopes
// ---------------------------------------------------------------------------------------

Scope Ui::page(std::string_view name, Travel travel) {
  auto& self{*impl_};
  if (self.page != name) {
    bool const first{self.page.empty()};
    self.page = name;
    self.page_since = self.now;
    self.page_travel = first ? Travel::none : travel;
    self.press.forget();
    self.pressed.activated.reset();
    self.pressed.refused.reset();
    self.pressed.dragged_from.reset();
    self.entrances.clear();
  }
  Millis const duration{self.theme->motion.page};
  Millis const age{self.now - self.page_since};
  if (still() || self.page_travel == Travel::none || age >= duration) return moved(0, 0);
  self.animating = true;
  float const t{
      eased(Ease::out, static_cast<float>(age.count()) / static_cast<float>(duration.count()))};
  Pixels const from{self.page_travel == Travel::forward ? page_slide : -page_slide};
  return moved(from * (1 - t), 0, t);
}

std::string const& Ui::page_name() const {
  return impl_->page;
}

Scope Ui::moved(Pixels dx, Pixels dy, float opacity) {
  auto& self{*impl_};
  auto const old_offset{self.offset};
  float const old_opacity{self.opacity};
  self.offset = self.offset + Point{dx, dy};
  self.opacity *= std::clamp(opacity, 0.F, 1.F);
  return Scope{[&self, old_offset, old_opacity] {
    self.offset = old_offset;
    self.opacity = old_opacity;
  }};
}

Scope Ui::clipped(Rect rect) {
  auto& self{*impl_};
  auto const [min, max]{self.edges(rect)};
  self.list->PushClipRect(min, max, true);
  return Scope{[&self] { self.list->PopClipRect(); }};
}

Scope Ui::inert() {
  auto& self{*impl_};
  ++self.inert;
  return Scope{[&self] { --self.inert; }};
}

Scope Ui::named(std::string_view name) {
  auto& self{*impl_};
  TargetId const old{self.scope};
  self.scope = self.id_of(name) * 31;
  return Scope{[&self, old] { self.scope = old; }};
}

Scope Ui::unrecorded() {
  auto& self{*impl_};
  ++self.unrecorded;
  return Scope{[&self] { --self.unrecorded; }};
}

// --- the finger
// -----------------------------------------------------------------------------------

Touchable Ui::target(Rect rect, Target const& target) {
  auto& self{*impl_};
  std::string_view const key{target.key.empty() ? target.label : target.key};
  bool const enabled{target.disabled_reason.empty()};
  self.record({.role = target.role,
               .label = std::string{target.label},
               .rect = rect,
               .enabled = enabled,
               .disabled_reason = std::string{target.disabled_reason}});
  if (self.inert > 0) return {};
  TargetId const id{self.id_of(key)};
  self.areas.push_back({id, rect.moved(self.offset.x, self.offset.y), enabled});
  if (self.pressed.refused == id && !enabled) self.reason = target.disabled_reason;
  bool const down{enabled && self.press.held() == id};
  float press{down ? 1.F : 0.F};
  if (enabled) {
    // Down at once, back in `release`: a finger must see within a frame that it was felt.
    std::string const name{"press " + std::to_string(id)};
    press = toward(name, press, down ? Millis{0} : theme().motion.release, Ease::out);
  }
  return {.activated = enabled && self.pressed.activated == id,
          .down = down,
          .press = press,
          .shift = down ? 2.F : 0.F};
}

std::optional<Turn> Ui::dragged(Rect rect) {
  auto& self{*impl_};
  if (self.inert > 0 || !self.pressed.dragged_from ||
      !rect.moved(self.offset.x, self.offset.y).contains(*self.pressed.dragged_from)) {
    return std::nullopt;
  }
  Point const by{self.pressed.dragged_by};
  Pixels const along{std::abs(by.x) > std::abs(by.y) ? by.x : by.y};
  if (std::abs(along) < least_drag) return std::nullopt;
  return along < 0 ? Turn::next : Turn::previous;
}

// --- motion
// ---------------------------------------------------------------------------------------

float Ui::toward(std::string_view key, float target, Millis duration, Ease ease) {
  auto& self{*impl_};
  auto found{self.animations.find(key)};
  if (found == self.animations.end()) {
    found = self.animations
                .emplace(std::string{key}, Animation{.from = target, .to = target, .ease = ease})
                .first;
  }
  auto& a{found->second};
  a.last_frame = self.frame;
  auto const value{[&] {
    Millis const age{self.now - a.start};
    if (still() || age >= a.duration) return a.to;
    float const t{static_cast<float>(age.count()) / static_cast<float>(a.duration.count())};
    return a.from + (a.to - a.from) * eased(a.ease, t);
  }};
  if (a.to != target) {
    a.from = value();
    a.to = target;
    a.start = self.now;
    a.duration = duration;
    a.ease = ease;
  }
  float const result{value()};
  if (result != a.to) self.animating = true;
  return result;
}

float Ui::entrance(std::string_view key, int index) {
  auto& self{*impl_};
  if (still()) return 1;
  auto const [found, added]{self.entrances.try_emplace(std::string{key}, self.now)};
  auto const& motion{theme().motion};
  Millis const delay{motion.stagger * std::min(index, motion.stagger_max_items)};
  Millis const age{self.now - found->second - delay};
  if (age >= motion.enter) return 1;
  self.animating = true;
  return eased(Ease::out,
               static_cast<float>(age.count()) / static_cast<float>(motion.enter.count()));
}

float Ui::cycle(Millis period) {
  if (still()) return 0;
  wake_in(ambient_pace);
  return static_cast<float>(impl_->now.count() % period.count()) /
         static_cast<float>(period.count());
}

}  // namespace mingshi::kiosk
