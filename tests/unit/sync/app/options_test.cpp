#include "sync/app/options.hpp"

#include "catch2/catch_test_macros.hpp"
#include "sync/app/stop_signal.hpp"

#include <csignal>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::sync;

namespace {

Result<Options> parse(std::vector<char const*> arguments) {
  return parse_options(arguments);
}

}  // namespace

TEST_CASE("sync: a whole command line is understood", "[sync][cli]") {
  auto const options{parse({"--data", "d", "--url", "http://h/", "--hall", "mingchuan", "--root",
                            "r.json", "--poll-seconds", "5", "--once"})
                         .value()};
  CHECK(options.agent.data == "d");
  CHECK(options.agent.hall == "mingchuan");
  CHECK(options.agent.anchor == "r.json");
  CHECK(options.url == "http://h/");
  CHECK(options.poll == std::chrono::seconds{5});
  CHECK(options.repeat == Repeat::once);
}

TEST_CASE("sync: the least command line polls every minute until it is stopped", "[sync][cli]") {
  auto const options{parse({"--hall", "h", "--url", "u", "--data", "d"}).value()};
  CHECK_FALSE(options.agent.anchor);
  CHECK(options.poll == std::chrono::seconds{60});
  CHECK(options.repeat == Repeat::until_stopped);
}

TEST_CASE("sync: misuse is named", "[sync][cli][errors]") {
  auto const misuse{[](std::vector<char const*> const& more) {
    std::vector<char const*> all{"--data", "d", "--url", "u", "--hall", "h"};
    all.insert(all.end(), more.begin(), more.end());
    auto const options{parse(all)};
    return options ? "" : options.error().detail();
  }};
  CHECK(parse({}).error().detail() == "--data is missing");
  CHECK(parse({"--data", "d", "--hall", "h"}).error().detail() == "--url is missing");
  CHECK(misuse({"--data", "e"}) == "--data twice");
  CHECK(misuse({"--root"}) == "--root needs a value");
  CHECK(misuse({"--root", ""}) == "--root needs a value");
  CHECK(misuse({"--frob"}) == "unknown argument --frob");
  CHECK(misuse({"x"}) == "unknown argument x");
  for (auto const* bad : {"0", "-1", "x", "1s", "86401", "99999999999"})
    CHECK(misuse({"--poll-seconds", bad}).starts_with("--poll-seconds takes 1 to 86400"));
  CHECK(parse({"--data", "d", "--url", "u", "--hall", "../x"}).error().code() ==
        ErrorCode::invalid_input);
  CHECK(parse({"--help"}).error().code() == ErrorCode::cancelled);
}

TEST_CASE("sync: a signal ends a wait at once and is asked about before", "[sync]") {
  StopSignal const stop;
  CHECK_FALSE(stop.requested());
  CHECK(stop.wait(std::chrono::milliseconds{0}) == Wait::elapsed);
  for (int const signal : {SIGTERM, SIGINT}) {
    REQUIRE(std::raise(signal) == 0);
    CHECK(stop.requested());
    CHECK(stop.wait(std::chrono::hours{1}) == Wait::stop);
    CHECK_FALSE(stop.requested());
  }
}
