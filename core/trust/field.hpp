#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/json/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// How the sources of this folder read the fields of a document: each is there and of its kind, or
/// the document is refused by name of the field.
namespace mingshi::trust::field {

/// The refusal of a field. @return invalid_input: "key" what
[[nodiscard]] std::unexpected<Error> malformed(std::string_view key, std::string_view what);

[[nodiscard]] Result<json::Json const*> any(json::Json const& object, std::string const& key);
[[nodiscard]] Result<std::string> text(json::Json const& object, std::string const& key);
[[nodiscard]] Result<bool> boolean(json::Json const& object, std::string const& key);
/// @param least the smallest that is taken
[[nodiscard]] Result<std::int64_t> integer(json::Json const& object, std::string const& key,
                                           std::int64_t least);
[[nodiscard]] Result<json::Json const*> object(json::Json const& object, std::string const& key);
[[nodiscard]] Result<json::Json const*> array(json::Json const& object, std::string const& key);
/// Exactly "2026-11-23T06:32:00Z": the specification allows no other form.
[[nodiscard]] Result<Instant> instant(json::Json const& object, std::string const& key);

}  // namespace mingshi::trust::field
