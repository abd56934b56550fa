#include "kiosk/feed/load.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/projection.hpp"
#include "core/store/reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::kiosk {
namespace {

Result<domain::Catalogue> catalogue_of(std::vector<std::string> const& declarations) {
  std::vector<domain::RecordType> types;
  types.reserve(declarations.size());
  for (auto const& toml : declarations) types.push_back(MS_TRY(domain::parse_record_type(toml)));
  return domain::Catalogue::of(std::move(types));
}

Result<domain::PublicRecord> record_of(domain::Catalogue const& catalogue, store::Row const& row) {
  auto const* const type{catalogue.find(row.type)};
  if (type == nullptr)
    return fail(ErrorCode::corrupt, "record type " + row.type + " is not declared");
  auto record{domain::read_projection(*type, row.projection, row.sha256)};
  if (!record) return std::unexpected{std::move(record).error().while_doing("record " + row.id)};
  // The row's own columns are outside the hash: they must say what the hashed text says.
  if (record->id != row.id || record->publish_from != row.publish_from ||
      record->publish_until != row.publish_until)
    return fail(ErrorCode::corrupt, "record " + row.id + " lies under another name or period");
  return record;
}

/// "gù hóng" for every officer.
void add_pinyin(SnapshotParts& parts, text::Pinyin const& pinyin) {
  for (auto const& record : parts.records) {
    if (record.type != "officer") continue;
    auto const readings{pinyin.readings(record.text("name"))};
    if (readings.empty()) continue;
    std::string line;
    for (auto const& syllable : readings.front().marked) {
      if (!line.empty()) line.push_back(' ');
      line += syllable;
    }
    parts.pinyin.emplace(record.id, std::move(line));
  }
}

bool is_picture(std::string_view kind) {
  static constexpr std::array<std::string_view, 4> kinds{"png", "jpg", "jpeg", "svg"};
  return std::ranges::find(kinds, kind) != kinds.end();
}

}  // namespace

Result<SnapshotPtr> load_snapshot(std::filesystem::path const& database,
                                  text::Pinyin const& pinyin) {
  auto reader{MS_TRY(store::Reader::open(database))};
  auto generation{MS_TRY(reader.generation())};
  SnapshotParts parts;
  parts.hall = std::move(generation.hall);
  parts.sequence = generation.sequence;
  parts.issued = generation.issued;
  parts.catalogue = MS_TRY(catalogue_of(generation.record_types));
  parts.records.reserve(generation.rows.size());
  for (auto const& row : generation.rows)
    parts.records.push_back(MS_TRY(record_of(parts.catalogue, row)));
  parts.search_keys = std::move(generation.search_keys);
  parts.programme = std::move(generation.programme);
  parts.texts = std::move(generation.texts);
  parts.media = std::move(generation.media);
  add_pinyin(parts, pinyin);
  return make_snapshot(std::move(parts));
}

PicturesPtr load_pictures(Snapshot const& snapshot, std::filesystem::path const& objects) {
  auto pictures{std::make_shared<Pictures>()};
  std::size_t held{0};
  for (auto const& [sha256, media] : snapshot.media) {
    if (!is_picture(media.kind) || sha256.size() != 64) continue;
    auto bytes{read_file(objects / sha256.substr(0, 2) / sha256, largest_picture)};
    if (!bytes || crypto::sha256(*bytes) != sha256 || held + bytes->size() > most_pictures)
      continue;
    held += bytes->size();
    pictures->emplace(sha256, *std::move(bytes));
  }
  return pictures;
}

}  // namespace mingshi::kiosk
