#include "core/store/set_hash.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/crypto/crypto.hpp"

#include <string>
#include <vector>

namespace mingshi::store {
namespace {

Row row(std::string id, char digit) {
  return {.id = std::move(id),
          .type = "notice",
          .projection = {},
          .sha256 = std::string(64, digit),
          .publish_from = {},
          .publish_until = {}};
}

TEST_CASE("set hash: one row's is SHA-256 of its line", "[store][set_hash]") {
  auto with_days{row("notice/1", 'a')};
  with_days.publish_until = parse_day("2027-02-28").value();
  SetHash hash;
  hash.add(with_days);
  std::string const line{"notice/1" + std::string(1, '\0') + std::string(64, 'a') +
                         std::string(2, '\0') + "2027-02-28\n"};
  CHECK(hash.hex() == crypto::sha256(line));
  CHECK(SetHash{}.hex() == std::string(64, '0'));
}

TEST_CASE("set hash: order does not matter, and what is taken away was never there",
          "[store][set_hash]") {
  std::vector<Row> rows;
  for (int i{0}; i < 300; ++i) rows.push_back(row("notice/" + std::to_string(i), 'b'));
  SetHash up;
  SetHash down;
  for (auto const& one : rows) up.add(one);
  for (auto one{rows.rbegin()}; one != rows.rend(); ++one) down.add(*one);
  CHECK(up == down);
  CHECK(SetHash::from_hex(up.hex()).value() == up);
  for (auto const& one : rows) up.subtract(one);
  CHECK(up == SetHash{});
  up.subtract(rows[0]);  // wraps round, and back
  CHECK_FALSE(up == SetHash{});
  up.add(rows[0]);
  CHECK(up == SetHash{});
}

TEST_CASE("set hash: sums carry over all 256 bits", "[store][set_hash]") {
  auto hash{SetHash::from_hex(std::string(64, 'f')).value()};
  SetHash one;
  one.add(row("notice/1", 'a'));
  auto const summand{one.hex()};
  hash.add(row("notice/1", 'a'));  // -1 + x = x - 1
  auto expected{SetHash::from_hex(summand).value()};
  CHECK_FALSE(hash == expected);
  hash.subtract(row("notice/1", 'a'));
  CHECK(hash.hex() == std::string(64, 'f'));
}

TEST_CASE("set hash: anything but 64 lower-case digits is refused", "[store][set_hash][errors]") {
  for (auto const& bad : {std::string{}, std::string(63, '0'), std::string(65, '0'),
                          std::string(64, 'A'), std::string(64, 'g'), std::string(64, ' ')})
    CHECK_FALSE(SetHash::from_hex(bad));
}

}  // namespace
}  // namespace mingshi::store
