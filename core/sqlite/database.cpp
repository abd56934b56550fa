#include "core/sqlite/database.hpp"

#include "core/base/overload.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace mingshi::sqlite {
namespace {

constexpr int busy_milliseconds{5000};

ErrorCode code_of(int rc) {
  switch (rc & 0xFF) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
      return ErrorCode::corrupt;
    case SQLITE_CANTOPEN:
      return ErrorCode::not_found;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::timeout;
    case SQLITE_CONSTRAINT:
      return ErrorCode::conflict;
    case SQLITE_TOOBIG:
      return ErrorCode::invalid_input;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return ErrorCode::denied;
    case SQLITE_INTERRUPT:
      return ErrorCode::cancelled;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
      return ErrorCode::io;
    default:
      return ErrorCode::bug;
  }
}

std::unexpected<Error> failure(sqlite3* db, int rc) {
  return fail(code_of(rc), sqlite3_errmsg(db), sqlite3_extended_errcode(db));
}

/// A file name as SQLite's URI form wants it: '?' and '#' would end the name, '%' would start an
/// escape.
std::string uri_of(std::filesystem::path const& absolute, std::string_view query) {
  constexpr std::string_view hex{"0123456789ABCDEF"};
  std::string uri{"file://"};
  for (char const c : absolute.native()) {
    bool const plain{(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     std::strchr("/-._~", c) != nullptr};
    if (plain) {
      uri += c;
      continue;
    }
    auto const byte{static_cast<unsigned char>(c)};
    uri += '%';
    uri += hex[byte >> 4U];
    uri += hex[byte & 0xFU];
  }
  return uri.append(query);
}

/// Makes the empty file that SQLite then fills: with O_EXCL, so that two writers cannot both
/// believe it was theirs; else with the mode that its journals take over.
Result<void> make_file(std::filesystem::path const& file, int exclusive, mode_t mode) {
  int const fd{::open(file.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC | exclusive, mode)};
  if (fd >= 0) {
    ::close(fd);
    return {};
  }
  int const reason{errno};
  auto code{ErrorCode::io};
  if (reason == EEXIST) code = ErrorCode::conflict;
  if (reason == ENOENT || reason == ENOTDIR) code = ErrorCode::not_found;
  if (reason == EACCES || reason == EPERM || reason == EROFS) code = ErrorCode::denied;
  return fail(code, std::strerror(reason), reason);
}

std::string_view query_of(Database::Mode mode) {
  switch (mode) {
    case Database::Mode::immutable:
      return "?mode=ro&immutable=1";
    case Database::Mode::read_only:
      return "?mode=ro";
    case Database::Mode::read_write:
      return "?mode=rwc";
    case Database::Mode::create_standalone:
    case Database::Mode::rewrite_standalone:
      return "?mode=rw";
  }
  return "?mode=ro";
}

std::string_view pragmas_of(Database::Mode mode) {
  switch (mode) {
    case Database::Mode::immutable:
    case Database::Mode::read_only:
      return "PRAGMA query_only=ON";
    case Database::Mode::read_write:
      return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON";
    case Database::Mode::create_standalone:
      // The file has no name yet that anyone trusts: a journal would protect nothing and leave a
      // file behind.
      return "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA journal_mode=MEMORY; "
             "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON";
    case Database::Mode::rewrite_standalone:
      // As above; and what staff withdrew must not stay in the file's free pages.
      return "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON; "
             "PRAGMA cache_size=-24000; PRAGMA foreign_keys=ON";
  }
  return "";
}

/// Triggers and views run only in files that this program alone writes.
void harden(sqlite3* db, Database::Mode mode) {
  int const ours{mode == Database::Mode::read_write ? 1 : 0};
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, ours, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, ours, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_busy_timeout(db, busy_milliseconds);
}

/// "cannot open" is not_found unless the system said otherwise.
Error open_error(sqlite3* db, int rc) {
  auto code{code_of(rc)};
  if (db == nullptr) return Error{ErrorCode::io, sqlite3_errstr(rc), rc};
  int const reason{sqlite3_system_errno(db)};
  if (code == ErrorCode::not_found && (reason == EACCES || reason == EPERM))
    code = ErrorCode::denied;
  return Error{code, sqlite3_errmsg(db), sqlite3_extended_errcode(db)};
}

}  // namespace

