#include "tests/fault/crash/promises.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/fault/crash/digest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::tests;

namespace {

std::string mark(std::string_view text) {
  return format_event({.kind = EventKind::mark, .offset = 0, .bytes = text});
}

std::string durable(std::string_view name, std::string_view bytes) {
  return mark(fmt::format("durable {} {} {}", name, bytes.size(), digest(bytes)));
}

}  // namespace

TEST_CASE("promises: a durable name must hold its bytes until it changes", "[fault][crash]") {
  TempFolder const folder;
  auto const log{BlockLog::parse(mark("begin 1") + durable("a.json", "old") + mark("end 1") +
                                 mark("begin 2") + mark("changing a.json") +
                                 durable("a.json", "new"))};
  REQUIRE(log);
  Promises promises{*log};
  promises.roll_forward_to(0);
  CHECK(promises.broken(folder.path()).empty());
  promises.roll_forward_to(3);
  CHECK(promises.begun() == 2);
  CHECK(promises.ended() == 1);
  CHECK(promises.broken(folder.path()).size() == 1);  // it is not there
  REQUIRE(write_file(folder / "a.json", "old"));
  CHECK(promises.broken(folder.path()).empty());
  REQUIRE(write_file(folder / "a.json", "odd"));
  CHECK(promises.broken(folder.path()).size() == 1);
  promises.roll_forward_to(4);
  CHECK(promises.broken(folder.path()).empty());  // old, new or anything else
  promises.roll_forward_to(5);
  CHECK(promises.broken(folder.path()).size() == 1);
  REQUIRE(write_file(folder / "a.json", "new and more"));  // appended to since
  CHECK(promises.broken(folder.path()).empty());
}

TEST_CASE("promises: a link must lead where it did", "[fault][crash]") {
  TempFolder const folder;
  auto const log{BlockLog::parse(durable("current", "generations/000002"))};
  REQUIRE(log);
  Promises promises{*log};
  promises.roll_forward_to(0);
  REQUIRE(replace_link(folder / "current", "generations/000002"));
  CHECK(promises.broken(folder.path()).empty());
  REQUIRE(replace_link(folder / "current", "generations/000001"));
  CHECK(promises.broken(folder.path()).size() == 1);
}
