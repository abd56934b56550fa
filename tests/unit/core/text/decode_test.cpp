#include "core/text/decode.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

using namespace mingshi::text;
using namespace std::string_literals;

namespace {

struct Fault {
  std::string bytes;
  std::size_t offset;
  std::string hex;
};

std::string utf16(std::u16string_view text, Encoding encoding) {
  std::string out;
  for (char16_t const unit : text) {
    char const low{static_cast<char>(unit & 0xFFU)};
    char const high{static_cast<char>(unit >> 8U)};
    out += encoding == Encoding::utf16le ? low : high;
    out += encoding == Encoding::utf16le ? high : low;
  }
  return out;
}

}  // namespace

TEST_CASE("decode: every encoding of a clerk's file gives the same text and says what it was",
          "[text][decode]") {
  std::string const text{"姓名,顾𬭎"};
  auto const [bytes, encoding] = GENERATE_COPY(table<std::string, Encoding>(
      {{text, Encoding::utf8},
       {"\xEF\xBB\xBF" + text, Encoding::utf8},
       {"\xFF\xFE" + utf16(u"姓名,顾𬭎", Encoding::utf16le), Encoding::utf16le},
       {"\xFE\xFF" + utf16(u"姓名,顾𬭎", Encoding::utf16be), Encoding::utf16be},
       {"\xD0\xD5\xC3\xFB,\xB9\xCB\x99\x33\xA9\x32"s, Encoding::gb18030}}));
  auto const decoded{decode(bytes)};
  REQUIRE(decoded);
  CHECK(decoded->encoding == encoding);
  CHECK(decoded->utf8 == text);
}

TEST_CASE("decode: the fault of UTF-8 is named with its offset and its bytes",
          "[text][decode][errors]") {
  auto const fault{GENERATE(Fault{"ab\xC0\xAF", 2, "C0 AF"},              // overlong
                            Fault{"\xE0\x80\x80", 0, "E0 80 80"},         // overlong
                            Fault{"张\xED\xA0\x80", 3, "ED A0 80"},       // surrogate
                            Fault{"\xF4\x90\x80\x80", 0, "F4 90 80 80"},  // above U+10FFFF
                            Fault{"\xF8\x88\x80\x80\x80", 0, "F8"},       // no such lead byte
                            Fault{"a\x80", 1, "80"},                      // nothing to continue
                            Fault{"ab\xE4\xB8", 2, "E4 B8"},              // cut short by the end
                            Fault{"\xE4\xB8,1", 0, "E4 B8"})};            // cut short by a comma
  auto const decoded{decode_as(fault.bytes, Encoding::utf8)};
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().tried == Encoding::utf8);
  CHECK(decoded.error().offset == fault.offset);
  CHECK(decoded.error().bytes_hex == fault.hex);
  CHECK_FALSE(valid_utf8(fault.bytes));
}

TEST_CASE(
    "decode: a lone surrogate or a half unit of UTF-16 is named with its offset, the mark counted",
    "[text][decode][errors]") {
  auto const fault{GENERATE(Fault{"\xFF\xFE"
                                  "a\0\x01\xD8"s,
                                  4, "01 D8"},
                            Fault{"\xFF\xFE\x01\xDC"
                                  "a\0"s,
                                  2, "01 DC"},
                            Fault{"\xFF\xFE\x01\xD8"
                                  "a\0"s,
                                  2, "01 D8"},
                            Fault{"\xFE\xFF\xD8\x01\0a"s, 2, "D8 01"},
                            Fault{"\xFE\xFF\0a\0"s, 4, "00"})};
  auto const decoded{decode(fault.bytes)};
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().offset == fault.offset);
  CHECK(decoded.error().bytes_hex == fault.hex);
}

TEST_CASE("decode: the fault of GB18030 is named with its offset and its bytes",
          "[text][decode][errors]") {
  auto const fault{GENERATE(
      Fault{"\xD0\xD5\xFF", 2, "FF"}, Fault{"\x80", 0, "80"}, Fault{"\xD0\xD5\xC3", 2, "C3"},
      Fault{"\xD0\xD5\xC3,", 2, "C3"}, Fault{"\xD0\xD5\x99\x30\x9B", 2, "99 30 9B"},
      Fault{"\x99\x30,,", 0, "99 30"}, Fault{"\x84\x31\xA5\x30", 0, "84 31 A5 30"},
      Fault{"\xE3\x32\x9A\x36", 0, "E3 32 9A 36"})};
  auto const decoded{decode_as(fault.bytes, Encoding::gb18030)};
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().tried == Encoding::gb18030);
  CHECK(decoded.error().offset == fault.offset);
  CHECK(decoded.error().bytes_hex == fault.hex);
}

TEST_CASE("decode: codes that GB18030-2022 moved are read as the standard of 2022 says",
          "[text][decode]") {
  auto const [bytes, text] =
      GENERATE(table<std::string, std::string>({{"\xFE\x59", "\u9FB4"},
                                                {"\xA6\xD9", "\uFE10"},
                                                {"\xFE\x51", "\U00020087"},
                                                {"\x82\x35\x90\x37", "\u9FB4"},
                                                {"\xFE\x9F", "䶮"},
                                                {"\x95\x32\x82\x36", "\U00020000"},
                                                {"\xE3\x32\x9A\x35", "\U0010FFFF"},
                                                {"\x84\x31\xA4\x39", "\uFFFF"}}));
  CHECK(decode_as(bytes, Encoding::gb18030) == text);
}

TEST_CASE("decode: a private-use code of GBK that no standard names stays private",
          "[text][decode]") {
  CHECK(decode_as("\xAA\xA1", Encoding::gb18030) == "\uE000");
}

TEST_CASE("decode: a damaged UTF-8 file is refused, not read as GB18030",
          "[text][decode][errors]") {
  std::string const text{"姓名,单位,职务,证件编号\n"};
  auto const decoded{decode(text + "张\xE4\xB8,1")};
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().tried == Encoding::utf8);
  CHECK(decoded.error().offset == text.size() + 3);
  CHECK(decoded.error().bytes_hex == "E4 B8");
}

TEST_CASE("decode: when neither encoding fits, the fault of the one that came farther is told",
          "[text][decode][errors]") {
  auto const decoded{decode("abc\xD0\xD5\xFF")};
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().tried == Encoding::gb18030);
  CHECK(decoded.error().offset == 5);
}

TEST_CASE("decode: nothing at all is empty UTF-8", "[text][decode]") {
  auto const decoded{decode("")};
  REQUIRE(decoded);
  CHECK(decoded->utf8.empty());
  CHECK(decoded->encoding == Encoding::utf8);
}

TEST_CASE("decode: every code point survives the way to UTF-8 and back", "[text][decode]") {
  std::u32string all;
  for (char32_t c{1}; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97)
    if (c < 0xD800 || c > 0xDFFF) all.push_back(c);
  auto const utf8{to_utf8(all)};
  CHECK(valid_utf8(utf8));
  CHECK(length(utf8) == all.size());
  CHECK((code_points(utf8) == all));
  CHECK(to_utf8(U"\xD800") == "\uFFFD");
}
