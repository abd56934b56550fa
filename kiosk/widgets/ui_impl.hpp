#pragma once

#include "core/text/line_break.hpp"
#include "kiosk/widgets/press.hpp"
#include "kiosk/widgets/ui.hpp"

#include <imgui.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace mingshi::kiosk {

/// A value on its way.
struct Animation {
  float from{}, to{};
  Millis start{}, duration{};
  Ease ease{Ease::move};
  std::uint64_t last_frame{};
};

struct BrokenText {
  std::vector<std::string> lines;
  std::uint64_t last_frame{};
};

struct Ui::Impl {
  Impl(Platform& given_platform, Theme const& given_theme, Movement given_movement)
      : platform{given_platform}, theme{&given_theme}, movement{given_movement} {}

  Platform& platform;
  Theme const* theme;
  Movement movement;
  ImDrawList* list{nullptr};
  Canvas canvas;
  Millis now{};
  std::uint64_t frame{0};

  // what was drawn
  std::vector<Item> items;
  std::vector<TargetArea> areas, last_areas;
  std::string reason;

  // the finger
  Press press;
  PressResult pressed;

  // scopes
  std::string page{};
  Millis page_since{};
  Travel page_travel{Travel::none};
  Point offset{};
  float opacity{1};
  int inert{0};
  int unrecorded{0};
  TargetId scope{14695981039346656037U};

  // motion
  bool animating{false};
  std::optional<Millis> wake_at;
  std::map<std::string, Animation, std::less<>> animations;
  std::map<std::string, Millis, std::less<>> entrances;

  // text
  text::LineBreaker breaker;
  std::map<std::tuple<std::string, Face, int, int>, BrokenText> broken;

  [[nodiscard]] ImU32 color(Color c) const;
  /// A point on the display, in device pixels.
  [[nodiscard]] ImVec2 at(Point p) const;
  [[nodiscard]] ImVec2 snapped(Point p) const;
  struct Edges {
    ImVec2 min, max;
  };
  /// A rect with its edges on whole device pixels.
  [[nodiscard]] Edges edges(Rect rect) const;
  [[nodiscard]] float length(Pixels p) const { return p * canvas.scale; }
  [[nodiscard]] TargetId id_of(std::string_view key) const;
  void record(Item item);

  // text
  [[nodiscard]] ImFont* face(TextStyle const& style) const {
    return platform.fonts().face(style.face);
  }
  /// The em in device pixels, whole, so that glyphs are never scaled.
  [[nodiscard]] float em(TextStyle const& style) const;
  [[nodiscard]] Pixels width(std::string_view text, TextStyle const& style) const;
  /// Where the baseline is below the top of the line box.
  [[nodiscard]] Pixels baseline(TextStyle const& style) const;
  void glyphs(Point baseline_start, std::string_view text, TextStyle const& style, Color color);
  [[nodiscard]] std::vector<std::string> const& break_lines(Pixels width, std::string_view text,
                                                            TextStyle const& style);
  /// The longest start of a text that fits with … behind it.
  [[nodiscard]] std::string elided(std::string_view text, TextStyle const& style,
                                   Pixels width) const;
  struct Rounded;
  /// @param line width of a ring's line in device pixels; 0 fills
  [[nodiscard]] Rounded rounded(Rect rect, Pixels radius, float line, Corners corners, Color ink);
  void textured(Texture const& texture, ImVec2 min, ImVec2 max, ImVec2 uv0, ImVec2 uv1, ImU32 tint);
};

}  // namespace mingshi::kiosk
