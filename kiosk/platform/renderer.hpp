#pragma once

#include "core/base/result.hpp"
#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/platform.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct ImDrawData;
struct SDL_Window;

namespace mingshi::kiosk {

/// Turns draw data into pixels, one way or another. Destroyed before the ImGui context, after its
/// last frame.
class Renderer {
 public:
  Renderer() = default;
  Renderer(Renderer const&) = delete;
  Renderer& operator=(Renderer const&) = delete;
  virtual ~Renderer() = default;
  [[nodiscard]] virtual std::string const& name() const = 0;
  /// The window; none headless.
  [[nodiscard]] virtual SDL_Window* window() const = 0;
  /// Of the panel, in device pixels.
  [[nodiscard]] virtual Size size() const = 0;
  virtual void begin_frame() = 0;
  /// @param only parts of the panel that differ from the last frame; empty = all of it. A renderer
  /// that does not keep its last frame draws everything.
  virtual void draw(ImDrawData& data, std::span<Rect const> only) = 0;
  /// Rows [top, top + height) of what was drawn, RGBA. Between draw() and show() only.
  virtual void read(int top, int height, std::uint8_t* rgba) = 0;
  virtual void show() = 0;
};

/// @errors unsupported
[[nodiscard]] Result<std::unique_ptr<Renderer>> open_renderer(PlatformOptions const& options);

/// The smallest rect of whole pixels around `rect`.
[[nodiscard]] Rect whole_pixels(Rect rect);

/// Turns upright draw data to lie on the panel.
void rotate(ImDrawData& data, Size panel, Rotation rotation);

}  // namespace mingshi::kiosk
