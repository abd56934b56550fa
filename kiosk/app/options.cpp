#include "kiosk/app/options.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace mingshi::kiosk {
namespace {

std::optional<int> whole_number(std::string_view text) {
  int value{0};
  auto const [end, error]{std::from_chars(text.data(), text.data() + text.size(), value)};
  bool const all{error == std::errc{} && end == text.data() + text.size()};
  return all ? std::optional{value} : std::nullopt;
}

Result<Size> size_of(std::string_view text) {
  constexpr int least{200};
  constexpr int most{8192};
  auto const by{text.find('x')};
  if (by != std::string_view::npos) {
    auto const width{whole_number(text.substr(0, by))};
    auto const height{whole_number(text.substr(by + 1))};
    if (width && height && *width >= least && *height >= least && *width <= most && *height <= most)
      return Size{static_cast<Pixels>(*width), static_cast<Pixels>(*height)};
  }
  return fail(ErrorCode::invalid_input, "--size takes WxH, e.g. 1080x1920");
}

Result<Rotation> rotation_of(std::string_view text) {
  if (text == "0") return Rotation::none;
  if (text == "90") return Rotation::quarter;
  if (text == "180") return Rotation::half;
  if (text == "270") return Rotation::three_quarters;
  return fail(ErrorCode::invalid_input, "--rotation takes 0, 90, 180 or 270");
}

Result<RenderPath> render_of(std::string_view text) {
  if (text == "auto") return RenderPath::automatic;
  if (text == "gl") return RenderPath::gl;
  if (text == "software") return RenderPath::software;
  return fail(ErrorCode::invalid_input, "--render takes auto, gl or software");
}

Result<PlantedBlack> plant_of(std::string_view text) {
  auto const at{std::min(text.find('@'), text.size())};
  auto const frames{whole_number(text.substr(0, at))};
  auto const after{whole_number(at < text.size() ? text.substr(at + 1) : std::string_view{})};
  if (frames && after && *frames > 0 && *after >= 0)
    return PlantedBlack{.frames = *frames, .after = Millis{*after}};
  return fail(ErrorCode::invalid_input, "--plant-black takes FRAMES@MS, e.g. 1@5000");
}

Result<TerminalRole> role_of(std::string_view text) {
  if (text == "touch") return TerminalRole::touch;
  if (text == "wall") return TerminalRole::wall;
  return fail(ErrorCode::invalid_input, "--role takes touch or wall");
}

Result<void> take(Options& options, std::string_view name, std::string_view value) {
  if (name == "--data") {
    options.data = value;
  } else if (name == "--assets") {
    options.assets = value;
  } else if (name == "--receipts") {
    options.receipts = value;
  } else if (name == "--role") {
    options.role = MS_TRY(role_of(value));
  } else if (name == "--size") {
    options.panel = MS_TRY(size_of(value));
  } else if (name == "--rotation") {
    options.rotation = MS_TRY(rotation_of(value));
  } else if (name == "--render") {
    options.render = MS_TRY(render_of(value));
  } else if (name == "--now") {
    options.now = MS_TRY(parse_instant(value));
  } else if (name == "--screen") {
    options.screen = value;
  } else if (name == "--shot") {
    options.shot = value;
  } else if (name == "--probe") {
    options.probe = value;
  } else if (name == "--probe-log") {
    options.probe_log = value;
  } else if (name == "--touch-script") {
    options.touch_script = value;
  } else if (name == "--plant-black") {
    options.plant_black = MS_TRY(plant_of(value));
  } else {
    return fail(ErrorCode::invalid_input, "unknown option " + std::string{name});
  }
  return {};
}

}  // namespace

Result<Options> parse_options(std::span<char const* const> arguments) {
  Options options;
  for (std::size_t i{0}; i < arguments.size(); ++i) {
    std::string_view const name{arguments[i]};
    if (name == "--help" || name == "-h") return fail(ErrorCode::cancelled, "help");
    if (name == "--windowed") {
      options.mode = WindowMode::windowed;
      continue;
    }
    if (!name.starts_with("--"))
      return fail(ErrorCode::invalid_input, "unknown argument " + std::string{name});
    if (i + 1 == arguments.size())
      return fail(ErrorCode::invalid_input, std::string{name} + " needs a value");
    if (auto taken{take(options, name, arguments[++i])}; !taken)
      return std::unexpected{std::move(taken).error()};
  }
  if (options.data.empty()) return fail(ErrorCode::invalid_input, "--data DIR is needed");
  if (options.screen.starts_with("signage-")) options.role = TerminalRole::wall;
  if (options.shot) options.mode = WindowMode::headless;
  return options;
}

}  // namespace mingshi::kiosk
