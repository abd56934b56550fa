#include "tests/fault/crash/crash_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <random>
#include <utility>

namespace mingshi::tests {
namespace {

using Random = std::mt19937_64;

constexpr std::size_t block{4096};

std::uint64_t below(Random& random, std::uint64_t bound) {
  return random() % bound;
}

std::size_t piece(Tear tear, std::size_t whole) {
  switch (tear) {
    case Tear::page:
      return 4096;
    case Tear::sector:
      return 512;
    case Tear::whole:
      break;
  }
  return std::max<std::size_t>(whole, 1);
}

/// A write, or as much of one as survives or is lost together.
struct Piece {
  std::uint64_t offset;
  std::string_view bytes;
};

std::vector<Piece> pieces(std::span<Event const> events, Tear tear) {
  std::vector<Piece> all;
  for (auto const& event : events) {
    if (event.kind != EventKind::write) continue;
    auto const step{piece(tear, event.bytes.size())};
    for (std::size_t at{0}; at < event.bytes.size(); at += step)
      all.push_back({.offset = event.offset + at, .bytes = event.bytes.substr(at, step)});
  }
  return all;
}

/// Does the piece at `index` of `count` survive? `chosen` is the random one.
bool survives(Survivors survivors, std::size_t index, std::size_t chosen, Random& random) {
  switch (survivors) {
    case Survivors::none:
      return false;
    case Survivors::all:
      return true;
    case Survivors::first_few:
      return index < chosen;
    case Survivors::half:
      return below(random, 2) == 0;
    case Survivors::one:
      return index == chosen;
    case Survivors::all_but_one:
      return index != chosen;
  }
  return false;
}

void put(std::span<char> disk, std::uint64_t offset, std::string_view bytes) {
  assert(offset + bytes.size() <= disk.size());
  std::ranges::copy(bytes, disk.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

std::string describe(CrashPoint const& point) {
  constexpr std::array<std::string_view, 6> survivors{"none", "all", "the first few",
                                                      "half", "one", "all but one"};
  constexpr std::array<std::string_view, 3> tears{"writes", "pages", "sectors"};
  return fmt::format("event {}, {} of the unflushed {}, seed {}", point.event,
                     survivors.at(static_cast<std::size_t>(point.survivors)),
                     tears.at(static_cast<std::size_t>(point.tear)), point.seed);
}

CrashPoints::CrashPoints(BlockLog const& log, std::uint64_t seed, Tear finest)
    : events_{log.events().size()}, stretches_{0}, seed_{seed}, finest_{finest} {
  for (std::size_t i{0}; i < events_; ++i)
    if (log.events()[i].kind == EventKind::flush && i + 1 < events_) stretches_.push_back(i + 1);
  stretches_.push_back(events_);
}

CrashPoint CrashPoints::point(std::uint64_t number) const {
  std::seed_seq sequence{seed_, seed_ >> 32U, number, number >> 32U};
  Random random{sequence};
  CrashPoint point;
  if (below(random, 2) == 0) {
    point.event = below(random, events_);
  } else {
    auto const stretch{below(random, stretches_.size() - 1)};
    auto const begin{stretches_[stretch]};
    point.event = begin + below(random, stretches_[stretch + 1] - begin);
  }
  point.survivors = static_cast<Survivors>(below(random, 6));
  point.tear = static_cast<Tear>(below(random, static_cast<std::uint64_t>(finest_) + 1));
  point.seed = random();
  return point;
}

Disk::Disk(std::string base, BlockLog const& log)
    : events_{log.events()}, flushed_{std::move(base)}, used_(flushed_.size() / block + 1) {
  for (std::size_t at{0}; at < flushed_.size(); at += block) {
    auto const content{std::string_view{flushed_}.substr(at, block)};
    used_[at / block] = content.find_first_not_of('\0') != std::string_view::npos;
  }
}

void Disk::roll_forward_to(std::size_t event) {
  assert(event + 1 >= reached_);
  for (; reached_ <= event; ++reached_) {
    if (events_[reached_].kind != EventKind::flush) continue;
    for (auto const& write : pieces(events_.subspan(durable_, reached_ - durable_), Tear::whole))
      store(write.offset, write.bytes);
    durable_ = reached_ + 1;
  }
}

void Disk::store(std::uint64_t offset, std::string_view bytes) {
  put(flushed_, offset, bytes);
  for (auto at{offset / block}; at * block < offset + bytes.size(); ++at) used_[at] = true;
}

void Disk::image(CrashPoint const& point, std::span<char> out) {
  assert(out.size() == flushed_.size() && point.event < events_.size());
  roll_forward_to(point.event);
  for (std::size_t at{0}; at < flushed_.size(); at += block)
    if (used_[at / block]) put(out, at, std::string_view{flushed_}.substr(at, block));
  Random random{point.seed};
  auto const unflushed{pieces(events_.subspan(durable_, point.event + 1 - durable_), point.tear)};
  if (unflushed.empty()) return;
  auto const chosen{static_cast<std::size_t>(below(random, unflushed.size()))};
  for (std::size_t i{0}; i < unflushed.size(); ++i)
    if (survives(point.survivors, i, chosen, random))
      put(out, unflushed[i].offset, unflushed[i].bytes);
}

}  // namespace mingshi::tests
