#include "core/text/line_break.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/generators/catch_generators_range.hpp"
#include "core/text/decode.hpp"

#include <algorithm>
#include <string>

using namespace mingshi::text;

namespace {

/// Chinese characters are one wide, ASCII half.
float half_and_full(std::string_view piece) {
  float width{0};
  for (char32_t const c : code_points(piece)) width += c < 0x80 ? 0.5F : 1.0F;
  return width;
}

std::vector<std::string> broken(std::string_view text, float width) {
  LineBreaker breaker;
  std::vector<std::string> out;
  for (auto const line : breaker.lines(text, width, half_and_full))
    out.emplace_back(text.substr(line.begin, line.end - line.begin));
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("line break: no line begins with closing punctuation or ends with an opening bracket",
          "[text][lines]") {
  std::string const text{
      "主要公开行政执法主体、人员、职责、权限、随机抽查事项清单、依据、程序、监督方式等信息，并根据"
      "法律法规立改废和部门机构"
      "职能调整等情况动态调整（见《随机抽查事项清单》）。他说：“可以！”“真的？”咨询电话0427-"
      "2800000；谢谢。"};
  auto const width{GENERATE(range(1, 30))};
  auto const lines{broken(text, static_cast<float>(width))};
  std::string whole;
  for (auto const& line : lines) {
    CAPTURE(width, line);
    auto const cs{code_points(line)};
    REQUIRE_FALSE(cs.empty());
    CHECK((std::u32string_view{U"，。、；：！？）》”"}.find(cs.front()) ==
           std::u32string_view::npos));
    CHECK((std::u32string_view{U"（《“"}.find(cs.back()) == std::u32string_view::npos));
    if (width >= 6) CHECK(half_and_full(line) <= static_cast<float>(width));
    whole += line;
  }
  CHECK(whole == text);
}

TEST_CASE("line break: a number keeps its unit", "[text][lines]") {
  CHECK(broken("自受理之日起 5 个工作日内", 9) == Lines{"自受理之日起", "5 个工作日内"});
  CHECK(broken("公布于今年即2026 年 7 月", 8) == Lines{"公布于今年即", "2026 年 7 月"});
  CHECK(broken("根据本条例的第12条规定", 7) == Lines{"根据本条例的", "第12条规定"});
  CHECK(broken("罚款人民币2000元整", 6) == Lines{"罚款人民币", "2000元整"});
}

TEST_CASE("line break: a last line of one character gets a second", "[text][lines]") {
  CHECK(broken("一二三四五六七", 6) == Lines{"一二三四五", "六七"});
  CHECK(broken("一二三四五六七。", 6) == Lines{"一二三四五", "六七。"});
  CHECK(broken("一二三四五六七八", 6) == Lines{"一二三四五六", "七八"});
  CHECK(broken("一二三", 2) == Lines{"一二", "三"});  // the line above must keep two
}

TEST_CASE("line break: a new line ends a line, an empty line stays", "[text][lines]") {
  CHECK(broken("一\n\n二\r\n", 6) == Lines{"一", "", "二"});
  CHECK(broken("", 6).empty());
}

TEST_CASE("line break: spaces at a break are left out, an indent stays", "[text][lines]") {
  CHECK(broken("　　一二三四", 4) == Lines{"　　一二", "三四"});
  CHECK(broken("hello world", 3) == Lines{"hello", "world"});
}

TEST_CASE("line break: a word wider than the line is cut, never inside a character",
          "[text][lines]") {
  CHECK(broken("abcdefgh", 2) == Lines{"abcd", "efgh"});
  CHECK(broken("e\u0301e\u0301e\u0301", 1) == Lines{"e\u0301", "e\u0301", "e\u0301"});
  CHECK(broken("𠮷𠮷", 0.5F) == Lines{"𠮷", "𠮷"});
}
