#include "core/store/reader.hpp"

#include <array>
#include <utility>

namespace mingshi::store {
namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr std::array<std::string_view, 9> tables{"hall",       "generation",    "record_type",
                                                 "record",     "calendar",      "media",
                                                 "search_key", "search_pinyin", "interface_text"};

/// In a file whose version is right, SQL that does not compile means that a table is not as it
/// should be.
Result<Statement> prepare(Database& db, std::string_view sql) {
  auto statement{db.prepare(sql)};
  if (!statement && statement.error().code() == ErrorCode::bug)
    return fail(ErrorCode::corrupt, statement.error().detail(), statement.error().native());
  return statement;
}

Result<Statement> only_row(Database& db, std::string_view sql) {
  auto statement{MS_TRY(prepare(db, sql))};
  if (!MS_TRY(statement.step())) return fail(ErrorCode::corrupt, "no row: " + std::string{sql});
  return statement;
}

Result<std::optional<Day>> day_at(Statement const& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  auto const day{parse_day(statement.text(column))};
  if (!day) return fail(ErrorCode::corrupt, day.error().detail());
  return *day;
}

constexpr std::string_view row_sql{
    "SELECT id, type, projection, sha256, publish_from, publish_until FROM record"};

Result<Row> row_at(Statement const& statement) {
  auto const publish_from{MS_TRY(day_at(statement, 4))};
  auto const publish_until{MS_TRY(day_at(statement, 5))};
  return Row{.id = statement.text(0),
             .type = statement.text(1),
             .projection = statement.text(2),
             .sha256 = statement.text(3),
             .publish_from = publish_from,
             .publish_until = publish_until};
}

Result<std::vector<std::string>> list_of(Database& db, std::string_view sql) {
  auto statement{MS_TRY(prepare(db, sql))};
  std::vector<std::string> list;
  while (MS_TRY(statement.step())) list.push_back(statement.text(0));
  return list;
}

Result<std::vector<Row>> all_rows(Database& db) {
  auto statement{MS_TRY(prepare(db, std::string{row_sql} + " ORDER BY id"))};
  std::vector<Row> rows;
  while (MS_TRY(statement.step())) rows.push_back(MS_TRY(row_at(statement)));
  return rows;
}

Result<std::vector<Media>> all_media(Database& db) {
  auto statement{MS_TRY(prepare(db, "SELECT sha256, size, kind FROM media ORDER BY sha256"))};
  std::vector<Media> media;
  while (MS_TRY(statement.step()))
    media.push_back(
        {.sha256 = statement.text(0), .size = statement.integer(1), .kind = statement.text(2)});
  return media;
}

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

Result<void> check(Database& db, std::filesystem::path const& file) {
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

}  // namespace

Result<Reader> Reader::open(std::filesystem::path const& file) {
  auto db{MS_TRY(Database::open(file, Database::Mode::immutable))};
  auto checked{check(db, file)};
  if (!checked)
    return std::unexpected{std::move(checked).error().while_doing("opening " + file.string())};
  return Reader{std::move(db)};
}

Result<Generation> Reader::generation() {
  Generation g;
  g.hall = MS_TRY(hall());
  auto const head{MS_TRY(only_row(db_, "SELECT sequence, issued, programme FROM generation"))};
  g.sequence = head.integer(0);
  auto const issued{parse_instant(head.text(1))};
  if (!issued) return fail(ErrorCode::corrupt, issued.error().detail());
  g.issued = *issued;
  g.programme = head.text(2);
  g.record_types = MS_TRY(list_of(db_, "SELECT declaration FROM record_type ORDER BY position"));
  g.rows = MS_TRY(all_rows(db_));
  g.calendar = MS_TRY(list_of(db_, "SELECT document FROM calendar ORDER BY position"));
  auto texts{MS_TRY(prepare(db_, "SELECT name, content FROM interface_text"))};
  while (MS_TRY(texts.step())) g.texts.emplace(texts.text(0), texts.text(1));
  g.media = MS_TRY(all_media(db_));
  g.search_keys = MS_TRY(search_keys());
  return g;
}

Result<Row> Reader::row(std::string_view id) {
  auto statement{MS_TRY(prepare(db_, std::string{row_sql} + " WHERE id=?"))};
  MS_TRY(statement.bind({id}));
  if (!MS_TRY(statement.step())) return fail(ErrorCode::not_found, "no record of that id");
  return row_at(statement);
}

Result<std::map<std::string, std::int64_t>> Reader::counts() {
  auto statement{MS_TRY(prepare(db_, "SELECT type, count(*) FROM record GROUP BY type"))};
  std::map<std::string, std::int64_t> counts;
  while (MS_TRY(statement.step())) counts.emplace(statement.text(0), statement.integer(1));
  return counts;
}

Result<std::vector<search::Keys>> Reader::search_keys() {
  auto key{MS_TRY(
      prepare(db_, "SELECT record_id, type, name, number FROM search_key ORDER BY record_id"))};
  auto reading{MS_TRY(
      prepare(db_, "SELECT record_id, reading FROM search_pinyin ORDER BY record_id, position"))};
  std::vector<search::Keys> all;
  bool more{MS_TRY(reading.step())};
  while (MS_TRY(key.step())) {
    search::Keys keys{.record_id = key.text(0),
                      .type = key.text(1),
                      .name = key.text(2),
                      .pinyin = {},
                      .number = key.text(3)};
    for (; more && reading.text(0) == keys.record_id; more = MS_TRY(reading.step()))
      keys.pinyin.push_back(reading.text(1));
    all.push_back(std::move(keys));
  }
  if (more) return fail(ErrorCode::corrupt, "a reading of no search key");
  return all;
}

Result<Hall> Reader::hall() {
  auto const row{MS_TRY(
      only_row(db_, "SELECT id, name, source, hotline, counter, platform_url, sample FROM hall"))};
  return Hall{.id = row.text(0),
              .name = row.text(1),
              .source = row.text(2),
              .hotline = row.text(3),
              .window = row.text(4),
              .platform_url = row.text(5),
              .sample = row.integer(6) != 0};
}

Result<std::int64_t> Reader::sequence() {
  return MS_TRY(only_row(db_, "SELECT sequence FROM generation")).integer(0);
}

}  // namespace mingshi::store
