#include "kiosk/platform/renderer.hpp"

#include "core/base/c_handle.hpp"

#include <SDL.h>
#include <SDL_opengl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdlrenderer2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

namespace mingshi::kiosk {
namespace {

using WindowPtr = CHandle<SDL_Window, &SDL_DestroyWindow>;
using SurfacePtr = CHandle<SDL_Surface, &SDL_FreeSurface>;
using SdlRendererPtr = CHandle<SDL_Renderer, &SDL_DestroyRenderer>;

int whole(Pixels value) {
  return static_cast<int>(value + 0.5F);
}

/// Every command's clip, in order.
std::vector<ImVec4> clips_of(ImDrawData const& data) {
  std::vector<ImVec4> clips;
  for (ImDrawList const* list : data.CmdLists)
    for (ImDrawCmd const& command : list->CmdBuffer) clips.push_back(command.ClipRect);
  return clips;
}

/// Sets every command's clip to what of `clips` lies inside `part`; an empty one is passed over.
void narrow(ImDrawData& data, std::vector<ImVec4> const& clips, Rect part) {
  auto clip{clips.begin()};
  for (ImDrawList* list : data.CmdLists)
    for (ImDrawCmd& command : list->CmdBuffer) {
      command.ClipRect = {std::max(clip->x, part.x), std::max(clip->y, part.y),
                          std::min(clip->z, part.right()), std::min(clip->w, part.bottom())};
      ++clip;
    }
}

Result<WindowPtr> open_window(PlatformOptions const& options, Uint32 flags) {
  if (options.mode == WindowMode::fullscreen) {
    flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
  } else {
    flags |= SDL_WINDOW_RESIZABLE;
  }
  WindowPtr window{SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_UNDEFINED,
                                    SDL_WINDOWPOS_UNDEFINED, whole(options.panel.w),
                                    whole(options.panel.h), flags)};
  if (!window)
    return fail(ErrorCode::unsupported, std::string{"opening a window: "} + SDL_GetError());
  return window;
}

/// Vertices only: textures are said to exist.
class NoRenderer final : public Renderer {
 public:
  explicit NoRenderer(Size size) : size_{size} {
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  }
  ~NoRenderer() override {
    for (auto* texture : ImGui::GetPlatformIO().Textures) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::GetIO().BackendFlags &= ~ImGuiBackendFlags_RendererHasTextures;
  }
  [[nodiscard]] std::string const& name() const override { return name_; }
  [[nodiscard]] SDL_Window* window() const override { return nullptr; }
  [[nodiscard]] Size size() const override { return size_; }
  void begin_frame() override {}
  void draw(ImDrawData& data, std::span<Rect const> /*only*/) override {
    for (auto* texture : *data.Textures) {
      if (texture->Status == ImTextureStatus_WantDestroy) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
      } else if (texture->Status != ImTextureStatus_Destroyed) {
        texture->SetTexID(static_cast<ImTextureID>(texture->UniqueID + 1));
        texture->SetStatus(ImTextureStatus_OK);
      }
    }
  }
  void read(int /*top*/, int height, std::uint8_t* rgba) override {
    std::fill_n(rgba, static_cast<std::size_t>(height) * static_cast<std::size_t>(size_.w) * 4,
                std::uint8_t{0});
  }
  void show() override {}

 private:
  Size size_;
  std::string name_{"none"};
};

