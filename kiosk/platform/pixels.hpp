#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// A picture in memory: R G B A, four bytes a pixel, row by row.
struct Picture {
  int width{}, height{};
  std::vector<std::uint8_t> rgba;
};

/// A part of a picture, in its pixels.
struct Crop {
  float x{}, y{}, w{}, h{};
};

/// Decodes PNG or JPEG.
/// @errors corrupt; unsupported more than 64 megapixels
[[nodiscard]] Result<Picture> decode_picture(std::string_view bytes);
/// Draws an SVG at a size.
/// @errors corrupt
[[nodiscard]] Result<Picture> draw_svg(std::string_view svg, int width, int height);
/// A part of a picture at another size, each pixel the average of what it covers.
[[nodiscard]] Picture resampled(Picture const& from, Crop const& part, int width, int height);
void make_grey(Picture& picture);
/// A disc, or a ring whose line lies inside its edge, as the alpha of white: a square of side
/// 2·radius.
/// @param width of the line; 0 is a disc
[[nodiscard]] Picture disc_mask(int radius, int width);
/// Takes the corners off.
void round_corners(Picture& picture, int radius);
/// How dark a rounded square's shadow is, as the alpha of white: a square of side 2·slice + 1.
[[nodiscard]] Picture shadow_mask(int radius, float blur, int margin, int slice);
/// @errors io
[[nodiscard]] Result<void> save_png(std::filesystem::path const& file,
                                    std::vector<std::uint8_t> const& rgba, int width, int height);

}  // namespace mingshi::kiosk
