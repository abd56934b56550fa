#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/media_list.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// A generation on disk and on the wire.
namespace mingshi::publication {

/// The version of head.json this program writes and reads.
inline constexpr std::int64_t head_format{1};
/// The longest head that is looked at. @unit bytes
inline constexpr std::size_t max_head_size{4'000'000};

/// An object by its content.
struct Object {
  std::string sha256;
  std::int64_t size{0};  ///< @unit bytes
  friend bool operator==(Object const&, Object const&) = default;
};

/// What a generation consists of: the one file per hall that signatures name. docs/formats/head.md
struct Head {
  std::string hall;          ///< is_hall_id()
  std::int64_t sequence{0};  ///< from 1
  std::int64_t schema{0};    ///< of disclosure.db
  Instant issued{};
  std::map<std::string, std::int64_t> rows;  ///< records a type
  std::string state;                         ///< store::state_hash() of the rows
  Object database;                           ///< disclosure.db
  std::vector<MediaObject> media;
  friend bool operator==(Head const&, Head const&) = default;
};

/// The file's bytes: canonical JSON.
[[nodiscard]] std::string format_head(Head const& head);

/// Reads head.json strictly; fields it does not know are passed over.
/// @errors invalid_input a field missing or malformed; unsupported another format
[[nodiscard]] Result<Head> parse_head(std::string_view bytes);

}  // namespace mingshi::publication