/// SDL's software renderer, in a window or on a surface in memory.
class SoftwareRenderer final : public Renderer {
 public:
  static Result<std::unique_ptr<Renderer>> open(PlatformOptions const& options) {
    auto made{std::unique_ptr<SoftwareRenderer>{new SoftwareRenderer{}}};
    if (options.mode == WindowMode::headless) {
      made->surface_.reset(SDL_CreateRGBSurfaceWithFormat(
          0, whole(options.panel.w), whole(options.panel.h), 32, SDL_PIXELFORMAT_RGBA32));
      if (made->surface_) made->sdl_.reset(SDL_CreateSoftwareRenderer(made->surface_.get()));
    } else {
      made->window_ = MS_TRY(open_window(options, 0));
      made->sdl_.reset(SDL_CreateRenderer(made->window_.get(), -1, SDL_RENDERER_SOFTWARE));
    }
    if (!made->sdl_) {
      return fail(ErrorCode::unsupported, std::string{"software renderer: "} + SDL_GetError());
    }
    ImGui_ImplSDLRenderer2_Init(made->sdl_.get());
    made->ready_ = true;
    return std::unique_ptr<Renderer>{std::move(made)};
  }
  ~SoftwareRenderer() override {
    if (ready_) ImGui_ImplSDLRenderer2_Shutdown();
  }
  [[nodiscard]] std::string const& name() const override { return name_; }
  [[nodiscard]] SDL_Window* window() const override { return window_.get(); }
  [[nodiscard]] Size size() const override {
    int w{0};
    int h{0};
    SDL_GetRendererOutputSize(sdl_.get(), &w, &h);
    return {static_cast<Pixels>(w), static_cast<Pixels>(h)};
  }
  void begin_frame() override { ImGui_ImplSDLRenderer2_NewFrame(); }
  void draw(ImDrawData& data, std::span<Rect const> only) override {
    if (only.empty()) {
      SDL_SetRenderDrawColor(sdl_.get(), 0, 0, 0, 255);
      SDL_RenderClear(sdl_.get());
      ImGui_ImplSDLRenderer2_RenderDrawData(&data, sdl_.get());
      return;
    }
    // The surface keeps the last frame: each part is drawn through clips that end at its edges.
    std::vector<ImVec4> const clips{clips_of(data)};
    for (Rect const& part : only) {
      narrow(data, clips, part);
      ImGui_ImplSDLRenderer2_RenderDrawData(&data, sdl_.get());
    }
    narrow(data, clips, {0, 0, size().w, size().h});
  }
  void read(int top, int height, std::uint8_t* rgba) override {
    int const width{whole(size().w)};
    SDL_Rect const rows{0, top, width, height};
    SDL_RenderReadPixels(sdl_.get(), &rows, SDL_PIXELFORMAT_RGBA32, rgba, width * 4);
  }
  void show() override { SDL_RenderPresent(sdl_.get()); }

 private:
  SoftwareRenderer() = default;
  SurfacePtr surface_;
  WindowPtr window_;
  SdlRendererPtr sdl_;
  bool ready_{false};
  std::string name_{"software"};
};

/// OpenGL 3.3 in a window.
class GlRenderer final : public Renderer {
 public:
  /// Whether the picture may be made by the processor after all.
  enum class Driver { hardware_only, any };

