#pragma once

#include "core/domain/masking.hpp"
#include "core/domain/record.hpp"

#include <string>
#include <string_view>

namespace mingshi::domain {

enum class Origin : std::uint8_t { real, sample };

/// The record as the public may see it, with its canonical JSON and hash.
struct Projection {
  PublicRecord record;
  std::string canonical_json;
};

/// Masks a record and computes its hash and publication period.
/// @errors denied the policy forbids publishing it at all
[[nodiscard]] Result<Projection> project(RecordType const& type, Record const& record,
                                         MaskingPolicy const& policy, Origin origin,
                                         Day published_on);

/// Reads a projection back on the terminal and recomputes its hash.
/// @errors corrupt the hash differs from `expected_sha256`, or the JSON is not of this type
[[nodiscard]] Result<PublicRecord> read_projection(RecordType const& type,
                                                   std::string_view canonical_json,
                                                   std::string_view expected_sha256);

}  // namespace mingshi::domain
