#include "sync/fetch/hints.hpp"

#include "catch2/catch_test_macros.hpp"
#include "tests/doubles/raw_server.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using namespace std::chrono_literals;
using doubles::RawConnection;
using doubles::RawRequest;
using doubles::RawServer;

namespace {

constexpr std::string_view stream_head{
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"};

std::unique_ptr<HintListener> listen(std::string const& url, std::chrono::milliseconds gap = 1h) {
  return HintListener::open({.url = url, .proxy = {}, .least_gap = gap, .dice = [] { return 0.0; }})
      .value();
}

}  // namespace

TEST_CASE("hints: an event is a line that begins with data:, however it is cut", "[fetch]") {
  auto const found{[](std::string_view stream) {
    EventLines lines;
    bool any{false};
    for (char const c : stream) any = lines.feed({&c, 1}) || any;
    EventLines whole;
    CHECK(whole.feed(stream) == any);
    return any;
  }};
  CHECK(found("data: 42\n\n"));
  CHECK(found("data:\r\n"));
  CHECK(found(": ping\n\nid: 7\ndata: x\n"));
  CHECK_FALSE(found("data: not yet ended"));
  CHECK_FALSE(found(": ping\n\n"));
  CHECK_FALSE(found("event: data: x\n"));
  CHECK_FALSE(found(" data: x\n"));
  CHECK_FALSE(found("dat\na: x\n"));
  CHECK_FALSE(found("ddata: x\n"));
  CHECK_FALSE(found("Data: x\n"));
}

TEST_CASE("hints: an event ends the wait", "[fetch]") {
  RawServer const server{[](RawRequest const&, RawConnection& c) {
    c.send(stream_head);
    c.send(": welcome\n\ndata: {\"anything\":\"at all\"}\n\n");
    c.hold();
  }};
  auto const hints{listen(server.url() + "events")};
  CHECK(hints->wait(1h) == Woke::hint);
  CHECK(server.requests().at(0).path == "events");
  CHECK(server.requests().at(0).headers.at("accept") == "text/event-stream");
}

TEST_CASE("hints: a flood of events wakes once, then no sooner than the gap", "[fetch][errors]") {
  RawServer const server{[](RawRequest const&, RawConnection& c) {
    c.send(stream_head);
    while (c.send("data: now\n\n")) {
    }
  }};
  auto const hints{listen(server.url())};
  CHECK(hints->wait(1h) == Woke::hint);
  CHECK(hints->wait(300ms) == Woke::elapsed);
}

TEST_CASE("hints: without a server it is a sleep", "[fetch][errors]") {
  std::string url;
  {
    RawServer const server{[](RawRequest const&, RawConnection&) {}};
    url = server.url();
  }
  auto const hints{listen(url)};
  auto const start{std::chrono::steady_clock::now()};
  CHECK(hints->wait(100ms) == Woke::elapsed);
  CHECK(std::chrono::steady_clock::now() - start >= 100ms);
}

TEST_CASE("hints: an answer that is no stream wakes nobody and is not read on", "[fetch][errors]") {
  RawServer const server{[](RawRequest const&, RawConnection& c) {
    c.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n");
    while (c.send("data: login here\n\n")) {
    }
    c.close();
  }};
  auto const hints{listen(server.url())};
  CHECK(hints->wait(200ms) == Woke::elapsed);
  CHECK(server.connections() == 1);  // and it is not asked again in a hurry
}

TEST_CASE("hints: a stream that breaks is taken up again after a while", "[fetch]") {
  RawServer const server{[first = true](RawRequest const&, RawConnection& c) mutable {
    if (std::exchange(first, false)) return c.reset();
    c.send(stream_head);
    c.send("data: x\n\n");
    c.hold();
  }};
  auto const hints{listen(server.url())};
  CHECK(hints->wait(1h) == Woke::hint);
  CHECK(server.connections() == 2);
}

TEST_CASE("hints: a descriptor ends the wait", "[fetch]") {
  RawServer const server{[](RawRequest const&, RawConnection& c) { c.hold(); }};
  auto const hints{listen(server.url())};
  int const fd{::eventfd(1, EFD_CLOEXEC)};
  CHECK(hints->wait(1h, fd) == Woke::interrupted);
  ::close(fd);
}

TEST_CASE("hints: only web addresses", "[fetch][errors]") {
  for (auto const* url : {"", "ftp://h/", "file:///etc/passwd", "h"})
    CHECK(HintListener::open({.url = url, .proxy = {}, .dice = {}}).error().code() ==
          ErrorCode::invalid_input);
}
