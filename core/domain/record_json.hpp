#pragma once

#include "core/base/result.hpp"
#include "core/domain/record.hpp"
#include "core/domain/record_type.hpp"
#include "core/json/json.hpp"

namespace mingshi::domain {

/// The JSON form of a record's fields, in projections and in the hub's versions alike: an object of
/// field name → value. A text is a string, a date "2026-11-23", money an integer in 分, a number an
/// integer, a table an array of objects of strings.
[[nodiscard]] json::Json fields_to_json(Fields const& fields);

/// Reads that form back.
/// @errors invalid_input a field the type does not declare, or a value of another kind, naming the
/// field
[[nodiscard]] Result<Fields> fields_from_json(RecordType const& type, json::Json const& value);

}  // namespace mingshi::domain
