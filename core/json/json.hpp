#pragma once

#include "core/base/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace mingshi::json {

/// Keys sorted by code point; integers and text exact.
using Json = nlohmann::json;

/// Objects and arrays inside one another, at most.
inline constexpr std::size_t max_depth{64};

/// Reads JSON that came from outside. Refuses what two readers could understand differently:
/// duplicate keys, fractions and exponents, -0, integers outside int64, more than `max_depth`
/// levels, invalid UTF-8, lone surrogates, raw control characters, a byte-order mark, anything
/// after the value.
/// @pre the caller has capped the size
/// @errors invalid_input, with the byte offset where known; the text is short and UTF-8, whatever
/// the bytes were
[[nodiscard]] Result<Json> parse_strict(std::string_view bytes);

/// The one byte form of a record, the one its hash is taken over: keys sorted by code point, no
/// space; `"`, `\` and control characters escaped (\b \t \n \f \r, else \u00xx), everything else
/// raw UTF-8. Always legal JSON, so that parse_strict(canonical(v)) == v.
/// @pre no fractions in it (parse_strict refuses them), text is UTF-8
[[nodiscard]] std::string canonical(Json const& value);

/// The byte form TUF signatures are made over (OLPC canonical JSON): as canonical(), but a control
/// character stays raw, so the result is only to be signed and never to be parsed. The same bytes
/// as canonical() where there is none.
/// @pre as canonical()
[[nodiscard]] std::string canonical_olpc(Json const& value);

}  // namespace mingshi::json
