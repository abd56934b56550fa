#pragma once

#include "tests/fault/crash/block_log.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::tests {

/// A name under the terminal's folder that began with these bytes when the kernel said that they
/// are durable. A file that is only appended to may have grown since.
struct Durable {
  std::uint64_t size{0};
  std::uint64_t digest{0};
  friend bool operator==(Durable const&, Durable const&) = default;
};

/// What the marks of a recording up to some event promise. The marks are
///   "begin 2", "end 2"               pass 2 starts; it ended with success
///   "appended 8"                     every receipt up to 8 that must last was written
///   "durable trust/root.json 92 17"  size and digest of what the name holds
///   "changing trust/root.json"       from here on the name may hold something else
class Promises {
 public:
  /// The log outlives this.
  explicit Promises(BlockLog const& log) : events_{log.events()} {}

  /// @pre the events of one object come in order
  void roll_forward_to(std::size_t event);

  /// The last pass that was begun, and the last that ended with success; 0 = none.
  [[nodiscard]] std::int64_t begun() const { return begun_; }
  [[nodiscard]] std::int64_t ended() const { return ended_; }
  /// The last receipt that is durable; 0 = none.
  [[nodiscard]] std::int64_t appended() const { return appended_; }
  /// One line for every name under `folder` that does not hold what was promised.
  [[nodiscard]] std::vector<std::string> broken(std::filesystem::path const& folder) const;
  [[nodiscard]] std::map<std::string, Durable> const& durable() const { return durable_; }

 private:
  void take(std::string_view mark);

  std::span<Event const> events_;
  std::size_t next_{0};
  std::int64_t begun_{0};
  std::int64_t ended_{0};
  std::int64_t appended_{0};
  std::map<std::string, Durable> durable_;
};

}  // namespace mingshi::tests
