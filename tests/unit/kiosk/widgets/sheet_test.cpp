#include "component_sheet.hpp"
#include "rig.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>

using namespace mingshi::kiosk;
namespace {

std::vector<std::uint8_t> shot(std::string const& theme, std::string const& name,
                               Rig::View view = draw_component_sheet) {
  Rig rig{std::move(view), RenderPath::software, Ui::Movement::still,
          Rotation::none,  {1080, 1920},         theme};
  rig.frame();
  rig.frame();
  auto const file{std::filesystem::path{MS_BINARY_DIR} / "shots" / (name + ".png")};
  std::filesystem::create_directories(file.parent_path());
  REQUIRE(rig.platform().save_png(file).has_value());
  return rig.platform().read_pixels();
}

}  // namespace

TEST_CASE("widgets: the same sheet drawn twice has the same pixels", "[widgets][shot]") {
  auto const one{shot("light", "components")};
  CHECK(one == shot("light", "components"));
  CHECK(one != shot("high_contrast", "components-high-contrast"));
  CHECK(one != shot("light", "keyboard", draw_keyboard_sheet));
}

TEST_CASE("widgets: a card's shadow fades out on displays of every size", "[widgets][shot]") {
  // Below a card the shadow ends in the page's colour; a strip of one grey ended in an edge.
  constexpr int cards{7};
  auto const card{[](int i) { return Rect{48, 60 + static_cast<Pixels>(i) * 250, 984, 130}; }};
  for (Size const panel : {Size{360, 640}, Size{405, 720}, Size{540, 960}, Size{1080, 1920}}) {
    Rig rig{[&](Ui& ui) {
              ui.fill(ui.canvas(), ui.palette().surface);
              for (int i{0}; i < cards; ++i)
                ui.box(card(i), {.fill = ui.palette().surface,
                                 .radius = static_cast<Pixels>(16 + 4 * i),
                                 .elevation = Elevation::e1});
            },
            RenderPath::software, Ui::Movement::still, Rotation::none, panel};
    rig.frame();
    rig.frame();
    auto const& pixels{rig.platform().read_pixels()};
    auto const width{static_cast<std::size_t>(panel.w)};
    auto const green{
        [&](std::size_t row) { return int{pixels[(row * width + width / 2) * 4 + 1]}; }};
    for (int i{0}; i < cards; ++i) {
      INFO("display " << panel.w << " wide, card " << i);
      auto const foot{static_cast<std::size_t>(card(i).bottom() * panel.w / 1080) + 1};
      int steepest{0};
      for (std::size_t row{foot}; row < foot + width / 11; ++row)
        steepest = std::max(steepest, std::abs(green(row + 1) - green(row)));
      CHECK(green(foot) < 254);
      CHECK(green(foot + width / 11) == 255);
      CHECK(steepest <= 8);
    }
  }
}
