#include "core/store/apply.hpp"

#include "core/domain/legal_review.hpp"
#include "core/publication/op_log.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/copy_file.hpp"
#include "core/store/part_states.hpp"
#include "core/store/reader.hpp"
#include "core/store/record_keys.hpp"
#include "core/store/row_table.hpp"
#include "core/store/schema.hpp"
#include "core/store/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::store {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using publication::PartHead;
using sqlite::Database;

constexpr std::int64_t changes_between_questions{256};

struct Heads {
  PartHead records, decisions;
};

/// What the older database says of itself.
struct Older {
  std::int64_t sequence{0};
  std::vector<std::string> record_types;
};

Result<PartHead> read_head(std::string const& bytes, Part part) {
  auto head{MS_TRY(publication::parse_part_head(bytes))};
  if (head.part != part) return fail(ErrorCode::denied, "a head of the other part");
  if (head.schema != schema_version)
    return fail(ErrorCode::unsupported,
                fmt::format("schema {}, this program makes {}", head.schema, schema_version));
  return head;
}

/// Both heads, when they belong together and to the settings.
Result<Heads> read_heads(Update const& update) {
  auto of_records{MS_TRY(read_head(update.records.head, Part::records))};
  auto of_decisions{MS_TRY(read_head(update.decisions.head, Part::decisions))};
  Heads heads{.records = std::move(of_records), .decisions = std::move(of_decisions)};
  auto const& [records, decisions]{heads};
  if (records.hall != decisions.hall || records.hall != update.settings.hall.id)
    return fail(ErrorCode::denied, "heads and settings are of different halls");
  if (records.sequence != decisions.sequence || records.issued != decisions.issued)
    return fail(ErrorCode::denied, "the heads are of different generations");
  auto const reviewed{MS_TRY(domain::all_decision_types(update.settings.record_types))};
  for (auto const& [type, state] : records.types)
    if (reviewed.contains(type))
      return fail(ErrorCode::denied, "type " + type + " needs legal review");
  for (auto const& [type, state] : decisions.types)
    if (!reviewed.contains(type))
      return fail(ErrorCode::denied, "type " + type + " is no decision");
  return heads;
}

bool from_nothing(PartUpdate const& part) {
  return !part.logs.empty() && part.logs.front().log.from == 0;
}

/// Do the logs lead from what is there to the head? Part of a generation that no head vouches for
/// is as good as nothing.
Result<void> check_way(PartUpdate const& part, PartHead const& head, std::int64_t have) {
  auto at{from_nothing(part) ? 0 : have};
  if (!from_nothing(part) && have == 0)
    return fail(ErrorCode::conflict, "op logs need a generation that is not there");
  for (auto const& [log, file] : part.logs) {
    if (log.from != at) return fail(ErrorCode::conflict, "op logs do not follow on one another");
    at = log.to;
  }
  if (at != head.sequence) return fail(ErrorCode::conflict, "op logs do not lead to the head");
  return {};
}

Result<std::optional<Older>> look_at_older(Update const& update, Heads const& heads) {
  Older older;
  std::array<std::int64_t, 2> have{};
  bool const anew{from_nothing(update.records) && from_nothing(update.decisions)};
  if (update.older && !anew) {
    auto reader{MS_TRY(Reader::open(*update.older))};
    older.sequence = MS_TRY(reader.sequence());
    older.record_types = MS_TRY(reader.record_types());
    if (MS_TRY(reader.hall()).id != heads.records.hall)
      return fail(ErrorCode::denied, "the older generation is another hall's");
    for (auto const part : publication::all_parts)
      if (MS_TRY(reader.head(part))) have.at(static_cast<std::size_t>(part)) = older.sequence;
  }
  MS_TRY(check_way(update.records, heads.records, have[0]));
  MS_TRY(check_way(update.decisions, heads.decisions, have[1]));
  if (anew) return std::nullopt;
  return older;
}

/// One application of an update to a file that has no name yet that anybody trusts.
class Application {
 public:
  Application(Update const& update, Heads const& heads, std::optional<Older> const& older,
              Database& db)
      : update_{update}, heads_{heads}, older_{older}, db_{db} {}

  Result<void> run() {
    auto transaction{MS_TRY(sqlite::Transaction::begin(db_))};
    if (!older_) MS_TRY(make_tables(db_));
    MS_TRY(play(update_.records, heads_.records));
    MS_TRY(play(update_.decisions, heads_.decisions));
    MS_TRY(declared_anew());
    MS_TRY(write_frame(db_, {.settings = update_.settings,
                             .sequence = heads_.records.sequence,
                             .issued = heads_.records.issued,
                             .media = update_.media,
                             .heads = {{Part::records, update_.records.head},
                                       {Part::decisions, update_.decisions.head}}}));
    MS_TRY(make_keys());
    return transaction.commit();
  }

 private:
  Result<void> keep_going() {
    if (++changes_ % changes_between_questions == 0 && update_.stop && update_.stop())
      return fail(ErrorCode::cancelled, "applying was stopped");
    return {};
  }

