#include "sync/fetch/http_source.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "tests/doubles/http_server.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using doubles::Ending;
using doubles::HttpRequest;
using doubles::HttpResponse;
using doubles::HttpServer;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<HttpSource> source_at(std::string const& url) {
  return HttpSource::open({.base_url = url,
                           .proxy = {},
                           .connect_timeout = std::chrono::seconds{5},
                           .slowest = 1000,
                           .patience = std::chrono::seconds{1},
                           .stop_requested = {}})
      .value();
}

HttpServer serving(HttpResponse const& response) {
  return HttpServer{[response](HttpRequest const&) { return response; }};
}

/// Somewhere to download an object to.
struct Scratch {
  tests::TempFolder folder;
  fs::path file{folder / "object"};
  [[nodiscard]] Download wanted(std::string const& bytes) const {
    return {.path = "o",
            .size = static_cast<std::int64_t>(bytes.size()),
            .sha256 = crypto::sha256(bytes),
            .file = file};
  }
};

}  // namespace

TEST_CASE("fetch: a document comes whole, with its ETag", "[fetch]") {
  auto const server{serving({.status = 200, .headers = {{"ETag", "\"v1\""}}, .body = "明示"})};
  auto const source{source_at(server.url() + "repo")};
  CHECK(source->get("tuf/timestamp.json", 100, "").value() ==
        Document{.bytes = "明示", .version = "\"v1\""});
  CHECK(source->get("tuf/timestamp.json", 6, "").value().bytes == "明示");
  CHECK(server.requests().at(0).path == "repo/tuf/timestamp.json");
  CHECK_FALSE(server.requests().at(0).headers.contains("if-none-match"));
  CHECK_FALSE(server.requests().at(0).headers.contains("accept-encoding"));
}

TEST_CASE("fetch: an unchanged document is not sent again", "[fetch]") {
  HttpServer const server{[](HttpRequest const& request) {
    auto const known{request.headers.find("if-none-match")};
    bool const same{known != request.headers.end() && known->second == "\"v1\""};
    return HttpResponse{
        .status = same ? 304 : 200, .headers = {{"ETag", "\"v1\""}}, .body = same ? "" : "x"};
  }};
  auto const source{source_at(server.url())};
  auto const first{source->get("a", 10, "").value()};
  auto const second{source->get("a", 10, first.version).value()};
  CHECK_FALSE(second.bytes);
  CHECK(second.version == first.version);
  CHECK(source->get("a", 10, "\"v0\"").value().bytes == "x");
}

