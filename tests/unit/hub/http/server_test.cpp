#include "hub/http/server.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"
#include "hub/http/static_files.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

namespace mingshi::hub::http {
namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using tests::TempFolder;
using namespace std::chrono_literals;

/// A client that sends exactly the bytes it is told to. Nothing it waits for takes longer than ten
/// seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port)
      : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    timeval const patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  [[nodiscard]] bool connected() const { return connected_; }
  void send(std::string_view bytes) const {
    static_cast<void>(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }
  void end() const { ::shutdown(socket_.get(), SHUT_WR); }
  /// Everything until the server closes.
  [[nodiscard]] std::string rest() const {
    std::string all;
    std::string block(65536, '\0');
    for (;;) {
      auto const n{::recv(socket_.get(), block.data(), block.size(), 0)};
      if (n <= 0) return all;
      all.append(block.data(), static_cast<std::size_t>(n));
    }
  }
  /// One answer's head and as much body as its Content-Length says; the connection stays.
  [[nodiscard]] std::string answer() const {
    std::string all;
    char c{};
    while (!all.ends_with("\r\n\r\n") && ::recv(socket_.get(), &c, 1, 0) == 1) all += c;
    auto const at{all.find("Content-Length: ")};
    auto left{at == std::string::npos ? 0U : std::stoul(all.substr(at + 16))};
    for (; left > 0 && ::recv(socket_.get(), &c, 1, 0) == 1; --left) all += c;
    return all;
  }

 private:
  Descriptor socket_;
  bool connected_{false};
};

/// A server over a small folder, running on a thread of its own until the test ends.
class Running {
 public:
  explicit Running(Limits limits = {}) : files_{open()}, server_{start(limits)} {
    thread_ = std::jthread{[this] { static_cast<void>(server_.run()); }};
  }
  Running(Running const&) = delete;
  Running& operator=(Running const&) = delete;
  ~Running() { server_.stop(); }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] std::string exchange(std::string_view bytes) const {
    RawClient const client{port()};
    client.send(bytes);
    client.end();
    return client.rest();
  }

 private:
  StaticFiles open() {
    REQUIRE(make_folders(dir_ / "o"));
    REQUIRE(write_file(dir_ / "a.json", "{\"a\":1}"));
    REQUIRE(write_file(dir_ / "o/big", std::string(3'000'000, 'x')));
    auto files{StaticFiles::open(dir_.path(), [](std::string_view path) {
      return path.starts_with("o/") ? Lifetime::immutable : Lifetime::replaced;
    })};
    REQUIRE(files);
    return *std::move(files);
  }
  Server start(Limits limits) {
    auto server{
        Server::listen({}, [this](Request const& r) { return files_(r); }, Log::none(), limits)};
    if (!server) FAIL(server.error().detail());
    return *std::move(server);
  }
  TempFolder dir_;
  StaticFiles files_;
  Server server_;
  std::jthread thread_;
};

