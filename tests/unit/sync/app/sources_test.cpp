#include "sync/app/sources.hpp"

#include "catch2/catch_test_macros.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <filesystem>

using namespace mingshi;
using namespace mingshi::sync;

TEST_CASE("sync: the options name a folder, a server or several mirrors", "[sync][cli]") {
  Options options;
  options.urls = {"http://127.0.0.1:1/repo"};
  CHECK(open_source(options, {}).value()->place() == "http://127.0.0.1:1/repo/");
  options.urls = {"http://127.0.0.1:1/", "http://127.0.0.1:2/"};
  CHECK(open_source(options, {}).value()->place() == "http://127.0.0.1:1/");
  tests::TempFolder const stick;
  options.from = stick.path();
  CHECK(open_source(options, {}).error().code() == ErrorCode::not_found);
  std::filesystem::create_directories(stick / "repo/tuf");
  CHECK(open_source(options, {}).value()->place() == (stick / "repo").string());
}

TEST_CASE("sync: a terminal without a name has one that stays", "[sync]") {
  CHECK_FALSE(terminal_name().empty());
  CHECK(terminal_name() == terminal_name());
}
