#pragma once

#include "core/base/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace mingshi::json {

/// Keys sorted by code point; integers and text exact.
using Json = nlohmann::json;

/// Reads JSON that came from outside. Refuses what two readers could understand differently: duplicate keys,
/// fractions and exponents, -0, integers outside int64, more than 64 levels, invalid UTF-8, lone surrogates, raw
/// control characters, a byte-order mark, anything after the value.
/// @errors invalid_input, with the byte offset where known
[[nodiscard]] Result<Json> parse_strict(std::string_view bytes);

/// The one byte form that is signed and hashed (OLPC canonical JSON): keys sorted by code point, no space, only
/// `"` and `\` escaped, everything else raw UTF-8.
/// @pre no fractions in it (parse_strict refuses them)
[[nodiscard]] std::string canonical(Json const& value);

}  // namespace mingshi::json
