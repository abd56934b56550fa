#pragma once

#include "kiosk/platform/fonts.hpp"
#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/icon.hpp"
#include "kiosk/platform/item.hpp"
#include "kiosk/platform/platform.hpp"
#include "kiosk/platform/textures.hpp"
#include "kiosk/theme/theme.hpp"
#include "kiosk/widgets/look.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct ImDrawList;

namespace mingshi::kiosk {

/// Undoes, when it goes, what Ui did when it gave it: `auto const clip{ui.clipped(list)};`
class [[nodiscard]] Scope {
 public:
  explicit Scope(std::function<void()> undo) : undo_{std::move(undo)} {}
  Scope(Scope&& other) noexcept : undo_{std::exchange(other.undo_, {})} {}
  Scope(Scope const&) = delete;
  Scope& operator=(Scope&&) = delete;
  ~Scope() {
    if (undo_) undo_();
  }

 private:
  std::function<void()> undo_;
};

/// What a finger does to one target in this frame.
struct Touchable {
  bool activated{false};  ///< act on it now
  bool down{false};       ///< draw it pressed
  float press{0};         ///< 0 at rest … 1 pressed; for colours on their way back
  Pixels shift{0};        ///< move the content down by this
  explicit operator bool() const { return activated; }
};

/// Everything a view draws with. All lengths are reference pixels; colours come from theme().
///
/// Between begin() and end() a view calls drawing functions and controls in any order; what is
/// drawn later lies on top, also for the finger. A control answers true in the one frame in which
/// it is to act. A touch belongs to the topmost target that was on the presented frame; it acts on
/// release inside that target, is cancelled by a slide of more than the slop, and the same target
/// does not act twice within the debounce time. Same calls + same input = same vertices.
/// @threads UI thread
class Ui {
 public:
  enum class Movement { live, still };

  /// @pre platform and theme outlive it. @param movement still: every motion is at its end, for
  /// shots and tests
  Ui(Platform& platform, Theme const& theme, Movement movement = Movement::live);
  Ui(Ui const&) = delete;
  Ui& operator=(Ui const&) = delete;
  ~Ui();

  // --- the frame
  // --------------------------------------------------------------------------------------------------
  /// Starts a frame; `platform.begin_frame()` gives the input. Fills the display with the page's
  /// colour.
  void begin(FrameInput const& input);
  void end();
  /// The look from the next frame on.
  void set_theme(Theme const& theme);
  [[nodiscard]] Theme const& theme() const;
  [[nodiscard]] Palette const& palette() const { return theme().palette; }
  /// (0, 0, 1080, 1920) on the touch terminal.
  [[nodiscard]] Rect canvas() const;
  /// The whole display: larger than canvas() where the display has another shape.
  [[nodiscard]] Rect visible() const;
  [[nodiscard]] Millis now() const;
  /// True while something is on its way to where it will rest: draw again at once.
  [[nodiscard]] bool animating() const;
  /// Asks for a frame no later than `in` from now (a clock, a blinking caret).
  void wake_in(Millis in);
  /// How long nothing needs a new frame, unless something happens.
  [[nodiscard]] Millis until_next_frame() const;
  /// Drops caches and presses: what a citizen read is gone. @pre between frames
  void forget_session();

  // --- what was drawn
  // ---------------------------------------------------------------------------------------------
  /// In drawing order. After end(): of the whole frame.
  [[nodiscard]] std::vector<Item> const& items() const;
  /// Why the disabled control that was touched in this frame is disabled; empty if none was.
  [[nodiscard]] std::string const& disabled_reason() const;
  /// True if any touch began in this frame: a person is there.
  [[nodiscard]] bool touched() const;
  /// For items that no drawing function names, such as a group read as one.
  void note(Role role, Rect rect, std::string_view label);

  // --- scopes
  // -----------------------------------------------------------------------------------------------------
  /// Names the page. A change of name starts the page transition and forgets the press.
  Scope page(std::string_view name, Travel travel = Travel::forward);
  [[nodiscard]] std::string const& page_name() const;
  /// Everything inside is moved and faded. @range opacity 0..1
  Scope moved(Pixels dx, Pixels dy, float opacity = 1);
  Scope clipped(Rect rect);
  /// Nothing inside can be touched: the page under a sheet.
  Scope inert();
  /// Keys of controls inside are distinct from the same keys elsewhere.
  Scope named(std::string_view name);
  /// Items inside are not recorded one by one: the caller notes the group.
  Scope unrecorded();

