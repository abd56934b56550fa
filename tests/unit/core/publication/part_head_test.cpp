#include "core/publication/part_head.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/json/json.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/settings.hpp"
#include "core/publication/terminal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::publication {
namespace {

using json::Json;

PackedObject object(char digit, std::int64_t size = 10) {
  return {.sha256 = std::string(64, digit), .size = size, .raw_size = size * 5};
}

PartHead sample() {
  return {.hall = "mingchuan",
          .part = Part::records,
          .sequence = 9,
          .schema = 2,
          .issued = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}},
          .lease_hours = 168,
          .poll_seconds = 0,
          .types = {{"notice", {.rows = 3, .set = std::string(64, '7')}}},
          .base = {.from = 0, .to = 7, .object = object('b', 100)},
          .deltas = {{.from = 7, .to = 8, .object = object('c')},
                     {.from = 7, .to = 9, .object = object('d', 15)},
                     {.from = 8, .to = 9, .object = object('e')}},
          .settings = object('f'),
          .media = {.object = object('a'), .count = 2, .bytes = 5'000},
          .withdrawn = {{.id = "notice/1", .sequence = 8}, {.id = "notice/2", .sequence = 9}}};
}

ErrorCode refusal(std::function<void(Json&)> const& spoil) {
  auto document = json::parse_strict(format_part_head(sample())).value();
  spoil(document);
  auto const head{parse_part_head(json::canonical(document))};
  return head ? ErrorCode::bug : head.error().code();
}

TEST_CASE("part head: what is written is read back", "[publication][part_head]") {
  auto const records{sample()};
  CHECK(parse_part_head(format_part_head(records)).value() == records);
  auto decisions{sample()};
  decisions.part = Part::decisions;
  decisions.settings.reset();
  decisions.poll_seconds = 600;
  decisions.types = {{"penalty", {.rows = 1, .set = std::string(64, '8')}}};
  CHECK(parse_part_head(format_part_head(decisions)).value() == decisions);
}

TEST_CASE("part head: fields that it does not know are passed over", "[publication][part_head]") {
  CHECK(refusal([](Json& j) { j["later"] = 1; }) == ErrorCode::bug);
}

TEST_CASE("part head: every member is needed and of its kind", "[publication][part_head][errors]") {
  auto const whole = json::parse_strict(format_part_head(sample())).value();
  for (auto const& member : whole.items()) {
    CAPTURE(member.key());
    auto const key{member.key()};
    CHECK(refusal([&](Json& j) { j.erase(key); }) == ErrorCode::invalid_input);
    CHECK(refusal([&](Json& j) { j[key] = nullptr; }) == ErrorCode::invalid_input);
    CHECK(refusal([&](Json& j) { j[key] = true; }) == ErrorCode::invalid_input);
  }
}

TEST_CASE("part head: what cannot be is refused", "[publication][part_head][errors]") {
  std::vector<std::pair<char const*, std::function<void(Json&)>>> const spoilt{
      {"hall", [](Json& j) { j["hall"] = "../x"; }},
      {"part", [](Json& j) { j["part"] = "all"; }},
      {"sequence 0", [](Json& j) { j["sequence"] = 0; }},
      {"lease below 0", [](Json& j) { j["lease_hours"] = -1; }},
      {"a lease of centuries", [](Json& j) { j["lease_hours"] = 10'000'000; }},
      {"issued", [](Json& j) { j["issued"] = "yesterday"; }},
      {"no rows", [](Json& j) { j["types"]["notice"]["rows"] = 0; }},
      {"set", [](Json& j) { j["types"]["notice"]["set"] = "AB"; }},
      {"type code", [](Json& j) { j["types"]["a/b"] = j["types"]["notice"]; }},
      {"base newer", [](Json& j) { j["base"]["sequence"] = 10; }},
      {"object hash", [](Json& j) { j["base"]["sha256"] = "../../etc"; }},
      {"object size", [](Json& j) { j["base"]["size"] = 0; }},
      {"object of an exabyte", [](Json& j) { j["base"]["size"] = std::int64_t{1} << 60; }},
      {"raw size", [](Json& j) { j["media"]["raw_size"] = -1; }},
      {"delta from nothing", [](Json& j) { j["deltas"][0]["from"] = 0; }},
      {"delta backwards", [](Json& j) { j["deltas"][0]["to"] = 7; }},
      {"delta too new", [](Json& j) { j["deltas"][2]["to"] = 10; }},
      {"deltas out of order", [](Json& j) { std::swap(j["deltas"][0], j["deltas"][1]); }},
      {"a delta twice", [](Json& j) { j["deltas"][1] = j["deltas"][0]; }},
      {"no way", [](Json& j) { j["deltas"] = Json::array(); }},
      {"settings in decisions", [](Json& j) { j["part"] = "decisions"; }},
      {"withdrawals out of order",
       [](Json& j) { std::swap(j["withdrawn"][0], j["withdrawn"][1]); }},
      {"withdrawal twice", [](Json& j) { j["withdrawn"][1] = j["withdrawn"][0]; }},
      {"withdrawal newer", [](Json& j) { j["withdrawn"][1]["sequence"] = 10; }},
      {"withdrawal id", [](Json& j) { j["withdrawn"][1]["id"] = "notice"; }}};
  for (auto const& [what, spoil] : spoilt) {
    CAPTURE(what);
    CHECK(refusal(spoil) == ErrorCode::invalid_input);
  }
  CHECK(refusal([](Json& j) { j["format"] = 1; }) == ErrorCode::unsupported);
  CHECK(refusal([](Json& j) { j["types"]["penalty"] = j["types"]["notice"]; }) ==
        ErrorCode::denied);
  for (auto const* bytes : {"", "[]", "null", "{", "<html>"})
    CHECK(parse_part_head(bytes).error().code() == ErrorCode::invalid_input);
}

