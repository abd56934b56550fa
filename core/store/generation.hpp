#pragma once

#include "core/base/time.hpp"
#include "core/search/index.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::store {

/// PRAGMA user_version of disclosure.db; see docs/formats/disclosure-db.md.
inline constexpr int schema_version{1};
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

/// A picture, document or video that records or the programme refer to.
struct Media {
  std::string sha256;
  std::int64_t size{0};  ///< @unit bytes
  std::string kind;      ///< file extension: png, jpg, mp4, pdf
  friend bool operator==(Media const&, Media const&) = default;
};

/// The hall as its screens name it.
struct Hall {
  std::string id;            ///< [a-z0-9-]+
  std::string name;          ///< 明川区劳动监察大队
  std::string source;        ///< where the data come from: 区级公示平台
  std::string hotline;       ///< shown beside every verdict; may be empty
  std::string window;        ///< where a person answers: 一楼 3 号窗口
  std::string platform_url;  ///< what the wall's QR code opens; may be empty
  bool sample{false};        ///< every screen carries the mark 示例
  friend bool operator==(Hall const&, Hall const&) = default;
};

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
  std::vector<search::Keys> search_keys;  ///< outside the state hash
};

/// The hash over all rows that a head names: order-independent in its input, so that any path of
/// deltas to the same rows gives the same value. SHA-256 over the sorted "id\0sha256\n" lines.
[[nodiscard]] std::string state_hash(std::vector<Row> const& rows);

}  // namespace mingshi::store
