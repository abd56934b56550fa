#pragma once

#include "core/base/result.hpp"
#include "core/publication/packed.hpp"
#include "core/publication/part_head.hpp"

#include <filesystem>
#include <optional>

namespace mingshi::store {

/// Writes the op log that leads one part from one generation to another, of any distance: a roll-up
/// is the difference of its two ends. The same two databases give the same bytes.
/// @param older none: a base, from nothing
/// @param file the packed op log; replaced in one step
/// @errors not_found; corrupt; unsupported another schema; denied a decision type in the records
///         part; conflict `newer` is not newer, or another hall's; io
/// @after-failure `file` is as it was
[[nodiscard]] Result<publication::LogObject> write_op_log(
    std::optional<std::filesystem::path> const& older, std::filesystem::path const& newer,
    publication::Part part, std::filesystem::path const& file,
    publication::Level level = publication::Level::thorough);

}  // namespace mingshi::store
