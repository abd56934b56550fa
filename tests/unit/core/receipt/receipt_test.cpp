#include "core/receipt/receipt.hpp"

#include "catch2/catch_test_macros.hpp"

#include <set>
#include <string>

using namespace mingshi;
using namespace mingshi::receipt;
using namespace std::chrono_literals;

namespace {

Receipt full() {
  return {.id = "0193584a-6c80-7abc-8def-0123456789ab",
          .kind = Kind::withdrawn,
          .at = parse_instant("2026-11-23T06:32:00Z").value(),
          .confidence = trust::Confidence::synced,
          .hall = "mingchuan",
          .terminal = "T1",
          .sequence = 43,
          .subject = "penalty/明劳监罚〔2026〕18号",
          .detail = {{"seconds", std::int64_t{15}},
                     {"why", std::string{"更正\n\"x\""}},
                     {"records", std::vector<std::string>{"officer/1", "officer/2"}}}};
}

/// The canonical text of full() with one piece replaced.
std::string with(std::string const& piece, std::string const& other) {
  auto text{format(full())};
  auto const at{text.find(piece)};
  REQUIRE(at != std::string::npos);
  return text.replace(at, piece.size(), other);
}

}  // namespace

TEST_CASE("receipt: what is written is read back, on one line", "[receipt]") {
  auto const text{format(full())};
  CHECK(text.find('\n') == std::string::npos);
  CHECK(parse(text).value() == full());
  for (auto const kind : all_kinds) {
    auto one{full()};
    one.kind = kind;
    CHECK(parse(format(one)).value() == one);
    CHECK(parse_kind(name_of(kind)) == kind);
  }
  CHECK_FALSE(parse_kind("seen"));
}

TEST_CASE("receipt: members of newer software are passed over, its kinds are not", "[receipt]") {
  CHECK(parse(with("\"sequence\":43", "\"sequence\":43,\"shift\":{\"a\":[1]}")).value() == full());
  CHECK(parse(with("\"withdrawn\"", "\"blessed\"")).error().code() == ErrorCode::unsupported);
  CHECK(parse(with("\"synced\"", "\"atomic\"")).error().code() == ErrorCode::unsupported);
}

TEST_CASE("receipt: anything malformed is refused", "[receipt][errors]") {
  for (auto const* bad : {"", "[]", "7", "{}", "{\"id\":\"x\"}"}) {
    CAPTURE(bad);
    CHECK(parse(bad).error().code() == ErrorCode::invalid_input);
  }
  CHECK_FALSE(parse(with("2026-11-23T06:32:00Z", "yesterday")));
  CHECK_FALSE(parse(with("\"sequence\":43", "\"sequence\":\"43\"")));
  CHECK_FALSE(parse(with("\"seconds\":15", "\"seconds\":{}")));
  CHECK_FALSE(parse(with("\"officer/2\"", "2")));
  CHECK_FALSE(parse(format(full()) + "x"));
}

TEST_CASE("receipt: an id is a UUIDv7 of its time", "[receipt]") {
  // RFC 9562, appendix A.6
  UuidRandom const random{0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F};
  CHECK(uuid_v7(1645557742000ms, random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  UuidRandom const ones{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  CHECK(uuid_v7(-5ms, ones) == "00000000-0000-7fff-bfff-ffffffffffff");
  CHECK(uuid_v7(std::chrono::milliseconds{INT64_MAX}, UuidRandom{}) ==
        "ffffffff-ffff-7000-8000-000000000000");
}

TEST_CASE("receipt: ids made in one second differ", "[receipt]") {
  std::set<std::string> ids;
  for (int i{0}; i < 1000; ++i) ids.insert(new_id(full().at).value());
  CHECK(ids.size() == 1000);
}
