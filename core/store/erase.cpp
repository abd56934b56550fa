#include "core/publication/repository.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/apply.hpp"
#include "core/store/copy_file.hpp"
#include "core/store/reader.hpp"
#include "core/store/tables.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace mingshi::store {
namespace {

namespace fs = std::filesystem;
using sqlite::Database;

/// Every text of 64 hexadecimal digits in `text` that names one of `known`.
void collect_named(std::string_view text, std::set<std::string, std::less<>> const& known,
                   std::set<std::string>& named) {
  constexpr std::size_t length{64};
  auto const is_digit{[](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }};
  for (auto at{text.begin()}; at != text.end();) {
    auto const first{std::find_if(at, text.end(), is_digit)};
    at = std::find_if_not(first, text.end(), is_digit);
    if (static_cast<std::size_t>(at - first) != length) continue;
    auto const found{known.find(std::string_view{first, at})};
    if (found != known.end()) named.insert(*found);
  }
}

bool is_one_of(std::vector<std::string> const& types, std::string const& type) {
  return std::ranges::find(types, type) != types.end();
}

/// Media that rows of these types name, and nothing else does.
Result<std::vector<std::string>> media_of(Database& db, std::vector<std::string> const& types) {
  std::set<std::string, std::less<>> known;
  auto media{MS_TRY(prepare(db, "SELECT sha256 FROM media"))};
  while (MS_TRY(media.step())) known.insert(media.text(0));
  std::set<std::string> theirs;
  std::set<std::string> others;
  auto rows{MS_TRY(prepare(
      db, "SELECT type, projection FROM record UNION ALL SELECT '', programme FROM generation"))};
  while (MS_TRY(rows.step()))
    collect_named(rows.text(1), known, is_one_of(types, rows.text(0)) ? theirs : others);
  std::vector<std::string> only;
  std::ranges::set_difference(theirs, others, std::back_inserter(only));
  return only;
}

Result<std::vector<std::string>> erase(Database& db, std::vector<std::string> const& types) {
  auto transaction{MS_TRY(sqlite::Transaction::begin(db))};
  auto const media{MS_TRY(media_of(db, types))};
  for (auto const& type : types)
    for (auto const* sql :
         {"DELETE FROM search_pinyin WHERE record IN (SELECT number FROM record WHERE type=?)",
          "DELETE FROM search_key WHERE record IN (SELECT number FROM record WHERE type=?)",
          "DELETE FROM head WHERE part IN (SELECT part FROM part_type WHERE type=?)",
          "DELETE FROM record WHERE type=?", "DELETE FROM part_type WHERE type=?"})
      MS_TRY(MS_TRY(prepare(db, sql)).run({type}));
  auto forget{MS_TRY(prepare(db, "DELETE FROM media WHERE sha256=?"))};
  for (auto const& sha256 : media) MS_TRY(forget.run({sha256}));
  MS_TRY(transaction.commit());
  return media;
}

Result<std::vector<std::string>> erase_in(fs::path const& file,
                                          std::vector<std::string> const& types) {
  std::vector<std::string> media;
  {
    auto db{MS_TRY(Database::open(file, Database::Mode::rewrite_standalone))};
    media = MS_TRY(erase(db, types));
  }
  MS_TRY(flush_file_and_folder(file));
  return media;
}

}  // namespace

Result<std::vector<std::string>> erase_types(fs::path const& older,
                                             std::vector<std::string> const& types,
                                             fs::path const& out) {
  MS_TRY(Reader::open(older));
  MS_TRY(copy_whole(older, out));
  auto media{erase_in(out, types)};
  if (!media) {
    discard(out);
    return std::unexpected{std::move(media).error().while_doing("erasing in " + out.string())};
  }
  return media;
}

}  // namespace mingshi::store
