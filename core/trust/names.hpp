#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// From names in documents, which may be any text, to file names and URLs, which may not.
namespace mingshi::trust {

/// Everything but A-Z a-z 0-9 _ . - ~ as %XX, so that a role's name is one path segment: "../x"
/// becomes "..%2Fx". No two names become the same.
[[nodiscard]] std::string escaped_role(std::string_view role);

/// How a document is named in a repository: "3.root.json"; without a version, "timestamp.json".
[[nodiscard]] std::string metadata_file_name(std::string_view role,
                                             std::optional<std::int64_t> version);

/// The file a client keeps a target in, one segment: escaped, at most 255 bytes, never "." or "..".
/// Where a name would be longer its end is replaced by "=" and the SHA-256 of the path; "=" occurs
/// in no other, so that no two paths share a file.
[[nodiscard]] std::string target_file_name(std::string_view path);

/// Where a target lies below the base URL. The path is a relative URL already, so that what may
/// stand in one stays as it is; the rest, "?", "#" and segments of dots are escaped.
/// @param hash put before the last segment ("<hash>.name"), as consistent snapshots want it;
/// nullopt: the path itself
[[nodiscard]] std::string target_url_path(std::string_view path,
                                          std::optional<std::string_view> hash);

}  // namespace mingshi::trust
