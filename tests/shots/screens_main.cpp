// ms_shots_screens FOLDER [NAME…]: draws the sample screens, all or the named, to FOLDER/NAME.png.
#include "kiosk/platform/platform.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/theme/theme.hpp"
#include "kiosk/widgets/ui.hpp"
#include "tests/shots/sample_vms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>

namespace {

using namespace mingshi;
using namespace mingshi::kiosk;

/// The drawn portraits of the sample hall, by certificate number.
std::optional<std::string> portrait(std::filesystem::path const& assets, std::string_view number) {
  std::ifstream file{assets / "sample" / "photos" / (std::string{number} + ".png"),
                     std::ios::binary};
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

int shoot(std::filesystem::path const& folder, std::span<char*> names) {
  std::filesystem::path const assets{std::filesystem::path{MS_SOURCE_DIR} / "assets"};
  auto const theme{load_theme(assets / "themes" / "light.toml")};
  PlatformOptions options;
  options.mode = WindowMode::headless;
  options.render = RenderPath::software;
  options.assets = assets;
  options.images = [&](std::string_view key) { return portrait(assets, key); };
  auto platform{Platform::open(std::move(options), Log::none())};
  if (!theme || !platform) {
    fmt::print(stderr, "{}\n", theme ? platform.error().detail() : theme.error().detail());
    return 1;
  }
  auto samples{ordinary_samples()};
  std::ranges::move(extreme_samples(), std::back_inserter(samples));
  Ui ui{**platform, *theme, Ui::Movement::still};
  for (Sample const& sample : samples) {
    if (!names.empty() && std::ranges::find(names, sample.name) == names.end()) continue;
    for (int frame{0}; frame < 2; ++frame) {
      ui.begin((*platform)->begin_frame());
      static_cast<void>(screens::draw(ui, sample.screen));
      ui.end();
      FrameNotes notes{};
      notes.screen = sample.name;
      notes.items = ui.items();
      (*platform)->present(notes);
    }
    if (!(*platform)->save_png(folder / (sample.name + ".png"))) return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: ms_shots_screens FOLDER [NAME…]\n");
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  return shoot(argv[1], std::span{argv, static_cast<std::size_t>(argc)}.subspan(2));
}
