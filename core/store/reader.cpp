#include "core/store/reader.hpp"

#include "core/store/part_states.hpp"
#include "core/store/tables.hpp"

#include <utility>

namespace mingshi::store {
namespace {

using sqlite::Database;
using sqlite::Statement;

Result<Statement> only_row(Database& db, std::string_view sql) {
  auto statement{MS_TRY(prepare(db, sql))};
  if (!MS_TRY(statement.step())) return fail(ErrorCode::corrupt, "no row: " + std::string{sql});
  return statement;
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

}  // namespace

Result<Reader> Reader::open(std::filesystem::path const& file) {
  auto db{MS_TRY(Database::open(file, Database::Mode::immutable))};
  auto checked{check_file(db, file)};
  if (!checked)
    return std::unexpected{std::move(checked).error().while_doing("opening " + file.string())};
  return Reader{std::move(db)};
}

Result<Generation> Reader::generation() {
  Generation g;
  g.hall = MS_TRY(hall());
  auto const line{MS_TRY(only_row(db_, "SELECT sequence, issued, programme FROM generation"))};
  g.sequence = line.integer(0);
  auto const issued{parse_instant(line.text(1))};
  if (!issued) return fail(ErrorCode::corrupt, issued.error().detail());
  g.issued = *issued;
  g.programme = line.text(2);
  g.record_types = MS_TRY(record_types());
  g.rows = MS_TRY(all_rows(db_));
  g.calendar = MS_TRY(list_of(db_, "SELECT document FROM calendar ORDER BY position"));
  auto texts{MS_TRY(prepare(db_, "SELECT name, content FROM interface_text"))};
  while (MS_TRY(texts.step())) g.texts.emplace(texts.text(0), texts.text(1));
  g.media = MS_TRY(all_media(db_));
  g.search_keys = MS_TRY(search_keys());
  for (auto const part : publication::all_parts)
    if (auto bytes{MS_TRY(head(part))}) g.heads.emplace(part, *std::move(bytes));
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
  // Ids and numbers come from the index over ids: the rows themselves are not read.
  auto key{MS_TRY(prepare(db_,
                          "SELECT record.id, name, search_key.number, record FROM record "
                          "CROSS JOIN search_key ON record = record.number ORDER BY record.id"))};
  auto reading{
      MS_TRY(prepare(db_, "SELECT reading FROM search_pinyin WHERE record=? ORDER BY position"))};
  std::vector<search::Keys> all;
  std::int64_t readings{0};
  while (MS_TRY(key.step())) {
    search::Keys keys{.record_id = key.text(0),
                      .type = {},
                      .name = key.text(1),
                      .pinyin = {},
                      .number = key.text(2)};
    keys.type = keys.record_id.substr(0, keys.record_id.find('/'));
    MS_TRY(reading.bind({key.integer(3)}));
    for (; MS_TRY(reading.step()); ++readings) keys.pinyin.push_back(reading.text(0));
    all.push_back(std::move(keys));
  }
  if (MS_TRY(db_.integer("SELECT count(*) FROM search_key")) != std::ssize(all))
    return fail(ErrorCode::corrupt, "a search key of no record");
  if (MS_TRY(db_.integer("SELECT count(*) FROM search_pinyin")) != readings)
    return fail(ErrorCode::corrupt, "a reading of no search key");
  return all;
}

Result<std::vector<Media>> Reader::media() {
  return all_media(db_);
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

Result<std::vector<std::string>> Reader::record_types() {
  return list_of(db_, "SELECT declaration FROM record_type ORDER BY position");
}

Result<std::optional<std::string>> Reader::head(publication::Part part) {
  auto statement{MS_TRY(prepare(db_, "SELECT bytes FROM head WHERE part=?"))};
  MS_TRY(statement.bind({name_of(part)}));
  if (!MS_TRY(statement.step())) return std::nullopt;
  return statement.text(0);
}

Result<publication::PartState> Reader::states(publication::Part part) {
  return read_states(db_, part);
}

Result<RowScan> Reader::scan(publication::Part part) {
  auto statement{
      MS_TRY(prepare(db_, "SELECT number, id, sha256 FROM record WHERE part=? ORDER BY id"))};
  MS_TRY(statement.bind({name_of(part)}));
  return RowScan{std::move(statement)};
}

Result<std::optional<RowSummary>> RowScan::next() {
  if (!MS_TRY(statement_.step())) return std::nullopt;
  return RowSummary{
      .number = statement_.integer(0), .id = statement_.text(1), .sha256 = statement_.text(2)};
}

Result<Row> Reader::row_numbered(std::int64_t number) {
  auto statement{MS_TRY(prepare(db_, std::string{row_sql} + " WHERE number=?"))};
  MS_TRY(statement.bind({number}));
  if (!MS_TRY(statement.step())) return fail(ErrorCode::not_found, "no record of that number");
  return row_at(statement);
}

}  // namespace mingshi::store
