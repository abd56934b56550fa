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
class Statement {
 public:
  /// Binds all parameters and rewinds. @pre as many values as the statement has parameters
  [[nodiscard]] Result<void> bind(std::vector<Bind> const& values);
  /// true = there is a row to read; false = done.
  [[nodiscard]] Result<bool> step();
  /// bind + step to the end, for statements without rows.
  [[nodiscard]] Result<void> run(std::vector<Bind> const& values);
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_{db}, stmt_{stmt} {}
  sqlite3* db_;  ///< of the Database, which outlives it
  CHandle<sqlite3_stmt, &sqlite3_finalize> stmt_;
};

/// One SQLite connection.
/// @threads one at a time
class Database {
 public:
  enum class Mode : std::uint8_t {
    immutable,  ///< read-only, of a file that nobody changes: no locks, no journal
    read_only,
    read_write,        ///< WAL, synchronous=FULL, foreign keys on
    create_standalone  ///< a new file to be published: no WAL, defensive
  };
  /// @errors not_found, corrupt, io, conflict (create_standalone on a file that exists)
  [[nodiscard]] static Result<Database> open(std::filesystem::path const& file, Mode mode);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// Runs statements without parameters and results.
  [[nodiscard]] Result<void> execute(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_rowid() const;
  /// First column of the first row. @errors not_found no row
  [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);

 private:
  explicit Database(sqlite3* db) : db_{db} {}
  CHandle<sqlite3, &sqlite3_close_v2> db_;
};

/// A transaction that is rolled back unless commit() succeeded. BEGIN IMMEDIATE.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& db);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// @after-failure unknown: reopen and look
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& db) : db_{&db} {}
  Database* db_;
};

}  // namespace mingshi::sqlite
