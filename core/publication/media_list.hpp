#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::publication {

/// A picture, document or video of a generation.
struct MediaObject {
  std::string sha256;
  std::int64_t size{0};  ///< @unit bytes
  std::string kind;      ///< file extension: png, jpg, mp4, pdf
  friend bool operator==(MediaObject const&, MediaObject const&) = default;
};

/// [a-z0-9]{1,8}: it ends up in a file name.
[[nodiscard]] bool is_media_kind(std::string_view text);

/// The longest media list that is looked at, unpacked. @unit bytes
inline constexpr std::size_t max_media_list_size{64'000'000};

/// The list's text: one canonical JSON object a line, by hash. docs/formats/part-head.md
/// @pre each hash once
[[nodiscard]] std::string format_media_list(std::vector<MediaObject> media);
/// @errors invalid_input malformed, out of order, a hash twice
[[nodiscard]] Result<std::vector<MediaObject>> parse_media_list(std::string_view text);

/// Both parts' media, each once, by hash. @errors invalid_input two that differ in size or kind
[[nodiscard]] Result<std::vector<MediaObject>> united(std::vector<MediaObject> const& a,
                                                      std::vector<MediaObject> const& b);

}  // namespace mingshi::publication
