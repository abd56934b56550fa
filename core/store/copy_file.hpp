#pragma once

#include "core/base/result.hpp"

#include <filesystem>

namespace mingshi::store {

/// Makes `to` a copy of `from`: sharing its blocks where the file system can (FICLONE), inside the
/// kernel where it can (copy_file_range), else by reading and writing. Not flushed.
/// @errors conflict `to` exists; not_found; denied; io
/// @after-failure `to` is not there, unless it was there before
[[nodiscard]] Result<void> copy_whole(std::filesystem::path const& from,
                                      std::filesystem::path const& to);

}  // namespace mingshi::store
