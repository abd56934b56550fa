#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace mingshi::hub::s3 {

/// One page of what a bucket holds.
struct Listing {
  std::map<std::string, std::int64_t> sizes;  ///< by key; @unit bytes
  std::string next;                           ///< names the page that follows; empty = the last
  friend bool operator==(Listing const&, Listing const&) = default;
};

/// Reads an answer to ListObjectsV2. Keys that hold what we never write (is_plain_key) are left
/// out: they are somebody else's.
/// @errors invalid_input not such an answer
[[nodiscard]] Result<Listing> parse_listing(std::string_view xml);

/// "SignatureDoesNotMatch": the code of an S3 error answer; empty when it holds none.
[[nodiscard]] std::string error_code_of(std::string_view xml);

}  // namespace mingshi::hub::s3
