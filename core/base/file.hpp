#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace mingshi {

/// The whole of a regular file.
/// @errors not_found; invalid_input a directory, a device, or more than `cap` bytes; io
[[nodiscard]] Result<std::string> read_file(std::filesystem::path const& file, std::size_t cap);

enum class Access { owner_only, everyone_reads };

/// Writes `bytes` to a temporary beside `file`, flushes it to the disk, renames it over `file` and
/// flushes the folder. A reader sees the old content or the new, never a mix.
/// @errors denied; not_found no such folder; io
/// @after-failure `file` is as it was and the temporary is removed; when only flushing the folder
/// failed, the new content is there but may not survive a power cut
[[nodiscard]] Result<void> write_file(std::filesystem::path const& file, std::string_view bytes,
                                      Access access = Access::everyone_reads);

/// Makes `link` a symbolic link to `target` in one step, replacing what link was.
/// @errors, @after-failure as write_file()
[[nodiscard]] Result<void> replace_link(std::filesystem::path const& link,
                                        std::filesystem::path const& target);

/// Flushes a file or folder to the disk.
[[nodiscard]] Result<void> flush_to_disk(std::filesystem::path const& path);

/// Makes a folder and its parents.
[[nodiscard]] Result<void> make_folders(std::filesystem::path const& folder);

}  // namespace mingshi
