#include "component_sheet.hpp"
#include "rig.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace mingshi::kiosk;

namespace {

constexpr std::string_view passage{
    "行政机关及其执法人员应当文明执法，尊重和保护当事人合法权益。执法人员与案件有直接利害关系的，应"
    "当回避。"};

}  // namespace

TEST_CASE("text: Han characters are as wide as the em", "[widgets][text]") {
  Rig rig{[](Ui& ui) {
    CHECK(ui.text_width("明示", {Face::sans, 32, 48}) == 64);
    CHECK(ui.text_width("𠮷𪚥", {Face::serif_bold, 40, 50}) == 80);
    CHECK(ui.text_width("", {Face::sans, 32, 48}) == 0);
  }};
  rig.frame();
}

TEST_CASE("text: too long a line is cut with …, and the item still holds all of it",
          "[widgets][text]") {
  Pixels width{};
  Rig rig{[&](Ui& ui) {
    width = ui.text({0, 0, 200, 48}, passage, ui.theme().kiosk.body, ui.palette().text);
  }};
  rig.frame();
  CHECK(width <= 200);
  CHECK(width > 150);
  REQUIRE(rig.ui().items().size() == 1);
  CHECK(rig.ui().items().front().label == passage);
}

TEST_CASE("text: a paragraph is broken by the Chinese rules and its height is known before",
          "[widgets][text]") {
  Pixels drawn{};
  Pixels foreseen{};
  std::vector<std::string> lines;
  Rig rig{[&](Ui& ui) {
    auto const& style{ui.theme().kiosk.body};
    foreseen = ui.paragraph_height(320, passage, style);
    drawn = ui.paragraph({40, 40, 320, 900}, passage, style, ui.palette().text);
    lines = ui.lines(320, passage, style);
    CHECK(ui.paragraph_height(320, passage, style, 2) == 96);
  }};
  rig.frame();
  CHECK(drawn == foreseen);
  CHECK(drawn == static_cast<Pixels>(lines.size()) * 48);
  CHECK(lines.size() >= 5);
  CHECK(std::ranges::none_of(lines, [](std::string const& line) {
    return line.starts_with("，") || line.starts_with("。");
  }));
}

TEST_CASE("widgets: same calls and same input, same vertices", "[widgets]") {
  auto const fingerprint{[] {
    Rig rig{draw_component_sheet};
    rig.frame();
    rig.finger(PointerEvent::Kind::down, {150, 220});
    return rig.platform().vertex_fingerprint();
  }};
  auto const first{fingerprint()};
  CHECK(first == fingerprint());
}

TEST_CASE("widgets: no control of the sheet is smaller than 72 px", "[widgets][touch]") {
  Rig rig{draw_component_sheet};
  rig.frame();
  CHECK(items_too_small(rig.ui().items()).empty());
  CHECK(std::ranges::count_if(rig.ui().items(),
                              [](Item const& item) { return is_control(item.role); }) > 15);
}

TEST_CASE("widgets: a session's end leaves no glyph, text or item", "[widgets][privacy]") {
  Rig rig{draw_component_sheet};
  rig.frame();
  rig.ui().forget_session();
  rig.platform().forget_session();
  CHECK(rig.ui().items().empty());
  rig.frame();  // and everything can be drawn again
  CHECK_FALSE(rig.ui().items().empty());
}

TEST_CASE("widgets: a page comes in with a slide, and a still one does not", "[widgets][motion]") {
  std::string page{"one"};
  Pixels x{};
  auto const view{[&](Ui& ui) {
    auto const scope{ui.page(page, Travel::forward)};
    ui.text(Point{100, 100}, "明示", ui.theme().kiosk.body, ui.palette().text);
    x = ui.items().back().rect.x;
  }};
  Rig moving{view};
  moving.frame();
  CHECK(x == 100);
  page = "two";
  moving.frame();
  CHECK(x > 110);
  CHECK(moving.ui().animating());
  moving.frame(Millis{400});
  CHECK(x == 100);
  CHECK_FALSE(moving.ui().animating());
  page = "one";
  Rig still{view, RenderPath::none, Ui::Movement::still};
  still.frame();
  page = "two";
  still.frame();
  CHECK(x == 100);
}
