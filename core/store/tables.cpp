#include "core/store/tables.hpp"

#include "core/base/file.hpp"
#include "core/store/schema.hpp"

#include <array>
#include <system_error>
#include <utility>

namespace mingshi::store {
namespace {

using sqlite::Bind;
using sqlite::Database;
using sqlite::Statement;

constexpr std::array<std::string_view, 11> tables{
    "hall",     "generation", "head",       "part_type",     "record_type",   "record",
    "calendar", "media",      "search_key", "search_pinyin", "interface_text"};

/// SQLite reads a last page that was cut short as if zeros followed.
Result<void> check_size(Database& db, std::filesystem::path const& file) {
  auto const pages{MS_TRY(db.integer("PRAGMA page_count"))};
  auto const page{MS_TRY(db.integer("PRAGMA page_size"))};
  std::error_code error;
  auto const size{std::filesystem::file_size(file, error)};
  if (error) return fail(ErrorCode::io, error.message(), error.value());
  if (size != static_cast<std::uintmax_t>(pages * page))
    return fail(ErrorCode::corrupt, "the file has not the length its header says");
  return {};
}

Result<void> put_list(Database& db, std::string_view sql, std::vector<std::string> const& list) {
  auto insert{MS_TRY(db.prepare(sql))};
  std::int64_t position{0};
  for (auto const& text : list) MS_TRY(insert.run({++position, text}));
  return {};
}

}  // namespace

Result<Statement> prepare(Database& db, std::string_view sql) {
  auto statement{db.prepare(sql)};
  if (!statement && statement.error().code() == ErrorCode::bug)
    return fail(ErrorCode::corrupt, statement.error().detail(), statement.error().native());
  return statement;
}

Result<std::optional<Day>> day_at(Statement const& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  auto const day{parse_day(statement.text(column))};
  if (!day) return fail(ErrorCode::corrupt, day.error().detail());
  return *day;
}

Result<void> check_file(Database& db, std::filesystem::path const& file) {
  auto const application{MS_TRY(db.integer("PRAGMA application_id"))};
  if (application != application_id)
    return fail(ErrorCode::corrupt,
                "not a disclosure database (application id " + std::to_string(application) + ")");
  auto const version{MS_TRY(db.integer("PRAGMA user_version"))};
  if (version != schema_version)
    return fail(ErrorCode::unsupported, "schema version " + std::to_string(version) +
                                            ", this program reads version " +
                                            std::to_string(schema_version));
  MS_TRY(check_size(db, file));
  auto statement{
      MS_TRY(db.prepare("SELECT count(*) FROM sqlite_schema WHERE type='table' AND name=?"))};
  for (auto const table : tables) {
    MS_TRY(statement.bind({table}));
    if (!MS_TRY(statement.step()) || statement.integer(0) != 1)
      return fail(ErrorCode::corrupt, "no table " + std::string{table});
  }
  return {};
}

Result<void> make_tables(Database& db) {
  MS_TRY(db.execute("PRAGMA application_id=" + std::to_string(application_id)));
  MS_TRY(db.execute("PRAGMA user_version=" + std::to_string(schema_version)));
  return db.execute(schema);
}

Result<void> write_frame(Database& db, Frame const& frame) {
  MS_TRY(db.execute(
      "DELETE FROM hall; DELETE FROM generation; DELETE FROM head; DELETE FROM record_type; "
      "DELETE FROM calendar; DELETE FROM interface_text; DELETE FROM media"));
  auto const& hall{frame.settings.hall};
  MS_TRY(MS_TRY(db.prepare("INSERT INTO hall VALUES(1,?,?,?,?,?,?,?)"))
             .run({hall.id, hall.name, hall.source, hall.hotline, hall.window, hall.platform_url,
                   std::int64_t{hall.sample ? 1 : 0}}));
  auto const issued{iso_instant(frame.issued)};
  MS_TRY(MS_TRY(db.prepare("INSERT INTO generation VALUES(1,?,?,?,?)"))
             .run({frame.sequence, issued, frame.settings.programme, search_keys_version}));
  auto head{MS_TRY(db.prepare("INSERT INTO head VALUES(?,?)"))};
  for (auto const& [part, bytes] : frame.heads) MS_TRY(head.run({name_of(part), bytes}));
  MS_TRY(put_list(db, "INSERT INTO record_type VALUES(?,?)", frame.settings.record_types));
  MS_TRY(put_list(db, "INSERT INTO calendar VALUES(?,?)", frame.settings.calendar));
  auto text{MS_TRY(db.prepare("INSERT INTO interface_text VALUES(?,?)"))};
  for (auto const& [name, content] : frame.settings.texts) MS_TRY(text.run({name, content}));
  auto media{MS_TRY(db.prepare("INSERT INTO media VALUES(?,?,?)"))};
  for (auto const& item : frame.media) MS_TRY(media.run({item.sha256, item.size, item.kind}));
  return {};
}

Result<RowInserter> RowInserter::create(Database& db) {
  auto row{
      MS_TRY(db.prepare("INSERT INTO record(id,part,type,sha256,publish_from,publish_until,"
                        "projection) VALUES(?,?,?,?,?,?,?)"))};
  auto key{MS_TRY(db.prepare("INSERT INTO search_key VALUES(?,?,?)"))};
  auto reading{MS_TRY(db.prepare("INSERT INTO search_pinyin VALUES(?,?,?)"))};
  return RowInserter{db, std::move(row), std::move(key), std::move(reading)};
}

Result<std::int64_t> RowInserter::row(Row const& row, publication::Part part) {
  auto const from{row.publish_from.transform(iso_day)};
  auto const until{row.publish_until.transform(iso_day)};
  MS_TRY(row_.run({row.id, name_of(part), row.type, row.sha256, optional_text(from),
                   optional_text(until), row.projection}));
  return db_->last_insert_rowid();
}

Result<void> RowInserter::keys(std::int64_t number, search::Keys const& keys) {
  MS_TRY(key_.run({number, keys.name, keys.number}));
  std::int64_t position{0};
  for (auto const& pinyin : keys.pinyin) MS_TRY(reading_.run({number, ++position, pinyin}));
  return {};
}

Bind optional_text(std::optional<std::string> const& text) {
  return text ? Bind{std::string_view{*text}} : Bind{nullptr};
}

void discard(std::filesystem::path const& file) {
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
}

Result<void> flush_file_and_folder(std::filesystem::path const& file) {
  MS_TRY(flush_to_disk(file));
  return flush_to_disk(file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."});
}

}  // namespace mingshi::store
