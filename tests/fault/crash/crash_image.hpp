#pragma once

#include "tests/fault/crash/block_log.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a disk may hold after the power went: everything that was flushed, and of the writes since
/// then any part, in any order.
namespace mingshi::tests {

/// Which of the writes since the last flush reached the disk.
enum class Survivors : std::uint8_t {
  none,
  all,
  first_few,    ///< those before a random one
  half,         ///< each by the toss of a coin
  one,          ///< only a random one
  all_but_one,  ///< as all, but for a random one
};

/// How much of a write survives or is lost together.
enum class Tear : std::uint8_t {
  whole,   ///< writes are atomic
  page,    ///< 4096 bytes
  sector,  ///< 512 bytes
};

/// One way for the power to go.
struct CrashPoint {
  std::size_t event{0};  ///< the last event that happened
  Survivors survivors{Survivors::none};
  Tear tear{Tear::whole};
  std::uint64_t seed{0};  ///< of the random choices
  friend bool operator==(CrashPoint const&, CrashPoint const&) = default;
};

/// "event 812, half of the unflushed sectors, seed 77"
[[nodiscard]] std::string describe(CrashPoint const& point);

/// Draws crash points from a log: half of them with every event equally likely, half with every
/// stretch between two flushes equally likely, so that a long download does not hide the few blocks
/// of a switch. The same seed and number give the same point.
class CrashPoints {
 public:
  /// @param finest writes are not torn into smaller pieces
  /// @pre the log has an event; it outlives this
  CrashPoints(BlockLog const& log, std::uint64_t seed, Tear finest = Tear::sector);
  [[nodiscard]] CrashPoint point(std::uint64_t number) const;

 private:
  std::size_t events_;
  std::vector<std::size_t> stretches_;  ///< where each begins; the last is the end of the log
  std::uint64_t seed_;
  Tear finest_;
};

/// The disk as it was before the recording, rolled forward event by event.
class Disk {
 public:
  /// @pre every write of the log lies inside `base`; the log outlives this
  Disk(std::string base, BlockLog const& log);

  [[nodiscard]] std::size_t size() const { return flushed_.size(); }
  /// Fills `out` with what the disk may hold after `point`.
  /// @pre out.size() == size() and all zeros: only blocks that were ever written to are touched;
  ///      the points of one Disk come in the order of their events
  void image(CrashPoint const& point, std::span<char> out);

 private:
  void roll_forward_to(std::size_t event);
  void store(std::uint64_t offset, std::string_view bytes);

  std::span<Event const> events_;
  std::string flushed_;     ///< what is durable
  std::size_t durable_{0};  ///< every event before this one is in flushed_
  std::vector<bool> used_;  ///< blocks of flushed_ that may be other than zeros
  std::size_t reached_{0};  ///< every event before this one was looked at
};

}  // namespace mingshi::tests
