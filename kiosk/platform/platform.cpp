#include "kiosk/platform/platform.hpp"

#include "core/base/file.hpp"
#include "kiosk/platform/input.hpp"
#include "kiosk/platform/pixels.hpp"
#include "kiosk/platform/probe.hpp"
#include "kiosk/platform/renderer.hpp"

#include <SDL.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstring>
#include <fstream>
#include <utility>

namespace mingshi::kiosk {
namespace {

using Clock = std::chrono::steady_clock;

/// How long to sleep between looks at the queue where SDL cannot block: 2.26 wakes a thousand times
/// a second there.
constexpr Millis poll_step{16};
constexpr std::size_t largest_script{4U << 20U};
constexpr int luma_step{24};  ///< one sample in so many pixels, either way

/// The SDL subsystems of one Platform.
class SdlUse {
 public:
  explicit SdlUse(Uint32 systems) : systems_{systems} {}
  SdlUse(SdlUse const&) = delete;
  SdlUse& operator=(SdlUse const&) = delete;
  ~SdlUse() { SDL_QuitSubSystem(systems_); }

 private:
  Uint32 systems_;
};

/// The ImGui context of one Platform.
class ImGuiUse {
 public:
  ImGuiUse() : context_{ImGui::CreateContext()} {
    ImGui::SetCurrentContext(context_);
    auto& io{ImGui::GetIO()};
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    // SDL's software renderer samples triangles without interpolation, which makes lines drawn from
    // a texture too wide there.
    ImGui::GetStyle().AntiAliasedLinesUseTex = false;
    io.Fonts->TexMaxWidth = io.Fonts->TexMaxHeight = 4096;
  }
  ImGuiUse(ImGuiUse const&) = delete;
  ImGuiUse& operator=(ImGuiUse const&) = delete;
  ~ImGuiUse() { ImGui::DestroyContext(context_); }
  void make_current() const { ImGui::SetCurrentContext(context_); }

 private:
  ImGuiContext* context_;
};

std::uint64_t mixed_in(std::uint64_t hash, void const* bytes, std::size_t size) {
  auto const* const at{static_cast<unsigned char const*>(bytes)};
  for (std::size_t i{0}; i < size; ++i) hash = (hash ^ at[i]) * 1099511628211U;
  return hash;
}

std::optional<Contact> contact_of(SDL_Event const& event, Size panel) {
  using Kind = PointerEvent::Kind;
  auto const finger{[&](Kind kind) {
    return Contact{
        event.tfinger.fingerId, kind, {event.tfinger.x * panel.w, event.tfinger.y * panel.h}};
  }};
  switch (event.type) {
    case SDL_FINGERDOWN:
      return finger(Kind::down);
    case SDL_FINGERMOTION:
      return finger(Kind::move);
    case SDL_FINGERUP:
      return finger(Kind::up);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      if (event.button.button != SDL_BUTTON_LEFT || event.button.which == SDL_TOUCH_MOUSEID) break;
      return Contact{mouse_finger,
                     event.type == SDL_MOUSEBUTTONDOWN ? Kind::down : Kind::up,
                     {static_cast<Pixels>(event.button.x), static_cast<Pixels>(event.button.y)}};
    case SDL_MOUSEMOTION:
      if (event.motion.which == SDL_TOUCH_MOUSEID) break;
      return Contact{mouse_finger,
                     Kind::move,
                     {static_cast<Pixels>(event.motion.x), static_cast<Pixels>(event.motion.y)}};
    default:
      break;
  }
  return std::nullopt;
}

}  // namespace

struct Platform::Impl {
  // Torn down from the last to the first: renderer, textures, fonts' context, fonts, SDL.
  Impl(PlatformOptions given, Log given_log)
      : options{std::move(given)}, log{std::move(given_log)}, opened{Clock::now()} {}
  Impl(Impl const&) = delete;
  Impl& operator=(Impl const&) = delete;
  ~Impl() {
    if (imgui) imgui->make_current();
    renderer.reset();
    textures.reset();
  }

