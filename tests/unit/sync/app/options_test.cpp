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
  auto const options{parse({"--data",
                            "d",
                            "--url",
                            "http://h/",
                            "--url",
                            "https://m",
                            "--hall",
                            "m-1",
                            "--root",
                            "r.json",
                            "--once",
                            "--limit",
                            "200k",
                            "--limit",
                            "1m@08:00-18:00",
                            "--proxy",
                            "http://p:3",
                            "--hints",
                            "https://h/e",
                            "--terminal",
                            "t-7",
                            "--poll-seconds",
                            "5",
                            "--patience-seconds",
                            "9"})
                         .value()};
  CHECK(options.agent.data == "d");
  CHECK(options.agent.hall == "m-1");
  CHECK(options.agent.anchor == "r.json");
  CHECK(options.urls == std::vector<std::string>{"http://h/", "https://m"});
  CHECK_FALSE(options.from);
  CHECK(options.limits.size() == 2);
  CHECK(options.proxy == "http://p:3");
  CHECK(options.hints == "https://h/e");
  CHECK(options.agent.terminal == "t-7");
  CHECK(options.agent.poll == std::chrono::seconds{5});
  CHECK(options.patience == std::chrono::seconds{9});
  CHECK(options.repeat == Repeat::once);
}

TEST_CASE("sync: the least command line polls as the publisher says until it is stopped",
          "[sync][cli]") {
  auto const options{parse({"--hall", "h", "--url", "http://u", "--data", "d"}).value()};
  CHECK_FALSE(options.agent.anchor);
  CHECK_FALSE(options.agent.poll);
  CHECK(options.patience == std::chrono::seconds{30});
  CHECK(options.repeat == Repeat::until_stopped);
  CHECK(parse({"--hall", "h", "--from", "stick", "--data", "d"}).value().from == "stick");
}

TEST_CASE("sync: misuse is named", "[sync][cli][errors]") {
  auto const misuse{[](std::vector<char const*> const& more) {
    std::vector<char const*> all{"--data", "d", "--url", "http://u", "--hall", "h"};
    all.insert(all.end(), more.begin(), more.end());
    auto const options{parse(all)};
    return options ? "" : options.error().detail();
  }};
  CHECK(parse({}).error().detail() == "--data is missing");
  CHECK(parse({"--data", "d", "--hall", "h"}).error().detail() == "--url or --from is missing");
  CHECK(parse({"--data", "d", "--url", "http://u"}).error().detail() == "--hall is missing");
  CHECK(misuse({"--from", "stick"}) == "--url and --from do not go together");
  CHECK(parse({"--data", "d", "--hall", "h", "--from", "s", "--hints", "http://h/"})
            .error()
            .detail() == "--hints goes with --url only");
  CHECK(misuse({"--data", "e"}) == "--data twice");
  CHECK(misuse({"--root"}) == "--root needs a value");
  CHECK(misuse({"--root", ""}) == "--root needs a value");
  CHECK(misuse({"--frob"}) == "unknown argument --frob");
  CHECK(misuse({"x"}) == "unknown argument x");
  for (auto const* bad : {"0", "-1", "x", "1s", "86401", "99999999999"})
    CHECK(misuse({"--poll-seconds", bad}).starts_with("--poll-seconds takes 1 to 86400"));
  CHECK(misuse({"--patience-seconds", "3601"}).starts_with("--patience-seconds takes 1 to 3600"));
  for (auto const* bad : {"u", "file:///etc", "http://", "http:///x", "http://h/?q"})
    CHECK(misuse({"--url", bad}).starts_with("--url takes"));
  for (auto const* bad : {"p:3", "file:///x", "http://", "http://p /"})
    CHECK(misuse({"--proxy", bad}).starts_with("--proxy takes"));
  CHECK(misuse({"--hints", "ftp://h/"}).starts_with("--hints takes"));
  CHECK(misuse({"--limit", "fast"}).starts_with("not a speed limit"));
  CHECK(misuse({"--terminal", "a b"}).starts_with("--terminal takes"));
  CHECK(parse({"--data", "d", "--url", "http://u", "--hall", "../x"}).error().code() ==
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
