#pragma once

#include <cstdint>
#include <string_view>

namespace mingshi::store {

/// Of search::make_keys' results. To be raised when they change: terminals then make all keys anew.
inline constexpr std::int64_t search_keys_version{1};

/// Schema 2, explained in docs/formats/disclosure-db.md.
inline constexpr std::string_view schema{R"(
CREATE TABLE hall(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  id TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, hotline TEXT NOT NULL,
  counter TEXT NOT NULL, platform_url TEXT NOT NULL, sample INTEGER NOT NULL CHECK(sample IN (0, 1))
) STRICT;
CREATE TABLE generation(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  sequence INTEGER NOT NULL CHECK(sequence > 0), issued TEXT NOT NULL, programme TEXT NOT NULL,
  search_keys_version INTEGER NOT NULL
) STRICT;
CREATE TABLE head(
  part TEXT PRIMARY KEY NOT NULL CHECK(part IN ('records', 'decisions')), bytes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE part_type(
  part TEXT NOT NULL CHECK(part IN ('records', 'decisions')), type TEXT NOT NULL,
  rows INTEGER NOT NULL CHECK(rows > 0), set_hash TEXT NOT NULL, PRIMARY KEY(part, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE record_type(position INTEGER PRIMARY KEY, declaration TEXT NOT NULL) STRICT;
CREATE TABLE record(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL,
  part TEXT NOT NULL CHECK(part IN ('records', 'decisions')), type TEXT NOT NULL,
  sha256 TEXT NOT NULL, publish_from TEXT, publish_until TEXT, projection TEXT NOT NULL,
  UNIQUE(id, part)
) STRICT;
CREATE TABLE calendar(position INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
CREATE TABLE interface_text(name TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL) STRICT;
CREATE TABLE media(
  sha256 TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL CHECK(size >= 0), kind TEXT NOT NULL
) STRICT;
CREATE TABLE search_key(
  record INTEGER PRIMARY KEY, name TEXT NOT NULL, number TEXT NOT NULL
) STRICT;
CREATE TABLE search_pinyin(
  record INTEGER NOT NULL, position INTEGER NOT NULL, reading TEXT NOT NULL,
  PRIMARY KEY(record, position)
) STRICT, WITHOUT ROWID;
)"};

}  // namespace mingshi::store