TEST_CASE("part head: it lies where docs/formats/repository.md says", "[publication][part_head]") {
  CHECK(part_target("mingchuan", Part::decisions) == "mingchuan/decisions");
  CHECK(part_head_path("mingchuan", Part::records, std::string(64, 'a')) ==
        "t/mingchuan/" + std::string(64, 'a') + ".records");
  CHECK(part_named("decisions") == Part::decisions);
  CHECK_FALSE(part_named("Records"));
  TerminalFolder const folder{"/d"};
  CHECK(folder.incoming("ab") == "/d/objects/.part/ab");
  CHECK(head_file_name(Part::records) == "records.head");
}

std::vector<Span> spans(Plan const& plan) {
  std::vector<Span> steps;
  for (auto const& log : plan.logs) steps.push_back({.from = log.from, .to = log.to});
  return steps;
}

TEST_CASE("plan: the cheapest bytes win, of equal ones the fewest logs", "[publication][plan]") {
  auto head{sample()};
  CHECK(spans(plan(head, 7, {}).value()) == std::vector<Span>{{7, 9}});
  CHECK(plan(head, 7, {})->bytes == 15);
  CHECK(spans(plan(head, 8, {}).value()) == std::vector<Span>{{8, 9}});
  CHECK(spans(plan(head, 0, {}).value()) == std::vector<Span>{{0, 7}, {7, 9}});
  CHECK(spans(plan(head, 3, {}).value()) == std::vector<Span>{{0, 7}, {7, 9}});
  CHECK(plan(head, 9, {})->logs.empty());
  CHECK(plan(head, 10, {}).error().code() == ErrorCode::conflict);
  head.deltas[1].object.size = 20;
  CHECK(spans(plan(head, 7, {}).value()) == std::vector<Span>{{7, 9}});
  head.deltas[1].object.size = 21;
  CHECK(spans(plan(head, 7, {}).value()) == std::vector<Span>{{7, 8}, {8, 9}});
}

TEST_CASE("plan: what was fetched already costs nothing", "[publication][plan]") {
  auto const head{sample()};
  std::set<std::string, std::less<>> there{std::string(64, 'c'), std::string(64, 'e')};
  auto const have{[&](std::string_view sha256) { return there.contains(sha256); }};
  CHECK(spans(plan(head, 7, have).value()) == std::vector<Span>{{7, 8}, {8, 9}});
  CHECK(plan(head, 7, have)->bytes == 0);
  there = {std::string(64, 'b')};
  CHECK(spans(plan(head, 7, have).value()) == std::vector<Span>{{7, 9}});
  CHECK(plan(head, 0, have)->bytes == 15);
}

TEST_CASE("plan: a base that is cheaper than the deltas is taken", "[publication][plan]") {
  auto head{sample()};
  head.base = {.from = 0, .to = 9, .object = object('b', 12)};
  CHECK(spans(plan(head, 7, {}).value()) == std::vector<Span>{{0, 9}});
}

