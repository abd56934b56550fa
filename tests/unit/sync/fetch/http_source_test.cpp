#include "sync/fetch/http_source.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "tests/doubles/http_server.hpp"

#include <stdlib.h>
#include <unistd.h>

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

struct Scratch {
  fs::path file{fs::temp_directory_path() / ("ms-fetch-" + std::to_string(::getpid()))};
  ~Scratch() { fs::remove(file); }
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
  CHECK(source->download("a", 100, scratch.file).error().code() == code);
  CHECK_FALSE(fs::exists(scratch.file));
  CHECK(server.requests().size() == 2);
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
  CHECK(source->download("a", 1'000'000, scratch.file).error().code() == code);
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
  CHECK(source->download("a", 10'000, scratch.file).error().code() == ErrorCode::network);
  CHECK_FALSE(fs::exists(scratch.file));
}

TEST_CASE("fetch: a cut without a promised length shows in the hash only", "[fetch][errors]") {
  std::string const body(9000, 'x');
  auto const server{
      serving({.status = 200, .headers = {}, .body = body, .ending = Ending::cut_unframed})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  auto const hash{source->download("a", 10'000, scratch.file).value()};
  CHECK(hash != crypto::sha256(body));
  CHECK(hash == crypto::sha256(std::string(4500, 'x')));
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

TEST_CASE("fetch: an object's file holds what was sent, and its hash is returned", "[fetch]") {
  std::string body;
  for (int i{0}; i < 300'000; ++i) body += static_cast<char>(i * 7 % 251);
  auto const server{serving({.status = 200, .headers = {}, .body = body})};
  auto const source{source_at(server.url())};
  Scratch const scratch;
  CHECK(source->download("o", 300'000, scratch.file).value() == crypto::sha256(body));
  CHECK(read_file(scratch.file, 400'000).value() == body);
  CHECK(source->download("o", 300'000, "/nonexistent/x").error().code() == ErrorCode::io);
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
