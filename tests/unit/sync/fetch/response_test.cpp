#include "sync/fetch/response.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <string>

using namespace mingshi;
using namespace mingshi::sync;

namespace {

/// A head that answers "bytes=100-" of 200 rightly.
ResponseHead good_part() {
  return {.status = 206,
          .content_length = 100,
          .content_range = "bytes 100-199/200",
          .content_encoding = {},
          .etag = "\"v1\"",
          .retry_after = {}};
}

ObjectRequest const second_half{.size = 200, .from = 100, .part_etag = {}};

}  // namespace

TEST_CASE("response: a content range is read to the letter or not at all", "[fetch]") {
  CHECK(parse_content_range("bytes 0-0/1") == ContentRange{.first = 0, .last = 0, .total = 1});
  CHECK(parse_content_range("bytes 5-9/*") ==
        ContentRange{.first = 5, .last = 9, .total = std::nullopt});
  for (auto const* bad :
       {"", "bytes", "bytes ", "bytes */200", "bytes 5-4/10", "bytes 5-10/10", "bytes -5-9/10",
        "bytes 5-9/10 ", "bytes 5-9", "bytes 5-9/", "bytes 5-9/x", "octets 5-9/10", "bytes  5-9/10",
        "bytes +5-9/10", "bytes 5-99999999999999999999/*", "Bytes 5-9/10"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_content_range(bad));
  }
}

TEST_CASE("response: an ETag goes back only when it can name bytes", "[fetch]") {
  CHECK(is_strong_etag("\"v1\""));
  for (auto const& bad : {std::string{}, std::string{"v1"}, std::string{"\"\""},
                          std::string{"W/\"v1\""}, std::string{"\"a\"b\""}, std::string{"\"a b\""},
                          std::string{"\"a\nb\""}, '"' + std::string(300, 'x') + '"'}) {
    CAPTURE(bad);
    CHECK_FALSE(is_strong_etag(bad));
  }
}

TEST_CASE("response: a part is taken when it begins where ours ends", "[fetch]") {
  CHECK(body_offset(good_part(), second_half) == 100);
  auto head{good_part()};
  head.content_range = "bytes 100-149/*";  // less than asked for, but the right place
  head.content_length = 50;
  CHECK(body_offset(head, second_half) == 100);
  head.content_length.reset();
  CHECK(body_offset(head, second_half) == 100);
}

TEST_CASE("response: a part that is not the one asked for is a conflict", "[fetch][errors]") {
  auto head{good_part()};
  auto request{second_half};
  SECTION("it begins earlier") {
    head.content_range = "bytes 99-199/200";
    SUCCEED("checked below");
  }
  SECTION("it begins later") {
    head.content_range = "bytes 101-199/200";
    SUCCEED("checked below");
  }
  SECTION("the whole has another size") {
    head.content_range = "bytes 100-199/201";
    SUCCEED("checked below");
  }
  SECTION("it ends after the object") {
    head.content_range = "bytes 100-200/*";
    head.content_length = 101;
    SUCCEED("checked below");
  }
  SECTION("its length is not that of its range") {
    head.content_length = 99;
    SUCCEED("checked below");
  }
  SECTION("it names no range") {
    head.content_range.clear();
    SUCCEED("checked below");
  }
  SECTION("the object changed meanwhile") {
    request.part_etag = "\"v0\"";
    SUCCEED("checked below");
  }
  SECTION("the object lost its name") {
    request.part_etag = "\"v1\"";
    head.etag.clear();
    SUCCEED("checked below");
  }
  SECTION("there is no such range") {
    head.status = 416;
    SUCCEED("checked below");
  }
  CHECK(body_offset(head, request).error().code() == ErrorCode::conflict);
}

TEST_CASE("response: the whole is taken when its length can be right", "[fetch]") {
  ResponseHead head;
  head.status = 200;
  for (auto const from : {0, 100}) {
    ObjectRequest const request{.size = 200, .from = from, .part_etag = {}};
    head.content_length.reset();
    CHECK(body_offset(head, request) == 0);
    head.content_length = 200;
    CHECK(body_offset(head, request) == 0);
    head.content_length = 199;  // a portal's page, another object
    CHECK(body_offset(head, request).error().code() == ErrorCode::corrupt);
    head.content_length = 201;
    CHECK(body_offset(head, request).error().code() == ErrorCode::corrupt);
  }
}

TEST_CASE("response: bytes that a server encoded are nobody's object", "[fetch][errors]") {
  auto head{good_part()};
  head.content_encoding = "gzip";
  CHECK(body_offset(head, second_half).error().code() == ErrorCode::corrupt);
  head.status = 200;
  CHECK(document_comes(head, 1000, false).error().code() == ErrorCode::corrupt);
  head.content_encoding = "identity";
  CHECK(document_comes(head, 1000, false) == true);
}

TEST_CASE("response: any other status is a failure, by kind", "[fetch][errors]") {
  struct Case {
    int status;
    ErrorCode code;
  };
  auto const [status, code]{GENERATE(values<Case>({{404, ErrorCode::not_found},
                                                   {403, ErrorCode::not_found},
                                                   {410, ErrorCode::not_found},
                                                   {204, ErrorCode::network},
                                                   {206, ErrorCode::network},
                                                   {301, ErrorCode::network},
                                                   {302, ErrorCode::network},
                                                   {304, ErrorCode::network},
                                                   {416, ErrorCode::network},
                                                   {429, ErrorCode::network},
                                                   {500, ErrorCode::network},
                                                   {511, ErrorCode::network},
                                                   {0, ErrorCode::network}}))};
  CAPTURE(status);
  ResponseHead head;
  head.status = status;
  CHECK(document_comes(head, 1000, false).error().code() == code);
  CHECK(body_offset(head, {.size = 10, .from = 0, .part_etag = {}}).error().code() == code);
}

TEST_CASE("response: an unchanged document is one that was named", "[fetch]") {
  ResponseHead head;
  head.status = 304;
  CHECK(document_comes(head, 1000, true) == false);
  head.status = 200;
  CHECK(document_comes(head, 1000, true) == true);
  head.content_length = 1000;
  CHECK(document_comes(head, 1000, true) == true);
  head.content_length = 1001;
  CHECK(document_comes(head, 1000, true).error().code() == ErrorCode::corrupt);
}
