#include "core/store/set_hash.hpp"

#include "core/crypto/crypto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace mingshi::store {
namespace {

using Limbs = std::array<std::uint64_t, 4>;

constexpr std::size_t digits_a_limb{16};

std::optional<Limbs> limbs_of(std::string_view hex) {
  auto const is_digit{[](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }};
  Limbs limbs{};
  if (hex.size() != limbs.size() * digits_a_limb || !std::ranges::all_of(hex, is_digit))
    return std::nullopt;
  for (std::size_t i{0}; i < limbs.size(); ++i) {
    auto const digits{hex.substr((limbs.size() - 1 - i) * digits_a_limb, digits_a_limb)};
    std::from_chars(digits.data(), digits.data() + digits.size(), limbs.at(i), 16);
  }
  return limbs;
}

Limbs hash_of(Row const& row) {
  std::string line;
  line.append(row.id).push_back('\0');
  line.append(row.sha256).push_back('\0');
  line.append(row.publish_from.transform(iso_day).value_or("")).push_back('\0');
  line.append(row.publish_until.transform(iso_day).value_or("")).push_back('\n');
  return limbs_of(crypto::sha256(line)).value_or(Limbs{});
}

}  // namespace

Result<SetHash> SetHash::from_hex(std::string_view hex) {
  auto const limbs{limbs_of(hex)};
  if (!limbs) return fail(ErrorCode::invalid_input, "a set hash is 64 hexadecimal digits");
  SetHash hash;
  hash.limbs_ = *limbs;
  return hash;
}

void SetHash::add(Row const& row) {
  auto const summand{hash_of(row)};
  std::uint64_t carry{0};
  for (std::size_t i{0}; i < limbs_.size(); ++i) {
    auto const partial{limbs_.at(i) + carry};
    carry = partial < carry ? 1 : 0;
    limbs_.at(i) = partial + summand.at(i);
    if (limbs_.at(i) < partial) carry = 1;
  }
}

void SetHash::subtract(Row const& row) {
  auto const subtrahend{hash_of(row)};
  std::uint64_t borrow{0};
  for (std::size_t i{0}; i < limbs_.size(); ++i) {
    auto const partial{limbs_.at(i) - borrow};
    borrow = limbs_.at(i) < borrow ? 1 : 0;
    limbs_.at(i) = partial - subtrahend.at(i);
    if (partial < subtrahend.at(i)) borrow = 1;
  }
}

std::string SetHash::hex() const {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", limbs_[3], limbs_[2], limbs_[1], limbs_[0]);
}

}  // namespace mingshi::store
