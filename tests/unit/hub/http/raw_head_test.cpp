#include "hub/http/raw_head.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"

#include <string>

namespace mingshi::hub::http {
namespace {

constexpr std::size_t limit{1000};

TEST_CASE("raw head: a head ends with its empty line, whatever follows", "[http]") {
  std::string const head{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"};
  CHECK(scan_head(head, limit) == HeadScan{HeadState::complete, head.size()});
  CHECK(scan_head(head + "GET /next\n", limit) == HeadScan{HeadState::complete, head.size()});
  CHECK(scan_head("GET / HTTP/1.1\r\n\r\n", limit) == HeadScan{HeadState::complete, 18});
}

TEST_CASE("raw head: every beginning of a sound head is incomplete", "[http]") {
  std::string const head{"GET /a HTTP/1.1\r\nHost: a\r\nX:\r\nY: b\tc\r\n\r\n"};
  for (std::size_t n{0}; n < head.size(); ++n) {
    CAPTURE(n);
    CHECK(scan_head(head.substr(0, n), limit) == HeadScan{HeadState::incomplete, 0});
  }
}

TEST_CASE("raw head: what two parsers could read differently is malformed", "[http]") {
  std::string const head{GENERATE(
      std::string{"GET / HTTP/1.1\nHost: a\r\n\r\n"}, std::string{"GET / HTTP/1.1\r\nHost: a\n"},
      std::string{"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n"},
      std::string{"GET / HTTP/1.1\r\nHost: a\r\n\tfolded\r\n"},
      std::string{"GET / HTTP/1.1\r\n Host: a\r\n"}, std::string{"GET / HTTP/1.1\r\nHost : a\r\n"},
      std::string{"GET / HTTP/1.1\r\nHost\t: a\r\n"}, std::string{"GET / HTTP/1.1\r\nHost\r\n"},
      std::string{"GET / HTTP/1.1\r\n: a\r\n"}, std::string{"GET / HTTP/1.1\r\nA: b\0c", 22},
      std::string{"GET / HTTP/1.1\r\nA: b\rc"}, std::string{"GET / HTTP/1.1\r\nA: b\r\r\n"},
      std::string{"GET /\x7f HTTP/1.1"}, std::string{"\x16\x03\x01\x02"}, std::string{"\r\n"})};
  CAPTURE(head);
  CHECK(scan_head(head, limit) == HeadScan{HeadState::malformed, 0});
}

TEST_CASE("raw head: a head that does not end within the limit is too long", "[http]") {
  CHECK(scan_head(std::string(limit, 'a'), limit).state == HeadState::too_long);
  CHECK(scan_head("GET / HTTP/1.1\r\nA: " + std::string(limit, 'a') + "\r\n\r\n", limit).state ==
        HeadState::too_long);
  std::string many{"GET / HTTP/1.1\r\n"};
  while (many.size() < limit) many += "A: b\r\n";
  CHECK(scan_head(many, limit).state == HeadState::too_long);
}

}  // namespace
}  // namespace mingshi::hub::http
