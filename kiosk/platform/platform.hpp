#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "kiosk/platform/fonts.hpp"
#include "kiosk/platform/geometry.hpp"
#include "kiosk/platform/item.hpp"
#include "kiosk/platform/textures.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mingshi::kiosk {

/// How pixels are made. `automatic` takes GL where a graphics processor drives it and SDL's
/// software renderer else. `none` makes vertices only, for tests.
enum class RenderPath { automatic, gl, software, none };
enum class WindowMode { windowed, fullscreen, headless };

struct PlatformOptions {
  WindowMode mode{WindowMode::windowed};
  RenderPath render{RenderPath::automatic};
  Rotation rotation{Rotation::none};
  Size panel{1080, 1920};      ///< device pixels of the panel as it is mounted, before rotation
  Size reference{1080, 1920};  ///< of the canvas views draw on
  std::string title{"明示"};
  FontFiles fonts;
  std::filesystem::path assets;  ///< holds icons/ and art/
  ImageSource images;
  /// Finger events to play, one a line: `ms x y down|up|move`; ms since the first presented frame,
  /// x and y in pixels of the panel. They enter through the system's event queue.
  std::optional<std::filesystem::path> touch_script;
  /// Folder for NNNNNN.json and NNNNNN.png of each presented frame whose items changed and came to
  /// rest.
  std::optional<std::filesystem::path> probe;
  /// JSON Lines, one a presented frame.
  std::optional<std::filesystem::path> probe_log;
};

/// One thing the first finger (or the mouse) did. A second finger is ignored.
struct PointerEvent {
  enum class Kind { down, move, up };
  Kind kind;
  Point at;  ///< device pixels of the upright picture
};

/// What a frame is drawn from.
struct FrameInput {
  Millis now{};  ///< since the platform was opened
  Canvas canvas;
  std::vector<PointerEvent> pointer;
};

/// What the caller knows about the frame it presents; the probes write it down.
struct FrameNotes {
  std::string_view screen;   ///< name of the page
  std::string_view content;  ///< id of the thing shown; empty means nothing is
  std::span<Item const> items;
  bool moving{false};  ///< something is on its way: not the page a person reads
  /// The parts, in reference pixels, that may differ from the last presented frame; empty = all of
  /// it. Drawn by the processor, the rest is left as it stands: a ticker costs its strip, not the
  /// wall.
  std::vector<Rect> only{};
  std::vector<std::pair<std::string, std::variant<double, std::string>>> extras;
};

/// The display, the finger and the event loop's only place to block.
/// @threads UI thread; wake(): any
class Platform {
 public:
  /// Opens the window or, headless, a surface in memory.
  /// @errors unsupported no such display or renderer; not_found a font; invalid_input the touch
  /// script
  [[nodiscard]] static Result<std::unique_ptr<Platform>> open(PlatformOptions options, Log log);
  Platform(Platform const&) = delete;
  Platform& operator=(Platform const&) = delete;
  ~Platform();

  /// Blocks until something happens or `longest` has passed; zero only collects what has come in.
  void wait(Millis longest);
  /// Makes wait() return: give it to a Mailbox.
  /// @threads any
  static void wake();
  /// True once the window was closed or the process was asked to end.
  [[nodiscard]] bool ended() const;
  /// True if a finger or the window changed anything since the last frame.
  [[nodiscard]] bool wants_frame() const;
  [[nodiscard]] Millis now() const;

  /// Starts a frame; draw with Ui between this and present().
  [[nodiscard]] FrameInput begin_frame();
  /// Draws the frame and shows it.
  void present(FrameNotes const& notes);

  /// The pixels of the last presented frame, RGBA, row by row, of the panel.
  [[nodiscard]] std::vector<std::uint8_t> const& read_pixels();
  /// @errors io
  [[nodiscard]] Result<void> save_png(std::filesystem::path const& file);
  /// A number that is the same for the same vertices, indices and clips of the last frame.
  [[nodiscard]] std::uint64_t vertex_fingerprint() const;

  /// Forgets what a citizen saw: glyphs and portraits.
  /// @pre between frames
  void forget_session();

  [[nodiscard]] Fonts& fonts();
  [[nodiscard]] Textures& textures();
  [[nodiscard]] Canvas const& canvas() const;
  /// "gl: <renderer>" or "software".
  [[nodiscard]] std::string const& renderer() const;
  /// For tests: what the system would have reported at that time. Headless only.
  void feed(PointerEvent event);
  /// For tests and shots: the clock of the next frames.
  void set_time(Millis now);

 private:
  struct Impl;
  explicit Platform(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
