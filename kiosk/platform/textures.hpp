#pragma once

#include "core/base/result.hpp"
#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/icon.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct ImTextureData;

namespace mingshi::kiosk {

/// Pixels that are drawn 1:1. Owned by Textures.
struct Texture {
  ImTextureData* data{};
  int width{}, height{};  ///< device pixels
};

/// A white mask: the middle line may be stretched, `slice` pixels at each side may not.
struct Shadow {
  Texture const* texture{};
  int slice{};   ///< device pixels
  int margin{};  ///< how far it reaches beyond the shape, device pixels
};

/// Bytes of a picture (PNG or JPEG) by the key a view-model names, such as a media hash; none
/// if unknown.
using ImageSource = std::function<std::optional<std::string>(std::string_view key)>;

/// How a picture comes out of Textures.
struct ImageWish {
  int width{}, height{};  ///< device pixels
  bool grey{false};       ///< of a withdrawn certificate
  /// Show the whole picture within the size; else it fills it, cut equally left and right or below.
  bool whole{false};
  int radius{0};  ///< device pixels; corners are taken off
};

/// A picture that changes: the frames of a video.
/// @pre made after the Platform was opened and destroyed before it, between frames
/// @threads UI thread
class StreamTexture {
 public:
  StreamTexture(int width, int height);
  StreamTexture(StreamTexture const&) = delete;
  StreamTexture& operator=(StreamTexture const&) = delete;
  ~StreamTexture();
  /// Where the next frame is written: `stride()` bytes a row, R G B and one unused byte a pixel.
  [[nodiscard]] std::span<std::byte> pixels();
  [[nodiscard]] std::size_t stride() const;
  /// Makes what was written the picture from the next frame on.
  void changed();
  [[nodiscard]] Texture const& texture() const { return texture_; }

 private:
  Texture texture_;
};

/// Makes each picture once, at the size it is drawn, and keeps it.
/// @threads UI thread
class Textures {
 public:
  /// @param assets the folder that holds icons/ and art/
  Textures(std::filesystem::path assets, ImageSource images);
  Textures(Textures const&) = delete;
  Textures& operator=(Textures const&) = delete;
  ~Textures();

  /// A white mask, to be tinted. @param stroke width of the lines on the 24 grid
  [[nodiscard]] Texture const* icon(Icon icon, int pixels, float stroke);
  /// A white disc, or a ring of that line width inside its edge, 2·radius wide: corners are cut
  /// from it, so that they are smooth on every renderer.
  [[nodiscard]] Texture const& disc(int radius, int width);
  /// The shadow of a rounded rect, for 9-slice drawing.
  [[nodiscard]] Shadow shadow(int radius, int blur);
  /// assets/art/<name>.svg at that size.
  [[nodiscard]] Texture const* art(std::string_view name, int width, int height);
  /// A picture of the ImageSource, scaled with averaging; null if unknown or damaged.
  [[nodiscard]] Texture const* image(std::string_view key, ImageWish const& wish);
  /// Frees what was dropped and is no longer on the screen. @pre after a frame was drawn
  void reap();
  /// Drops the pictures of the ImageSource: portraits are personal data.
  /// @pre between frames
  void forget_images();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