  PlatformOptions options;
  Log log;
  Clock::time_point opened;
  std::optional<SdlUse> sdl;
  std::unique_ptr<Fonts> fonts;
  std::optional<ImGuiUse> imgui;
  std::unique_ptr<Textures> textures;
  std::unique_ptr<Renderer> renderer;
  Canvas canvas;
  bool blocks{false};  ///< SDL can wait without polling
  bool ended{false};
  bool changed{true};
  bool redraw_whole{true};
  std::optional<Millis> fixed_now;
  FirstFinger first_finger;
  std::vector<PointerEvent> pointer;
  std::vector<ScriptedTouch> script;
  std::size_t script_next{0};
  std::optional<Clock::time_point> script_start;
  std::optional<ItemProbe> item_probe;
  std::optional<std::ofstream> frame_log;
  std::vector<std::uint8_t> pixels;
  Millis last_frame{};

  [[nodiscard]] Millis now() const {
    if (fixed_now) return *fixed_now;
    return std::chrono::duration_cast<Millis>(Clock::now() - opened);
  }

  Result<void> start() {
    Uint32 const systems{options.mode == WindowMode::headless ? SDL_INIT_EVENTS
                                                              : SDL_INIT_VIDEO | SDL_INIT_EVENTS};
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetMainReady();
    if (SDL_InitSubSystem(systems) != 0) {
      return fail(ErrorCode::unsupported, std::string{"SDL: "} + SDL_GetError());
    }
    sdl.emplace(systems);
    std::setlocale(LC_NUMERIC, "C");  // libmpv and every number we write rely on it
    imgui.emplace();
    fonts = MS_TRY(Fonts::open(options.fonts));
    textures = std::make_unique<Textures>(options.assets, options.images);
    renderer = MS_TRY(open_renderer(options));
    auto const* const driver{SDL_GetCurrentVideoDriver()};
    blocks = driver != nullptr &&
             (std::string_view{driver} == "x11" || std::string_view{driver} == "wayland");
    if (options.touch_script) {
      script = MS_TRY(parse_touch_script(MS_TRY(read_file(*options.touch_script, largest_script))));
    }
    return open_probes();
  }

  Result<void> open_probes() {
    if (options.probe) item_probe = MS_TRY(ItemProbe::open(*options.probe));
    if (options.probe_log) {
      frame_log.emplace(*options.probe_log, std::ios::trunc);
      if (!*frame_log) return fail(ErrorCode::io, "writing " + options.probe_log->string());
    }
    return {};
  }

  void hear(Contact const& contact) {
    auto const event{first_finger.pass(contact, renderer->size(), options.rotation)};
    if (!event) return;
    pointer.push_back(*event);
    changed = true;
  }

  void handle(SDL_Event const& event) {
    if (event.type == SDL_QUIT) ended = true;
    if (event.type == SDL_WINDOWEVENT) changed = redraw_whole = true;
    auto* const window{renderer->window()};
    Size logical{renderer->size()};
    if (window != nullptr && event.type >= SDL_MOUSEMOTION && event.type <= SDL_MOUSEWHEEL) {
      int w{0};
      int h{0};
      SDL_GetWindowSize(window, &w, &h);
      if (w <= 0 || h <= 0) return;
      logical = {static_cast<Pixels>(w), static_cast<Pixels>(h)};
    }
    auto contact{contact_of(event, renderer->size())};
    if (!contact) return;
    if (contact->finger == mouse_finger) {
      contact->at.x *= renderer->size().w / logical.w;
      contact->at.y *= renderer->size().h / logical.h;
    }
    hear(*contact);
  }

