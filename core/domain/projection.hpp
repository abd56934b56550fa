#pragma once

#include "core/domain/masking.hpp"
#include "core/domain/record.hpp"

#include <string>
#include <string_view>

namespace mingshi::domain {

enum class Origin : std::uint8_t { real, sample };

/// The record as the public may see it, with its canonical JSON.
struct Projection {
  PublicRecord record;
  std::string canonical_json;  ///< docs/formats/projection.md; record.sha256 is its hash
};

/// Masks a record and works out its publication period and hash. The same record under the same
/// policy gives the same bytes on every day: nothing in it depends on when it is published. A
/// masked name or number is also replaced wherever it stands in another field's text. Only declared
/// fields pass.
/// @errors denied the policy forbids publishing it at all, or its id would tell what is masked
[[nodiscard]] Result<Projection> project(RecordType const& type, Record const& record,
                                         MaskingPolicy const& policy, Origin origin);

/// Reads a projection back on the terminal and recomputes its hash.
/// @errors corrupt the hash differs from `expected_sha256`, the bytes are not canonical, or not of
/// this type
[[nodiscard]] Result<PublicRecord> read_projection(RecordType const& type,
                                                   std::string_view canonical_json,
                                                   std::string_view expected_sha256);

}  // namespace mingshi::domain
