#include "kiosk/screens/screens.hpp"

#include "tests/shots/sample_pages.hpp"
#include "tests/shots/sample_vms.hpp"
#include "tests/unit/kiosk/widgets/rig.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {
namespace {

/// A rig that draws one screen and remembers what the finger asked for.
class Stage {
 public:
  explicit Stage(ScreenVm vm)
      : vm_{std::move(vm)},
        rig_{[this](Ui& ui) {
               if (auto touch{screens::draw(ui, vm_)}) asked_ = std::move(touch);
             },
             RenderPath::none, Ui::Movement::still} {
    rig_.frame();
    rig_.frame();
  }
  Rig& rig() { return rig_; }
  std::vector<Item> items() { return rig_.ui().items(); }
  std::optional<Touch> tap(Point at) {
    asked_.reset();
    rig_.frame(Millis{400});
    rig_.tap(at);
    rig_.frame();
    return asked_;
  }
  std::optional<Touch> tap(std::string const& label) {
    auto const all{items()};
    auto const found{std::ranges::find_if(all, [&](Item const& item) {
      return is_control(item.role) && item.label.starts_with(label);
    })};
    INFO("control " << label);
    REQUIRE(found != all.end());
    return tap(found->rect.centre());
  }

 private:
  ScreenVm vm_;
  std::optional<Touch> asked_;
  Rig rig_;
};

std::vector<Sample> all_samples() {
  auto all{ordinary_samples()};
  std::ranges::move(extreme_samples(), std::back_inserter(all));
  return all;
}

ScreenVm screen(PageVm page) {
  ScreenVm vm;
  vm.chrome = sample::chrome();
  vm.page = std::move(page);
  return vm;
}

bool covers_all(Item const& item) {
  return item.rect.w >= 1079 && item.rect.h >= 1900;
}

/// What a finger can reach: the page under the idle warning cannot be.
std::vector<Item> reachable(std::vector<Item> items) {
  auto const cover{std::ranges::find_if(
      items, [](Item const& item) { return is_control(item.role) && covers_all(item); })};
  if (cover != items.end()) items.erase(items.begin(), std::next(cover));
  std::erase_if(items, [](Item const& item) { return !is_control(item.role); });
  return items;
}

Rect shared(Rect a, Rect b) {
  Pixels const x{std::max(a.x, b.x)}, y{std::max(a.y, b.y)};
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

template <typename T>
T const& asked(std::optional<Touch> const& touch) {
  REQUIRE(touch.has_value());
  REQUIRE(std::holds_alternative<T>(*touch));
  return std::get<T>(*touch);
}

}  // namespace

TEST_CASE("screens: everything stands inside the canvas, however long the texts", "[view]") {
  for (Sample const& sample : all_samples()) {
    Stage stage{sample.screen};
    for (Item const& item : stage.items()) {
      INFO(sample.name << ": " << item.label << " at " << item.rect.x << ',' << item.rect.y << ' '
                       << item.rect.w << 'x' << item.rect.h);
      CHECK(item.rect.x >= -1);
      CHECK(item.rect.y >= -1);
      CHECK(item.rect.right() <= 1081);
      CHECK(item.rect.bottom() <= 1921);
    }
  }
}

TEST_CASE("screens: no two controls overlap and none is smaller than a finger", "[view]") {
  for (Sample const& sample : all_samples()) {
    Stage stage{sample.screen};
    auto const controls{reachable(stage.items())};
    for (std::size_t i{0}; i < controls.size(); ++i) {
      INFO(sample.name << ": " << controls[i].label << ' ' << controls[i].rect.w << 'x'
                       << controls[i].rect.h);
      CHECK(controls[i].rect.w >= 71.9F);
      CHECK(controls[i].rect.h >= 71.9F);
      for (std::size_t k{i + 1}; k < controls.size(); ++k) {
        Rect const both{shared(controls[i].rect, controls[k].rect)};
        INFO("and " << controls[k].label);
        CHECK_FALSE((both.w > 0.5F && both.h > 0.5F));
      }
    }
  }
}

TEST_CASE("screens: no text runs into another", "[view]") {
  for (Sample const& sample : all_samples()) {
    if (sample.screen.chrome.idle) continue;  // the warning lies over the page on purpose
    Stage stage{sample.screen};
    auto texts{stage.items()};
    std::erase_if(texts, [](Item const& item) { return item.role != Role::text; });
    for (std::size_t i{0}; i < texts.size(); ++i)
      for (std::size_t k{i + 1}; k < texts.size(); ++k) {
        // Line boxes are taller than the letters: a few pixels of them may touch.
        Rect const both{shared(texts[i].rect.inset(1, texts[i].rect.h * 0.16F),
                               texts[k].rect.inset(1, texts[k].rect.h * 0.16F))};
        INFO(sample.name << ": " << texts[i].label << " | " << texts[k].label);
        CHECK_FALSE((both.w > 0 && both.h > 0));
      }
  }
}

TEST_CASE("screens: the page keeps clear of the data strip and the dock", "[view]") {
  for (Sample const& sample : all_samples()) {
    if (std::holds_alternative<AttractVm>(sample.screen.page) || sample.screen.chrome.idle)
      continue;
    Stage stage{sample.screen};
    for (Item const& item : stage.items()) {
      if (item.rect.y >= screens::strip_top) continue;
      INFO(sample.name << ": " << item.label);
      CHECK(item.rect.bottom() <= screens::strip_top);
    }
  }
}

TEST_CASE("screens: same view-model, same items and vertices", "[view]") {
  for (Sample const& sample : ordinary_samples()) {
    INFO(sample.name);
    Stage one{sample.screen}, other{sample.screen};
    CHECK(one.items() == other.items());
    CHECK(one.rig().platform().vertex_fingerprint() == other.rig().platform().vertex_fingerprint());
  }
}

TEST_CASE("screens: only the moving parts of the attract page move", "[view]") {
  ScreenVm const vm{screen(sample::attract())};
  Rig rig{[&](Ui& ui) { static_cast<void>(screens::draw(ui, vm)); }, RenderPath::software,
          Ui::Movement::live};
  for (int i{0}; i < 3; ++i) rig.frame(Millis{1000});
  auto const parts{screens::moving_parts(vm.page)};
  auto const before{rig.platform().read_pixels()};
  std::size_t inside{0};
  std::size_t outside{0};
  for (Millis const step : {Millis{1100}, Millis{3100}, Millis{4300}}) {
    rig.frame(step);
    auto const& now{rig.platform().read_pixels()};
    for (std::size_t i{0}; i < now.size(); i += 4) {
      if (std::equal(now.begin() + static_cast<std::ptrdiff_t>(i),
                     now.begin() + static_cast<std::ptrdiff_t>(i + 4),
                     before.begin() + static_cast<std::ptrdiff_t>(i)))
        continue;
      Point const at{static_cast<Pixels>(i / 4 % 1080), static_cast<Pixels>(i / 4 / 1080)};
      bool const covered{
          std::ranges::any_of(parts, [&](Rect const& part) { return part.contains(at); })};
      ++(covered ? inside : outside);
    }
  }
  CHECK(inside > 0);
  CHECK(outside == 0);
  CHECK(screens::moving_parts(sample::home()).empty());
}

TEST_CASE("screens: the attract page begins wherever it is touched", "[view][touch]") {
  Stage stage{screen(sample::attract())};
  asked<touch::Begin>(stage.tap(Point{300, 900}));
  asked<touch::ShowReason>(stage.tap("大字版"));
}

TEST_CASE("screens: the home page leads to each of its pages", "[view][touch]") {
  Stage stage{screen(sample::home())};
  asked<touch::OpenSearch>(stage.tap("查执法人员"));
  CHECK(asked<touch::OpenList>(stage.tap("执法流程")).type == "procedure");
  CHECK(asked<touch::OpenList>(stage.tap("执法决定")).type == "penalty");
  asked<touch::OpenRemedies>(stage.tap("监督投诉"));
  CHECK(asked<touch::OpenRecord>(stage.tap("关于开展")).id == "notice/1");
  asked<touch::OpenTypes>(stage.tap("更多公示"));
  asked<touch::GoBack>(stage.tap("返回"));
  asked<touch::GoHome>(stage.tap("首页"));
}

TEST_CASE("screens: a disabled control says why and does nothing else", "[view][touch]") {
  Stage stage{screen(sample::search_pinyin())};
  CHECK(asked<touch::ShowReason>(stage.tap("手写")).why ==
        "手写输入下一版提供，现在请用拼音或证件号");
  CHECK(asked<touch::ShowReason>(stage.tap("呼叫帮助")).why.starts_with("下一版提供"));
}

TEST_CASE("screens: letters, digits and the people found answer the finger", "[view][touch]") {
  Stage letters{screen(sample::search_pinyin())};
  for (char letter{'A'}; letter <= 'Z'; ++letter)
    CHECK(asked<touch::TypeLetter>(letters.tap(std::string(1, letter))).letter == letter);
  asked<touch::EraseOne>(letters.tap("退格"));
  asked<touch::ClearQuery>(letters.tap("清除"));
  CHECK(asked<touch::OpenRecord>(letters.tap("顾𬭎")).id == "officer/99150310027");
  asked<touch::OpenEveryone>(letters.tap("不会输入"));
  CHECK(asked<touch::ChooseTab>(letters.tap("证件号")).tab == SearchTab::number);
  Stage digits{screen(sample::search_number())};
  for (char digit{'0'}; digit <= '9'; ++digit)
    CHECK(asked<touch::TypeDigit>(digits.tap(std::string(1, digit))).digit == digit);
  asked<touch::ClearQuery>(digits.tap("重输"));
}

TEST_CASE("screens: results and certificate answer the finger", "[view][touch]") {
  Stage results{screen(sample::results())};
  CHECK(asked<touch::ChooseChip>(results.tap("已过期 1")).index == 2);
  asked<touch::OpenSearch>(results.tap("改查询"));
  CHECK(asked<touch::OpenRecord>(results.tap("龚惠")).id == "officer/99150310008");
  asked<touch::ShowReason>(results.tap("下一页"));
  Stage officer{screen(sample::officer())};
  asked<touch::OpenSearch>(officer.tap("再查一位"));
  asked<touch::OpenRemedies>(officer.tap("与本人不符"));
}

TEST_CASE("screens: procedure and inspection list answer the finger", "[view][touch]") {
  Stage procedure{screen(sample::procedure())};
  CHECK(asked<touch::SelectStep>(procedure.tap("事先告知")).index == 2);
  CHECK(asked<touch::ChooseChip>(procedure.tap("行政检查")).index == 1);
  Stage items{screen(sample::inspections())};
  CHECK(asked<touch::ToggleItem>(items.tap("工资支付")).id == "inspection_item/1");
  CHECK(asked<touch::ToggleItem>(items.tap("工作时间")).id == "inspection_item/3");
  asked<touch::ShowReason>(items.tap("表格大图"));
  asked<touch::NextPage>(items.tap("下一页"));
}

TEST_CASE("screens: decisions answer the finger", "[view][touch]") {
  Stage list{screen(sample::decisions())};
  CHECK(asked<touch::OpenPicker>(list.tap("决定种类")).index == 1);
  asked<touch::ClearFilters>(list.tap("清除筛选"));
  CHECK(asked<touch::OpenRecord>(list.tap("示例甲")).id == "penalty/18");
  auto open{sample::decisions()};
  open.options = {{"全部", true}, {"未按月足额支付工资", false}};
  Stage picker{screen(open)};
  CHECK(asked<touch::ChooseOption>(picker.tap("未按月")).index == 1);
  Stage one{screen(sample::decision())};
  CHECK(asked<touch::OpenList>(one.tap("看审核要点")).type == "review_catalogue");
  asked<touch::OpenRemedies>(one.tap("公示有误"));
  CHECK(asked<touch::OpenWhole>(one.tap("看决定书原文")).id == "penalty/18");
}

TEST_CASE("screens: generic lists and pages answer the finger", "[view][touch]") {
  Stage list{screen(sample::list())};
  CHECK(asked<touch::OpenRecord>(list.tap("劳动用工备案")).id == "service_guide/2");
  Stage types{screen(sample::types())};
  CHECK(asked<touch::OpenList>(types.tap("执法依据")).type == "legal_basis");
  Stage detail{screen(sample::detail())};
  asked<touch::OpenRemedies>(detail.tap("公示有误"));
}

TEST_CASE("screens: under the idle warning any touch goes on, and only the end ends",
          "[view][touch]") {
  auto vm{screen(sample::officer())};
  vm.chrome.idle = sample::idle();
  Stage stage{vm};
  asked<touch::KeepReading>(stage.tap(Point{200, 1600}));
  asked<touch::KeepReading>(stage.tap(Point{120, 1830}));  // the dock beneath is out of reach
  asked<touch::KeepReading>(stage.tap("继续看"));
  asked<touch::EndSession>(stage.tap("结束并清除"));
}

TEST_CASE("screens: the offline banner retries", "[view][touch]") {
  auto vm{screen(sample::home())};
  vm.chrome.banner = sample::banner();
  Stage stage{vm};
  asked<touch::Retry>(stage.tap("重试"));
}

}  // namespace mingshi::kiosk
