#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "sync/fetch/source.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::hub {

/// What a repository that holds good holds.
struct RepositorySummary {
  struct Hall {
    std::string id;
    std::int64_t sequence{0};
    Instant issued{};
    std::map<std::string, std::int64_t> rows;  ///< records a type, of both parts
    std::size_t media{0};
    std::size_t deltas{0};
    std::size_t withdrawn{0};
  };
  std::int64_t root_version{0};
  std::optional<Instant> as_of;  ///< when the hub last said that this is current
  Instant expires{};             ///< of the timestamp
  std::vector<Hall> halls;
};

/// Follows the whole chain of a repository as a terminal would, and further: from the trust anchor
/// through every signature and hash to both heads of every hall, every object they name, and by the
/// op logs to a database in which each record is read and both states are held against the heads.
/// @param anchor the root that trust begins with
/// @param now expiry is judged against it
/// @errors what fails first, with what was being looked at; nothing is changed
[[nodiscard]] Result<RepositorySummary> check_repository(sync::Source& source,
                                                         std::string const& anchor, Instant now);

}  // namespace mingshi::hub