TEST_CASE("server: port 0 is a free port and the URL names it", "[http]") {
  Running const running;
  CHECK(running.port() != 0);
  auto const answer{running.exchange("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n")};
  CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  CHECK_THAT(answer, ContainsSubstring("Content-Length: 7\r\n"));
  CHECK_THAT(answer, ContainsSubstring("Date: "));
  CHECK_THAT(answer, EndsWith("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("server: HEAD gives the head alone", "[http]") {
  Running const running;
  auto const answer{running.exchange("HEAD /a.json HTTP/1.1\r\nHost: x\r\n\r\n")};
  CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  CHECK_THAT(answer, ContainsSubstring("Content-Length: 7\r\n"));
  CHECK_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_CASE("server: a connection is kept and requests sent together are answered in order",
          "[http]") {
  Running const running;
  RawClient const client{running.port()};
  client.send("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(client.answer(), StartsWith("HTTP/1.1 200"));
  CHECK_THAT(client.answer(), StartsWith("HTTP/1.1 404"));
  client.send("GET /a.json HTTP/1.1\r\nHo");
  client.send("st: x\r\nConnection: close\r\n\r\n");
  auto const last{client.rest()};
  CHECK_THAT(last, StartsWith("HTTP/1.1 200"));
  CHECK_THAT(last, ContainsSubstring("Connection: close\r\n"));
}

TEST_CASE("server: HTTP/1.0 without Host is served and closed", "[http]") {
  Running const running;
  RawClient const client{running.port()};
  client.send("GET /a.json HTTP/1.0\r\n\r\n");
  CHECK_THAT(client.rest(), StartsWith("HTTP/1.1 200") && EndsWith("{\"a\":1}"));
}

TEST_CASE("server: a large file arrives whole, and a range of it exactly", "[http]") {
  Running const running;
  auto const whole{running.exchange("GET /o/big HTTP/1.1\r\nHost: x\r\n\r\n")};
  CHECK(whole.size() - whole.find("\r\n\r\n") - 4 == 3'000'000);
  auto const part{
      running.exchange("GET /o/big HTTP/1.1\r\nHost: x\r\nRange: bytes=2999990-\r\n\r\n")};
  CHECK_THAT(part, StartsWith("HTTP/1.1 206") && EndsWith("\r\n\r\nxxxxxxxxxx"));
  CHECK_THAT(part, ContainsSubstring("Content-Range: bytes 2999990-2999999/3000000\r\n"));
}

TEST_CASE("server: a known tag is answered 304 without a body", "[http]") {
  Running const running;
  auto const answer{
      running.exchange("GET /o/big HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"big\"\r\n\r\n")};
  CHECK_THAT(answer, StartsWith("HTTP/1.1 304") && EndsWith("\r\n\r\n"));
  CHECK_THAT(answer, ContainsSubstring("ETag: \"big\"\r\n"));
}

struct Malformed {
  char const* name;
  std::string request;
  char const* status;
};

std::vector<Malformed> malformed_requests() {
  std::string const get{"GET /a.json HTTP/1.1\r\nHost: x\r\n"};
  std::string many{get};
  for (int i{0}; i < 3000; ++i) many += "X: y\r\n";
  return {
      {"length and chunked together",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400"},
      {"chunked in HTTP/1.0",
       "GET /a.json HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"two lengths that differ", get + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400"},
      {"a length with a sign", get + "Content-Length: +3\r\n\r\nabc", "400"},
      {"chunked body", get + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n", "413"},
      {"unknown coding", get + "Transfer-Encoding: xchunked\r\n\r\n", "501"},
      {"coding before chunked", get + "Transfer-Encoding: gzip, chunked\r\n\r\n", "501"},
      {"space before the colon", "GET /a.json HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
      {"NUL in a header", std::string{"GET /a.json HTTP/1.1\r\nHost: x\0y\r\n\r\n", 35}, "400"},
      {"one long header", get + "X: " + std::string(40'000, 'a') + "\r\n\r\n", "431"},
      {"thousands of headers", many + "\r\n", "431"},
      {"no host", "GET /a.json HTTP/1.1\r\n\r\n", "400"},
      {"empty host", "GET /a.json HTTP/1.1\r\nHost:\r\n\r\n", "400"},
      {"two hosts", get + "Host: y\r\n\r\n", "400"},
      {"folded header", get + "X: a\r\n b\r\n\r\n", "400"},
      {"bare line feeds", "GET /a.json HTTP/1.1\nHost: x\n\n", "400"},
      {"a body", get + "Content-Length: 3\r\n\r\nabc", "413"},
      {"not HTTP", "\x16\x03\x01\x02\x00\x01", "400"},
      {"no version", "GET /a.json\r\n\r\n", "400"},
      {"version 2", "GET /a.json HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
      {"absolute form", "GET http://x/a.json HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"asterisk", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"POST", "POST /a.json HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "405"},
      {"PUT", "PUT /a.json HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
      {"OPTIONS", "OPTIONS /a.json HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
      {"unknown method", "BREW /a.json HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
      {"traversal", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404"},
      {"escaped traversal", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404"},
  };
}

TEST_CASE("server: each malformed request is refused with its status, and only once",
          "[http][errors]") {
  Running const running;
  for (auto const& [name, request, status] : malformed_requests()) {
    CAPTURE(name);
    auto const answer{running.exchange(request + "GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n")};
    CHECK_THAT(answer, StartsWith(std::string{"HTTP/1.1 "} + status));
    // What follows a refused request is never taken for another one.
    bool const closed{answer.find("Connection: close") != std::string::npos};
    CHECK(closed == (std::string_view{status} != "404"));
    if (closed) CHECK(answer.find("HTTP/1.1", 8) == std::string::npos);
  }
  CHECK_THAT(running.exchange("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n"),
             StartsWith("HTTP/1.1 200"));
}

TEST_CASE("server: 405 says what is allowed", "[http][errors]") {
  Running const running;
  CHECK_THAT(running.exchange("DELETE /a.json HTTP/1.1\r\nHost: x\r\n\r\n"),
             ContainsSubstring("Allow: GET, HEAD\r\n"));
}

TEST_CASE("server: clients that send half a request hold up nobody", "[http]") {
  Running const running;
  std::vector<RawClient> slow;
  for (int i{0}; i < 200; ++i) {
    slow.emplace_back(running.port());
    REQUIRE(slow.back().connected());
    slow.back().send("GET /a.json HTTP/1.1\r\nHo");
  }
  CHECK_THAT(running.exchange("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n"),
             StartsWith("HTTP/1.1 200"));
}

TEST_CASE("server: a client that does not read its answer holds up nobody", "[http]") {
  Running const running;
  RawClient const deaf{running.port()};
  for (int i{0}; i < 20; ++i) deaf.send("GET /o/big HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(running.exchange("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n"),
             StartsWith("HTTP/1.1 200"));
}

TEST_CASE("server: a client that is too slow is let go", "[http]") {
  Running const running{{.request = 50ms}};
  RawClient const slow{running.port()};
  slow.send("GET /a.json HTTP/1.1\r\nHo");
  CHECK(slow.rest().empty());
}

TEST_CASE("server: a connection over the limit is closed and the others stay", "[http]") {
  Running const running{{.connections = 2}};
  RawClient const a{running.port()};
  RawClient const b{running.port()};
  a.send("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n");
  b.send("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(a.answer(), StartsWith("HTTP/1.1 200"));
  CHECK_THAT(b.answer(), StartsWith("HTTP/1.1 200"));
  RawClient const c{running.port()};
  CHECK(c.rest().empty());
  a.send("GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(a.answer(), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("server: a port that is taken is a conflict", "[http][errors]") {
  Running const running;
  auto const second{Server::listen(
      {.address = "127.0.0.1", .port = running.port()},
      [](Request const&) { return plain(200, ""); }, Log::none())};
  REQUIRE_FALSE(second);
  CHECK(second.error().code() == ErrorCode::conflict);
}

TEST_CASE("server: work that repeats is done, and it can stop the server", "[http]") {
  auto server{Server::listen({}, [](Request const&) { return plain(200, ""); }, Log::none())};
  REQUIRE(server);
  int done{0};
  server->every(0s, [&] {
    if (++done == 3) server->stop();
  });
  REQUIRE(server->run());
  CHECK(done == 3);
}

TEST_CASE("server: SIGTERM ends it", "[http]") {
  auto server{Server::listen({}, [](Request const&) { return plain(200, ""); }, Log::none())};
  REQUIRE(server);
  REQUIRE(server->stop_on_signals());
  std::raise(SIGTERM);
  CHECK(server->run());
}

TEST_CASE("endpoint: numeric addresses with a port, nothing else", "[http]") {
  CHECK(parse_endpoint("127.0.0.1:0") == Endpoint{"127.0.0.1", 0});
  CHECK(parse_endpoint("0.0.0.0:65535") == Endpoint{"0.0.0.0", 65535});
  CHECK(parse_endpoint("[::1]:8080") == Endpoint{"::1", 8080});
  std::string const bad{GENERATE("", ":", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                                 "127.0.0.1:-1", "127.0.0.1:1x", "localhost:80", "::1:80",
                                 "[127.0.0.1]:80", "[::1]80")};
  CAPTURE(bad);
  auto const endpoint{parse_endpoint(bad)};
  REQUIRE_FALSE(endpoint);
  CHECK(endpoint.error().code() == ErrorCode::invalid_input);
}

}  // namespace
}  // namespace mingshi::hub::http
