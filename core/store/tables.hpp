#pragma once

#include "core/base/result.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/settings.hpp"
#include "core/search/index.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/generation.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The tables of disclosure.db, for the readers and writers of this folder.
namespace mingshi::store {

/// As Database::prepare, but in a file whose version is right, SQL that does not compile means that
/// a table is not as it should be. @errors corrupt
[[nodiscard]] Result<sqlite::Statement> prepare(sqlite::Database& db, std::string_view sql);

/// The day in a column, nullopt for NULL. @errors corrupt
[[nodiscard]] Result<std::optional<Day>> day_at(sqlite::Statement const& statement, int column);

/// Is the file a disclosure database of our version, whole, with every table?
/// @errors corrupt; unsupported; io
[[nodiscard]] Result<void> check_file(sqlite::Database& db, std::filesystem::path const& file);

/// Sets application id and version and makes the tables.
[[nodiscard]] Result<void> make_tables(sqlite::Database& db);

/// Everything beside rows, keys and states.
struct Frame {
  publication::Settings const& settings;
  std::int64_t sequence;
  Instant issued;
  std::vector<publication::MediaObject> const& media;
  std::map<publication::Part, std::string> const& heads;
};
/// Replaces what the tables of the frame hold.
/// @errors conflict a medium twice
[[nodiscard]] Result<void> write_frame(sqlite::Database& db, Frame const& frame);

/// Inserts rows and their search keys. @pre the Database is not moved meanwhile
class RowInserter {
 public:
  [[nodiscard]] static Result<RowInserter> create(sqlite::Database& db);
  /// @returns the row's number @errors conflict the id is there already
  [[nodiscard]] Result<std::int64_t> row(Row const& row, publication::Part part);
  [[nodiscard]] Result<void> keys(std::int64_t number, search::Keys const& keys);

 private:
  RowInserter(sqlite::Database& db, sqlite::Statement row, sqlite::Statement key,
              sqlite::Statement reading)
      : db_{&db}, row_{std::move(row)}, key_{std::move(key)}, reading_{std::move(reading)} {}
  sqlite::Database* db_;
  sqlite::Statement row_, key_, reading_;
};

/// A day or NULL, as it is bound. @pre the text outlives the binding
[[nodiscard]] sqlite::Bind optional_text(std::optional<std::string> const& text);

/// Takes a file away that was not finished.
void discard(std::filesystem::path const& file);

/// Flushes a file and the folder it lies in.
[[nodiscard]] Result<void> flush_file_and_folder(std::filesystem::path const& file);

}  // namespace mingshi::store
