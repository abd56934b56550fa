#include "core/publication/op_log.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mingshi::publication {
namespace {

constexpr std::string_view header{
    R"({"format":1,"from":1,"hall":"mingchuan","part":"records","to":2})"};
constexpr std::string_view end{R"({"end":{"types":{}}})"};
OpLogHeader const expected{.hall = "mingchuan", .part = Part::records, .from = 1, .to = 2};

std::string projection(std::string_view id, std::string_view fields = R"({"title":"一"})") {
  return R"({"fields":)" + std::string{fields} + R"(,"id":")" + std::string{id} +
         R"(","sample":true,"type":")" + std::string{id.substr(0, id.find('/'))} + R"("})";
}
std::string put(std::string_view id) {
  return R"({"put":)" + projection(id) + "}";
}

/// The first error of these lines; `bug` when there is none.
ErrorCode refusal(std::vector<std::string> const& lines, OpLogHeader const& header_expected) {
  OpLogParser parser{header_expected};
  for (auto const& line : lines) {
    auto const read{parser.line(line)};
    if (!read) return read.error().code();
  }
  return parser.ended() ? ErrorCode::bug : ErrorCode::not_found;
}
ErrorCode refusal_of_body(std::vector<std::string> lines) {
  lines.insert(lines.begin(), std::string{header});
  lines.emplace_back(end);
  return refusal(lines, expected);
}

std::string packed_log(std::string& out, std::vector<std::string> const& ids) {
  auto writer{OpLogWriter::create(
                  expected,
                  [&out](std::string_view bytes) -> Result<void> {
                    out += bytes;
                    return {};
                  },
                  Level::quick)
                  .value()};
  for (auto const& id : ids) REQUIRE(writer.put(projection(id)));
  return writer.finish({{"notice", {.rows = 2, .set = std::string(64, 'a')}}}).value().sha256;
}

TEST_CASE("op log: what is written is read back, in its order", "[publication][op_log]") {
  std::string bytes;
  auto writer{OpLogWriter::create(
                  expected,
                  [&bytes](std::string_view piece) -> Result<void> {
                    bytes += piece;
                    return {};
                  },
                  Level::thorough)
                  .value()};
  PartState const state{{"notice", {.rows = 3, .set = std::string(64, 'b')}}};
  REQUIRE(writer.remove("notice/1"));
  REQUIRE(writer.remove("notice/〔2026〕\"1\"号"));
  REQUIRE(writer.put(projection("notice/0")));
  REQUIRE(writer.merge("notice/𬭎", R"({"fields":{"title":null}})"));
  auto const object{writer.finish(state).value()};

  auto reader{OpLogReader::open("mingchuan", Part::records, {.from = 1, .to = 2, .object = object},
                                bytes_of(bytes))
                  .value()};
  CHECK(reader.next().value() == Op{Remove{.id = "notice/1"}});
  CHECK(reader.next().value() == Op{Remove{.id = "notice/〔2026〕\"1\"号"}});
  CHECK(reader.next().value() == Op{Put{.entry = {.id = "notice/0",
                                                  .type = "notice",
                                                  .projection = projection("notice/0"),
                                                  .publish_from = {},
                                                  .publish_until = {}}}});
  CHECK(reader.next().value() ==
        Op{Merge{.id = "notice/𬭎", .patch = R"({"fields":{"title":null}})"}});
  CHECK_FALSE(reader.next().value().has_value());
  CHECK(reader.state() == state);
}

TEST_CASE("op log: the same changes give the same bytes", "[publication][op_log]") {
  std::string a;
  std::string b;
  CHECK(packed_log(a, {"notice/1", "notice/2"}) == packed_log(b, {"notice/1", "notice/2"}));
  CHECK(a == b);
}

TEST_CASE("op log: the writer refuses what a terminal would", "[publication][op_log][errors]") {
  auto writer{OpLogWriter::create(
                  expected, [](std::string_view) -> Result<void> { return {}; }, Level::quick)
                  .value()};
  REQUIRE(writer.put(projection("notice/2")));
  CHECK_FALSE(writer.put(projection("notice/1")));
  CHECK_FALSE(writer.remove("notice/3"));
  CHECK(writer.put(projection("penalty/1")).error().code() == ErrorCode::denied);
  CHECK_FALSE(writer.put("{}"));
  CHECK_FALSE(writer.merge("notice/1", "{}"));
  OpLogHeader backwards{expected};
  backwards.to = backwards.from;
  CHECK_FALSE(OpLogWriter::create(
      backwards, [](std::string_view) -> Result<void> { return {}; }, Level::quick));
}

