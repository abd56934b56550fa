#include "core/store/writer.hpp"

#include "core/domain/legal_review.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/part_states.hpp"
#include "core/store/tables.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace mingshi::store {
namespace {

using publication::Part;
using sqlite::Database;

/// Pointers to the items in the order of their key, so that the file does not depend on the order
/// they came in.
/// @errors invalid_input a key twice
template <typename Item>
Result<std::vector<Item const*>> sorted(std::vector<Item> const& items, std::string Item::* key) {
  std::vector<Item const*> order;
  order.reserve(items.size());
  for (auto const& item : items) order.push_back(&item);
  auto const key_of{[key](Item const* item) -> std::string const& { return item->*key; }};
  std::ranges::sort(order, {}, key_of);
  if (auto const twice{std::ranges::adjacent_find(order, {}, key_of)}; twice != order.end())
    return fail(ErrorCode::invalid_input, "twice in one generation: " + (*twice)->*key);
  return order;
}

Result<void> put_frame(Database& db, Generation const& g) {
  std::vector<Media> media;
  for (auto const* item : MS_TRY(sorted(g.media, &Media::sha256))) media.push_back(*item);
  publication::Settings const settings{.hall = g.hall,
                                       .record_types = g.record_types,
                                       .calendar = g.calendar,
                                       .texts = g.texts,
                                       .programme = g.programme};
  return write_frame(db, {.settings = settings,
                          .sequence = g.sequence,
                          .issued = g.issued,
                          .media = media,
                          .heads = g.heads});
}

Result<void> put_rows(Database& db, Generation const& g) {
  auto const decisions{MS_TRY(domain::all_decision_types(g.record_types))};
  auto const all_keys{MS_TRY(sorted(g.search_keys, &search::Keys::record_id))};
  auto inserter{MS_TRY(RowInserter::create(db))};
  std::map<Part, PartStates> states;
  auto keys{all_keys.begin()};
  for (auto const* row : MS_TRY(sorted(g.rows, &Row::id))) {
    auto const part{decisions.contains(row->type) ? Part::decisions : Part::records};
    auto const number{MS_TRY(inserter.row(*row, part))};
    states[part].add(*row);
    if (keys != all_keys.end() && (*keys)->record_id == row->id)
      MS_TRY(inserter.keys(number, **keys++));
  }
  if (keys != all_keys.end())
    return fail(ErrorCode::invalid_input, "a search key of no record: " + (*keys)->record_id);
  for (auto const& [part, of_part] : states) MS_TRY(write_states(db, part, of_part.state()));
  return {};
}

Result<void> fill(Database& db, Generation const& g) {
  auto transaction{MS_TRY(sqlite::Transaction::begin(db))};
  MS_TRY(make_tables(db));
  MS_TRY(put_frame(db, g));
  MS_TRY(put_rows(db, g));
  return transaction.commit();
}

Result<void> write_claimed(std::filesystem::path const& file, Database db, Generation const& g) {
  MS_TRY(fill(db, g));
  {
    auto const closed{std::move(db)};
  }
  return flush_file_and_folder(file);
}

}  // namespace

Result<void> write(std::filesystem::path const& file, Generation const& generation) {
  auto db{Database::open(file, Database::Mode::create_standalone)};
  if (!db && db.error().code() == ErrorCode::conflict) return std::unexpected{db.error()};
  auto written{!db ? Result<void>{std::unexpected{db.error()}}
                   : write_claimed(file, *std::move(db), generation)};
  if (!written) {
    discard(file);
    return std::unexpected{std::move(written).error().while_doing("writing " + file.string())};
  }
  return {};
}

}  // namespace mingshi::store
