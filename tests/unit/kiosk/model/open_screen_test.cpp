#include "sample.hpp"

#include <catch2/generators/catch_generators.hpp>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;

TEST_CASE("screen names: a page is opened with what it shows", "[model]") {
  auto state{terminal(three_officers().snapshot())};
  state.stack = open_screen("search-pinyin?letters=gh").value().stack;
  CHECK(shown<SearchVm>(state).typed == "GH");
  state.stack = open_screen("search-number?digits=9915").value().stack;
  CHECK(shown<SearchVm>(state).hint == "还差 7 位");
  state.stack = open_screen("officer?no=99150310027").value().stack;
  CHECK(shown<OfficerVm>(state).name == "顾𬭎");
  state.stack = open_screen("results?q=gh").value().stack;
  CHECK(shown<ResultsVm>(state).people.size() == 3);
  state.stack = open_screen("list?type=remedy").value().stack;
  CHECK(shown<ListVm>(state).title == "监督投诉");
  CHECK(open_screen("attract").value().stack.empty());
}

TEST_CASE("screen names: arguments may be escaped", "[model]") {
  auto const opened{open_screen("detail?id=notice%2F%E7%94%B2&page=3").value()};
  CHECK(std::get<page::Detail>(opened.stack.back()) == page::Detail{"notice/甲", 2});
}

TEST_CASE("screen names: the data can be made older for a picture", "[model]") {
  auto const opened{open_screen("results?q=gh&as_of=2026-11-23T09:00:00%2B08:00").value()};
  CHECK(opened.as_of == at("2026-11-23T09:00:00+08:00"));
}

TEST_CASE("screen names: the idle warning stands over a certificate", "[model]") {
  auto const opened{open_screen("idle?no=99150310027").value()};
  CHECK(opened.since_touch == std::chrono::seconds{72});
  CHECK(std::holds_alternative<page::Officer>(opened.stack.back()));
}

TEST_CASE("screen names: an unknown one is refused with the names there are", "[model]") {
  auto const opened{open_screen("certficate?no=1")};
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().code() == ErrorCode::not_found);
  CHECK(opened.error().detail().find("search-pinyin") != std::string::npos);
}

TEST_CASE("screen names: an argument the screen does not take is refused", "[model]") {
  auto const spec{GENERATE("home?x=1", "officer?number=1", "results?as_of=yesterday")};
  CAPTURE(spec);
  CHECK_FALSE(open_screen(spec).has_value());
}
