#include "core/store/row_table.hpp"

#include "core/crypto/crypto.hpp"

#include <utility>
#include <variant>

namespace mingshi::store {
namespace {

using publication::Entry;
using publication::Part;

Row row_of(Entry entry) {
  auto sha256{crypto::sha256(entry.projection)};
  return {.id = std::move(entry.id),
          .type = std::move(entry.type),
          .projection = std::move(entry.projection),
          .sha256 = std::move(sha256),
          .publish_from = entry.publish_from,
          .publish_until = entry.publish_until};
}

}  // namespace

Result<RowTable> RowTable::create(sqlite::Database& db, Part part,
                                  std::vector<std::int64_t>& touched) {
  auto find{MS_TRY(prepare(db,
                           "SELECT number, type, sha256, publish_from, publish_until FROM record "
                           "WHERE id=? AND part=?"))};
  auto projection{MS_TRY(prepare(db, "SELECT projection FROM record WHERE number=?"))};
  auto update{MS_TRY(prepare(db,
                             "UPDATE record SET sha256=?, publish_from=?, publish_until=?, "
                             "projection=? WHERE number=?"))};
  auto remove{MS_TRY(prepare(db, "DELETE FROM record WHERE number=?"))};
  auto remove_key{MS_TRY(prepare(db, "DELETE FROM search_key WHERE record=?"))};
  auto remove_readings{MS_TRY(prepare(db, "DELETE FROM search_pinyin WHERE record=?"))};
  auto inserter{MS_TRY(RowInserter::create(db))};
  return RowTable{db,
                  part,
                  touched,
                  {.find = std::move(find),
                   .projection = std::move(projection),
                   .update = std::move(update),
                   .remove = std::move(remove),
                   .remove_key = std::move(remove_key),
                   .remove_readings = std::move(remove_readings)},
                  std::move(inserter)};
}

Result<void> RowTable::load_states() {
  return states_.load(MS_TRY(read_states(*db_, part_)));
}

Result<void> RowTable::clear() {
  for (auto const* sql :
       {"DELETE FROM search_pinyin WHERE record IN (SELECT number FROM record WHERE part=?)",
        "DELETE FROM search_key WHERE record IN (SELECT number FROM record WHERE part=?)",
        "DELETE FROM record WHERE part=?"})
    MS_TRY(MS_TRY(prepare(*db_, sql)).run({name_of(part_)}));
  states_.clear();
  fresh_ = true;
  return {};
}

Result<void> RowTable::play(publication::Op const& op) {
  return std::visit([this](auto const& change) { return play(change); }, op);
}

Result<std::optional<RowTable::Stored>> RowTable::find(std::string_view id) {
  MS_TRY(sql_.find.bind({id, name_of(part_)}));
  if (!MS_TRY(sql_.find.step())) return std::nullopt;
  Stored stored{.number = sql_.find.integer(0),
                .row = {.id = std::string{id},
                        .type = sql_.find.text(1),
                        .projection = {},
                        .sha256 = sql_.find.text(2),
                        .publish_from = MS_TRY(day_at(sql_.find, 3)),
                        .publish_until = MS_TRY(day_at(sql_.find, 4))}};
  static_cast<void>(MS_TRY(sql_.find.step()));  // to its end: no cursor stays open
  return stored;
}

Result<RowTable::Stored> RowTable::existing(std::string_view id) {
  auto stored{MS_TRY(find(id))};
  if (!stored)
    return fail(ErrorCode::corrupt,
                "op log: a change of " + std::string{id} + ", which is not there");
  return *std::move(stored);
}

Result<void> RowTable::forget_keys(std::int64_t number) {
  MS_TRY(sql_.remove_key.run({number}));
  MS_TRY(sql_.remove_readings.run({number}));
  touched_->push_back(number);
  return {};
}

Result<void> RowTable::play(publication::Remove const& op) {
  auto const before{MS_TRY(existing(op.id))};
  MS_TRY(states_.subtract(before.row));
  MS_TRY(forget_keys(before.number));
  return sql_.remove.run({before.number});
}

Result<void> RowTable::play(publication::Put const& op) {
  if (!fresh_)
    if (auto const before{MS_TRY(find(op.entry.id))}) return replace(*before, op.entry);
  auto const row{row_of(op.entry)};
  touched_->push_back(MS_TRY(inserter_.row(row, part_)));
  states_.add(row);
  return {};
}

Result<void> RowTable::play(publication::Merge const& op) {
  auto const before{MS_TRY(existing(op.id))};
  MS_TRY(sql_.projection.bind({before.number}));
  if (!MS_TRY(sql_.projection.step())) return fail(ErrorCode::corrupt, "a row without its text");
  auto const older{sql_.projection.text(0)};
  static_cast<void>(MS_TRY(sql_.projection.step()));
  return replace(before, MS_TRY(publication::patched(op.id, older, op.patch)));
}

Result<void> RowTable::replace(Stored const& before, Entry entry) {
  auto const row{row_of(std::move(entry))};
  auto const from{row.publish_from.transform(iso_day)};
  auto const until{row.publish_until.transform(iso_day)};
  MS_TRY(states_.subtract(before.row));
  states_.add(row);
  MS_TRY(forget_keys(before.number));
  return sql_.update.run(
      {row.sha256, optional_text(from), optional_text(until), row.projection, before.number});
}

}  // namespace mingshi::store
