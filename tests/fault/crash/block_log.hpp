#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::tests {

/// What can happen to the recorded disk.
enum class EventKind : std::uint32_t {
  write = 1,  ///< bytes went to the disk and may still be in its cache
  flush = 2,  ///< everything written before is durable
  mark = 3    ///< nothing happened to the disk; the text says what a program believes now
};

/// How an event begins in the log file, in the byte order of the machine; its bytes follow.
struct EventHeader {
  EventKind kind;
  std::uint32_t length;
  std::uint64_t offset;  ///< on the disk; 0 unless a write. @unit bytes
};

struct Event {
  EventKind kind;
  std::uint64_t offset;
  std::string_view bytes;
};

/// Everything that happened to a disk, in order.
class BlockLog {
 public:
  /// @errors not_found, io; corrupt an event is cut short or of no known kind
  [[nodiscard]] static Result<BlockLog> read(std::filesystem::path const& file);
  /// @errors corrupt as read()
  [[nodiscard]] static Result<BlockLog> parse(std::string bytes);

  [[nodiscard]] std::span<Event const> events() const { return events_; }

 private:
  BlockLog() = default;
  std::unique_ptr<std::string const> bytes_;  ///< what the events look into
  std::vector<Event> events_;
};

/// An event as the log file holds it.
[[nodiscard]] std::string format_event(Event const& event);

}  // namespace mingshi::tests
