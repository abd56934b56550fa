#pragma once

#include "hub/http/message.hpp"

#include <cstdint>
#include <string_view>

namespace mingshi::hub::http {

/// What a request that may be conditional or partial gets of one file.
struct Selection {
  unsigned status{200};     ///< 200, 206, 304 or 416
  std::uint64_t offset{0};  ///< @unit bytes
  std::uint64_t length{0};  ///< @unit bytes; 0 for 304 and 416
  friend bool operator==(Selection const&, Selection const&) = default;
};

/// If-None-Match first, then Range under If-Range. One range is served; several, a malformed one or
/// another unit mean the whole file, as the RFC allows.
/// @source RFC 9110 §13.2.2, §14.2
/// @param etag strong, with its quotes
[[nodiscard]] Selection select(Request const& request, std::uint64_t size, std::string_view etag);

}  // namespace mingshi::hub::http
