#pragma once

#include "core/base/result.hpp"
#include "kiosk/theme/theme.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ImFont;

namespace mingshi::kiosk {

/// Where the faces lie: `noto` holds the three Noto CJK collections, `hanazono` is HanaMinB, the
/// fallback that completes GB 18030-2022 level 3.
struct FontFiles {
  std::filesystem::path noto{"/usr/share/fonts/opentype/noto"};
  std::filesystem::path hanazono{"/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"};
};

/// The three faces, their files mapped and not copied. Sizes are those of the em, as in CSS.
/// @threads UI thread
class Fonts {
 public:
  /// Adds the faces to the current ImGui context.
  /// @pre lives at least as long as that context
  /// @errors not_found; io; corrupt
  [[nodiscard]] static Result<std::unique_ptr<Fonts>> open(FontFiles const& files);
  Fonts(Fonts const&) = delete;
  Fonts& operator=(Fonts const&) = delete;
  ~Fonts();

  [[nodiscard]] ImFont* face(Face face) const;
  /// The characters of a text that no face can draw, each once. A name with one of these must not
  /// be published.
  [[nodiscard]] std::vector<char32_t> missing(std::string_view utf8, Face face = Face::sans) const;
  /// Drops every rasterised glyph, so that none of what a citizen saw stays in memory.
  /// @pre between frames
  void forget_glyphs();

 private:
  struct Impl;
  explicit Fonts(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
