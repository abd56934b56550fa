#pragma once

#include "core/base/time.hpp"
#include "core/publication/part_head.hpp"
#include "core/trust/updater.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace mingshi::tests {

/// Follows a repository on the disk as a terminal does that has only the trust anchor. A step that
/// does not verify fails the test.
class Follower {
 public:
  Follower(std::filesystem::path repository, Instant now);
  ~Follower();
  Follower(Follower&&) noexcept;
  Follower& operator=(Follower&&) noexcept;

  [[nodiscard]] Instant as_of() const;
  [[nodiscard]] std::int64_t root_version() const;
  [[nodiscard]] publication::PartHead part(std::string const& hall, publication::Part part) const;
  /// Makes the next generation's database by the cheapest way. @param older none: from nothing
  void apply(std::string const& hall, std::optional<std::filesystem::path> const& older,
             std::filesystem::path const& out) const;
  /// Ids whose text any base or delta of the head carries.
  [[nodiscard]] std::set<std::string> ids_carried(publication::PartHead const& head) const;

 private:
  struct State;
  [[nodiscard]] std::string part_bytes(std::string const& hall, publication::Part part) const;
  std::filesystem::path repository_;
  std::unique_ptr<State> state_;
};

}  // namespace mingshi::tests