  // --- shapes
  // -----------------------------------------------------------------------------------------------------
  void fill(Rect rect, Color color, Pixels radius = 0, Corners corners = Corners::all);
  /// A line of `width` lying inside the rect's edge.
  void stroke(Rect rect, Color color, Pixels width, Pixels radius = 0,
              Corners corners = Corners::all);
  void box(Rect rect, Box const& box);
  void shadow(Rect rect, Elevation elevation, Pixels radius);
  void line(Point from, Point to, Color color, Pixels width);
  void polyline(std::span<Point const> points, Color color, Pixels width);
  void polygon(std::span<Point const> convex, Color color);
  void dashed_line(Point from, Point to, Color color, Pixels width, Pixels dash = 12,
                   Pixels gap = 8);
  void dashed_box(Rect rect, Color color, Pixels width, Pixels radius);
  void circle(Point centre, Pixels radius, Color color);
  /// A ring or a part of one, clockwise from twelve o'clock. @range from, to: shares of a turn,
  /// 0..1
  void ring(Point centre, Pixels radius, Pixels width, Color color, float from = 0, float to = 1);
  void vertical_gradient(Rect rect, Color top, Color bottom);
  void icon(Icon icon, Point centre, Pixels size, Color color, float stroke = 2.F);
  /// The same, turned. @param turn share of a full turn, clockwise
  void icon_turned(Icon icon, Point centre, Pixels size, Color color, float turn,
                   float stroke = 2.F);
  /// A picture of the platform's ImageSource; unknown or damaged, a person's outline on the photo
  /// ground.
  void image(std::string_view key, Rect rect, ImageLook const& look = {});
  /// assets/art/<name>.svg
  void art(std::string_view name, Rect rect);
  void video(StreamTexture const& frames, Rect rect, std::string_view label);
  /// Dark on white with a quiet zone of four modules, error correction M, whole device pixels a
  /// module.
  void qr(Rect square, std::string_view content, std::string_view label);
  /// The product's mark: sun and moon in a square.
  void mark(Rect square);

  // --- text
  // -------------------------------------------------------------------------------------------------------
  [[nodiscard]] Pixels text_width(std::string_view text, TextStyle const& style) const;
  /// One line whose line box begins at `rect`'s top (Vertical::top) or is centred in it. Cut with …
  /// if it is wider than the rect. @returns the width drawn
  Pixels text(Rect rect, std::string_view text, TextStyle const& style, Color color,
              Align align = Align::left, Vertical vertical = Vertical::top);
  /// One line from a point, as wide as it is.
  Pixels text(Point top_left, std::string_view text, TextStyle const& style, Color color);
  /// Pieces of different styles on one baseline. @returns the width drawn
  Pixels text_runs(Rect rect, std::span<Run const> runs, Align align = Align::left,
                   Vertical vertical = Vertical::top);
  /// Text broken into lines by the Chinese rules. @returns the height drawn
  Pixels paragraph(Rect rect, std::string_view text, TextStyle const& style, Color color,
                   ParagraphLook const& look = {});
  /// The height paragraph() would draw.
  [[nodiscard]] Pixels paragraph_height(Pixels width, std::string_view text, TextStyle const& style,
                                        int max_lines = 0);
  /// The lines paragraph() would draw, for a page that parts a long text.
  [[nodiscard]] std::vector<std::string> lines(Pixels width, std::string_view text,
                                               TextStyle const& style);

  // --- controls
  // ---------------------------------------------------------------------------------------------------
  /// A target that the view draws itself. Every control below stands on it.
  Touchable target(Rect rect, Target const& target);
  bool button(Rect rect, Button const& button);
  /// A card that is one target: draws the card, gives how its content is to be moved.
  Touchable card(Rect rect, Target const& target, Elevation elevation = Elevation::e1);
  bool tile(Rect rect, Tile const& tile);
  /// @returns the tab that was touched
  std::optional<std::size_t> tabs(Rect rect, std::string_view key, std::span<Tab const> tabs,
                                  std::size_t selected);
  bool chip(Rect rect, Chip const& chip);
  [[nodiscard]] Pixels chip_width(Chip const& chip) const;
  bool key(Rect rect, Key const& key);
  bool dock_button(Rect rect, DockButton const& button);
  /// 上一页, where one is, 下一页. @param page from 0
  std::optional<Turn> pager(Rect rect, int page, int pages);
  /// @returns true if it was touched; its 清除 answers by `cleared`
  bool field(Rect rect, Field const& field, bool* cleared = nullptr);
  /// A drag that ended in this frame and began inside the rect: pages a list. Dragging up or left
  /// is `next`.
  std::optional<Turn> dragged(Rect rect);

  // --- marks of state
  // ---------------------------------------------------------------------------------------------
  /// Icon and word in the colours of a tone. @returns its width
  Pixels badge(Point top_left, Badge const& badge);
  [[nodiscard]] Pixels badge_width(Badge const& badge) const;
  Pixels tag(Point top_left, std::string_view label, Tone tone = Tone::primary);
  [[nodiscard]] Pixels tag_width(std::string_view label) const;
  /// The inner and outer ring of the focus.
  void focus_ring(Rect rect, Pixels radius);
  /// The double-lined square 法制审核: a mark of the interface, never a seal.
  void review_mark(Rect square);

  // --- motion
  // -----------------------------------------------------------------------------------------------------
  /// A value on its way to `target`: the first call is there at once, a change takes `duration`.
  float toward(std::string_view key, float target, Millis duration, Ease ease = Ease::move);
  /// How far the entrance of this thing is, from when `key` was first drawn on this page. @range
  /// 0..1
  float entrance(std::string_view key, int index = 0);
  /// Where a motion that never ends is: slow ones only, it is drawn ten times a second and does not
  /// count as animating(). @range 0..1; still: 0
  float cycle(Millis period);
  [[nodiscard]] bool still() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

[[nodiscard]] float eased(Ease ease, float t);

}  // namespace mingshi::kiosk
