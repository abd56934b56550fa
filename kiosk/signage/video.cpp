#include "kiosk/signage/video.hpp"

#include "core/base/c_handle.hpp"

#include <mpv/client.h>
#include <mpv/render.h>

#include <array>
#include <string>
#include <utility>

namespace mingshi::kiosk {
namespace {

using Player = CHandle<mpv_handle, &mpv_terminate_destroy>;
using Renderer = CHandle<mpv_render_context, &mpv_render_context_free>;

/// A wall needs no sound, no scripts, no key bindings and nothing of a user's configuration.
constexpr std::array<std::pair<char const*, char const*>, 15> settings{
    {{"config", "no"},
     {"load-scripts", "no"},
     {"ytdl", "no"},
     {"input-default-bindings", "no"},
     {"input-vo-keyboard", "no"},
     {"terminal", "no"},
     {"osc", "no"},
     {"osd-level", "0"},
     {"audio", "no"},
     {"sub", "no"},
     {"vo", "libmpv"},
     {"hwdec", "no"},
     {"loop-file", "inf"},
     {"pause", "yes"},
     {"demuxer-lavf-o", "protocol_whitelist=file"}}};

}  // namespace

struct Video::Impl {
  Impl(int width, int height, std::function<void()> wake_up)
      : wake{std::move(wake_up)}, texture{width, height}, size{width, height} {}

  void command(std::array<char const*, 4> words) {
    static_cast<void>(mpv_command_async(player.get(), 0, words.data()));
  }

  /// Draws the newest frame into the texture.
  void draw() {
    char format[]{"rgb0"};
    auto stride{texture.stride()};
    std::array<mpv_render_param, 6> params{{{MPV_RENDER_PARAM_SW_SIZE, size.data()},
                                            {MPV_RENDER_PARAM_SW_FORMAT, &format[0]},
                                            {MPV_RENDER_PARAM_SW_STRIDE, &stride},
                                            {MPV_RENDER_PARAM_SW_POINTER, texture.pixels().data()},
                                            {MPV_RENDER_PARAM_INVALID, nullptr},
                                            {MPV_RENDER_PARAM_INVALID, nullptr}}};
    if (mpv_render_context_render(renderer.get(), params.data()) < 0) return;
    texture.changed();
    ++pictures;
  }

  std::function<void()> wake;
  StreamTexture texture;
  std::array<int, 2> size;
  Player player;  ///< destroyed after its renderer
  Renderer renderer;
  State state{State::loading};
  std::int64_t pictures{0};
};

Video::Video(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

Video::~Video() {
  if (impl_->renderer)
    mpv_render_context_set_update_callback(impl_->renderer.get(), nullptr, nullptr);
  if (impl_->player) mpv_set_wakeup_callback(impl_->player.get(), nullptr, nullptr);
}

Result<std::unique_ptr<Video>> Video::open(std::filesystem::path const& file, int width, int height,
                                           std::function<void()> wake, Log const& log) {
  auto impl{std::make_unique<Impl>(width, height, std::move(wake))};
  impl->player.reset(mpv_create());
  if (!impl->player)
    return fail(ErrorCode::unsupported, "libmpv: LC_NUMERIC is not C, or no memory");
  for (auto const& [name, value] : settings)
    if (int const rc{mpv_set_option_string(impl->player.get(), name, value)}; rc < 0)
      log.warn("video: libmpv does not take {}={}: {}", name, value, mpv_error_string(rc));
  if (int const rc{mpv_initialize(impl->player.get())}; rc < 0)
    return fail(ErrorCode::unsupported, std::string{"libmpv: "} + mpv_error_string(rc), rc);
  char api[]{MPV_RENDER_API_TYPE_SW};
  std::array<mpv_render_param, 2> params{
      {{MPV_RENDER_PARAM_API_TYPE, &api[0]}, {MPV_RENDER_PARAM_INVALID, nullptr}}};
  mpv_render_context* renderer{nullptr};
  if (int const rc{mpv_render_context_create(&renderer, impl->player.get(), params.data())}; rc < 0)
    return fail(ErrorCode::unsupported, std::string{"libmpv: "} + mpv_error_string(rc), rc);
  impl->renderer.reset(renderer);
  // Both are called on libmpv's threads: they post and return.
  auto* const self{impl.get()};
  auto const call{[](void* data) { static_cast<Impl*>(data)->wake(); }};
  mpv_render_context_set_update_callback(renderer, call, self);
  mpv_set_wakeup_callback(impl->player.get(), call, self);
  auto const path{file.string()};
  impl->command({"loadfile", path.c_str(), "replace", nullptr});
  return std::unique_ptr<Video>{new Video{std::move(impl)}};
}

bool Video::update() {
  for (;;) {
    mpv_event const* const event{mpv_wait_event(impl_->player.get(), 0)};
    if (event->event_id == MPV_EVENT_NONE) break;
    if (event->event_id != MPV_EVENT_END_FILE) continue;
    auto const* const end{static_cast<mpv_event_end_file const*>(event->data)};
    if (end->reason == MPV_END_FILE_REASON_ERROR) impl_->state = State::failed;
  }
  if (impl_->state == State::failed) return false;
  if ((mpv_render_context_update(impl_->renderer.get()) & MPV_RENDER_UPDATE_FRAME) == 0)
    return false;
  impl_->draw();
  // Before a file is decoded libmpv may ask for a redraw of nothing.
  if (impl_->state == State::loading) {
    std::int64_t width{0};
    if (mpv_get_property(impl_->player.get(), "dwidth", MPV_FORMAT_INT64, &width) < 0 || width == 0)
      return false;
    impl_->state = State::ready;
  }
  return true;
}

Video::State Video::state() const {
  return impl_->state;
}

void Video::play() {
  int unpaused{0};
  static_cast<void>(
      mpv_set_property_async(impl_->player.get(), 0, "pause", MPV_FORMAT_FLAG, &unpaused));
}

void Video::rewind() {
  int paused{1};
  static_cast<void>(
      mpv_set_property_async(impl_->player.get(), 0, "pause", MPV_FORMAT_FLAG, &paused));
  impl_->command({"seek", "0", "absolute", nullptr});
}

StreamTexture const& Video::frames() const {
  return impl_->texture;
}

std::int64_t Video::pictures() const {
  return impl_->pictures;
}

}  // namespace mingshi::kiosk