TEST_CASE("fetch: any other status than 200 is a failure that keeps no body", "[fetch][errors]") {
  struct Case {
    int status;
    ErrorCode code;
  };
  auto const [status, code]{GENERATE(values<Case>({{404, ErrorCode::not_found},
                                                   {403, ErrorCode::not_found},
                                                   {500, ErrorCode::network},
                                                   {503, ErrorCode::network},
                                                   {206, ErrorCode::network},
                                                   {204, ErrorCode::network},
                                                   {302, ErrorCode::network},
                                                   {304, ErrorCode::network}}))};
  CAPTURE(status);
  auto const server{serving({.status = status,
                             .headers = {{"Location", "file:///etc/passwd"}},
                             .body = status == 304 || status == 204 ? "" : "page"})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  CHECK(source->get("a", 100, "").error().code() == code);
  CHECK(source->download(scratch.wanted("page")).error().code() == code);
  CHECK_FALSE(fs::exists(scratch.file));
  // What may be a passing trouble is tried again at once: a document once, an object three times.
  CHECK(server.requests().size() == (code == ErrorCode::network ? 6 : 2));
}

TEST_CASE("fetch: an endless body ends at the cap", "[fetch][errors]") {
  auto const status{GENERATE(200, 500)};
  auto const server{serving({.status = status,
                             .headers = {},
                             .body = std::string(50'000, 'x'),
                             .ending = Ending::endless})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  auto const code{status == 200 ? ErrorCode::corrupt : ErrorCode::network};
  CHECK(source->get("a", 1'000'000, "").error().code() == code);
  CHECK(source->download(scratch.wanted(std::string(1'000'000, 'y'))).error().code() == code);
  CHECK_FALSE(fs::exists(scratch.file));
}

TEST_CASE("fetch: one byte over the cap is over it", "[fetch][errors]") {
  auto const server{serving({.status = 200, .headers = {}, .body = "1234567"})};
  auto const source{source_at(server.url())};
  CHECK(source->get("a", 7, ""));
  CHECK(source->get("a", 6, "").error().code() == ErrorCode::corrupt);
}

TEST_CASE("fetch: a body cut short of its promised length is a failure", "[fetch][errors]") {
  auto const server{serving(
      {.status = 200, .headers = {}, .body = std::string(9000, 'x'), .ending = Ending::cut})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  CHECK(source->get("a", 10'000, "").error().code() == ErrorCode::network);
  CHECK(source->download(scratch.wanted(std::string(9000, 'x'))).error().code() ==
        ErrorCode::network);
  CHECK_FALSE(fs::exists(scratch.file));
}

TEST_CASE("fetch: a cut without a promised length shows in the size", "[fetch][errors]") {
  std::string const body(9000, 'x');
  auto const server{
      serving({.status = 200, .headers = {}, .body = body, .ending = Ending::cut_unframed})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  CHECK(source->download(scratch.wanted(body)).error().code() == ErrorCode::network);
  CHECK_FALSE(fs::exists(scratch.file));
  CHECK(fs::file_size(scratch.file.string() + ".part") == 4500);
}

TEST_CASE("fetch: a server that goes silent is given up", "[fetch][errors]") {
  auto const server{serving(
      {.status = 200, .headers = {}, .body = std::string(9000, 'x'), .ending = Ending::silent})};
  CHECK(source_at(server.url())->get("a", 10'000, "").error().code() == ErrorCode::timeout);
}

TEST_CASE("fetch: a request to stop ends a transfer", "[fetch]") {
  auto const server{serving(
      {.status = 200, .headers = {}, .body = std::string(9000, 'x'), .ending = Ending::endless})};
  auto const source{
      HttpSource::open(
          {.base_url = server.url(), .proxy = {}, .stop_requested = [] { return true; }})
          .value()};
  CHECK(source->get("a", 100'000'000, "").error().code() == ErrorCode::cancelled);
}

TEST_CASE("fetch: an object's file holds what was signed", "[fetch]") {
  std::string body;
  for (int i{0}; i < 300'000; ++i) body += static_cast<char>(i * 7 % 251);
  auto const server{serving({.status = 200, .headers = {}, .body = body})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  auto wanted{scratch.wanted(body)};
  REQUIRE(source->download(wanted));
  CHECK(read_file(scratch.file, 400'000).value() == body);
  REQUIRE(source->download(wanted));  // it is there: nothing is asked
  CHECK(server.requests().size() == 1);
  wanted.file = "/nonexistent/x";
  CHECK(source->download(wanted).error().code() == ErrorCode::io);
}

TEST_CASE("fetch: nobody listening is a network failure", "[fetch][errors]") {
  std::string url;
  {
    auto const server{serving({})};
    url = server.url();
  }
  CHECK(source_at(url)->get("a", 10, "").error().code() == ErrorCode::network);
}

TEST_CASE("fetch: the environment's proxy is not used", "[fetch]") {
  auto const server{serving({.status = 200, .headers = {}, .body = "direct"})};
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  CHECK(source_at(server.url())->get("a", 10, "").value().bytes == "direct");
  ::unsetenv("http_proxy");
}

TEST_CASE("fetch: only web addresses are repositories", "[fetch][errors]") {
  for (auto const* url : {"", "ftp://h/", "file:///etc/", "h/", "http://", "http://h/?a=b",
                          "http://h/#x", "http://h/ x", "http://h/\r\nX: y"}) {
    CAPTURE(url);
    HttpOptions options;
    options.base_url = url;
    CHECK(HttpSource::open(options).error().code() == ErrorCode::invalid_input);
  }
}
