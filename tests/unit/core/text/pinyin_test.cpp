#include "core/text/pinyin.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/text/decode.hpp"

#include <algorithm>
#include <fstream>
#include <string>

using namespace mingshi::text;

namespace {

std::string joined(std::vector<std::string> const& syllables) {
  std::string out;
  for (auto const& s : syllables) out += (out.empty() ? "" : "'") + s;
  return out;
}

std::vector<std::string> plain(Pinyin const& pinyin, std::string_view name,
                               Naming naming = Naming::person) {
  std::vector<std::string> out;
  for (auto const& r : pinyin.readings(name, naming)) out.push_back(joined(r.syllables));
  return out;
}

}  // namespace

TEST_CASE("pinyin: the likeliest reading of a surname comes first", "[text][pinyin]") {
  struct Case {
    std::string name, reading;
  };
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  for (auto const& [name, reading] : std::vector<Case>{{"单雄信", "shan'xiong'xin"},
                                                       {"曾国藩", "zeng'guo'fan"},
                                                       {"仇英", "qiu'ying"},
                                                       {"解缙", "xie'jin"},
                                                       {"查良镛", "zha'liang'yong"},
                                                       {"尉迟恭", "yu'chi'gong"},
                                                       {"万俟卨", "mo'qi'xie"},
                                                       {"任正非", "ren'zheng'fei"},
                                                       {"盖叫天", "ge'jiao'tian"},
                                                       {"区适子", "ou'shi'zi"},
                                                       {"朴树", "piao'shu"},
                                                       {"缪昌期", "miao'chang'qi"},
                                                       {"覃松", "qin'song"},
                                                       {"佴伟", "nai'wei"},
                                                       {"都一", "du'yi"},
                                                       {"句践", "gou'jian"},
                                                       {"祭遵", "zhai'zun"},
                                                       {"莘迪", "shen'di"},
                                                       {"洗星海", "xian'xing'hai"},
                                                       {"郇山", "xun'shan"},
                                                       {"中行说", "zhong'hang'shuo"},
                                                       {"乐毅", "yue'yi"},
                                                       {"员半千", "yun'ban'qian"},
                                                       {"令狐冲", "ling'hu'chong"},
                                                       {"繁钦", "po'qin"},
                                                       {"种师道", "chong'shi'dao"},
                                                       {"欧阳秀英", "ou'yang'xiu'ying"},
                                                       {"吕布", "lv'bu"},
                                                       {"顾𬭎", "gu'hong"},
                                                       {"尹䶮", "yin'yan"},
                                                       {"张𠮷", "zhang'ji"},
                                                       {"侯莫陈悦", "hou'mo'chen'yue"}}) {
    CAPTURE(name);
    CHECK(plain(*pinyin, name).front() == reading);
  }
}

TEST_CASE("pinyin: every reading of a polyphonic name is given, at most eight, none twice",
          "[text][pinyin]") {
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  CHECK(plain(*pinyin, "单飞") == std::vector<std::string>{"shan'fei", "dan'fei"});
  CHECK(plain(*pinyin, "覃松") == std::vector<std::string>{"qin'song", "tan'song"});
  CHECK(plain(*pinyin, "单于飞") ==
        std::vector<std::string>{"chan'yu'fei", "shan'yu'fei", "dan'yu'fei"});
  CHECK(plain(*pinyin, "李茜") == std::vector<std::string>{"li'qian", "li'xi"});
  auto many{plain(*pinyin, "重行长乐")};
  CHECK(many.size() == 8);
  std::ranges::sort(many);
  CHECK(std::ranges::adjacent_find(many) == many.end());
}

TEST_CASE("pinyin: tone marks are kept beside the plain letters", "[text][pinyin]") {
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  auto const readings{pinyin->readings("吕𬭎")};
  REQUIRE(readings.size() == 1);
  CHECK(readings.front() == Reading{.syllables = {"lv", "hong"}, .marked = {"lǚ", "hóng"}});
}

TEST_CASE("pinyin: a title has no surname", "[text][pinyin]") {
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  CHECK(plain(*pinyin, "单位", Naming::title).front() == "dan'wei");
  CHECK(plain(*pinyin, "单位", Naming::person).front() == "shan'wei");
}

TEST_CASE("pinyin: what has no reading stands for itself", "[text][pinyin]") {
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  CHECK(plain(*pinyin, "A𰻞·7") ==
        std::vector<std::string>{joined({"a", plain(*pinyin, "𰻞").front(), "·", "7"})});
  CHECK(pinyin->readings("") == std::vector<Reading>{Reading{}});
}

TEST_CASE("pinyin: each of the 8,105 characters of the standard table has readings of letters only",
          "[text][pinyin]") {
  auto const pinyin{Pinyin::create()};
  REQUIRE(pinyin);
  std::size_t read{0};
  for (auto const* level : {"1", "2", "3"}) {
    std::ifstream file{std::string{MS_SOURCE_DIR "/assets/data/hanzi/tgscc-level-"} + level +
                       ".txt"};
    for (std::string c; file >> c;) {
      for (auto const naming : {Naming::person, Naming::title})
        for (auto const& reading : plain(*pinyin, c, naming))
          if (!std::ranges::all_of(reading, [](char x) { return x >= 'a' && x <= 'z'; }))
            FAIL_CHECK(c);
      ++read;
    }
  }
  CHECK(read == 8105);
}
