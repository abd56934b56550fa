#pragma once

#include "core/base/time.hpp"
#include "core/domain/record.hpp"
#include "core/store/generation.hpp"
#include "hub/publish/media.hpp"

#include <string>
#include <vector>

namespace mingshi::hub {

/// What a wall plays until somebody makes a programme of its own: the newest notices, the officers,
/// the decisions and the films, with a ticker. docs/formats/programme.md
/// @param records all of the generation
/// @param today notices that are not on show on that day are left out
[[nodiscard]] std::string default_programme(store::Hall const& hall,
                                            std::vector<domain::PublicRecord> const& records,
                                            std::vector<Film> const& films, Day today);

}  // namespace mingshi::hub
