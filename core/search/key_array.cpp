#include "core/search/key_array.hpp"

#include <algorithm>
#include <cstring>

namespace mingshi::search {
namespace {

/// The first eight bytes as a number that sorts as they do; zeros after the NUL.
std::uint64_t head_of(char const* text) {
  std::uint64_t head{0};
  for (unsigned i{0}; i < 8 && text[i] != '\0'; ++i)
    head |= std::uint64_t{static_cast<unsigned char>(text[i])} << (56U - 8U * i);
  return head;
}

}  // namespace

KeyArray::KeyArray(std::string pool, std::vector<Key> keys) : pool_{std::move(pool)} {
  struct Sortable {
    std::uint64_t head;
    Key key;
  };
  std::vector<Sortable> order;
  order.reserve(keys.size());
  for (auto const key : keys)
    order.push_back({.head = head_of(pool_.data() + key.offset), .key = key});
  auto const is_tail{[this](Key key) { return key.offset != 0 && pool_[key.offset - 1] != '\0'; }};
  std::ranges::sort(order, [&](Sortable const& a, Sortable const& b) {
    if (a.head != b.head) return a.head < b.head;
    auto const rest{(a.head & 0xFFU) == 0  // the string ended within the head
                        ? 0
                        : std::strcmp(pool_.data() + a.key.offset, pool_.data() + b.key.offset)};
    if (rest != 0) return rest < 0;
    if (is_tail(a.key) != is_tail(b.key)) return is_tail(b.key);
    return a.key.rank < b.key.rank;
  });
  auto& ranks{least_.emplace_back()};
  ranks.reserve(order.size());
  offsets_.reserve(order.size());
  for (auto const& s : order) {
    offsets_.push_back(s.key.offset);
    ranks.push_back(s.key.rank);
  }
  while (least_.back().size() > fan_out) {
    std::vector<std::uint32_t> above;
    auto const& below{least_.back()};
    above.reserve(below.size() / fan_out + 1);
    for (std::size_t i{0}; i < below.size(); i += fan_out)
      above.push_back(*std::min_element(
          below.begin() + static_cast<std::ptrdiff_t>(i),
          below.begin() + static_cast<std::ptrdiff_t>(std::min(i + fan_out, below.size()))));
    least_.push_back(std::move(above));
  }
}

std::size_t KeyArray::past_prefix(Range range, std::string_view prefix) const {
  auto const begin{offsets_.begin() + static_cast<std::ptrdiff_t>(range.first)};
  auto const end{offsets_.begin() + static_cast<std::ptrdiff_t>(range.last)};
  auto const past{std::partition_point(begin, end, [&](std::uint32_t offset) {
    return std::strncmp(pool_.data() + offset, prefix.data(), prefix.size()) <= 0;
  })};
  return static_cast<std::size_t>(past - offsets_.begin());
}

KeyArray::Range KeyArray::with_prefix(std::string_view prefix) const {
  auto const first{std::ranges::partition_point(offsets_, [&](std::uint32_t offset) {
    return std::strncmp(pool_.data() + offset, prefix.data(), prefix.size()) < 0;
  })};
  auto const from{static_cast<std::size_t>(first - offsets_.begin())};
  return {.first = from, .last = past_prefix({.first = from, .last = offsets_.size()}, prefix)};
}

KeyArray::Range KeyArray::equal(Range range, std::string_view text) const {
  auto const begin{offsets_.begin() + static_cast<std::ptrdiff_t>(range.first)};
  auto const end{offsets_.begin() + static_cast<std::ptrdiff_t>(range.last)};
  auto const past{std::partition_point(
      begin, end, [&](std::uint32_t offset) { return pool_[offset + text.size()] == '\0'; })};
  return {.first = range.first, .last = static_cast<std::size_t>(past - offsets_.begin())};
}

KeyArray::Range KeyArray::whole(Range range) const {
  auto const begin{offsets_.begin() + static_cast<std::ptrdiff_t>(range.first)};
  auto const end{offsets_.begin() + static_cast<std::ptrdiff_t>(range.last)};
  auto const past{std::partition_point(
      begin, end, [&](std::uint32_t offset) { return offset == 0 || pool_[offset - 1] == '\0'; })};
  return {.first = range.first, .last = static_cast<std::size_t>(past - offsets_.begin())};
}

std::uint32_t KeyArray::letters_after(std::string_view prefix) const {
  std::uint32_t bits{0};
  auto range{with_prefix(prefix)};
  std::string longer{prefix};
  longer.push_back('\0');
  while (range.first < range.last) {
    auto const next{text(range.first)[prefix.size()]};
    if (next == '\0') {
      range.first = equal(range, prefix).last;
      continue;
    }
    if (next >= 'a' && next <= 'z') bits |= 1U << static_cast<unsigned>(next - 'a');
    longer.back() = next;
    range.first = past_prefix(range, longer);
  }
  return bits;
}

std::size_t KeyArray::memory() const {
  auto bytes{pool_.capacity() + offsets_.capacity() * sizeof(std::uint32_t)};
  for (auto const& level : least_) bytes += level.capacity() * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace mingshi::search
