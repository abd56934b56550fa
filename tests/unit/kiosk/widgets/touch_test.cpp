#include "rig.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace mingshi::kiosk;
using Kind = PointerEvent::Kind;

namespace {

constexpr Rect place{100, 200, 300, 120};
constexpr Point middle{250, 260};

/// One button, and how often it acted.
struct OneButton {
  int acted{0};
  std::string reason;
  Button button{.label = "查询"};
  void operator()(Ui& ui) {
    if (ui.button(place, button)) ++acted;
    if (!ui.disabled_reason().empty()) reason = ui.disabled_reason();
  }
};

}  // namespace

TEST_CASE("touch: a button acts on release inside, once", "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  rig.finger(Kind::down, middle);
  CHECK(view.acted == 0);
  rig.finger(Kind::up, middle);
  CHECK(view.acted == 1);
  rig.frame();
  CHECK(view.acted == 1);
}

TEST_CASE("touch: the pressed look is there in the first frame after the touch",
          "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  rig.frame();
  auto const at_rest{rig.platform().vertex_fingerprint()};
  rig.finger(Kind::down, middle);
  CHECK(rig.platform().vertex_fingerprint() != at_rest);
  rig.finger(Kind::up, middle);
  CHECK(rig.ui().animating());
  rig.frame(Millis{200});
  CHECK_FALSE(rig.ui().animating());
  CHECK(rig.platform().vertex_fingerprint() == at_rest);
}

TEST_CASE("touch: a slide of more than 24 px cancels, also on the way back", "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  auto const [slide, acts]{GENERATE(std::pair{20.F, 1}, std::pair{30.F, 0})};
  rig.finger(Kind::down, middle);
  rig.finger(Kind::move, {middle.x + slide, middle.y});
  rig.finger(Kind::move, middle);
  rig.finger(Kind::up, middle);
  CHECK(view.acted == acts);
}

TEST_CASE("touch: a release outside does nothing", "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  rig.finger(Kind::down, {place.right() - 4, middle.y});
  rig.finger(Kind::up, {place.right() + 4, middle.y});
  CHECK(view.acted == 0);
}

TEST_CASE("touch: the same target does not act twice within 250 ms", "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  rig.tap(middle);
  rig.tap(middle);
  CHECK(view.acted == 1);
  rig.frame(Millis{300});
  rig.tap(middle);
  CHECK(view.acted == 2);
}

TEST_CASE("touch: a tap whose two ends come in one frame acts", "[widgets][touch]") {
  OneButton view;
  Rig rig{std::ref(view)};
  rig.frame();
  rig.platform().feed({Kind::down, middle});
  rig.platform().feed({Kind::up, middle});
  rig.frame();
  CHECK(view.acted == 1);
}

TEST_CASE("touch: a disabled button says why and does not act", "[widgets][touch]") {
  OneButton view;
  view.button.disabled_reason = "手写将在下一版提供";
  Rig rig{std::ref(view)};
  rig.frame();
  CHECK(rig.ui().items().front().enabled == false);
  CHECK(rig.ui().items().front().disabled_reason == "手写将在下一版提供");
  rig.tap(middle);
  CHECK(view.acted == 0);
  CHECK(view.reason == "手写将在下一版提供");
  rig.frame();
  CHECK(rig.ui().disabled_reason().empty());
}

TEST_CASE("touch: the topmost target gets the touch; what lies under a sheet gets none",
          "[widgets][touch]") {
  int below{0};
  int above{0};
  bool sheet{false};
  Rig rig{[&](Ui& ui) {
    {
      std::optional<Scope> still;
      if (sheet) still.emplace(ui.inert());
      if (ui.button(place, {.label = "下"})) ++below;
    }
    if (ui.button({200, 200, 100, 120}, {.label = "上"})) ++above;
  }};
  rig.frame();
  rig.tap(middle);
  CHECK(above == 1);
  CHECK(below == 0);
  sheet = true;
  rig.frame(Millis{300});
  rig.tap({120, 260});
  CHECK(below == 0);
}

TEST_CASE("touch: a press does not act on the page that came meanwhile", "[widgets][touch]") {
  std::string page{"one"};
  int acted{0};
  Rig rig{[&](Ui& ui) {
    auto const scope{ui.page(page, Travel::none)};
    if (ui.button(place, {.label = "查询"})) ++acted;
  }};
  rig.frame();
  rig.finger(Kind::down, middle);
  page = "two";
  rig.frame();
  rig.finger(Kind::up, middle);
  CHECK(acted == 0);
}

TEST_CASE("touch: a drag on a list pages it", "[widgets][touch]") {
  std::optional<Turn> turn;
  int acted{0};
  Rig rig{[&](Ui& ui) {
    if (ui.card(place, {.label = "行"})) ++acted;
    if (auto const t{ui.dragged({0, 0, 1080, 1900})}) turn = t;
  }};
  rig.frame();
  rig.finger(Kind::down, middle);
  rig.finger(Kind::move, {250, 160});
  rig.finger(Kind::up, {250, 120});
  CHECK(acted == 0);
  CHECK(turn == Turn::next);
}

TEST_CASE("touch: on a turned panel the finger acts where the button is seen", "[widgets][touch]") {
  auto const rotation{
      GENERATE(Rotation::none, Rotation::quarter, Rotation::half, Rotation::three_quarters)};
  OneButton view;
  bool const turned{rotation == Rotation::quarter || rotation == Rotation::three_quarters};
  Rig rig{std::ref(view), RenderPath::software, Ui::Movement::still, rotation,
          turned ? Size{480, 270} : Size{270, 480}};
  rig.frame();
  rig.frame();
  // The button's fill is where the panel shows it.
  Size const panel{turned ? Size{480, 270} : Size{270, 480}};
  auto const drawn{to_panel(rig.platform().canvas().to_device({110, 260}), panel, rotation)};
  auto const& pixels{rig.platform().read_pixels()};
  auto const at{(static_cast<std::size_t>(drawn.y) * static_cast<std::size_t>(panel.w) +
                 static_cast<std::size_t>(drawn.x)) *
                4};
  auto const blue{theme_for_tests().palette.primary};
  CHECK(pixels[at] == blue.r);
  CHECK(pixels[at + 2] == blue.b);
  rig.tap(middle);
  CHECK(view.acted == 1);
}