TEST_CASE("plan: deltas are the last singles and the roll-ups between multiples",
          "[publication][plan]") {
  CHECK(delta_spans(1).empty());
  CHECK(delta_spans(3) == std::vector<Span>{{1, 2}, {2, 3}});
  CHECK(delta_spans(17).size() == 16 + 1);
  auto const many{delta_spans(70'000)};
  CHECK(many.size() == 4 * 64);
  CHECK(many.size() <= max_deltas);
  CHECK(std::ranges::is_sorted(many));
  for (Span const wanted : {Span{69'999, 70'000}, Span{69'936, 69'937}, Span{69'992, 70'000},
                            Span{69'888, 69'952}, Span{69'120, 69'632}})
    CHECK(std::ranges::binary_search(many, wanted));
}

TEST_CASE("plan: a base is due after 512 steps or when the steps outgrow it",
          "[publication][plan]") {
  LogObject const base{.from = 0, .to = 10, .object = object('b', 400)};
  CHECK_FALSE(base_due(521, base, 100));
  CHECK(base_due(522, base, 0));
  CHECK(base_due(11, base, 101));
}

TEST_CASE("media list: it is read back by hash, whatever order it came in",
          "[publication][media_list]") {
  MediaObject const a{.sha256 = std::string(64, 'a'), .size = 1, .kind = "png"};
  MediaObject const b{.sha256 = std::string(64, 'b'), .size = 2, .kind = "mp4"};
  auto const text{format_media_list({b, a})};
  CHECK(parse_media_list(text).value() == std::vector{a, b});
  CHECK(parse_media_list("")->empty());
  for (auto const& bad :
       {text.substr(0, text.size() - 1), format_media_list({b}) + format_media_list({a}),
        format_media_list({a}) + format_media_list({a}), "\n" + text, text + "{}\n",
        text + " " + format_media_list({b}),
        std::string{R"({"kind":"p/n","sha256":")"} + std::string(64, 'a') + R"(","size":1})" +
            "\n"})
    CHECK(parse_media_list(bad).error().code() == ErrorCode::invalid_input);
  CHECK(united({a}, {b, a}).value() == std::vector{a, b});
  auto other{a};
  other.size = 9;
  CHECK(united({a}, {other}).error().code() == ErrorCode::invalid_input);
}

TEST_CASE("settings: what is written is read back, byte for byte", "[publication][settings]") {
  Settings const settings{.hall = {.id = "mingchuan",
                                   .name = "明川区劳动监察大队（示例）",
                                   .source = "示例",
                                   .hotline = "12333",
                                   .window = "一楼 3 号窗口",
                                   .platform_url = "",
                                   .sample = true},
                          .record_types = {"code = \"notice\"\n"},
                          .calendar = {"{ \"year\":2026 }"},
                          .texts = {{"home.title", "𬭎"}},
                          .programme = "{}"};
  auto const text{format_settings(settings)};
  CHECK(parse_settings(text).value() == settings);
  for (auto const& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"\"format\":1", "\"format\":\"1\""},
                                                        {"\"mingchuan\"", "\"..\""},
                                                        {"\"sample\":true", "\"sample\":1"},
                                                        {"\"programme\"", "\"program\""},
                                                        {"[\"code", "[7,\"code"},
                                                        {"\"𬭎\"", "null"}}) {
    auto spoilt{text};
    REQUIRE(spoilt.contains(from));
    spoilt.replace(spoilt.find(from), from.size(), to);
    CAPTURE(to);
    CHECK(parse_settings(spoilt).error().code() == ErrorCode::invalid_input);
  }
  auto newer{text};
  newer.replace(newer.find("\"format\":1"), 10, "\"format\":2");
  CHECK(parse_settings(newer).error().code() == ErrorCode::unsupported);
}

TEST_CASE("withdrawals: both heads' are one list, each id once", "[publication][part_head]") {
  auto const records{sample()};
  auto decisions{sample()};
  decisions.withdrawn = {{.id = "notice/2", .sequence = 5}, {.id = "penalty/1", .sequence = 6}};
  CHECK(withdrawals_of(records, decisions).ids ==
        std::vector<Withdrawal>{{"notice/1", 8}, {"notice/2", 9}, {"penalty/1", 6}});
}

}  // namespace
}  // namespace mingshi::publication
