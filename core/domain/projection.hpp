#pragma once

#include "core/domain/record.hpp"

#include <string>
#include <string_view>

namespace mingshi::domain {

/// What to do with one item of personal data.
enum class MaskAction : std::uint8_t { show, surname_only /* 张某 */, hide, refuse /* do not publish the record */ };

/// Masking item → action. Chosen per deployment; the default is the table in the domain notes.
/// @source 个人信息保护法; DOMAIN "Masking"
struct MaskingPolicy {
  std::map<std::string, MaskAction, std::less<>> actions;
  /// hides by default: an item the table does not name is hidden.
  [[nodiscard]] MaskAction action(std::string_view item) const;
};
/// The default table: minor → refuse; home_address, phone, … → hide; natural_party_name → surname_only.
[[nodiscard]] MaskingPolicy default_masking_policy();
/// The items a declaration may name in `mask`.
[[nodiscard]] bool is_masking_item(std::string_view item);

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
