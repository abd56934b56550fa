#pragma once

#include "core/base/result.hpp"
#include "core/store/generation.hpp"

#include <filesystem>

namespace mingshi::store {

/// Writes a generation as a new SQLite file: STRICT tables, no journal left beside it, flushed to
/// the disk. The same Generation gives the same bytes.
/// @pre `file` does not exist
/// @errors conflict `file` exists; invalid_input a record, medium or search key twice; io
/// @after-failure no file is left
[[nodiscard]] Result<void> write(std::filesystem::path const& file, Generation const& generation);

}  // namespace mingshi::store
