#pragma once

#include "core/trust/metadata.hpp"

#include <string_view>

namespace mingshi::trust {

/// Does a shell-style pattern cover a target path? `*` is any text, `?` one character (a whole one:
/// 明 too), `[a-z]` and `[!a-z]` one of a set; none of them ever matches a slash, and everything
/// else, a backslash too, is itself.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view path);

/// May this role vouch for that path?
[[nodiscard]] bool covers(DelegatedRole const& role, std::string_view path);

}  // namespace mingshi::trust
