#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mingshi::hub::http {

/// What can be said of the first bytes of a connection before any parser sees them.
enum class HeadState : std::uint8_t {
  incomplete,  ///< sound so far
  complete,
  malformed,  ///< no continuation can mend it
  too_long
};

struct HeadScan {
  HeadState state{HeadState::incomplete};
  std::size_t length{0};  ///< @unit bytes; of a complete head, with its last empty line
  friend bool operator==(HeadScan const&, HeadScan const&) = default;
};

/// Looks for the end of the request's head and for what lenient parsers read differently from
/// strict ones: a line end that is not CRLF, a folded header line, control characters, a space
/// before a header's colon, an empty first line. The library's parser accepts some of these, and a
/// proxy in front may not.
/// @source RFC 9112 §2.2, §5.1, §5.2
/// @param bytes everything received so far
/// @param limit of a head's length. @unit bytes
[[nodiscard]] HeadScan scan_head(std::string_view bytes, std::size_t limit);

}  // namespace mingshi::hub::http
