#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mingshi::hub {

/// What a repository that holds good holds.
struct RepositorySummary {
  struct Hall {
    std::string id;
    std::int64_t sequence{0};
    Instant issued{};
    std::map<std::string, std::int64_t> rows;  ///< records a type
    std::size_t media{0};
    std::string state;
  };
  std::int64_t root_version{0};
  Instant as_of{};    ///< when the hub last said that this is current
  Instant expires{};  ///< of the timestamp
  std::vector<Hall> halls;
};

/// Follows the whole chain of a repository on the disk as a terminal would, and further: from
/// root.json through every signature and hash to the heads, their objects, and inside each database
/// every record's hash and the state.
/// @param now expiry is judged against it
/// @errors what fails first, with what was being looked at; nothing is changed
[[nodiscard]] Result<RepositorySummary> check_repository(std::filesystem::path const& repository,
                                                         Instant now);

}  // namespace mingshi::hub