Result<void> Statement::bind(std::vector<Bind> const& values) {
  auto* const stmt{stmt_.get()};
  sqlite3_reset(stmt);  // repeats the last step's error, which its caller has already had
  sqlite3_clear_bindings(stmt);
  if (static_cast<std::size_t>(sqlite3_bind_parameter_count(stmt)) != values.size())
    return fail(ErrorCode::bug, "wrong number of values for: " + std::string{sqlite3_sql(stmt)});
  int index{0};
  for (auto const& value : values) {
    ++index;
    int const rc{
        std::visit(Overload{[&](std::nullptr_t) { return sqlite3_bind_null(stmt, index); },
                            [&](std::int64_t n) { return sqlite3_bind_int64(stmt, index, n); },
                            [&](std::string_view t) {
                              // A view without bytes may have no address; SQLite would take that
                              // for NULL.
                              return sqlite3_bind_text64(stmt, index, t.empty() ? "" : t.data(),
                                                         t.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
                            }},
                   value)};
    if (rc != SQLITE_OK) return failure(db_, rc);
  }
  return {};
}

Result<bool> Statement::step() {
  int const rc{sqlite3_step(stmt_.get())};
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  return failure(db_, rc);
}

Result<void> Statement::run(std::vector<Bind> const& values) {
  MS_TRY(bind(values));
  while (MS_TRY(step())) {
  }
  sqlite3_reset(stmt_.get());
  return {};
}

std::string Statement::text(int column) const {
  auto const* const bytes{sqlite3_column_text(stmt_.get(), column)};
  auto const size{static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
  if (bytes == nullptr) return {};
  return {reinterpret_cast<char const*>(bytes), size};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(stmt_.get(), column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(stmt_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(std::filesystem::path const& file, Mode mode) {
  auto const context{"opening " + file.string()};
  if (file.empty() || file.native().find('\0') != std::string::npos)
    return fail(ErrorCode::invalid_input, context + ": not a file name");
  std::error_code error;
  auto const absolute{std::filesystem::absolute(file, error)};
  if (error) return fail(ErrorCode::io, context + ": " + error.message(), error.value());
  Result<void> made{};
  if (mode == Mode::create_standalone) made = make_file(absolute, O_EXCL, 0644);
  if (mode == Mode::read_write && !std::filesystem::exists(absolute, error))
    made = make_file(absolute, 0, 0600);
  if (!made) return std::unexpected{std::move(made).error().while_doing(context)};
  sqlite3* raw{nullptr};
  // The URI's mode is narrower than these flags and wins.
  int const rc{sqlite3_open_v2(uri_of(absolute, query_of(mode)).c_str(), &raw,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
                                   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                               nullptr)};
  Database db{raw};
  if (rc != SQLITE_OK) return std::unexpected{open_error(raw, rc).while_doing(context)};
  harden(raw, mode);
  auto opened{db.execute("PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY")};
  if (opened) opened = db.execute(pragmas_of(mode));
  // Only now: it would refuse to do without a journal.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Opening reads nothing: the header and the schema are looked at with the first question.
  if (opened) opened = db.execute("SELECT 1 FROM sqlite_schema LIMIT 1");
  if (!opened) return std::unexpected{std::move(opened).error().while_doing(context)};
  return db;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* raw{nullptr};
  int const rc{sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT, &raw, nullptr)};
  Statement statement{db_.get(), raw};
  if (rc != SQLITE_OK) return failure(db_.get(), rc);
  if (raw == nullptr) return fail(ErrorCode::bug, "no statement in the SQL text");
  return statement;
}

Result<void> Database::execute(std::string_view sql) {
  int const rc{sqlite3_exec(db_.get(), std::string{sql}.c_str(), nullptr, nullptr, nullptr)};
  if (rc != SQLITE_OK) return failure(db_.get(), rc);
  return {};
}

std::int64_t Database::last_insert_rowid() const {
  return sqlite3_last_insert_rowid(db_.get());
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement{MS_TRY(prepare(sql))};
  if (!MS_TRY(statement.step())) return fail(ErrorCode::not_found, "no row");
  return statement.integer(0);
}

Result<Transaction> Transaction::begin(Database& db) {
  MS_TRY(db.execute("BEGIN IMMEDIATE"));
  return Transaction{db};
}

Transaction::Transaction(Transaction&& other) noexcept : db_{std::exchange(other.db_, nullptr)} {}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself; a second ROLLBACK would only be an error nobody can use.
  if (db_ != nullptr && sqlite3_get_autocommit(db_->db_.get()) == 0) {
    static_cast<void>(db_->execute("ROLLBACK"));
  }
}

Result<void> Transaction::commit() {
  if (db_ == nullptr) return fail(ErrorCode::bug, "the transaction is over");
  MS_TRY(db_->execute("COMMIT"));
  db_ = nullptr;
  return {};
}

}  // namespace mingshi::sqlite