TEST_CASE("op log: the lines of these tests are good until they are spoilt",
          "[publication][op_log]") {
  CHECK(refusal_of_body({}) == ErrorCode::bug);
  CHECK(refusal_of_body({R"({"remove":"notice/1"})", put("notice/1"), put("notice/2"),
                         R"({"merge":{"id":"notice/0","patch":{"sample":false}}})"}) ==
        ErrorCode::bug);
}

TEST_CASE("op log: a header that is not what was signed is refused",
          "[publication][op_log][errors]") {
  auto const with{[](std::string_view from, std::string_view to) {
    std::string line{header};
    line.replace(line.find(from), from.size(), to);
    return refusal({line, std::string{end}}, expected);
  }};
  CHECK(with("mingchuan", "linchuan") == ErrorCode::denied);
  CHECK(with("records", "decisions") == ErrorCode::denied);
  CHECK(with(R"("from":1)", R"("from":0)") == ErrorCode::denied);
  CHECK(with(R"("to":2)", R"("to":3)") == ErrorCode::denied);
  CHECK(with(R"("format":1)", R"("format":2)") == ErrorCode::unsupported);
  CHECK(with("records", "everything") == ErrorCode::invalid_input);
  CHECK(with(R"("to":2)", R"("to":2,"too":3)") == ErrorCode::invalid_input);
  CHECK(refusal({std::string{end}}, expected) == ErrorCode::invalid_input);
  CHECK(refusal({put("notice/1")}, expected) == ErrorCode::invalid_input);
}

TEST_CASE("op log: a line that two readers could understand differently is refused",
          "[publication][op_log][errors]") {
  auto const* const line{GENERATE(
      R"({"put": {}})", R"({"remove":"notice/1"} )", R"({"remove":"notice\u002f1"})",
      R"({"remove":"notice/1","remove":"notice/1"})",
      R"({"put":{"id":"notice/1","fields":{},"sample":true,"type":"notice"}})",
      R"({"put":{"fields":{"n":1.0},"id":"notice/1","sample":true,"type":"notice"}})", "", "[]",
      "null", "{}", R"({"add":"notice/1"})", R"({"remove":1})", R"({"remove":"notice/1","x":1})")};
  CAPTURE(line);
  CHECK(refusal_of_body({line}) == ErrorCode::invalid_input);
}

TEST_CASE("op log: an id that is malformed or not of its type is refused",
          "[publication][op_log][errors]") {
  auto const* const line{GENERATE(
      R"({"remove":"notice"})", R"({"remove":"notice/"})", R"({"remove":"/1"})",
      R"({"remove":"Notice/1"})", R"({"remove":"no tice/1"})", R"({"remove":"notice/\u00001"})",
      R"({"remove":"notice/\n1"})",
      R"({"put":{"fields":{},"id":"notice/1","sample":true,"type":"officer"}})",
      R"({"put":{"fields":{},"id":"notice2/1","sample":true,"type":"notice"}})",
      R"({"put":{"fields":[],"id":"notice/1","sample":true,"type":"notice"}})",
      R"({"put":{"fields":{},"id":"notice/1","sample":1,"type":"notice"}})",
      R"({"put":{"fields":{},"id":"notice/1","sample":true,"type":"notice","x":1}})",
      R"({"put":{"fields":{},"id":"notice/1","publish_from":"2026-02-30","sample":true,"type":"notice"}})",
      R"({"merge":{"id":"notice/1","patch":{}}})", R"({"merge":{"id":"notice/1","patch":[1]}})",
      R"({"merge":{"id":"notice/1"}})",
      R"({"merge":{"id":"notice/1","patch":{"a":1},"type":"notice"}})")};
  CAPTURE(line);
  CHECK(refusal_of_body({line}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({R"({"remove":"notice/)" + std::string(2'000, '1') + "\"}"}) ==
        ErrorCode::invalid_input);
}

