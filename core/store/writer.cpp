#include "core/store/writer.hpp"

#include "core/base/file.hpp"
#include "core/sqlite/database.hpp"

#include <algorithm>
#include <functional>

namespace mingshi::store {
namespace {

using sqlite::Bind;
using sqlite::Database;

/// Schema 1, explained in docs/formats/disclosure-db.md.
constexpr std::string_view schema{R"(
CREATE TABLE hall(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  id TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, hotline TEXT NOT NULL,
  counter TEXT NOT NULL, platform_url TEXT NOT NULL, sample INTEGER NOT NULL CHECK(sample IN (0, 1))
) STRICT;
CREATE TABLE generation(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  sequence INTEGER NOT NULL CHECK(sequence > 0), issued TEXT NOT NULL, programme TEXT NOT NULL
) STRICT;
CREATE TABLE record_type(position INTEGER PRIMARY KEY, declaration TEXT NOT NULL) STRICT;
CREATE TABLE record(
  id TEXT PRIMARY KEY NOT NULL, type TEXT NOT NULL, projection TEXT NOT NULL, sha256 TEXT NOT NULL,
  publish_from TEXT, publish_until TEXT
) STRICT;
CREATE TABLE calendar(position INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
CREATE TABLE interface_text(name TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL) STRICT;
CREATE TABLE media(
  sha256 TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL CHECK(size >= 0), kind TEXT NOT NULL
) STRICT;
CREATE TABLE search_key(
  record_id TEXT PRIMARY KEY NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL
) STRICT;
CREATE TABLE search_pinyin(
  record_id TEXT NOT NULL, position INTEGER NOT NULL, reading TEXT NOT NULL,
  PRIMARY KEY(record_id, position)
) STRICT, WITHOUT ROWID;
)"};

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

Bind optional_text(std::optional<std::string> const& text) {
  return text ? Bind{std::string_view{*text}} : Bind{nullptr};
}

Result<void> put_heads(Database& db, Generation const& g) {
  auto hall{MS_TRY(db.prepare("INSERT INTO hall VALUES(1,?,?,?,?,?,?,?)"))};
  MS_TRY(hall.run({g.hall.id, g.hall.name, g.hall.source, g.hall.hotline, g.hall.window,
                   g.hall.platform_url, std::int64_t{g.hall.sample ? 1 : 0}}));
  auto generation{MS_TRY(db.prepare("INSERT INTO generation VALUES(1,?,?,?)"))};
  auto const issued{iso_instant(g.issued)};
  return generation.run({g.sequence, issued, g.programme});
}

Result<void> put_list(Database& db, std::string_view sql, std::vector<std::string> const& list) {
  auto insert{MS_TRY(db.prepare(sql))};
  std::int64_t position{0};
  for (auto const& text : list) MS_TRY(insert.run({++position, text}));
  return {};
}

Result<void> put_rows(Database& db, Generation const& g) {
  auto insert{MS_TRY(db.prepare("INSERT INTO record VALUES(?,?,?,?,?,?)"))};
  for (auto const* row : MS_TRY(sorted(g.rows, &Row::id))) {
    auto const from{row->publish_from.transform(iso_day)};
    auto const until{row->publish_until.transform(iso_day)};
    MS_TRY(insert.run({row->id, row->type, row->projection, row->sha256, optional_text(from),
                       optional_text(until)}));
  }
  return {};
}

Result<void> put_texts_and_media(Database& db, Generation const& g) {
  auto text{MS_TRY(db.prepare("INSERT INTO interface_text VALUES(?,?)"))};
  for (auto const& [name, content] : g.texts) MS_TRY(text.run({name, content}));
  auto media{MS_TRY(db.prepare("INSERT INTO media VALUES(?,?,?)"))};
  for (auto const* item : MS_TRY(sorted(g.media, &Media::sha256)))
    MS_TRY(media.run({item->sha256, item->size, item->kind}));
  return {};
}

Result<void> put_search_keys(Database& db, Generation const& g) {
  auto key{MS_TRY(db.prepare("INSERT INTO search_key VALUES(?,?,?,?)"))};
  auto reading{MS_TRY(db.prepare("INSERT INTO search_pinyin VALUES(?,?,?)"))};
  for (auto const* keys : MS_TRY(sorted(g.search_keys, &search::Keys::record_id))) {
    MS_TRY(key.run({keys->record_id, keys->type, keys->name, keys->number}));
    std::int64_t position{0};
    for (auto const& pinyin : keys->pinyin)
      MS_TRY(reading.run({keys->record_id, ++position, pinyin}));
  }
  return {};
}

Result<void> fill(Database& db, Generation const& g) {
  MS_TRY(db.execute("PRAGMA application_id=" + std::to_string(application_id)));
  MS_TRY(db.execute("PRAGMA user_version=" + std::to_string(schema_version)));
  auto transaction{MS_TRY(sqlite::Transaction::begin(db))};
  MS_TRY(db.execute(schema));
  MS_TRY(put_heads(db, g));
  MS_TRY(put_list(db, "INSERT INTO record_type VALUES(?,?)", g.record_types));
  MS_TRY(put_rows(db, g));
  MS_TRY(put_list(db, "INSERT INTO calendar VALUES(?,?)", g.calendar));
  MS_TRY(put_texts_and_media(db, g));
  MS_TRY(put_search_keys(db, g));
  return transaction.commit();
}

Result<void> write_claimed(std::filesystem::path const& file, Database db, Generation const& g) {
  MS_TRY(fill(db, g));
  {
    auto const closed{std::move(db)};
  }
  MS_TRY(flush_to_disk(file));
  return flush_to_disk(file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."});
}

}  // namespace

Result<void> write(std::filesystem::path const& file, Generation const& generation) {
  auto db{Database::open(file, Database::Mode::create_standalone)};
  if (!db && db.error().code() == ErrorCode::conflict) return std::unexpected{db.error()};
  auto written{!db ? Result<void>{std::unexpected{db.error()}}
                   : write_claimed(file, *std::move(db), generation)};
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return std::unexpected{std::move(written).error().while_doing("writing " + file.string())};
  }
  return {};
}

}  // namespace mingshi::store
