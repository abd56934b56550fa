#include "core/text/normalise.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

using namespace mingshi::text;
using Kind = OddCharacter::Kind;

TEST_CASE("normalise: names lose padding, get one kind of dot, and stay what they are",
          "[text][names]") {
  auto const [given, stored] = GENERATE(
      table<std::string, std::string>({{"张　三", "张三"},
                                       {"\u00A0 张\u200B三\t", "张三"},
                                       {"\u202D张三\u202C", "张三"},
                                       {"买买提 • 艾力", "买买提·艾力"},
                                       {"买买提・艾力", "买买提·艾力"},
                                       {"买买提‧艾力", "买买提·艾力"},
                                       {"买买提･艾力", "买买提·艾力"},
                                       {"买买提∙艾力", "买买提·艾力"},
                                       {"John　 Smith", "John Smith"},
                                       {"e\u0301", "é"},
                                       {"李\uE863", "李䶮"},
                                       {"顾𬭎", "顾𬭎"},
                                       {"㈠", "㈠"},  // NFKC would make this another character
                                       {"　", ""}}));
  CHECK(normalise_name(given) == stored);
  CHECK(normalise_name(stored) == stored);
}

TEST_CASE("normalise: trim takes white space of every kind from the ends and none from within",
          "[text]") {
  CHECK(trim("\u3000\u00A0\uFEFF a b\u200D\r\n") == "a b");
  CHECK(trim("\u3000").empty());
  CHECK(trim("").empty());
}

TEST_CASE("normalise: real names have no odd character", "[text][names]") {
  auto const name{GENERATE("张三", "顾𬭎", "张𠮷", "买买提·艾力", "John Smith", "O'Neill",
                           "Anne-Marie", "尹䶮", "〇", "\U0002EBF0")};
  CHECK(odd_characters(name).empty());
}

TEST_CASE("normalise: a character that cannot be published is named with its place",
          "[text][names][errors]") {
  auto const [name, c, kind] = GENERATE(table<std::string, char32_t, Kind>(
      {{"张\uE000", U'\uE000', Kind::private_use},
       {"张\U000F0000", U'\U000F0000', Kind::private_use},
       {"张\U0003FFFD", U'\U0003FFFD', Kind::unassigned},
       {"张\u0378", U'\u0378', Kind::unassigned},
       {"张\u0007", U'\u0007', Kind::control},
       {"张\u200B", U'\u200B', Kind::control},
       {"张1", U'1', Kind::not_a_name_character},
       {"张?", U'?', Kind::not_a_name_character},
       {"张·", U'·', Kind::not_a_name_character},
       {"张 三", U' ', Kind::not_a_name_character},
       {"张\u2F00", U'\u2F00', Kind::not_a_name_character},
       {"张\U000E0100", U'\U000E0100', Kind::not_a_name_character},
       {"张\uFFFD", U'\uFFFD', Kind::not_a_name_character}}));
  REQUIRE(odd_characters(name) ==
          std::vector<OddCharacter>{{.kind = kind, .code_point = c, .position = 2}});
}

TEST_CASE("normalise: codes are half-width, upper case and without blanks", "[text]") {
  CHECK(normalise_code(" ９１350100ｍ000100y４　") == "91350100M000100Y4");
  CHECK(normalise_code("a－b—c") == "A-B-C");
}

TEST_CASE("document number: the same decision written in any way has one search key",
          "[text][document_number]") {
  auto const written{GENERATE("明劳监罚字〔2026〕第12号", "明劳监罚字[2026]第12号",
                              "明劳监罚字〔2026〕12号", "明劳监罚字【2026】12",
                              "明劳监罚字（２０２６）第１２号", "  明劳监罚字 (2026) 12 号 ",
                              "明劳监罚字［2026］12號")};
  auto const number{parse_document_number(written)};
  CHECK(number.search_key == "明劳监罚字202612");
  CHECK(number.issuer == "明劳监罚字");
  CHECK(number.year == 2026);
  CHECK(number.serial == "12");
}

TEST_CASE("document number: an odd serial and an issuer with brackets of its own parse",
          "[text][document_number]") {
  auto const odd{parse_document_number("〔2020〕TQ第Q-4008号")};
  CHECK(odd.issuer.empty());
  CHECK(odd.year == 2020);
  CHECK(odd.serial == "TQ第Q-4008");
  CHECK(odd.search_key == "2020TQQ-4008");
  auto const nested{parse_document_number("(明川)劳监罚〔2026〕3号")};
  CHECK(nested.issuer == "(明川)劳监罚");
  CHECK(nested.serial == "3");
}

TEST_CASE("document number: what does not parse is kept and can still be found",
          "[text][document_number]") {
  auto const [given, key] =
      GENERATE(table<std::string, std::string>({{" 明劳监罚字2026第12号", "明劳监罚字202612"},
                                                {"明劳监罚字〔26〕12号", "明劳监罚字2612"},
                                                {"明劳监罚字〔2026〕", "明劳监罚字2026"},
                                                {"明劳监罚字〔2026", "明劳监罚字2026"},
                                                {"", ""}}));
  auto const number{parse_document_number(given)};
  CHECK(number.raw == trim(given));
  CHECK(number.issuer.empty());
  CHECK_FALSE(number.year.has_value());
  CHECK(number.serial.empty());
  CHECK(number.search_key == key);
}
