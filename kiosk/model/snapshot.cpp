#include "kiosk/model/snapshot.hpp"

#include <algorithm>
#include <utility>

namespace mingshi::kiosk {
namespace {

/// Sorts one type's records as its declaration says; equal ones by id, so that the order is the
/// same everywhere.
void sort_records(domain::RecordType const& type, std::vector<domain::PublicRecord> const& records,
                  std::vector<std::size_t>& indices) {
  auto const& field{type.order_by.empty() ? type.title : type.order_by};
  auto const value{[&](std::size_t i) -> domain::Value const* {
    auto const found{records[i].fields.find(field)};
    return found == records[i].fields.end() ? nullptr : &found->second;
  }};
  std::ranges::sort(indices, [&](std::size_t a, std::size_t b) {
    auto const* const left{value(a)};
    auto const* const right{value(b)};
    if (left == nullptr || right == nullptr) {
      if (left != right) return left != nullptr;  // a record without a value comes last
    } else if (*left != *right) {
      return type.newest_first ? *right < *left : *left < *right;
    }
    return records[a].id < records[b].id;
  });
}

/// The officer a certificate names: `holder` is the key of the officer's record.
std::string holder_of(domain::PublicRecord const& certificate) {
  return "officer/" + std::string{certificate.text("holder")};
}

}  // namespace

domain::PublicRecord const* Snapshot::find(std::string_view id) const {
  auto const found{by_id.find(id)};
  return found == by_id.end() ? nullptr : &records[found->second];
}

std::vector<domain::PublicRecord const*> Snapshot::on_show(std::string_view type, Day today) const {
  std::vector<domain::PublicRecord const*> out;
  auto const found{by_type.find(type)};
  if (found == by_type.end()) return out;
  for (auto const i : found->second)
    if (domain::on_show(records[i], today)) out.push_back(&records[i]);
  return out;
}

SnapshotPtr make_snapshot(SnapshotParts parts) {
  auto made{std::make_shared<Snapshot>()};
  made->withdrawn_titles = std::move(parts.withdrawn_titles);
  made->hall = std::move(parts.hall);
  made->sequence = parts.sequence;
  made->issued = parts.issued;
  made->catalogue = std::move(parts.catalogue);
  made->records = std::move(parts.records);
  made->pinyin = std::move(parts.pinyin);
  made->programme = std::move(parts.programme);
  made->texts = std::move(parts.texts);
  for (auto& media : parts.media) made->media.emplace(media.sha256, media);
  for (std::size_t i{0}; i < made->records.size(); ++i) {
    auto const& record{made->records[i]};
    made->by_id.emplace(record.id, i);
    made->by_type[record.type].push_back(i);
    if (record.type == "certificate") made->certificates[holder_of(record)].push_back(i);
  }
  for (auto& [code, indices] : made->by_type)
    if (auto const* const type{made->catalogue.find(code)}; type != nullptr)
      sort_records(*type, made->records, indices);
  made->index = search::Index::build(std::move(parts.search_keys));
  return made;
}

SnapshotPtr without(SnapshotPtr const& snapshot, RecordIds const& ids) {
  auto const goes{[&ids](std::string const& id) { return ids.contains(id); }};
  auto const& all{snapshot->records};
  if (std::ranges::none_of(all, goes, &domain::PublicRecord::id)) return snapshot;
  SnapshotParts parts{.hall = snapshot->hall,
                      .sequence = snapshot->sequence,
                      .issued = snapshot->issued,
                      .catalogue = snapshot->catalogue,
                      .records = {},
                      .search_keys = {},
                      .pinyin = snapshot->pinyin,
                      .programme = snapshot->programme,
                      .texts = snapshot->texts,
                      .media = {},
                      .withdrawn_titles = snapshot->withdrawn_titles};
  for (auto const& record : all) {
    if (!goes(record.id)) {
      parts.records.push_back(record);
      continue;
    }
    parts.pinyin.erase(record.id);
    auto const* const type{parts.catalogue.find(record.type)};
    if (type != nullptr && !record.text(type->title).empty())
      parts.withdrawn_titles.emplace_back(record.text(type->title));
  }
  for (auto const& keys : snapshot->index.entries())
    if (!goes(keys.record_id)) parts.search_keys.push_back(keys);
  for (auto const& [sha256, media] : snapshot->media) parts.media.push_back(media);
  return make_snapshot(std::move(parts));
}

}  // namespace mingshi::kiosk
