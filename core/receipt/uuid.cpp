#include "core/receipt/receipt.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mingshi::receipt {

std::string uuid_v7(std::chrono::milliseconds since_1970, UuidRandom const& random) {
  constexpr std::int64_t last_of_48_bits{(std::int64_t{1} << 48) - 1};
  auto const time{
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(since_1970.count(), 0, last_of_48_bits))};
  std::uint64_t tail{0};
  for (std::size_t i{2}; i < random.size(); ++i) tail = tail << 8U | random.at(i);
  auto const version_and_a{0x7000U | (random[0] & 0x0FU) << 8U | random[1]};
  auto const variant_and_b{(tail & 0x3FFF'FFFF'FFFF'FFFFU) | 0x8000'0000'0000'0000U};
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", time >> 16U, time & 0xFFFFU,
                     version_and_a, variant_and_b >> 48U, variant_and_b & 0xFFFF'FFFF'FFFFU);
}

Result<std::string> new_id(Instant at) {
  UuidRandom random{};
  if (::getentropy(random.data(), random.size()) != 0)
    return fail(ErrorCode::io, std::string{"no randomness: "} + std::strerror(errno), errno);
  return uuid_v7(at.time_since_epoch(), random);
}

}  // namespace mingshi::receipt
