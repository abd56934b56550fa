#include "kiosk/platform/pixels.hpp"

#include "core/base/c_handle.hpp"

#include <SDL.h>
#include <SDL_image.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>

namespace mingshi::kiosk {
namespace {

using Surface = CHandle<SDL_Surface, &SDL_FreeSurface>;

constexpr std::int64_t most_pixels{64'000'000};

Result<Picture> picture_of(Surface surface, std::string_view what) {
  if (!surface) {
    return fail(ErrorCode::corrupt, std::string{what} + ": " + SDL_GetError());
  }
  if (static_cast<std::int64_t>(surface->w) * surface->h > most_pixels) {
    return fail(ErrorCode::unsupported, std::string{what} + " of more than 64 megapixels");
  }
  Surface const rgba{SDL_ConvertSurfaceFormat(surface.get(), SDL_PIXELFORMAT_RGBA32, 0)};
  if (!rgba) return fail(ErrorCode::corrupt, std::string{what} + ": " + SDL_GetError());
  Picture picture{.width = rgba->w, .height = rgba->h, .rgba = {}};
  auto const row{static_cast<std::size_t>(rgba->w) * 4};
  picture.rgba.resize(row * static_cast<std::size_t>(rgba->h));
  for (int y{0}; y < rgba->h; ++y) {
    std::memcpy(picture.rgba.data() + row * static_cast<std::size_t>(y),
                static_cast<std::uint8_t const*>(rgba->pixels) +
                    static_cast<std::ptrdiff_t>(y) * rgba->pitch,
                row);
  }
  return picture;
}

/// The source pixels that make one target pixel, and how much each counts.
struct Taps {
  int first{};
  std::vector<float> weights;
};

std::vector<Taps> taps(float start, float length, int source, int target) {
  std::vector<Taps> all(static_cast<std::size_t>(target));
  float const step{length / static_cast<float>(target)};
  float const reach{std::max(1.F, step)};
  for (int i{0}; i < target; ++i) {
    float const centre{start + (static_cast<float>(i) + 0.5F) * step - 0.5F};
    int const first{static_cast<int>(std::ceil(centre - reach))};
    int const last{static_cast<int>(std::floor(centre + reach))};
    auto& tap{all[static_cast<std::size_t>(i)]};
    tap.first = std::clamp(first, 0, source - 1);
    float sum{0};
    for (int s{tap.first}; s <= std::clamp(last, 0, source - 1); ++s) {
      float const weight{std::max(0.F, 1 - std::abs(static_cast<float>(s) - centre) / reach)};
      tap.weights.push_back(weight);
      sum += weight;
    }
    if (sum <= 0) {
      tap.weights.assign(1, 1.F);
      sum = 1;
    }
    for (auto& weight : tap.weights) weight /= sum;
  }
  return all;
}

/// One pass of a blur over `side` values that lie `stride` apart.
void blur_line(std::vector<float>& values, std::size_t start, std::size_t stride, int side,
               std::vector<float> const& kernel) {
  int const reach{static_cast<int>(kernel.size()) - 1};
  std::vector<float> out(static_cast<std::size_t>(side));
  for (int i{0}; i < side; ++i) {
    float sum{0};
    for (int k{-reach}; k <= reach; ++k) {
      if (i + k < 0 || i + k >= side) continue;
      sum += values[start + stride * static_cast<std::size_t>(i + k)] *
             kernel[static_cast<std::size_t>(std::abs(k))];
    }
    out[static_cast<std::size_t>(i)] = sum;
  }
  for (int i{0}; i < side; ++i) {
    values[start + stride * static_cast<std::size_t>(i)] = out[static_cast<std::size_t>(i)];
  }
}

std::vector<float> gaussian(float sigma, int reach) {
  std::vector<float> kernel(static_cast<std::size_t>(reach) + 1);
  float sum{0};
  for (int k{0}; k <= reach; ++k) {
    auto const d{static_cast<float>(k)};
    auto& weight{kernel[static_cast<std::size_t>(k)]};
    weight = std::exp(-d * d / (2 * sigma * sigma));
    sum += k == 0 ? weight : 2 * weight;
  }
  for (auto& weight : kernel) weight /= sum;
  return kernel;
}

}  // namespace

Result<Picture> decode_picture(std::string_view bytes) {
  SDL_RWops* const stream{SDL_RWFromConstMem(bytes.data(), static_cast<int>(bytes.size()))};
  if (stream == nullptr) return fail(ErrorCode::corrupt, "an empty picture");
  bool const known{IMG_isPNG(stream) == 1 || IMG_isJPG(stream) == 1};
  if (!known) {
    SDL_RWclose(stream);
    return fail(ErrorCode::corrupt, "a picture that is neither PNG nor JPEG");
  }
  return picture_of(Surface{IMG_Load_RW(stream, 1)}, "picture");
}

Result<Picture> draw_svg(std::string_view svg, int width, int height) {
  SDL_RWops* const stream{SDL_RWFromConstMem(svg.data(), static_cast<int>(svg.size()))};
  if (stream == nullptr) return fail(ErrorCode::corrupt, "an empty SVG");
  Surface surface{IMG_LoadSizedSVG_RW(stream, width, height)};
  SDL_RWclose(stream);
  return picture_of(std::move(surface), "SVG");
}

Picture resampled(Picture const& from, Crop const& part, int width, int height) {
  auto const across{taps(part.x, part.w, from.width, width)};
  auto const down{taps(part.y, part.h, from.height, height)};
  auto const out_row{static_cast<std::size_t>(width) * 4};
  std::vector<float> wide(out_row * static_cast<std::size_t>(from.height));
  for (int y{0}; y < from.height; ++y) {
    auto const row{static_cast<std::size_t>(y)};
    for (std::size_t x{0}; x < across.size(); ++x) {
      for (std::size_t t{0}; t < across[x].weights.size(); ++t) {
        auto const source{(row * static_cast<std::size_t>(from.width) +
                           static_cast<std::size_t>(across[x].first) + t) *
                          4};
        for (std::size_t c{0}; c < 4; ++c) {
          wide[row * out_row + x * 4 + c] +=
              static_cast<float>(from.rgba[source + c]) * across[x].weights[t];
        }
      }
    }
  }
  Picture result{.width = width, .height = height, .rgba = {}};
  result.rgba.resize(out_row * static_cast<std::size_t>(height));
  for (std::size_t y{0}; y < down.size(); ++y) {
    for (std::size_t i{0}; i < out_row; ++i) {
      float sum{0};
      for (std::size_t t{0}; t < down[y].weights.size(); ++t) {
        sum +=
            wide[(static_cast<std::size_t>(down[y].first) + t) * out_row + i] * down[y].weights[t];
      }
      result.rgba[y * out_row + i] =
          static_cast<std::uint8_t>(std::clamp(std::lround(sum), 0L, 255L));
    }
  }
  return result;
}

void make_grey(Picture& picture) {
  for (std::size_t i{0}; i + 3 < picture.rgba.size(); i += 4) {
    unsigned const luma{
        (picture.rgba[i] * 54U + picture.rgba[i + 1] * 183U + picture.rgba[i + 2] * 19U) >> 8U};
    auto const grey{static_cast<std::uint8_t>(luma)};
    picture.rgba[i] = picture.rgba[i + 1] = picture.rgba[i + 2] = grey;
  }
}

Picture disc_mask(int radius, int width) {
  auto const side{static_cast<std::size_t>(2 * radius)};
  Picture mask{.width = 2 * radius,
               .height = 2 * radius,
               .rgba = std::vector<std::uint8_t>(side * side * 4, 255)};
  auto const outer{static_cast<float>(radius)};
  float const inner{outer - static_cast<float>(width)};
  for (std::size_t y{0}; y < side; ++y) {
    for (std::size_t x{0}; x < side; ++x) {
      float const d{
          std::hypot(static_cast<float>(x) + 0.5F - outer, static_cast<float>(y) + 0.5F - outer)};
      float cover{std::clamp(outer - d + 0.5F, 0.F, 1.F)};
      if (width > 0 && inner > 0) cover -= std::clamp(inner - d + 0.5F, 0.F, 1.F);
      mask.rgba[(y * side + x) * 4 + 3] = static_cast<std::uint8_t>(std::lround(cover * 255));
    }
  }
  return mask;
}

void round_corners(Picture& picture, int radius) {
  int const r{std::min({radius, picture.width / 2, picture.height / 2})};
  if (r <= 0) return;
  auto const mask{disc_mask(r, 0)};
  for (int y{0}; y < 2 * r; ++y) {
    for (int x{0}; x < 2 * r; ++x) {
      int const px{x < r ? x : picture.width - 2 * r + x};
      int const py{y < r ? y : picture.height - 2 * r + y};
      auto const at{static_cast<std::size_t>(py * picture.width + px) * 4 + 3};
      unsigned const cover{mask.rgba[static_cast<std::size_t>(y * 2 * r + x) * 4 + 3]};
      picture.rgba[at] = static_cast<std::uint8_t>(picture.rgba[at] * cover / 255U);
    }
  }
}

Picture shadow_mask(int radius, float blur, int margin, int slice) {
  int const side{2 * slice + 1};
  auto const n{static_cast<std::size_t>(side)};
  std::vector<float> dark(n * n);
  auto const near{static_cast<float>(margin)};
  auto const far{static_cast<float>(side - margin)};
  auto const r{static_cast<float>(radius)};
  for (std::size_t y{0}; y < n; ++y) {
    for (std::size_t x{0}; x < n; ++x) {
      float const px{static_cast<float>(x) + 0.5F};
      float const py{static_cast<float>(y) + 0.5F};
      float const dx{px - std::clamp(px, near + r, far - r)};
      float const dy{py - std::clamp(py, near + r, far - r)};
      dark[y * n + x] = std::clamp(r + 0.5F - std::hypot(dx, dy), 0.F, 1.F);
    }
  }
  auto const kernel{gaussian(std::max(0.5F, blur / 2), margin)};
  for (std::size_t i{0}; i < n; ++i) blur_line(dark, i * n, 1, side, kernel);
  for (std::size_t i{0}; i < n; ++i) blur_line(dark, i, n, side, kernel);
  Picture mask{.width = side, .height = side, .rgba = std::vector<std::uint8_t>(n * n * 4, 255)};
  for (std::size_t i{0}; i < dark.size(); ++i) {
    mask.rgba[i * 4 + 3] = static_cast<std::uint8_t>(std::lround(dark[i] * 255));
  }
  return mask;
}

Result<void> save_png(std::filesystem::path const& file, std::vector<std::uint8_t> const& rgba,
                      int width, int height) {
  std::vector<std::uint8_t> copy{rgba};
  Surface const surface{SDL_CreateRGBSurfaceWithFormatFrom(copy.data(), width, height, 32,
                                                           width * 4, SDL_PIXELFORMAT_RGBA32)};
  if (!surface || IMG_SavePNG(surface.get(), file.c_str()) != 0) {
    return fail(ErrorCode::io, "writing " + file.string() + ": " + SDL_GetError());
  }
  return {};
}

}  // namespace mingshi::kiosk
