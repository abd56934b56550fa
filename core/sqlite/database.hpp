#pragma once

#include "core/base/c_handle.hpp"
#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;
extern "C" {
int sqlite3_close_v2(sqlite3*);
int sqlite3_finalize(sqlite3_stmt*);
}

namespace mingshi::sqlite {

/// What can be bound to a parameter.
using Bind = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

/// A prepared statement. Columns are 0-based, as in SQLite; parameters are bound in order.
/// @threads that of its Database
/// @errors of every call: corrupt damaged file; timeout another process holds the lock; conflict a
/// constraint;
///         io disk full or failing; denied read-only; bug wrong SQL or a wrong number of values
class Statement {
 public:
  /// Binds all parameters and rewinds. The values are copied. @pre as many values as the statement
  /// has parameters
  [[nodiscard]] Result<void> bind(std::vector<Bind> const& values);
  /// true = there is a row to read; false = done.
  [[nodiscard]] Result<bool> step();
  /// bind + step to the end, for statements without rows. Releases every lock it took.
  [[nodiscard]] Result<void> run(std::vector<Bind> const& values);
  /// "" for NULL. @pre step() gave true, as for the next two
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_{db}, stmt_{stmt} {}
  sqlite3* db_;  ///< of the Database, which outlives it
  CHandle<sqlite3_stmt, &sqlite3_finalize> stmt_;
};

/// One SQLite connection. Whatever the mode: schemas are not trusted, a file cannot make it write
/// outside itself, and a double-quoted word is a name, never a string.
/// @threads one at a time
class Database {
 public:
  enum class Mode : std::uint8_t {
    immutable,  ///< read-only, of a file that nobody changes: no locks, no journal
    read_only,
    read_write,  ///< made when missing, for its owner alone; WAL, synchronous=FULL, foreign keys
                 ///< on, waits 5 s for a lock
    create_standalone,  ///< a new file to be published: no WAL, no journal file; the caller flushes
                        ///< it
    rewrite_standalone  ///< a private copy of such a file, to be changed and then published: no
                        ///< journal at all, so a failure leaves rubbish to be deleted; deleted
                        ///< content is overwritten; the caller flushes it
  };
  /// Opens and reads the file's header, so that a file that is no database is known at once.
  /// @errors not_found; denied; corrupt not a database, or cut short; timeout; io; invalid_input a
  /// path with NUL;
  ///         conflict create_standalone on a file that exists
  [[nodiscard]] static Result<Database> open(std::filesystem::path const& file, Mode mode);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// Runs statements without parameters and results.
  [[nodiscard]] Result<void> execute(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_rowid() const;
  /// First column of the first row. @errors not_found no row
  [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);

 private:
  friend class Transaction;
  explicit Database(sqlite3* db) : db_{db} {}
  CHandle<sqlite3, &sqlite3_close_v2> db_;
};

/// A transaction that is rolled back unless commit() succeeded. BEGIN IMMEDIATE.
/// @pre the Database is not moved while it lasts
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& db);
  Transaction(Transaction&& other) noexcept;
  Transaction(Transaction const&) = delete;
  Transaction& operator=(Transaction const&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// @after-failure unknown: reopen and look
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& db) : db_{&db} {}
  Database* db_;  ///< nullptr once committed or moved from
};

}  // namespace mingshi::sqlite
