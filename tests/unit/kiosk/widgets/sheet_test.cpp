#include "component_sheet.hpp"
#include "rig.hpp"

#include <catch2/catch_test_macros.hpp>

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
