#include "kiosk/platform/textures.hpp"

#include "core/base/file.hpp"
#include "kiosk/platform/pixels.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace mingshi::kiosk {
namespace {

constexpr std::size_t largest_svg{1U << 20U};

ImTextureData* new_texture(int width, int height) {
  auto* const data{IM_NEW(ImTextureData)()};
  data->Create(ImTextureFormat_RGBA32, width, height);
  ImGui::RegisterUserTexture(data);
  return data;
}

Texture texture_of(Picture const& picture) {
  auto* const data{new_texture(picture.width, picture.height)};
  std::memcpy(data->GetPixels(), picture.rgba.data(), picture.rgba.size());
  return {.data = data, .width = picture.width, .height = picture.height};
}

void free_texture(ImTextureData* data) {
  ImGui::UnregisterUserTexture(data);
  IM_DELETE(data);
}

std::string with_stroke(std::string svg, float stroke) {
  constexpr std::string_view usual{"stroke-width=\"2\""};
  if (auto const at{svg.find(usual)}; at != std::string::npos) {
    svg.replace(at, usual.size(), "stroke-width=\"" + std::to_string(stroke) + "\"");
  }
  return svg;
}

/// The part of a picture that fills a shape: equal cuts left and right, or the bottom cut off,
/// where portraits have no face.
Crop covering(Picture const& picture, int width, int height) {
  auto const w{static_cast<float>(picture.width)};
  auto const h{static_cast<float>(picture.height)};
  float const scale{std::min(w / static_cast<float>(width), h / static_cast<float>(height))};
  float const part_w{static_cast<float>(width) * scale};
  float const part_h{static_cast<float>(height) * scale};
  return {(w - part_w) / 2, 0, part_w, part_h};
}

}  // namespace

StreamTexture::StreamTexture(int width, int height)
    : texture_{.data = new_texture(width, height), .width = width, .height = height} {}

StreamTexture::~StreamTexture() {
  if (texture_.data->Status == ImTextureStatus_WantCreate) {
    free_texture(texture_.data);  // never drawn
    return;
  }
  // The renderer frees its side at the next frame, Textures::reap() ours after it.
  texture_.data->SetStatus(ImTextureStatus_WantDestroy);
  texture_.data->UnusedFrames = 1;
}

std::span<std::byte> StreamTexture::pixels() {
  return {static_cast<std::byte*>(texture_.data->GetPixels()),
          static_cast<std::size_t>(texture_.data->GetSizeInBytes())};
}

std::size_t StreamTexture::stride() const {
  return static_cast<std::size_t>(texture_.width) * 4;
}

void StreamTexture::changed() {
  auto const all{pixels()};
  for (std::size_t i{3}; i < all.size(); i += 4) all[i] = std::byte{255};
  if (texture_.data->Status == ImTextureStatus_WantCreate) return;
  ImTextureRect whole{};
  whole.w = static_cast<unsigned short>(texture_.width);
  whole.h = static_cast<unsigned short>(texture_.height);
  texture_.data->Updates.resize(0);
  texture_.data->Updates.push_back(whole);
  texture_.data->UpdateRect = whole;
  texture_.data->SetStatus(ImTextureStatus_WantUpdates);
}

struct Textures::Impl {
  std::filesystem::path assets;
  ImageSource images;
  std::map<std::tuple<Icon, int, int>, Texture> icons;
  std::map<std::pair<int, int>, Texture> discs;
  std::map<std::pair<int, int>, std::pair<Texture, Shadow>> shadows;
  std::map<std::tuple<std::string, int, int>, Texture, std::less<>> art;
  std::map<std::tuple<std::string, int, int, bool, bool, int>, Texture> pictures;

  [[nodiscard]] Result<Picture> svg(std::filesystem::path const& file, float stroke, int width,
                                    int height) const {
    return draw_svg(with_stroke(MS_TRY(read_file(file, largest_svg)), stroke), width, height);
  }

