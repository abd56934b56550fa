#pragma once

#include "core/domain/record.hpp"
#include "core/domain/record_type.hpp"
#include "core/search/index.hpp"
#include "core/store/generation.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// One published generation, ready to show. Never changes after make_snapshot(), so any thread may
/// hold it. Records that are not yet, or no longer, on show are in it: ask domain::on_show with the
/// day.
struct Snapshot {
  store::Hall hall;
  std::int64_t sequence{0};
  Instant issued{};
  domain::Catalogue catalogue;
  std::vector<domain::PublicRecord> records;
  std::map<std::string, std::size_t, std::less<>> by_id;  ///< record id → index in `records`
  std::map<std::string, std::vector<std::size_t>, std::less<>>
      by_type;  ///< type code → indices, in list order
  std::map<std::string, std::vector<std::size_t>, std::less<>>
      certificates;                                        ///< officer's record id → certificates
  std::map<std::string, std::string, std::less<>> pinyin;  ///< record id → "gù hóng"
  search::Index index;
  std::string programme;  ///< JSON, for the signage
  std::map<std::string, std::string> texts;
  std::map<std::string, store::Media, std::less<>> media;  ///< SHA-256 → what it is
  std::vector<std::string> withdrawn_titles;               ///< of records that without() took out

  [[nodiscard]] domain::PublicRecord const* find(
      std::string_view id) const;  ///< nullptr when not in it
  /// Records of a type that are on show that day, in list order.
  [[nodiscard]] std::vector<domain::PublicRecord const*> on_show(std::string_view type,
                                                                 Day today) const;
};
using SnapshotPtr = std::shared_ptr<Snapshot const>;

/// What a Snapshot is made of. `records` in any order.
struct SnapshotParts {
  store::Hall hall;
  std::int64_t sequence{0};
  Instant issued{};
  domain::Catalogue catalogue;
  std::vector<domain::PublicRecord> records;
  std::vector<search::Keys> search_keys;
  std::map<std::string, std::string, std::less<>> pinyin;
  std::string programme;
  std::map<std::string, std::string> texts;
  std::vector<store::Media> media;
  std::vector<std::string> withdrawn_titles{};
};
/// Record ids.
using RecordIds = std::set<std::string, std::less<>>;

/// The same generation without some of its records: what staff took back is gone from the lists,
/// the search, the open pages and the wall before the generation without it arrives. The same
/// pointer when it holds none of them.
[[nodiscard]] SnapshotPtr without(SnapshotPtr const& snapshot, RecordIds const& ids);

/// Sorts every type as its declaration says, ties certificates to officers and builds the search
/// index.
[[nodiscard]] SnapshotPtr make_snapshot(SnapshotParts parts);

}  // namespace mingshi::kiosk
