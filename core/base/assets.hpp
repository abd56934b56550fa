#pragma once

#include "core/base/result.hpp"

#include <filesystem>

namespace mingshi {

/// The folder of the product's read-only data (record types, calendars, icons, sample hall):
/// `given` when it is not empty, else share/mingshi beside the program's bin folder, else, in
/// development builds, assets/ of the source tree. A folder counts when it holds records/.
/// @param given what the option --assets said; empty = not given
/// @errors not_found naming every place looked at
[[nodiscard]] Result<std::filesystem::path> find_assets(std::filesystem::path const& given);

/// The same, with the program's own path given. @param program e.g. /usr/bin/mingshi
[[nodiscard]] Result<std::filesystem::path> find_assets(std::filesystem::path const& given,
                                                        std::filesystem::path const& program);

}  // namespace mingshi