  /// Brings one part to its head.
  Result<void> play(PartUpdate const& part, PartHead const& head) {
    auto table{MS_TRY(RowTable::create(db_, head.part, touched_))};
    MS_TRY(table.load_states());
    for (auto const& [log, file] : part.logs) {
      auto played{play(table, head, log, file)};
      if (!played)
        return std::unexpected{std::move(played).error().while_doing(
            fmt::format("{} {} to {}", name_of(head.part), log.from, log.to))};
    }
    if (table.state() != head.types)
      return fail(ErrorCode::corrupt,
                  fmt::format("{}: counts or set hashes are not the head's", name_of(head.part)));
    return write_states(db_, head.part, head.types);
  }

  Result<void> play(RowTable& table, PartHead const& head, publication::LogObject const& log,
                    fs::path const& file) {
    auto reader{MS_TRY(publication::OpLogReader::open(head.hall, head.part, log,
                                                      MS_TRY(publication::bytes_of_file(file))))};
    if (log.from == 0) MS_TRY(table.clear());
    while (auto const op{MS_TRY(reader.next())}) {
      MS_TRY(table.play(*op));
      MS_TRY(keep_going());
    }
    table.end_log();
    if (table.state() != reader.state())
      return fail(ErrorCode::corrupt, "counts or set hashes are not those of its last line");
    return {};
  }

  /// Rows whose declaration changed are read anew, and all of them when the making of keys changed.
  Result<void> declared_anew() {
    if (!older_) return {};
    auto const version{MS_TRY(db_.integer("SELECT search_keys_version FROM generation"))};
    auto rows{MS_TRY(prepare(db_, "SELECT number FROM record WHERE ?1 = '' OR type = ?1"))};
    auto remove_key{MS_TRY(prepare(db_, "DELETE FROM search_key WHERE record=?"))};
    auto remove_readings{MS_TRY(prepare(db_, "DELETE FROM search_pinyin WHERE record=?"))};
    auto anew{MS_TRY(types_declared_anew(older_->record_types, update_.settings.record_types))};
    if (version != search_keys_version) anew = {""};
    for (auto const& type : anew) {
      auto const first{touched_.size()};
      MS_TRY(rows.bind({type}));
      while (MS_TRY(rows.step())) touched_.push_back(rows.integer(0));
      for (auto i{first}; i < touched_.size(); ++i) {
        MS_TRY(remove_key.run({touched_[i]}));
        MS_TRY(remove_readings.run({touched_[i]}));
      }
    }
    return {};
  }

  /// Reads every row that has lost its keys as a terminal will, and makes new ones.
  Result<void> make_keys() {
    std::ranges::sort(touched_);
    auto const [first, last]{std::ranges::unique(touched_)};
    touched_.erase(first, last);
    auto const keys{MS_TRY(RecordKeys::create(update_.settings.record_types))};
    auto inserter{MS_TRY(RowInserter::create(db_))};
    auto find{MS_TRY(prepare(db_,
                             "SELECT id, type, projection, sha256, publish_from, publish_until "
                             "FROM record WHERE number=?"))};
    for (auto const number : touched_) {
      MS_TRY(keep_going());
      MS_TRY(find.bind({number}));
      if (!MS_TRY(find.step())) continue;  // it was taken away again
      auto const publish_from{MS_TRY(day_at(find, 4))};
      auto const publish_until{MS_TRY(day_at(find, 5))};
      Row const row{.id = find.text(0),
                    .type = find.text(1),
                    .projection = find.text(2),
                    .sha256 = find.text(3),
                    .publish_from = publish_from,
                    .publish_until = publish_until};
      MS_TRY(inserter.keys(number, MS_TRY(keys.of(row))));
    }
    return {};
  }

  Update const& update_;
  Heads const& heads_;
  std::optional<Older> const& older_;
  Database& db_;
  std::vector<std::int64_t> touched_;
  std::int64_t changes_{0};
};

/// Without a journal and without flushing on the way: nobody reads the file before apply() has
/// returned, and whoever renames it does so after it was flushed whole. A power cut before that
/// leaves a file without a name, which the agent removes at its next start.
Result<void> make(Update const& update, Heads const& heads, std::optional<Older> const& older,
                  fs::path const& out) {
  {
    auto db{MS_TRY(Database::open(out, Database::Mode::rewrite_standalone))};
    MS_TRY(Application(update, heads, older, db).run());
  }
  return flush_file_and_folder(out);
}

}  // namespace

Result<void> apply(Update const& update, fs::path const& out) {
  auto const heads{MS_TRY(read_heads(update))};
  auto const older{MS_TRY(look_at_older(update, heads))};
  // Whoever makes the file owns it: one that was there before is never taken away.
  if (older) {
    MS_TRY(copy_whole(*update.older, out));
  } else {
    MS_TRY(Database::open(out, Database::Mode::create_standalone));
  }
  auto made{make(update, heads, older, out)};
  if (!made) {
    discard(out);
    return std::unexpected{std::move(made).error().while_doing("making " + out.string())};
  }
  return {};
}

}  // namespace mingshi::store
