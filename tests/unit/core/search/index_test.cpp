#include "core/search/index.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/search/forms.hpp"
#include "core/text/pinyin.hpp"

#include <string>
#include <vector>

using namespace mingshi;
using search::Match;

namespace {

search::Keys officer(std::string id, std::string name, std::vector<std::string> pinyin,
                     std::string number) {
  return {.record_id = "officer/" + id,
          .type = "officer",
          .name = std::move(name),
          .pinyin = std::move(pinyin),
          .number = std::move(number)};
}

search::Index hall() {
  return search::Index::build(
      {officer("1", "顾𬭎", {"gu'hong"}, "99150310027"),
       officer("2", "单雄信", {"shan'xiong'xin", "dan'xiong'xin"}, "99150310028"),
       officer("3", "吕布", {"lv'bu"}, "99150310029"),
       officer("4", "张三", {"zhang'san"}, "99150310031"),
       officer("5", "张三", {"zhang'san"}, "99150310030"),
       officer("6", "买买提·艾力", {"mai'mai'ti'ai'li"}, "99150300271"),
       {.record_id = "penalty/明劳监罚字202612",
        .type = "penalty",
        .name = "张三丰饭店拖欠工资案",
        .pinyin = {"zhang'san'feng'fan'dian'tuo'qian'gong'zi'an"},
        .number = "明劳监罚字202612"}});
}

struct Found {
  std::string id;
  Match match;
  friend bool operator==(Found const&, Found const&) = default;
};

std::vector<Found> found(search::Index const& index, std::string_view query,
                         std::string_view type = "", std::size_t limit = 20) {
  std::vector<Found> out;
  for (auto const& hit : index.find(query, type, limit))
    out.push_back({.id = index.entries()[hit.entry].record_id, .match = hit.match});
  return out;
}

std::uint32_t letters(std::string_view all) {
  std::uint32_t bits{0};
  for (char const c : all) bits |= 1U << static_cast<unsigned>(c - 'a');
  return bits;
}

}  // namespace

TEST_CASE("search: an officer is found by name, pinyin, initials and number, and the hit says how",
          "[search]") {
  auto const index{hall()};
  auto const [query, how] =
      GENERATE(table<std::string, Match>({{"99150310027", Match::exact_number},
                                          {"９９１５０３１００２７", Match::exact_number},
                                          {"顾𬭎", Match::exact_name},
                                          {" 顾　𬭎 ", Match::exact_name},
                                          {"0027", Match::number_tail},
                                          {"顾", Match::name_prefix},
                                          {"guhong", Match::exact_pinyin},
                                          {"Gu Hong", Match::exact_pinyin},
                                          {"gu'hong", Match::exact_pinyin},
                                          {"ｇｕｈｏｎｇ", Match::exact_pinyin},
                                          {"gh", Match::exact_initials},
                                          {"guho", Match::pinyin_prefix},
                                          {"𬭎", Match::name_part}}));
  auto const hits{found(index, query)};
  REQUIRE_FALSE(hits.empty());
  CHECK(hits.front() == Found{.id = "officer/1", .match = how});
}

TEST_CASE("search: every reading of a surname finds its bearer", "[search]") {
  auto const index{hall()};
  auto const query{GENERATE("shanxiongxin", "danxiongxin", "sxx", "dxx", "danx", "shan")};
  auto const hits{found(index, query)};
  REQUIRE(hits.size() == 1);
  CHECK(hits.front().id == "officer/2");
}

TEST_CASE("search: ü may be typed as v, ü, u or yu", "[search]") {
  auto const index{hall()};
  auto const query{GENERATE("lvbu", "lübu", "LÜ BU", "lubu", "lyubu")};
  CHECK(found(index, query) ==
        std::vector<Found>{{.id = "officer/3", .match = Match::exact_pinyin}});
}

TEST_CASE("search: homonyms stand in the order of their record ids, weaker matches after them",
          "[search]") {
  auto const index{hall()};
  CHECK(found(index, "张三") ==
        std::vector<Found>{{.id = "officer/4", .match = Match::exact_name},
                           {.id = "officer/5", .match = Match::exact_name},
                           {.id = "penalty/明劳监罚字202612", .match = Match::name_prefix}});
}

