#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the head of an HTTP answer promises, and whether that is what was asked for. Pure.
namespace mingshi::sync {

/// The parts of an answer's head that matter here.
struct ResponseHead {
  int status{0};
  std::optional<std::int64_t> content_length;
  std::string content_range;     ///< as sent; empty = none
  std::string content_encoding;  ///< as sent; empty = none
  std::string etag;              ///< as sent; empty = none
  std::optional<std::chrono::seconds> retry_after;
};

/// "bytes 100-199/200", taken apart.
struct ContentRange {
  std::int64_t first;
  std::int64_t last;                  ///< inclusive
  std::optional<std::int64_t> total;  ///< none: "*"
  friend bool operator==(ContentRange const&, ContentRange const&) = default;
};

/// None when it is not exactly of that form, or when it contradicts itself.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

/// A strong ETag that can be sent back: quoted, printable, not long. Weak ones name no bytes.
[[nodiscard]] bool is_strong_etag(std::string_view etag);

/// What was asked for when an object was asked for.
struct ObjectRequest {
  std::int64_t size;      ///< of the whole object
  std::int64_t from{0};   ///< where the range that was asked for begins; 0 = no range
  std::string part_etag;  ///< what the same server called the object whose start one has; or empty
};

/// Where the body that is coming belongs.
/// @returns the offset of its first byte in the object: `from` for 206, 0 for 200 (a server that
///          knows no ranges, or an object that is not the one begun with)
/// @errors not_found 404, 403, 410; conflict the range cannot be had, the whole object perhaps can;
///         corrupt a length or an encoding that cannot be the object's; network any other status
[[nodiscard]] Result<std::int64_t> body_offset(ResponseHead const& head,
                                               ObjectRequest const& request);

/// Whether the body of a document may be read.
/// @returns true: it comes; false: 304, what one has is still current
/// @param known was there a version to compare with
/// @errors as body_offset(), without conflict
[[nodiscard]] Result<bool> document_comes(ResponseHead const& head, std::int64_t cap, bool known);

}  // namespace mingshi::sync
