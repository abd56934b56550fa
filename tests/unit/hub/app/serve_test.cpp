#include "hub/app/serve.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>
#include <vector>

namespace mingshi::hub {
namespace {

using tests::TempFolder;
using Arguments = std::vector<std::string>;

TEST_CASE("hub options: defaults are loopback, a free port and five minutes", "[hub]") {
  auto const options{parse_options({"--hub", "/srv/hub"})};
  REQUIRE(options);
  CHECK(options->hub_dir == "/srv/hub");
  CHECK(options->listen == http::Endpoint{"127.0.0.1", 0});
  CHECK(options->resign == std::chrono::minutes{5});
}

TEST_CASE("hub options: each can be given", "[hub]") {
  auto const options{
      parse_options({"--listen", "[::1]:80", "--resign-seconds", "2", "--hub", "h"})};
  REQUIRE(options);
  CHECK(*options ==
        ServeOptions{.hub_dir = "h", .listen = {"::1", 80}, .resign = std::chrono::seconds{2}});
}

TEST_CASE("hub options: misuse is named", "[hub][errors]") {
  auto const [arguments, message]{GENERATE(table<Arguments, std::string>(
      {{Arguments{}, "--hub DIR is needed"},
       {Arguments{"--hub"}, "--hub needs a value"},
       {{"--hub", "h", "--port", "1"}, "unknown option --port"},
       {{"--hub", "h", "--resign-seconds", "0"}, "--resign-seconds takes a number from 1 to 86400"},
       {{"--hub", "h", "--resign-seconds", "5s"},
        "--resign-seconds takes a number from 1 to 86400"}}))};
  auto const options{parse_options(arguments)};
  REQUIRE_FALSE(options);
  CHECK(options.error().code() == ErrorCode::invalid_input);
  CHECK(options.error().detail() == message);
}

TEST_CASE("hub health: what keeps the timestamp from being renewed is trouble until it is renewed",
          "[hub][errors]") {
  Health health;
  take_in(health, fail(ErrorCode::not_found, "nothing published"));
  CHECK(health.trouble.empty());
  take_in(health, fail(ErrorCode::corrupt, "the key is missing"));
  CHECK(health.trouble == "the key is missing");
  take_in(health, fail(ErrorCode::timeout, "busy"));
  CHECK(health.trouble == "the key is missing");
  take_in(health, {});
  CHECK(health.trouble.empty());
}

TEST_CASE("hub health: a lock that is never free is trouble, one held for a while is not",
          "[hub][errors]") {
  Health health;
  auto const busy{[&] { take_in(health, fail(ErrorCode::timeout, "busy")); }};
  busy();
  busy();
  CHECK(health.trouble.empty());
  take_in(health, {});
  busy();
  busy();
  CHECK(health.trouble.empty());
  busy();
  CHECK(health.trouble == "busy");
}

TEST_CASE("hub: it serves an empty folder before the first publication and stops when told",
          "[hub]") {
  TempFolder const dir;
  REQUIRE(make_folders(dir / "hub"));
  std::string url;
  REQUIRE(serve({.hub_dir = dir / "hub", .listen = {}, .resign = std::chrono::seconds{300}},
                Log::none(), [&](http::Server& server) {
                  url = server.url();
                  server.every(std::chrono::seconds{0}, [&server] { server.stop(); });
                }));
  CHECK(url.starts_with("http://127.0.0.1:"));
  CHECK(std::filesystem::is_directory(dir / "hub/repo"));
}

TEST_CASE("hub: a folder that is not there is named, not made", "[hub][errors]") {
  TempFolder const dir;
  auto const served{
      serve({.hub_dir = dir / "mistyped", .listen = {}, .resign = std::chrono::seconds{300}},
            Log::none(), [](http::Server& server) { server.stop(); })};
  REQUIRE_FALSE(served);
  CHECK(served.error().code() == ErrorCode::not_found);
  CHECK(served.error().detail().contains("mistyped"));
  CHECK_FALSE(std::filesystem::exists(dir / "mistyped"));
}

TEST_CASE("hub: a hub folder that cannot be used is an error, not a crash", "[hub][errors]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "file", ""));
  CHECK_FALSE(serve({.hub_dir = dir / "file", .listen = {}, .resign = std::chrono::seconds{300}},
                    Log::none(), [](http::Server& server) { server.stop(); }));
}

}  // namespace
}  // namespace mingshi::hub