TEST_CASE("search: a type narrows, a limit cuts", "[search]") {
  auto const index{hall()};
  CHECK(found(index, "zhang", "penalty").size() == 1);
  CHECK(found(index, "zhang", "notice").empty());
  CHECK(found(index, "zhang", "", 2).size() == 2);
  CHECK(found(index, "zhang", "", 0).empty());
}

TEST_CASE("search: a decision is found by its number however it is written", "[search]") {
  auto const index{hall()};
  auto const query{
      GENERATE("明劳监罚字〔2026〕第12号", "明劳监罚字[2026]12号", "明劳监罚字（2026）第 12 号")};
  CHECK(found(index, query) ==
        std::vector<Found>{{.id = "penalty/明劳监罚字202612", .match = Match::exact_number}});
}

TEST_CASE("search: the middle dot of a name need not be typed", "[search]") {
  auto const index{hall()};
  auto const query{GENERATE("买买提·艾力", "买买提艾力", "买买提•艾力", "买买提.艾力")};
  CHECK(found(index, query) == std::vector<Found>{{.id = "officer/6", .match = Match::exact_name}});
}

TEST_CASE("search: an empty or senseless query finds nothing", "[search]") {
  auto const index{hall()};
  auto const query{
      GENERATE("", " ", "　", "'", "·", "第", "号", "〔〕", "☃", "zzz", "\xE5\xBC", "张\xFF")};
  CHECK(found(index, query).empty());
}

TEST_CASE("search: next_letters are those that still lead somewhere", "[search][keyboard]") {
  auto const index{hall()};
  CHECK(index.next_letters("", "officer") == letters("gsdlzm"));
  CHECK(index.next_letters("g", "officer") == letters("uh"));
  CHECK(index.next_letters("G", "") == letters("uh"));
  CHECK(index.next_letters("gh", "officer") == 0);
  CHECK(index.next_letters("l", "officer") == letters("vuyb"));
  CHECK(index.next_letters("zs", "officer") == 0);
  CHECK(index.next_letters("zs", "penalty") == letters("f"));
  CHECK(index.next_letters("张", "") == 0);
}

TEST_CASE("search: an index of nothing answers", "[search]") {
  auto const index{GENERATE(0, 1) == 0 ? search::Index{} : search::Index::build({})};
  CHECK(index.find("张", "", 20).empty());
  CHECK(index.next_letters("", "") == 0);
  CHECK(index.entries().empty());
}

TEST_CASE("search: keys hold what a record can be found by", "[search][keys]") {
  auto const pinyin{text::Pinyin::create()};
  REQUIRE(pinyin);
  CHECK(search::make_keys(*pinyin, "officer/1", "officer", " 单　飞", "９９-a 1") ==
        search::Keys{.record_id = "officer/1",
                     .type = "officer",
                     .name = "单飞",
                     .pinyin = {"shan'fei", "dan'fei"},
                     .number = "99-A1"});
  auto const law{
      search::make_keys(*pinyin, "legal_basis/1", "legal_basis", "《单位 法》（2026年）", "")};
  CHECK(law.name == "《单位法》（2026年）");
  CHECK(law.pinyin.front() == "dan'wei'fa'2'0'2'6'nian");
  CHECK(law.number.empty());
  CHECK(search::make_keys(*pinyin, "notice/1", "notice", "", "").pinyin.empty());
}

TEST_CASE("search: letters are read from what is typed, nothing else is", "[search][forms]") {
  CHECK(search::letters_form(" Gu'Hong ") == "guhong");
  CHECK(search::letters_form("nü") == "nv");
  CHECK(search::letters_form("nu\u0308") == "nv");
  CHECK(search::letters_form("") == "");
  CHECK_FALSE(search::letters_form("顾h").has_value());
  CHECK_FALSE(search::letters_form("g-h").has_value());
  CHECK(search::pinyin_forms("nve'lv").full ==
        std::vector<std::string>{"nvelv", "nuelu", "nyuelyu"});
  CHECK(search::pinyin_forms("gu'𠮷").initials == "g𠮷");
}
