#include "kiosk/signage/programme.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace std::chrono_literals;

namespace {
std::string with_items(std::string const& items) {
  return R"({"format":1,"items":[)" + items + R"(],"ticker":[]})";
}
}  // namespace

TEST_CASE("programme: items and ticker lines read as they were written", "[signage]") {
  auto const programme{parse_programme(
      R"({"format":1,"items":[{"kind":"notice","record":"notice/甲","seconds":20},
          {"kind":"officers","seconds":12},{"kind":"decisions","seconds":15},
          {"kind":"video","media":"ab","title":"检查先亮证","seconds":10}],
          "ticker":[{"label":"亮证执法","text":"请先看证"}]})")};
  REQUIRE(programme);
  CHECK(programme->items ==
        std::vector<ProgrammeItem>{
            {.kind = ItemKind::notice, .target = "notice/甲", .title = {}, .dwell = 20s},
            {.kind = ItemKind::officers, .target = {}, .title = {}, .dwell = 12s},
            {.kind = ItemKind::decisions, .target = {}, .title = {}, .dwell = 15s},
            {.kind = ItemKind::video, .target = "ab", .title = "检查先亮证", .dwell = 10s}});
  CHECK(programme->ticker == std::vector<TickerLine>{{.label = "亮证执法", .text = "请先看证"}});
}

TEST_CASE("programme: what cannot be played is refused, naming the entry", "[signage][errors]") {
  struct Row {
    char const* item;
    char const* says;
  };
  for (auto const& [item, says] :
       {Row{R"({"kind":"weather","seconds":10})", "entry 2: unknown kind \"weather\""},
        Row{R"({"kind":"officers"})", "\"seconds\" must be a whole number"},
        Row{R"({"kind":"officers","seconds":0})", "0 seconds are out of range"},
        Row{R"({"kind":"officers","seconds":601})", "601 seconds are out of range"},
        Row{R"({"kind":"officers","seconds":"9"})", "\"seconds\" must be a whole number"},
        Row{R"({"kind":"notice","seconds":10})", "\"record\" must be a text"},
        Row{R"({"kind":"video","seconds":10})", "\"media\" must be a text"},
        Row{"7", "not an object"}}) {
    auto const read{
        parse_programme(with_items(R"({"kind":"officers","seconds":9},)" + std::string{item}))};
    REQUIRE_FALSE(read);
    CHECK(read.error().code() == ErrorCode::invalid_input);
    INFO(read.error().detail());
    CHECK(read.error().detail().find(says) != std::string::npos);
  }
}

TEST_CASE("programme: another format and a damaged document are told apart", "[signage][errors]") {
  CHECK(parse_programme(R"({"format":2,"items":[],"ticker":[]})").error().code() ==
        ErrorCode::unsupported);
  for (auto const* text :
       {"", "[]", "{", R"({"items":[],"ticker":[]})", R"({"format":1,"ticker":[]})",
        R"({"format":1,"items":{},"ticker":[]})", R"({"format":1,"items":[],"ticker":[{}]})"})
    CHECK(parse_programme(text).error().code() == ErrorCode::invalid_input);
}
