#include "hub/s3/place.hpp"

#include "catch2/catch_test_macros.hpp"

#include <string>

namespace mingshi::hub::s3 {
namespace {

TEST_CASE("s3 place: host, bucket and folder are read from one address", "[s3]") {
  auto const place{parse_place("http://127.0.0.1:9000/disclosure/halls/mingchuan/")};
  REQUIRE(place);
  CHECK(place->scheme == "http");
  CHECK(place->host == "127.0.0.1:9000");
  CHECK(place->bucket == "disclosure");
  CHECK(place->prefix == "halls/mingchuan/");
  CHECK(parse_place("https://s3.example.cn/disclosure")->prefix.empty());
}

TEST_CASE("s3 place: an address that could mean something else is refused in Chinese",
          "[s3][errors]") {
  for (auto const* url :
       {"s3.example.cn/bucket", "ftp://s3.example.cn/bucket", "https://", "https:///bucket",
        "https://user:pw@s3.example.cn/bucket", "https://S3.example.cn/bucket",
        "https://s3.example.cn", "https://s3.example.cn/", "https://s3.example.cn/ab",
        "https://s3.example.cn/Bucket", "https://s3.example.cn/bucket/../other",
        "https://s3.example.cn/bucket/%E5%8E%85", "https://s3.example.cn/bucket//x",
        "https://s3.example.cn/bucket?list-type=2", "https://s3.example.cn/bucket/a=b"}) {
    INFO(url);
    auto const place{parse_place(url)};
    REQUIRE_FALSE(place);
    CHECK(place.error().code() == ErrorCode::invalid_input);
    CHECK(place.error().detail().contains("存储地址"));
  }
}

TEST_CASE("s3 place: the bucket stands in the path or in the host", "[s3]") {
  auto place{parse_place("https://s3.example.cn/disclosure/hall")};
  REQUIRE(place);
  CHECK(address_of(*place, "tuf/timestamp.json") ==
        "https://s3.example.cn/disclosure/hall/tuf/timestamp.json");
  CHECK(address_of(*place, "") == "https://s3.example.cn/disclosure");
  place->addressing = Addressing::virtual_host;
  CHECK(address_of(*place, "tuf/timestamp.json") ==
        "https://disclosure.s3.example.cn/hall/tuf/timestamp.json");
  CHECK(address_of(*place, "") == "https://disclosure.s3.example.cn/");
}

TEST_CASE("s3 place: a query is sorted and escaped as the signature wants it", "[s3]") {
  auto const place{parse_place("https://s3.example.cn/disclosure/halls/mingchuan")};
  REQUIRE(place);
  CHECK(list_query(*place, "") == "list-type=2&prefix=halls%2Fmingchuan%2F");
  CHECK(list_query(*place, "1+a/b=") ==
        "continuation-token=1%2Ba%2Fb%3D&list-type=2&prefix=halls%2Fmingchuan%2F");
}

TEST_CASE("s3 place: a plain key has no segment that a path could go astray by", "[s3]") {
  for (auto const* key : {"o/ab/0123", "tuf/1.mingchuan.records.json", "t/hall/ab.records"})
    CHECK(is_plain_key(key));
  for (auto const* key : {"/o", "o/", "o//a", "../o", "o/..", ".new-ab", "O/a", "o/a=b", "o/a b",
                          "o/a%20b", "o/\xE5\x8E\x85"}) {
    INFO(key);
    CHECK_FALSE(is_plain_key(key));
  }
}

}  // namespace
}  // namespace mingshi::hub::s3
