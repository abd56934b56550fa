#pragma once

#include "core/publication/part_head.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Where things lie in a repository: relative paths, the same under a folder and behind a URL.
/// docs/formats/repository.md
namespace mingshi::publication {

/// [a-z0-9-], 1 to 64 characters, no hyphen at either end: safe in a path, a URL and a file name.
[[nodiscard]] bool is_hall_id(std::string_view text);
/// 64 lower-case hexadecimal digits.
[[nodiscard]] bool is_sha256(std::string_view text);

/// The copy of 1.root.json that is handed to terminals.
inline constexpr std::string_view trust_anchor_path{"root.json"};
/// The one metadata file that is ever overwritten.
inline constexpr std::string_view timestamp_path{"tuf/timestamp.json"};

/// "tuf/3.root.json"; the timestamp alone carries no version.
[[nodiscard]] std::string metadata_path(trust::Role role, std::int64_t version);

/// The target that a part hangs from: "<hall>/records".
[[nodiscard]] std::string part_target(std::string_view hall, Part part);
/// Where the part head with that hash lies: "t/<hall>/<sha256>.records".
[[nodiscard]] std::string part_head_path(std::string_view hall, Part part, std::string_view sha256);
/// Where an object lies: "o/ab/<sha256>".
[[nodiscard]] std::string object_path(std::string_view sha256);

}  // namespace mingshi::publication