  /// Puts what the script says is due into the system's queue. @returns when the next is due
  std::optional<Millis> play_script() {
    if (!script_start || script_next == script.size()) return std::nullopt;
    auto const at{std::chrono::duration_cast<Millis>(Clock::now() - *script_start)};
    Size const panel{renderer->size()};
    while (script_next < script.size() && script[script_next].at <= at) {
      auto const& touch{script[script_next++].contact};
      SDL_Event event{};
      constexpr std::array types{SDL_FINGERDOWN, SDL_FINGERMOTION, SDL_FINGERUP};
      event.type = types[static_cast<std::size_t>(touch.kind)];
      event.tfinger.fingerId = touch.finger;
      event.tfinger.x = touch.at.x / panel.w;
      event.tfinger.y = touch.at.y / panel.h;
      SDL_PushEvent(&event);
    }
    if (script_next == script.size()) return std::nullopt;
    return std::max(Millis{1}, script[script_next].at - at);
  }

  bool drain() {
    bool any{false};
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
      any = true;
      handle(event);
    }
    return any;
  }

  void wait(Millis longest) {
    auto const until{Clock::now() + longest};
    for (;;) {
      auto const due{play_script()};
      if (drain()) return;
      auto left{std::chrono::ceil<Millis>(until - Clock::now())};
      if (left <= Millis{0}) return;
      if (due) left = std::min(left, *due);
      if (blocks) {
        SDL_WaitEventTimeout(nullptr, static_cast<int>(std::min(left, Millis{60'000}).count()));
      } else {
        SDL_Delay(static_cast<Uint32>(std::min(left, poll_step).count()));
      }
    }
  }

  double luma() {
    Size const size{renderer->size()};
    auto const width{static_cast<std::size_t>(size.w)};
    std::vector<std::uint8_t> row(width * 4);
    double sum{0};
    std::size_t samples{0};
    for (int y{luma_step / 2}; y < static_cast<int>(size.h); y += luma_step) {
      renderer->read(y, 1, row.data());
      for (std::size_t x{luma_step / 2}; x < width; x += luma_step, ++samples) {
        sum += 0.2126 * row[x * 4] + 0.7152 * row[x * 4 + 1] + 0.0722 * row[x * 4 + 2];
      }
    }
    return samples == 0 ? 0 : sum / static_cast<double>(samples) / 255;
  }

  void read_all() {
    Size const size{renderer->size()};
    pixels.resize(static_cast<std::size_t>(size.w) * static_cast<std::size_t>(size.h) * 4);
    renderer->read(0, static_cast<int>(size.h), pixels.data());
  }

  /// What present() has to draw, in pixels of the panel; empty = all of it. A window that changed,
  /// and the first frame, are drawn whole.
  std::vector<Rect> parts(FrameNotes const& notes) {
    if (notes.only.empty() || redraw_whole) {
      redraw_whole = false;
      return {};
    }
    Size const panel{renderer->size()};
    std::vector<Rect> parts;
    for (Rect const& part : notes.only) {
      auto const a{to_panel(canvas.to_device(part.origin()), panel, options.rotation)};
      auto const b{
          to_panel(canvas.to_device({part.right(), part.bottom()}), panel, options.rotation)};
      parts.push_back(whole_pixels(
          {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)}));
    }
    return parts;
  }

  void report(FrameNotes const& notes) {
    auto const t_ns{
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch())
            .count()};
    if (frame_log) *frame_log << frame_report(t_ns, notes, luma()) << std::flush;
    if (item_probe && item_probe->wants(notes)) {
      read_all();
      auto const written{item_probe->write(t_ns, notes, pixels, renderer->size())};
      if (!written) log.warn("frame probe: {}", written.error().detail());
    }
  }
};

Platform::Platform(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Platform::~Platform() = default;

Result<std::unique_ptr<Platform>> Platform::open(PlatformOptions options, Log log) {
  auto impl{std::make_unique<Impl>(std::move(options), std::move(log))};
  auto const started{impl->start()};
  if (!started) return std::unexpected{Error{started.error()}};
  impl->canvas =
      Canvas::fit(impl->options.reference, upright(impl->renderer->size(), impl->options.rotation));
  impl->log.info("display {}x{}, drawn by {}", impl->renderer->size().w, impl->renderer->size().h,
                 impl->renderer->name());
  return std::unique_ptr<Platform>{new Platform{std::move(impl)}};
}

void Platform::wait(Millis longest) {
  impl_->wait(longest);
}

void Platform::wake() {
  SDL_Event event{};
  event.type = SDL_USEREVENT;
  SDL_PushEvent(&event);
}

bool Platform::ended() const {
  return impl_->ended;
}
bool Platform::wants_frame() const {
  return impl_->changed;
}
Millis Platform::now() const {
  return impl_->now();
}

FrameInput Platform::begin_frame() {
  auto& self{*impl_};
  self.imgui->make_current();
  self.changed = false;
  self.canvas =
      Canvas::fit(self.options.reference, upright(self.renderer->size(), self.options.rotation));
  auto& io{ImGui::GetIO()};
  io.DisplaySize = {self.canvas.device.w, self.canvas.device.h};
  Millis const now{self.now()};
  io.DeltaTime = std::max(0.001F, static_cast<float>((now - self.last_frame).count()) / 1000);
  self.last_frame = now;
  self.renderer->begin_frame();
  ImGui::NewFrame();
  return {.now = now, .canvas = self.canvas, .pointer = std::exchange(self.pointer, {})};
}

void Platform::present(FrameNotes const& notes) {
  auto& self{*impl_};
  ImGui::Render();
  auto& data{*ImGui::GetDrawData()};
  rotate(data, self.renderer->size(), self.options.rotation);
  self.renderer->draw(data, self.parts(notes));
  self.report(notes);
  self.renderer->show();
  self.textures->reap();
  if (!self.script_start) self.script_start = Clock::now();
}

std::vector<std::uint8_t> const& Platform::read_pixels() {
  // What was shown is no longer there to read: draw the same once more.
  impl_->imgui->make_current();
  if (auto* const data{ImGui::GetDrawData()}; data != nullptr) impl_->renderer->draw(*data, {});
  impl_->read_all();
  return impl_->pixels;
}

Result<void> Platform::save_png(std::filesystem::path const& file) {
  Size const size{impl_->renderer->size()};
  return kiosk::save_png(file, read_pixels(), static_cast<int>(size.w), static_cast<int>(size.h));
}

std::uint64_t Platform::vertex_fingerprint() const {
  impl_->imgui->make_current();
  std::uint64_t hash{14695981039346656037U};
  auto const* const data{ImGui::GetDrawData()};
  if (data == nullptr) return hash;
  for (ImDrawList const* list : data->CmdLists) {
    hash = mixed_in(hash, list->VtxBuffer.Data,
                    static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
    hash = mixed_in(hash, list->IdxBuffer.Data,
                    static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
    for (ImDrawCmd const& command : list->CmdBuffer) {
      hash = mixed_in(hash, &command.ClipRect, sizeof command.ClipRect);
      hash = mixed_in(hash, &command.ElemCount, sizeof command.ElemCount);
    }
  }
  return hash;
}

void Platform::forget_session() {
  impl_->imgui->make_current();
  impl_->fonts->forget_glyphs();
  impl_->textures->forget_images();
  std::ranges::fill(impl_->pixels, std::uint8_t{0});
  impl_->changed = true;
}

Fonts& Platform::fonts() {
  return *impl_->fonts;
}
Textures& Platform::textures() {
  return *impl_->textures;
}
Canvas const& Platform::canvas() const {
  return impl_->canvas;
}
std::string const& Platform::renderer() const {
  return impl_->renderer->name();
}

void Platform::feed(PointerEvent event) {
  impl_->pointer.push_back(event);
  impl_->changed = true;
}

void Platform::set_time(Millis now) {
  impl_->fixed_now = now;
}

}  // namespace mingshi::kiosk