  static Result<std::unique_ptr<Renderer>> open(PlatformOptions const& options, Driver driver) {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    auto made{std::unique_ptr<GlRenderer>{new GlRenderer{}}};
    // Hidden until it is known that this renderer stays: a window must not flash up and go.
    made->window_ = MS_TRY(open_window(options, SDL_WINDOW_OPENGL | SDL_WINDOW_HIDDEN));
    made->context_ = SDL_GL_CreateContext(made->window_.get());
    if (made->context_ == nullptr) {
      return fail(ErrorCode::unsupported, std::string{"OpenGL 3.3: "} + SDL_GetError());
    }
    using GetString = GLubyte const*(APIENTRY*)(GLenum);
    auto const get_string{
        reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"))};  // NOLINT
    auto const* const text{get_string == nullptr ? nullptr : get_string(GL_RENDERER)};
    std::string const by{text == nullptr ? "" : reinterpret_cast<char const*>(text)};  // NOLINT
    if (driver == Driver::hardware_only && made_by_processor(by)) {
      return fail(ErrorCode::unsupported, "OpenGL is drawn by the processor: " + by);
    }
    made->name_ = "gl: " + by;
    SDL_GL_SetSwapInterval(1);
    if (!ImGui_ImplOpenGL3_Init("#version 330")) {
      return fail(ErrorCode::unsupported, "OpenGL 3.3 functions");
    }
    made->ready_ = true;
    SDL_ShowWindow(made->window_.get());
    return std::unique_ptr<Renderer>{std::move(made)};
  }
  ~GlRenderer() override {
    if (ready_) ImGui_ImplOpenGL3_Shutdown();
    if (context_ != nullptr) SDL_GL_DeleteContext(context_);
  }
  [[nodiscard]] std::string const& name() const override { return name_; }
  [[nodiscard]] SDL_Window* window() const override { return window_.get(); }
  [[nodiscard]] Size size() const override {
    int w{0};
    int h{0};
    SDL_GL_GetDrawableSize(window_.get(), &w, &h);
    return {static_cast<Pixels>(w), static_cast<Pixels>(h)};
  }
  void begin_frame() override { ImGui_ImplOpenGL3_NewFrame(); }
  void draw(ImDrawData& data, std::span<Rect const> /*only*/) override {
    glViewport(0, 0, whole(size().w), whole(size().h));
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
  }
  void read(int top, int height, std::uint8_t* rgba) override {
    int const width{whole(size().w)};
    auto const row{static_cast<std::size_t>(width) * 4};
    std::vector<std::uint8_t> flipped(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, whole(size().h) - top - height, width, height, GL_RGBA, GL_UNSIGNED_BYTE,
                 flipped.data());
    for (std::size_t y{0}; y < static_cast<std::size_t>(height); ++y) {
      std::memcpy(rgba + y * row, flipped.data() + (static_cast<std::size_t>(height) - 1 - y) * row,
                  row);
    }
  }
  void show() override { SDL_GL_SwapWindow(window_.get()); }

 private:
  GlRenderer() = default;
  static bool made_by_processor(std::string_view renderer) {
    constexpr std::array names{"llvmpipe", "softpipe", "swrast", "Software"};
    return renderer.empty() || std::ranges::any_of(names, [&](std::string_view name) {
             return renderer.find(name) != std::string_view::npos;
           });
  }
  WindowPtr window_;
  SDL_GLContext context_{nullptr};
  bool ready_{false};
  std::string name_;
};

}  // namespace

Result<std::unique_ptr<Renderer>> open_renderer(PlatformOptions const& options) {
  if (options.render == RenderPath::none) return std::make_unique<NoRenderer>(options.panel);
  if (options.mode != WindowMode::headless) {
    if (options.render == RenderPath::gl) {
      return GlRenderer::open(options, GlRenderer::Driver::any);
    }
    if (options.render == RenderPath::automatic) {
      auto gl{GlRenderer::open(options, GlRenderer::Driver::hardware_only)};
      if (gl) return gl;
    }
  }
  return SoftwareRenderer::open(options);
}

Rect whole_pixels(Rect rect) {
  Pixels const left{std::floor(rect.x)};
  Pixels const top{std::floor(rect.y)};
  return {left, top, std::ceil(rect.right()) - left, std::ceil(rect.bottom()) - top};
}

void rotate(ImDrawData& data, Size panel, Rotation rotation) {
  if (rotation == Rotation::none) return;
  for (ImDrawList* list : data.CmdLists) {
    for (ImDrawVert& vertex : list->VtxBuffer) {
      auto const p{to_panel({vertex.pos.x, vertex.pos.y}, panel, rotation)};
      vertex.pos = {p.x, p.y};
    }
    for (ImDrawCmd& command : list->CmdBuffer) {
      auto& clip{command.ClipRect};
      auto const a{to_panel({clip.x, clip.y}, panel, rotation)};
      auto const b{to_panel({clip.z, clip.w}, panel, rotation)};
      clip = {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
    }
  }
  data.DisplaySize = {panel.w, panel.h};
}

}  // namespace mingshi::kiosk
