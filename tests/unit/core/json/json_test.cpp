#include "core/json/json.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

using mingshi::ErrorCode;
using mingshi::json::canonical;
using mingshi::json::canonical_olpc;
using mingshi::json::Json;
using mingshi::json::max_depth;
using mingshi::json::parse_strict;

namespace {

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("json: what two readers could understand differently is refused", "[json][errors]") {
  auto const [what, text]{GENERATE(table<std::string, std::string>(
      {{"duplicate key", R"({"a":1,"a":2})"},
       {"duplicate key spelt with an escape", R"({"a":1,"\u0061":2})"},
       {"duplicate Chinese key", R"({"姓名":1,"姓名":1})"},
       {"duplicate key deep inside", R"([{"x":{"k":[],"k":{}}}])"},
       {"fraction", "1.5"},
       {"fraction that is whole", "1.0"},
       {"exponent", "1e5"},
       {"negative exponent", "[10E-1]"},
       {"infinite number", "1e999"},
       {"minus zero", "-0"},
       {"minus zero inside", R"({"a":[-0]})"},
       {"one above int64", "9223372036854775808"},
       {"one above uint64", "18446744073709551616"},
       {"one below int64", "-9223372036854775809"},
       {"leading zero", "01"},
       {"plus sign", "+1"},
       {"hexadecimal", "0x10"},
       {"NaN", "NaN"},
       {"byte-order mark", "\xEF\xBB\xBF{}"},
       {"a second value", "{} {}"},
       {"a letter after the value", "[]x"},
       {"a NUL after the value", std::string{"[]\0", 3}},
       {"a trailing comma", "[1,]"},
       {"a comment", "[1] // one"},
       {"single quotes", "{'a':1}"},
       {"a key without quotes", "{a:1}"},
       {"a raw newline in text", "\"a\nb\""},
       {"a raw NUL in text", std::string{"\"a\0b\"", 5}},
       {"a raw tab in a key", "{\"a\tb\":1}"},
       {"a stray continuation byte", "\"\x80\""},
       {"a cut sequence", "\"\xE5\xBC\""},
       {"an over-long slash", "\"\xC0\xAF\""},
       {"a surrogate as UTF-8", "\"\xED\xA0\x80\""},
       {"above U+10FFFF", "\"\xF4\x90\x80\x80\""},
       {"a lone high surrogate", R"("\ud800")"},
       {"a lone low surrogate", R"("\udc00")"},
       {"a high surrogate before a letter", R"("\ud840\u0041")"},
       {"an unknown escape", R"("\x41")"},
       {"a cut escape", R"("\u00")"},
       {"nothing", ""},
       {"white space only", " \n\t"},
       {"an open object", R"({"a":1)"},
       {"an open string", R"("abc)"}}))};
  CAPTURE(what, text);
  auto const parsed{parse_strict(text)};
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().code() == ErrorCode::invalid_input);
  CHECK_FALSE(parsed.error().detail().empty());
}

TEST_CASE("json: a refusal carries no megabytes and no bytes that are no text",
          "[json][errors][security]") {
  std::string const mega(1'000'000, 'a');
  auto const text{GENERATE_COPY(values<std::string>(
      {"\"" + mega, "\"\xFF\xFE", std::string(1'000'000, '\xFF'), std::string(1'000'000, '7'),
       R"({")" + mega + R"(":1,")" + mega + R"(":2})"}))};
  auto const parsed{parse_strict(text)};
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().detail().size() < 100);
  CHECK(parsed.error().detail().find_first_of("\xFF\xFE") == std::string::npos);
}

TEST_CASE("json: a duplicate key is named as long as it is short", "[json][errors]") {
  auto const twice{[](std::string const& key) { return "{\"" + key + "\":1,\"" + key + "\":2}"; }};
  CHECK(parse_strict(twice(std::string(40, 'k'))).error().detail().contains(std::string(40, 'k')));
  CHECK_FALSE(parse_strict(twice(std::string(41, 'k'))).error().detail().contains("kk"));
}

TEST_CASE("json: a refusal names the place", "[json][errors]") {
  CHECK(parse_strict("[1,\n x]").error().detail().find("at byte 6") != std::string::npos);
  CHECK(parse_strict(R"({"编号":1,"编号":2})").error().detail().find("编号") != std::string::npos);
}

TEST_CASE("json: sixty-four levels are read and sixty-five are not", "[json][errors]") {
  CHECK(parse_strict(nested(max_depth)));
  CHECK_FALSE(parse_strict(nested(max_depth + 1)));
  CHECK_FALSE(parse_strict(std::string(2'000'000, '[')));
}

TEST_CASE("json: integers keep every value of int64", "[json]") {
  using Limits = std::numeric_limits<std::int64_t>;
  for (auto const value :
       {Limits::min(), std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, Limits::max()}) {
    auto const parsed{parse_strict(std::to_string(value))};
    REQUIRE(parsed);
    CHECK(parsed->is_number_integer());
    CHECK(parsed->get<std::int64_t>() == value);
    CHECK(canonical(*parsed) == std::to_string(value));
  }
}

TEST_CASE("json: values of every kind are read", "[json]") {
  auto const parsed{parse_strict(
      R"( {"t":true,"f":false,"n":null,"s":"A\ud842\udfb7\/","a":[1,[],{}],"o":{"k":"v"}} )")};
  REQUIRE(parsed);
  CHECK(canonical(*parsed) ==
        R"({"a":[1,[],{}],"f":false,"n":null,"o":{"k":"v"},"s":"A𠮷/","t":true})");
}

TEST_CASE("json: keys are sorted by code point, beyond the BMP too", "[json]") {
  // U+FF5E before U+1F600 before U+20BB7: UTF-16 order would put U+FF5E last.
  auto const parsed{parse_strict(R"({"𠮷":4,"～":2,"😀":3,"明":1,"Z":0,"a":0,"":0})")};
  REQUIRE(parsed);
  CHECK(canonical(*parsed) == R"({"":0,"Z":0,"a":0,"明":1,"～":2,"😀":3,"𠮷":4})");
}

TEST_CASE("json: the canonical form escapes quotes, backslashes and control characters only",
          "[json]") {
  Json const value("\"\\/\b\t\n\f\r\x01\x1f \x7f明");
  CHECK(canonical(value) == "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f \x7f明\"");
}

TEST_CASE("json: the signed form leaves control characters raw", "[json]") {
  Json const value{{"k\n", "-----BEGIN\nPUBLIC\" \\"}};
  CHECK(canonical_olpc(value) == "{\"k\n\":\"-----BEGIN\nPUBLIC\\\" \\\\\"}");
  Json const plain{{"姓名", "张\"三"}, {"n", 1}};
  CHECK(canonical_olpc(plain) == canonical(plain));
}

TEST_CASE("json: the canonical form is read back to the same value", "[json]") {
  Json value = Json::object();
  std::string all;
  for (int c{0}; c < 0x80; ++c) all += static_cast<char>(c);
  value["text"] = all + "明川区𠮷";
  value[all] = {1, -1, nullptr, true, Json::object(), Json::array({"\n"})};
  auto const once{canonical(value)};
  auto const parsed{parse_strict(once)};
  REQUIRE(parsed);
  CHECK(*parsed == value);
  CHECK(canonical(*parsed) == once);
}
