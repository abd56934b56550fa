#include "hub/s3/listing.hpp"

#include "catch2/catch_test_macros.hpp"

#include <string>

namespace mingshi::hub::s3 {
namespace {

std::string answer(std::string const& inside) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>disclosure</Name>)" +
         inside + "</ListBucketResult>";
}

TEST_CASE("s3 listing: keys with their sizes, and the page that follows", "[s3]") {
  auto const listing{parse_listing(answer(
      "<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b==</NextContinuationToken>"
      "<Contents><Key>o/ab/cd</Key><ETag>\"x\"</ETag><Size>42</Size></Contents>"
      "<Contents><Key>tuf/timestamp.json</Key><Size>0</Size></Contents>"))};
  REQUIRE(listing);
  CHECK(listing->sizes ==
        std::map<std::string, std::int64_t>{{"o/ab/cd", 42}, {"tuf/timestamp.json", 0}});
  CHECK(listing->next == "a&b==");
}

TEST_CASE("s3 listing: an empty bucket has nothing and no further page", "[s3]") {
  auto const listing{parse_listing(answer("<IsTruncated>false</IsTruncated>"))};
  REQUIRE(listing);
  CHECK(listing->sizes.empty());
  CHECK(listing->next.empty());
}

TEST_CASE("s3 listing: what somebody else put into the bucket is left alone", "[s3]") {
  auto const listing{
      parse_listing(answer("<Contents><Key>照片/a=b</Key><Size>1</Size></Contents>"
                           "<Contents><Key>o/ab</Key><Size>2</Size></Contents>"))};
  REQUIRE(listing);
  CHECK(listing->sizes == std::map<std::string, std::int64_t>{{"o/ab", 2}});
}

TEST_CASE("s3 listing: an answer that is none is refused", "[s3][errors]") {
  for (auto const& xml :
       {std::string{}, std::string{"<html>login</html>"}, answer("<Contents><Key>a</Key>"),
        answer("<Contents><Key>a</Key></Contents>"),
        answer("<Contents><Key>a</Key><Size>-1</Size></Contents>"),
        answer("<Contents><Key>a</Key><Size>9x</Size></Contents>"),
        answer("<IsTruncated>true</IsTruncated>")}) {
    INFO(xml);
    CHECK_FALSE(parse_listing(xml));
  }
}

TEST_CASE("s3 listing: the code of a refusal is read, and nothing else of it", "[s3]") {
  CHECK(error_code_of("<Error><Code>SignatureDoesNotMatch</Code></Error>") ==
        "SignatureDoesNotMatch");
  CHECK(error_code_of("<Error><Code>\x1b[31m</Code></Error>").empty());
  CHECK(error_code_of("<html>").empty());
}

}  // namespace
}  // namespace mingshi::hub::s3
