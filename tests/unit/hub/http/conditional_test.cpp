#include "hub/http/conditional.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <string>

namespace mingshi::hub::http {
namespace {

constexpr std::string_view etag{"\"abc\""};
constexpr std::uint64_t size{100};

Selection for_range(std::string range, std::uint64_t of = size) {
  Request request;
  request.range = std::move(range);
  return select(request, of, etag);
}

TEST_CASE("conditional: a plain request gets the whole", "[http]") {
  CHECK(select(Request{}, size, etag) == Selection{200, 0, 100});
  CHECK(select(Request{}, 0, etag) == Selection{200, 0, 0});
}

TEST_CASE("conditional: a client that has this tag is told so", "[http]") {
  Request request;
  std::string const list{
      GENERATE("\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "\"x\",W/\"abc\" ,\"y\"", "*", " * ")};
  request.if_none_match = list;
  request.range = "bytes=0-1";
  CAPTURE(list);
  CHECK(select(request, size, etag) == Selection{304, 0, 0});
  request.method = Method::head;
  CHECK(select(request, size, etag) == Selection{304, 0, 0});
}

TEST_CASE("conditional: other tags and nonsense get the whole", "[http]") {
  Request request;
  std::string const list{GENERATE("\"abd\"", "abc", "\"abc", "\"ab\"", ",", "W/abc", "\"*\"")};
  CAPTURE(list);
  request.if_none_match = list;
  CHECK(select(request, size, etag) == Selection{200, 0, 100});
}

TEST_CASE("conditional: one range is cut out", "[http]") {
  CHECK(for_range("bytes=0-0") == Selection{206, 0, 1});
  CHECK(for_range("bytes=10-19") == Selection{206, 10, 10});
  CHECK(for_range("bytes=90-") == Selection{206, 90, 10});
  CHECK(for_range("bytes=90-1000") == Selection{206, 90, 10});
  CHECK(for_range("bytes=-1") == Selection{206, 99, 1});
  CHECK(for_range("bytes=-1000") == Selection{206, 0, 100});
  CHECK(for_range("bytes=0-99999999999999999999999") == Selection{206, 0, 100});
}

TEST_CASE("conditional: a range that begins behind the end is 416", "[http]") {
  CHECK(for_range("bytes=100-") == Selection{416, 0, 0});
  CHECK(for_range("bytes=100-200") == Selection{416, 0, 0});
  CHECK(for_range("bytes=99999999999999999999999-") == Selection{416, 0, 0});
  CHECK(for_range("bytes=-0") == Selection{416, 0, 0});
  CHECK(for_range("bytes=0-", 0) == Selection{416, 0, 0});
  CHECK(for_range("bytes=-5", 0) == Selection{416, 0, 0});
}

TEST_CASE("conditional: what is no single range is passed over", "[http]") {
  std::string const range{GENERATE("bytes=0-1,5-6", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4",
                                   "bytes=+1-2", "bytes=0x1-2", "lines=0-1", "0-1", "bytes 0-1",
                                   "bytes=1", "bytes=--1")};
  CAPTURE(range);
  CHECK(for_range(range) == Selection{200, 0, 100});
}

TEST_CASE("conditional: HEAD has no range", "[http]") {
  Request request;
  request.method = Method::head;
  request.range = "bytes=0-1";
  CHECK(select(request, size, etag) == Selection{200, 0, 100});
}

TEST_CASE("conditional: a range counts only for the file that If-Range names", "[http]") {
  Request request;
  request.range = "bytes=0-1";
  request.if_range = "\"abc\"";
  CHECK(select(request, size, etag) == Selection{206, 0, 2});
  std::string const other{GENERATE("\"abd\"", "W/\"abc\"", "Mon, 23 Nov 2026 06:32:00 GMT", "abc")};
  request.if_range = other;
  CHECK(select(request, size, etag) == Selection{200, 0, 100});
}

}  // namespace
}  // namespace mingshi::hub::http