  [[nodiscard]] Result<Picture> picture(std::string_view key, ImageWish const& wish) const {
    auto const bytes{images ? images(key) : std::nullopt};
    if (!bytes) return fail(ErrorCode::not_found, "picture");
    auto const full{MS_TRY(decode_picture(*bytes))};
    int width{wish.width};
    int height{wish.height};
    Crop part{0, 0, static_cast<float>(full.width), static_cast<float>(full.height)};
    if (wish.whole) {
      float const scale{
          std::min(static_cast<float>(width) / part.w, static_cast<float>(height) / part.h)};
      width = std::max(1, static_cast<int>(std::lround(part.w * scale)));
      height = std::max(1, static_cast<int>(std::lround(part.h * scale)));
    } else {
      part = covering(full, width, height);
    }
    auto result{resampled(full, part, width, height)};
    if (wish.grey) make_grey(result);
    round_corners(result, wish.radius);
    return result;
  }
};

Textures::Textures(std::filesystem::path assets, ImageSource images)
    : impl_{std::make_unique<Impl>()} {
  impl_->assets = std::move(assets);
  impl_->images = std::move(images);
}

Textures::~Textures() {
  // The renderer has gone before: it freed its side of every registered texture.
  auto& mine{ImGui::GetCurrentContext()->UserTextures};
  while (!mine.empty()) free_texture(mine.back());
}

Texture const* Textures::icon(Icon icon, int pixels, float stroke) {
  std::tuple const key{icon, pixels, static_cast<int>(std::lround(stroke * 100))};
  auto found{impl_->icons.find(key)};
  if (found == impl_->icons.end()) {
    auto const file{impl_->assets / "icons" / (std::string{name_of(icon)} + ".svg")};
    auto const picture{impl_->svg(file, stroke, pixels, pixels)};
    found = impl_->icons.emplace(key, picture ? texture_of(*picture) : Texture{}).first;
  }
  return found->second.data == nullptr ? nullptr : &found->second;
}

Texture const& Textures::disc(int radius, int width) {
  std::pair const key{radius, width};
  auto found{impl_->discs.find(key)};
  if (found == impl_->discs.end()) {
    found = impl_->discs.emplace(key, texture_of(disc_mask(radius, width))).first;
  }
  return found->second;
}

Shadow Textures::shadow(int radius, int blur) {
  std::pair const key{radius, blur};
  auto found{impl_->shadows.find(key)};
  if (found == impl_->shadows.end()) {
    int const margin{blur + blur / 2 + 1};
    int const slice{margin + radius + margin};
    auto const texture{texture_of(shadow_mask(radius, static_cast<float>(blur), margin, slice))};
    found = impl_->shadows.emplace(key, std::pair{texture, Shadow{nullptr, slice, margin}}).first;
    found->second.second.texture = &found->second.first;
  }
  return found->second.second;
}

Texture const* Textures::art(std::string_view name, int width, int height) {
  std::tuple const key{std::string{name}, width, height};
  auto found{impl_->art.find(key)};
  if (found == impl_->art.end()) {
    auto const file{impl_->assets / "art" / (std::string{name} + ".svg")};
    auto const picture{impl_->svg(file, 2.F, width, height)};
    found = impl_->art.emplace(key, picture ? texture_of(*picture) : Texture{}).first;
  }
  return found->second.data == nullptr ? nullptr : &found->second;
}

Texture const* Textures::image(std::string_view key, ImageWish const& wish) {
  std::tuple const all{std::string{key}, wish.width, wish.height,
                       wish.grey,        wish.whole, wish.radius};
  auto found{impl_->pictures.find(all)};
  if (found == impl_->pictures.end()) {
    auto const picture{impl_->picture(key, wish)};
    found = impl_->pictures.emplace(all, picture ? texture_of(*picture) : Texture{}).first;
  }
  return found->second.data == nullptr ? nullptr : &found->second;
}

void Textures::reap() {
  std::vector<ImTextureData*> gone;
  for (auto* data : ImGui::GetCurrentContext()->UserTextures) {
    if (data->Status == ImTextureStatus_Destroyed) gone.push_back(data);
  }
  for (auto* data : gone) free_texture(data);
}

void Textures::forget_images() {
  for (auto& [key, texture] : impl_->pictures) {
    if (texture.data == nullptr) continue;
    if (texture.data->Status == ImTextureStatus_WantCreate) {
      free_texture(texture.data);
    } else {
      texture.data->SetStatus(ImTextureStatus_WantDestroy);
      texture.data->UnusedFrames = 1;
    }
  }
  impl_->pictures.clear();
}

}  // namespace mingshi::kiosk
