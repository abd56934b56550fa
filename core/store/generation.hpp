#pragma once

#include "core/base/time.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/settings.hpp"
#include "core/search/index.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::store {

/// PRAGMA user_version of disclosure.db; see docs/formats/disclosure-db.md.
inline constexpr int schema_version{2};
/// PRAGMA application_id: "MSDB".
inline constexpr int application_id{0x4D534442};

/// One published record as it lies in the file: its projection's canonical JSON and that text's
/// hash.
struct Row {
  std::string id;
  std::string type;
  std::string projection;  ///< canonical JSON
  std::string sha256;
  std::optional<Day> publish_from, publish_until;
  friend bool operator==(Row const&, Row const&) = default;
};

using publication::Hall;
/// A picture, document or video that records or the programme refer to.
using Media = publication::MediaObject;

/// Everything one generation holds.
struct Generation {
  Hall hall;
  std::int64_t sequence{0};
  Instant issued{};
  std::vector<std::string> record_types;  ///< TOML declarations, in their order
  std::vector<Row> rows;
  std::vector<std::string> calendar;  ///< one JSON document a year, see domain::Calendar
  std::string programme;  ///< JSON: what the signage plays, see docs/formats/programme.md
  std::map<std::string, std::string> texts;  ///< interface texts that staff may change
  std::vector<Media> media;
  std::vector<search::Keys> search_keys;  ///< one a row, and none without
  std::map<publication::Part, std::string>
      heads{};  ///< the signed part heads' bytes; may be missing
};

}  // namespace mingshi::store
