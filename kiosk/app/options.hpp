#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "kiosk/platform/platform.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace mingshi::kiosk {

enum class TerminalRole : std::uint8_t { touch, wall };

/// Frames with nothing on them, to prove that the frame probe sees a black wall.
struct PlantedBlack {
  int frames;
  Millis after;  ///< since the first frame
};

/// What the command line asks for.
struct Options {
  std::filesystem::path data;
  std::filesystem::path assets;                   ///< empty = found by itself
  std::optional<std::filesystem::path> receipts;  ///< none = DATA/receipts/kiosk
  TerminalRole role{TerminalRole::touch};
  std::optional<Size> panel;  ///< none = the role's reference size
  Rotation rotation{Rotation::none};
  RenderPath render{RenderPath::automatic};
  WindowMode mode{WindowMode::fullscreen};
  std::optional<Instant> now;  ///< a clock that stands still, for pictures and tests
  std::string screen;          ///< what to open; empty = the start
  std::optional<std::filesystem::path> shot;
  std::optional<std::filesystem::path> probe;
  std::optional<std::filesystem::path> probe_log;
  std::optional<std::filesystem::path> touch_script;
  std::optional<PlantedBlack> plant_black;  ///< of the wall; tests only
};

inline constexpr char const* usage{
    "usage: mingshi-kiosk --data DIR [--role touch|wall] [--size WxH] [--rotation 0|90|180|270]\n"
    "         [--render auto|gl|software] [--windowed] [--assets DIR] [--now INSTANT]\n"
    "         [--receipts DIR]\n"
    "         [--screen NAME[?args]] [--shot FILE.png]\n"
    "         [--probe DIR] [--probe-log FILE] [--touch-script FILE]\n"
    "         [--plant-black FRAMES@MS]\n"};

/// @errors invalid_input names the argument; cancelled --help was asked for
[[nodiscard]] Result<Options> parse_options(std::span<char const* const> arguments);

}  // namespace mingshi::kiosk
