#pragma once

#include "core/base/time.hpp"
#include "core/domain/record.hpp"
#include "core/store/generation.hpp"
#include "hub/publish/media.hpp"

#include <string>
#include <vector>

namespace mingshi::hub {

/// What a wall plays until somebody makes a programme of its own: in every round one notice (the
/// newest first), a group of officers, a page of decisions and a film, so that whoever stands there
/// for a minute has seen one of each. docs/formats/programme.md
/// @param records all of the generation
/// @param today notices that are not on show on that day are left out
[[nodiscard]] std::string default_programme(store::Hall const& hall,
                                            std::vector<domain::PublicRecord> const& records,
                                            std::vector<Film> const& films, Day today);

}  // namespace mingshi::hub