TEST_CASE("op log: lines out of order, an id twice or lines after the end are refused",
          "[publication][op_log][errors]") {
  std::string const remove{R"({"remove":"notice/1"})"};
  std::string const merge{R"({"merge":{"id":"notice/1","patch":{"sample":false}}})"};
  CHECK(refusal_of_body({put("notice/1"), remove}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({merge, put("notice/1")}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({merge, remove}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({remove, remove}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({put("notice/2"), put("notice/1")}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({merge, merge}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({std::string{end}}) == ErrorCode::invalid_input);
  CHECK(refusal_of_body({std::string{header}}) == ErrorCode::invalid_input);
  CHECK(refusal({std::string{header}}, expected) == ErrorCode::not_found);
}

TEST_CASE("op log: from nothing, only puts make sense", "[publication][op_log][errors]") {
  OpLogHeader base{expected};
  base.from = 0;
  std::string const first{R"({"format":1,"from":0,"hall":"mingchuan","part":"records","to":2})"};
  CHECK(refusal({first, put("notice/1"), std::string{end}}, base) == ErrorCode::bug);
  CHECK(refusal({first, R"({"remove":"notice/1"})"}, base) == ErrorCode::invalid_input);
  CHECK(refusal({first, R"({"merge":{"id":"notice/1","patch":{"sample":false}}})"}, base) ==
        ErrorCode::invalid_input);
}

TEST_CASE("op log: a decision type in the records part is refused, in the last line too",
          "[publication][op_log][errors]") {
  auto const* const type{
      GENERATE("penalty", "licence", "coercion", "major_violation", "wage_blacklist")};
  auto const id{std::string{type} + "/1"};
  CHECK(refusal_of_body({put(id)}) == ErrorCode::denied);
  CHECK(refusal_of_body({R"({"remove":")" + id + "\"}"}) == ErrorCode::denied);
  CHECK(refusal_of_body({R"({"merge":{"id":")" + id + R"(","patch":{"sample":false}}})"}) ==
        ErrorCode::denied);
  auto const last{R"({"end":{"types":{")" + std::string{type} + R"(":{"rows":1,"set":")" +
                  std::string(64, '0') + "\"}}}}"};
  CHECK(refusal({std::string{header}, last}, expected) == ErrorCode::denied);
}

TEST_CASE("op log: a last line that is malformed is refused", "[publication][op_log][errors]") {
  auto const* const line{GENERATE(R"({"end":{}})", R"({"end":{"types":[]}})",
                                  R"({"end":{"types":{},"x":1}})",
                                  R"({"end":{"types":{"notice":{"rows":0,"set":""}}}})",
                                  R"({"end":{"types":{"notice":{"rows":1,"set":"00"}}}})",
                                  R"({"end":{"types":{"No":{"rows":1,"set":"00"}}}})")};
  CAPTURE(line);
  CHECK(refusal({std::string{header}, line}, expected) == ErrorCode::invalid_input);
}

TEST_CASE("op log: a line longer than its cap is refused without being held",
          "[publication][op_log][errors]") {
  auto const packed{pack(std::string(max_op_line + 500'000, 'a'), Level::quick).value()};
  auto const reader{OpLogReader::open("mingchuan", Part::records,
                                      {.from = 1, .to = 2, .object = packed.object},
                                      bytes_of(packed.bytes))};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::invalid_input);
}

TEST_CASE("op log: one without its last line, or with half a line, is refused",
          "[publication][op_log][errors]") {
  std::string const text{
      GENERATE(std::string{header} + "\n", std::string{header} + "\n" + std::string{end})};
  auto const packed{pack(text, Level::quick).value()};
  auto reader{OpLogReader::open("mingchuan", Part::records,
                                {.from = 1, .to = 2, .object = packed.object},
                                bytes_of(packed.bytes))};
  REQUIRE(reader);
  auto const op{reader->next()};
  REQUIRE_FALSE(op);
  CHECK(op.error().code() == ErrorCode::invalid_input);
}

TEST_CASE("patch: it makes the newer record of the older one", "[publication][op_log]") {
  auto const older{projection("notice/1", R"({"a":"x","n":1,"t":[{"s":"1"}]})")};
  for (auto const* fields :
       {R"({"a":"y","n":1,"t":[{"s":"1"}]})", R"({"n":1})", R"({})", R"({"a":"x","n":2,"t":[]})",
        R"({"a":"x","b":"新","n":1,"t":[{"s":"1"},{"s":"2"}]})"}) {
    auto const newer{projection("notice/1", fields)};
    auto const patch{make_patch(older, newer)};
    REQUIRE(patch);
    CHECK(patched("notice/1", older, *patch).value().projection == newer);
  }
  CHECK(make_patch(older, older) == "{}");
  CHECK(make_patch(older, projection("notice/1", R"({"a":"y","n":1,"t":[{"s":"1"}]})")) ==
        R"({"fields":{"a":"y"}})");
}

TEST_CASE("patch: a null in the newer record cannot be said", "[publication][op_log]") {
  CHECK_FALSE(make_patch(projection("notice/1"), projection("notice/1", R"({"title":null})")));
}

TEST_CASE("patch: one that changes whose record it is, or leaves none, is refused",
          "[publication][op_log][errors]") {
  auto const older{projection("notice/1")};
  CHECK(patched("notice/1", older, R"({"id":"notice/2"})").error().code() == ErrorCode::denied);
  for (auto const* bad : {R"({"type":"officer"})", R"({"id":null})", R"({"fields":null})",
                          R"({"x":1})", R"({"sample":"no"})", R"({"publish_from":"never"})"}) {
    CAPTURE(bad);
    CHECK(patched("notice/1", older, bad).error().code() == ErrorCode::invalid_input);
  }
}

}  // namespace
}  // namespace mingshi::publication
