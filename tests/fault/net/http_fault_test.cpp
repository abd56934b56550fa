#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/generators/catch_generators_range.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "sync/fetch/http_source.hpp"
#include "tests/doubles/raw_server.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace mingshi;
using namespace mingshi::sync;
using doubles::answer_well;
using doubles::RawConnection;
using doubles::RawRequest;
using doubles::RawServer;
namespace fs = std::filesystem;

namespace {

std::string make_body() {
  std::string bytes;
  for (unsigned i{0}; i < 300'000; ++i) bytes += static_cast<char>((i * 7 + (i >> 8U)) & 255U);
  return bytes;
}

std::string with_length(std::string const& status, std::size_t length,
                        std::string const& more = {}) {
  return "HTTP/1.1 " + status + "\r\n" + more + "Content-Length: " + std::to_string(length) +
         "\r\n\r\n";
}

std::string const part_head(std::size_t first, std::size_t last, std::size_t total,
                            std::string const& more = {}) {
  return with_length("206 Part", last - first + 1,
                     "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) +
                         "/" + std::to_string(total) + "\r\n" + more);
}

constexpr std::string_view unframed{"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"};
constexpr std::string_view chunked{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"};
constexpr std::string_view portal{"<html><title>请先登录 WLAN</title></html>"};

/// One request to a server that is not well.
struct Ask {
  RawRequest const& request;
  RawConnection& connection;
  std::string const& body;  ///< what a good server would send
  int number;               ///< counted from 0
  [[nodiscard]] std::size_t from() const { return request.range_from().value_or(0); }
  [[nodiscard]] bool ranged() const { return request.range_from().has_value(); }
  void well() const { answer_well(request, connection, body); }
};

enum class Ends : std::uint8_t { recovers, fails };

/// A way in which servers go wrong.
struct Fault {
  std::string name;
  std::function<void(Ask const&)> answer;
  Ends from_nothing;                  ///< one call, nothing on the disk
  Ends from_half;                     ///< one call, a good half on the disk
  int most_requests{8};               ///< of one call: nobody hammers a broken server
  std::chrono::seconds patience{20};  ///< short only where waiting is what happens
};

void cut_at_40_percent(Ask const& ask, std::string_view head) {
  ask.connection.send(head);
  auto const rest{std::string_view{ask.body}.substr(ask.from())};
  ask.connection.send(rest.substr(0, ask.body.size() * 2 / 5));
  ask.connection.close();
}

std::vector<Fault> ends_too_early() {
  return {
      {"a body cut short without a length",
       [](Ask const& ask) {
         if (!ask.ranged()) return cut_at_40_percent(ask, unframed);
         cut_at_40_percent(ask, "HTTP/1.1 206 Part\r\nConnection: close\r\nContent-Range: bytes " +
                                    std::to_string(ask.from()) + "-299999/300000\r\n\r\n");
       },
       Ends::recovers, Ends::recovers},
      {"a body cut short of its length",
       [](Ask const& ask) {
         if (!ask.ranged()) return cut_at_40_percent(ask, with_length("200 OK", 300'000));
         cut_at_40_percent(ask, part_head(ask.from(), 299'999, 300'000));
       },
       Ends::recovers, Ends::recovers},
      {"a body cut in the middle of its chunks",
       [](Ask const& ask) {
         if (ask.number > 0) return ask.well();
         ask.connection.send(chunked);
         ask.connection.send("20000\r\n" + ask.body.substr(0, 0x20000) + "\r\n20000\r\nabc");
         ask.connection.close();
       },
       Ends::recovers, Ends::recovers},
      {"a reset in the middle of the body",
       [](Ask const& ask) {
         if (ask.number > 1) return ask.well();
         ask.connection.send(with_length("200 OK", 300'000));
         ask.connection.send(ask.body.substr(0, 150'000));
         ask.connection.reset();
       },
       Ends::recovers, Ends::recovers},
      {"a reset at every request", [](Ask const& ask) { ask.connection.reset(); }, Ends::fails,
       Ends::fails, 40},
      {"a good server that always breaks off after 100 kB, and knows no ranges",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000));
         ask.connection.send(ask.body.substr(0, 100'000));
         ask.connection.close();
       },
       Ends::fails, Ends::fails},
  };
}

std::vector<Fault> never_ends() {
  return {
      {"a body without end",
       [](Ask const& ask) {
         ask.connection.send(unframed);
         while (ask.connection.send(ask.body)) {
         }
       },
       Ends::fails, Ends::fails},
      {"chunks without end",
       [](Ask const& ask) {
         ask.connection.send(chunked);
         while (ask.connection.send("1000\r\n" + std::string(0x1000, 'x') + "\r\n")) {
         }
       },
       Ends::fails, Ends::fails},
      {"an error page without end",
       [](Ask const& ask) {
         ask.connection.send("HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n");
         while (ask.connection.send(ask.body)) {
         }
       },
       Ends::fails, Ends::fails},
      {"a head without end",
       [](Ask const& ask) {
         ask.connection.send("HTTP/1.1 200 OK\r\n");
         while (ask.connection.send("X-Flood: " + std::string(1000, 'x') + "\r\n")) {
         }
       },
       Ends::fails, Ends::fails},
      {"one header without end",
       [](Ask const& ask) {
         ask.connection.send("HTTP/1.1 200 OK\r\nX-Flood: ");
         while (ask.connection.send(std::string(1000, 'x'))) {
         }
       },
       Ends::fails, Ends::fails},
      {"a head of 100 kB before a good body",
       [](Ask const& ask) {
         std::string flood;
         for (int i{0}; i < 100; ++i) flood += "X-Flood: " + std::string(1000, 'x') + "\r\n";
         ask.connection.send(with_length("200 OK", 300'000, flood));
         ask.connection.send(ask.body);
       },
       Ends::fails, Ends::fails},
      {"continue without end",
       [](Ask const& ask) {
         while (ask.connection.send("HTTP/1.1 100 Continue\r\n\r\n")) {
         }
       },
       Ends::fails, Ends::fails},
      {"no answer at all", [](Ask const& ask) { ask.connection.hold(); }, Ends::fails, Ends::fails,
       1, std::chrono::seconds{1}},
      {"a body that stops and stays open",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000));
         ask.connection.hold();
       },
       Ends::fails, Ends::fails, 1, std::chrono::seconds{1}},
      {"a body of twenty bytes a second",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000));
         for (std::size_t i{0}; ask.connection.breathe(); ++i)
           if (!ask.connection.send(ask.body.substr(i, 1))) return;
       },
       Ends::fails, Ends::fails, 1, std::chrono::seconds{1}},
  };
}

std::vector<Fault> wrong_ranges() {
  return {
      {"the whole for a range",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000));
         ask.connection.send(ask.body);
       },
       Ends::recovers, Ends::recovers, 1},
      {"416 for every range",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         ask.connection.send(with_length("416 No", 0, "Content-Range: bytes */300000\r\n"));
       },
       Ends::recovers, Ends::recovers, 2},
      {"a range that begins a thousand bytes earlier",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         auto const from{ask.from() - 1000};
         ask.connection.send(part_head(from, 299'999, 300'000));
         ask.connection.send(ask.body.substr(from));
       },
       Ends::recovers, Ends::recovers, 2},
      {"a range of an object of another size",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         ask.connection.send(part_head(ask.from(), 299'999, 400'000));
         ask.connection.send(ask.body.substr(ask.from()));
       },
       Ends::recovers, Ends::recovers, 2},
      {"206 without a range",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         ask.connection.send(with_length("206 Part", 300'000 - ask.from()));
         ask.connection.send(ask.body.substr(ask.from()));
       },
       Ends::recovers, Ends::recovers, 2},
      {"206 for the whole",
       [](Ask const& ask) {
         if (ask.ranged()) return ask.well();
         ask.connection.send(part_head(0, 299'999, 300'000));
         ask.connection.send(ask.body);
       },
       Ends::fails, Ends::recovers},
      {"several ranges in one body",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         ask.connection.send(
             with_length("206 Part", 9, "Content-Type: multipart/byteranges; boundary=x\r\n"));
         ask.connection.send("--x\r\n\r\nab");
       },
       Ends::recovers, Ends::recovers, 2},
      {"other bytes under the same name when asked for the rest",
       [](Ask const& ask) {
         if (!ask.ranged()) return ask.well();
         std::string const other(300'000 - ask.from(), 'x');
         ask.connection.send(part_head(ask.from(), 299'999, 300'000));
         ask.connection.send(other);
       },
       Ends::recovers, Ends::recovers, 2},
      {"an object that changes between two requests, with another ETag",
       [](Ask const& ask) {
         if (ask.number == 0) {
           ask.connection.send(with_length("200 OK", 300'000, "ETag: \"v0\"\r\n"));
           ask.connection.send(std::string(200'000, 'x'));
           return ask.connection.reset();
         }
         answer_well(ask.request, ask.connection, ask.body, "\"v1\"");
       },
       Ends::recovers, Ends::recovers, 4},
      {"an ETag that is never the same",
       [](Ask const& ask) {
         auto const etag{"ETag: \"" + std::to_string(ask.number) + "\"\r\n"};
         bool const part{ask.ranged()};
         ask.connection.send(part ? part_head(ask.from(), 299'999, 300'000, etag)
                                  : with_length("200 OK", 300'000, etag));
         auto const rest{ask.body.substr(ask.from())};
         ask.connection.send(rest.substr(0, ask.number < 2 ? rest.size() / 2 : rest.size()));
         ask.connection.close();
       },
       Ends::recovers, Ends::recovers},
  };
}

std::vector<Fault> other_content() {
  return {
      {"a portal's page with its length",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", portal.size(), "Content-Type: text/html\r\n"));
         ask.connection.send(portal);
       },
       Ends::fails, Ends::fails, 1},
      {"a portal's page without a length",
       [](Ask const& ask) {
         ask.connection.send(unframed);
         ask.connection.send(portal);
         ask.connection.close();
       },
       Ends::fails, Ends::fails},
      {"a page as long as the object",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000));
         ask.connection.send(std::string(300'000, '<'));
       },
       Ends::fails, Ends::fails, 3},
      {"one bit flipped",
       [](Ask const& ask) {
         auto body{ask.body};
         body[body.size() * 2 / 3] ^= 1;
         answer_well(ask.request, ask.connection, body);
       },
       Ends::fails, Ends::fails, 3},
      {"an encoding nobody asked for",
       [](Ask const& ask) {
         ask.connection.send(with_length("200 OK", 300'000, "Content-Encoding: gzip\r\n"));
         ask.connection.send(ask.body);
       },
       Ends::fails, Ends::fails, 1},
      {"a redirect to a file of the terminal",
       [](Ask const& ask) {
         ask.connection.send(with_length("302 Found", 0, "Location: file:///etc/passwd\r\n"));
       },
       Ends::fails, Ends::fails},
      {"a redirect to the good object",
       [](Ask const& ask) {
         if (ask.request.path == "elsewhere") return ask.well();
         ask.connection.send(with_length("301 Moved", 0, "Location: /elsewhere\r\n"));
       },
       Ends::fails, Ends::fails},
      {"a redirect to itself",
       [](Ask const& ask) {
         ask.connection.send(
             with_length("307 Again", 0, "Location: /" + ask.request.path + "\r\n"));
       },
       Ends::fails, Ends::fails},
      {"500 at every second request",
       [](Ask const& ask) {
         if (ask.number % 2 == 1) return ask.well();
         ask.connection.send(with_length("500 Oh", 0));
       },
       Ends::recovers, Ends::recovers, 2},
      {"503 that asks to wait",
       [](Ask const& ask) {
         ask.connection.send(with_length("503 Later", 0, "Retry-After: 120\r\n"));
       },
       Ends::fails, Ends::fails, 1},
      {"no HTTP at all",
       [](Ask const& ask) {
         ask.connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
         ask.connection.close();
       },
       Ends::fails, Ends::fails},
      {"a length that is no number",
       [](Ask const& ask) {
         ask.connection.send("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n");
         ask.connection.send(ask.body);
         ask.connection.close();
       },
       Ends::fails, Ends::fails},
      {"304 for something one does not have",
       [](Ask const& ask) { ask.connection.send("HTTP/1.1 304 Same\r\n\r\n"); }, Ends::fails,
       Ends::fails},
  };
}

std::vector<Fault> catalogue() {
  std::vector<Fault> all;
  for (auto const& some : {ends_too_early(), never_ends(), wrong_ranges(), other_content()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

/// A server that is unwell until it is mended.
struct Server {
  explicit Server(Fault f) : fault{std::move(f)} {}
  Fault fault;
  std::string body{make_body()};
  std::atomic<bool> mended{false};
  std::atomic<int> number{0};
  RawServer server{[this](RawRequest const& request, RawConnection& connection) {
    Ask const ask{.request = request, .connection = connection, .body = body, .number = number++};
    if (mended)
      ask.well();
    else
      fault.answer(ask);
  }};

  [[nodiscard]] std::unique_ptr<HttpSource> source() const {
    HttpOptions options;
    options.base_url = server.url();
    options.patience = fault.patience;
    return HttpSource::open(options).value();
  }
};

}  // namespace

TEST_CASE("net: whatever a server does, no bad object gets its name and the next try succeeds",
          "[fetch][fault]") {
  auto const fault{GENERATE(from_range(catalogue()))};
  auto const half{GENERATE(false, true)};
  CAPTURE(fault.name, half);
  Server server{fault};
  tests::TempFolder const folder;
  Download const wanted{.path = "o/ab/object",
                        .size = 300'000,
                        .sha256 = crypto::sha256(server.body),
                        .file = folder / "object"};
  if (half) REQUIRE(write_file(folder / "object.part", server.body.substr(0, 150'000)));
  auto const source{server.source()};
  auto const first{source->download(wanted)};
  auto const ends{half ? fault.from_half : fault.from_nothing};
  if (!first) UNSCOPED_INFO(first.error().detail());
  CHECK(first.has_value() == (ends == Ends::recovers));
  CHECK(fs::exists(wanted.file) == first.has_value());
  CHECK(server.server.requests().size() <= static_cast<std::size_t>(fault.most_requests));

  server.mended = true;
  REQUIRE(source->download(wanted));
  CHECK(read_file(wanted.file, 300'000).value() == server.body);
  CHECK_FALSE(fs::exists(folder / "object.part"));
}

TEST_CASE("net: whatever a server does, a document is never longer than its cap",
          "[fetch][fault]") {
  auto const fault{GENERATE(from_range(catalogue()))};
  CAPTURE(fault.name);
  Server server{fault};
  server.body.resize(3'000);
  auto const source{server.source()};
  if (auto const document{source->get("tuf/timestamp.json", 4'000, "")}) {
    REQUIRE(document->bytes);
    CHECK(document->bytes->size() <= 4'000);
  }
  server.mended = true;
  CHECK(source->get("tuf/timestamp.json", 4'000, "").value().bytes == server.body);
}

TEST_CASE("net: an object broken off is gone on with where it broke off", "[fetch][fault]") {
  RawServer const server{[body = make_body()](RawRequest const& request, RawConnection& c) {
    auto const from{request.range_from().value_or(0)};
    c.send(from == 0 ? with_length("200 OK", 300'000, "ETag: \"v1\"\r\n")
                     : part_head(from, 299'999, 300'000, "ETag: \"v1\"\r\n"));
    c.send(body.substr(from, 100'000));
    c.close();
  }};
  HttpOptions options;
  options.base_url = server.url();
  tests::TempFolder const folder;
  REQUIRE(HttpSource::open(options).value()->download({.path = "o/x",
                                                       .size = 300'000,
                                                       .sha256 = crypto::sha256(make_body()),
                                                       .file = folder / "object"}));
  auto const asked{server.requests()};
  REQUIRE(asked.size() == 3);
  CHECK_FALSE(asked[0].headers.contains("range"));
  CHECK(asked[1].headers.at("range") == "bytes=100000-");
  CHECK(asked[1].headers.at("if-range") == "\"v1\"");
  CHECK(asked[2].headers.at("range") == "bytes=200000-");
}

TEST_CASE("net: a server that breaks off again and again is asked on while much comes each time",
          "[fetch][fault]") {
  auto const [step, requests, ends]{GENERATE(table<std::size_t, std::size_t, Ends>(
      {{66'000, 5, Ends::recovers}, {1'000, 4, Ends::fails}}))};
  RawServer const server{
      [body = make_body(), step = step](RawRequest const& request, RawConnection& c) {
        auto const from{request.range_from().value_or(0)};
        c.send(from == 0 ? with_length("200 OK", 300'000) : part_head(from, 299'999, 300'000));
        c.send(body.substr(from, step));
        c.close();
      }};
  HttpOptions options;
  options.base_url = server.url();
  tests::TempFolder const folder;
  auto const done{HttpSource::open(std::move(options))
                      .value()
                      ->download({.path = "o/x",
                                  .size = 300'000,
                                  .sha256 = crypto::sha256(make_body()),
                                  .file = folder / "object"})};
  CHECK(done.has_value() == (ends == Ends::recovers));
  CHECK(server.requests().size() == requests);
}

TEST_CASE("net: a part that is whole already is not asked for again", "[fetch][fault]") {
  Server server{{"well", [](Ask const& ask) { ask.well(); }, Ends::recovers, Ends::recovers}};
  tests::TempFolder const folder;
  REQUIRE(write_file(folder / "object.part", server.body));
  auto const source{server.source()};
  Download wanted{.path = "o/x",
                  .size = 300'000,
                  .sha256 = crypto::sha256(server.body),
                  .file = folder / "object"};
  REQUIRE(source->download(wanted));
  CHECK(server.server.requests().empty());
  // One that is whole and wrong is fetched once, from the start.
  wanted.file = folder / "other";
  REQUIRE(write_file(folder / "other.part", std::string(300'000, 'x')));
  REQUIRE(source->download(wanted));
  CHECK(server.server.requests().size() == 1);
  CHECK_FALSE(server.server.requests()[0].headers.contains("range"));
}

TEST_CASE("net: a rotten part is thrown away and the object had in the same call",
          "[fetch][fault]") {
  Server server{{"well", [](Ask const& ask) { ask.well(); }, Ends::recovers, Ends::recovers}};
  tests::TempFolder const folder;
  REQUIRE(write_file(folder / "object.part", std::string(150'000, 'x')));
  REQUIRE(server.source()->download({.path = "o/x",
                                     .size = 300'000,
                                     .sha256 = crypto::sha256(server.body),
                                     .file = folder / "object"}));
  CHECK(read_file(folder / "object", 300'000).value() == server.body);
  CHECK(server.server.requests().size() == 2);
}

TEST_CASE("net: a document with two names has none", "[fetch][fault]") {
  RawServer const server{[](RawRequest const&, RawConnection& c) {
    c.send(with_length("200 OK", 1, "ETag: \"v1\"\r\nETag: \"v2\"\r\n") + "x");
  }};
  HttpOptions options;
  options.base_url = server.url();
  CHECK(HttpSource::open(std::move(options)).value()->get("a", 10, "").value() ==
        Document{.bytes = "x", .version = ""});
}

TEST_CASE("net: what a server asks for before it is asked again is told", "[fetch]") {
  Server server{{"later",
                 [](Ask const& ask) {
                   ask.connection.send(with_length("503 Later", 0, "Retry-After: 120\r\n"));
                 },
                 Ends::fails, Ends::fails}};
  auto const source{server.source()};
  CHECK(source->get("a", 10, "").error().code() == ErrorCode::network);
  CHECK(source->retry_after() == std::chrono::seconds{120});
  CHECK(server.server.requests().size() == 1);
  server.mended = true;
  CHECK(source->get("a", 300'000, ""));
  CHECK_FALSE(source->retry_after());
}

TEST_CASE("net: objects come several at a time, no more than allowed, over kept connections",
          "[fetch]") {
  Server server{{"well", [](Ask const& ask) { ask.well(); }, Ends::recovers, Ends::recovers}};
  tests::TempFolder const folder;
  std::vector<Download> all;
  for (int i{0}; i < 40; ++i)
    all.push_back({.path = "o/" + std::to_string(i),
                   .size = 300'000,
                   .sha256 = crypto::sha256(server.body),
                   .file = folder / std::to_string(i)});
  auto const source{server.source()};
  REQUIRE(source->download_all(all));
  for (auto const& one : all) CHECK(fs::file_size(one.file) == 300'000);
  CHECK(server.server.requests().size() == 40);
  CHECK(server.server.connections() <= 4);
  REQUIRE(source->get("a", 300'000, ""));
  CHECK(server.server.connections() <= 4);
}

TEST_CASE("net: one object that cannot be had does not keep the others", "[fetch][fault]") {
  Server server{{"one is missing",
                 [](Ask const& ask) {
                   if (ask.request.path != "o/0") return ask.well();
                   ask.connection.send(with_length("404 None", 0));
                 },
                 Ends::recovers, Ends::recovers}};
  tests::TempFolder const folder;
  std::vector<Download> all;
  for (int i{0}; i < 6; ++i)
    all.push_back({.path = "o/" + std::to_string(i),
                   .size = 300'000,
                   .sha256 = crypto::sha256(server.body),
                   .file = folder / std::to_string(i)});
  CHECK(server.source()->download_all(all).error().code() == ErrorCode::not_found);
  for (std::size_t i{1}; i < 6; ++i) CHECK(fs::exists(all[i].file));
  CHECK_FALSE(fs::exists(all[0].file));
}

TEST_CASE("net: a speed limit holds for all transfers together", "[fetch]") {
  Server server{{"well", [](Ask const& ask) { ask.well(); }, Ends::recovers, Ends::recovers}};
  HttpOptions options;
  options.base_url = server.server.url();
  options.speed_limit = [] { return std::optional<std::int64_t>{1'000'000}; };
  tests::TempFolder const folder;
  std::vector<Download> all;
  for (int i{0}; i < 4; ++i)
    all.push_back({.path = "o/" + std::to_string(i),
                   .size = 300'000,
                   .sha256 = crypto::sha256(server.body),
                   .file = folder / std::to_string(i)});
  auto const start{std::chrono::steady_clock::now()};
  REQUIRE(HttpSource::open(std::move(options)).value()->download_all(all));
  // 1.2 MB at 1 MB/s, of which a quarter of a second's worth and a piece may come at once.
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds{850});
}

TEST_CASE("net: a speed limit is shared in turn, so that no transfer stands still", "[fetch]") {
  Server const server{{"well", [](Ask const& ask) { ask.well(); }, Ends::recovers, Ends::recovers}};
  HttpOptions options;
  options.base_url = server.server.url();
  tests::TempFolder const folder;
  std::vector<Download> all;
  for (int i{0}; i < 4; ++i)
    all.push_back({.path = "o/" + std::to_string(i),
                   .size = 300'000,
                   .sha256 = crypto::sha256(make_body()),
                   .file = folder / std::to_string(i)});
  auto const have{[&](std::size_t i) -> std::uintmax_t {
    std::error_code none;
    if (fs::exists(all[i].file, none)) return 300'000;
    auto const size{fs::file_size(all[i].file.string() + ".part", none)};
    return none ? 0 : size;
  }};
  std::vector<std::uintmax_t> parts;
  options.speed_limit = [] { return std::optional<std::int64_t>{1'000'000}; };
  options.stop_requested = [&] {
    if (have(0) + have(1) + have(2) + have(3) < 800'000) return false;
    for (std::size_t i{0}; i < 4; ++i) parts.push_back(have(i));
    return true;
  };
  CHECK(HttpSource::open(std::move(options)).value()->download_all(all).error().code() ==
        ErrorCode::cancelled);
  REQUIRE(parts.size() == 4);
  for (auto const part : parts) CHECK(part > 50'000);
}
