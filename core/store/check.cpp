#include "core/crypto/crypto.hpp"
#include "core/publication/op_log.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/apply.hpp"
#include "core/store/part_states.hpp"
#include "core/store/reader.hpp"
#include "core/store/tables.hpp"

#include <utility>

namespace mingshi::store {
namespace {

using publication::Part;
using publication::PartState;

/// What the rows of a part amount to, each read and hashed.
Result<PartState> count_rows(Reader& reader, Part part) {
  PartStates states;
  auto scan{MS_TRY(reader.scan(part))};
  while (auto const summary{MS_TRY(scan.next())}) {
    auto const row{MS_TRY(reader.row_numbered(summary->number))};
    auto const entry{publication::entry_of(row.projection)};
    if (!entry || entry->id != row.id || entry->type != row.type ||
        entry->publish_from != row.publish_from || entry->publish_until != row.publish_until)
      return fail(ErrorCode::corrupt, "record " + row.id + ": the row is not its projection's");
    if (crypto::sha256(row.projection) != row.sha256)
      return fail(ErrorCode::corrupt, "record " + row.id + ": the hash differs");
    states.add(row);
  }
  return states.state();
}

Result<void> check_part_of(Reader& reader, Part part) {
  auto const state{MS_TRY(count_rows(reader, part))};
  auto const differs{fail(ErrorCode::corrupt, std::string{name_of(part)} +
                                                  ": counts or set hashes are not the head's")};
  if (state != MS_TRY(reader.states(part))) return differs;
  auto const bytes{MS_TRY(reader.head(part))};
  if (!bytes) return {};
  auto const head{publication::parse_part_head(*bytes)};
  if (!head) return fail(ErrorCode::corrupt, head.error().detail());
  bool const same{head->part == part && head->hall == MS_TRY(reader.hall()).id &&
                  head->sequence == MS_TRY(reader.sequence()) && head->types == state};
  if (!same) return differs;
  return {};
}

/// Every row has its keys, every reading its key, and nothing is left over.
Result<void> check_keys(std::filesystem::path const& database) {
  auto db{MS_TRY(sqlite::Database::open(database, sqlite::Database::Mode::immutable))};
  for (auto const* sql : {"SELECT EXISTS(SELECT 1 FROM record AS r WHERE NOT EXISTS("
                          "SELECT 1 FROM search_key WHERE record = r.number))",
                          "SELECT EXISTS(SELECT 1 FROM search_key AS k WHERE NOT EXISTS("
                          "SELECT 1 FROM record WHERE number = k.record))",
                          "SELECT EXISTS(SELECT 1 FROM search_pinyin AS p WHERE NOT EXISTS("
                          "SELECT 1 FROM search_key WHERE record = p.record))"})
    if (MS_TRY(db.integer(sql)) != 0)
      return fail(ErrorCode::corrupt, "rows and search keys do not belong together");
  return {};
}

}  // namespace

Result<void> check(std::filesystem::path const& database) {
  auto reader{MS_TRY(Reader::open(database))};
  for (auto const part : publication::all_parts) {
    auto checked{check_part_of(reader, part)};
    if (!checked)
      return std::unexpected{
          std::move(checked).error().while_doing("checking " + database.string())};
  }
  return check_keys(database);
}

}  // namespace mingshi::store
