#include "core/sqlite/database.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <limits>
#include <string>

namespace mingshi::sqlite {
namespace {

using Mode = Database::Mode;
using tests::TempFolder;

Database open_or_fail(std::filesystem::path const& file, Mode mode) {
  auto db{Database::open(file, mode)};
  if (!db) FAIL(db.error().detail());
  return *std::move(db);
}

void make_table(std::filesystem::path const& file) {
  auto db{open_or_fail(file, Mode::create_standalone)};
  REQUIRE(db.execute("CREATE TABLE t(n INTEGER, s TEXT) STRICT; INSERT INTO t VALUES(7,'字')"));
}

TEST_CASE("sqlite: text with NUL, empty text, NULL and the largest integers come back as they went",
          "[sqlite]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  REQUIRE(db.execute("CREATE TABLE t(n INTEGER, s TEXT) STRICT"));
  auto insert{db.prepare("INSERT INTO t VALUES(?,?)")};
  REQUIRE(insert);
  std::string_view const with_nul{"a\0b", 3};
  REQUIRE(insert->run({std::numeric_limits<std::int64_t>::min(), with_nul}));
  REQUIRE(insert->run({std::numeric_limits<std::int64_t>::max(), std::string_view{}}));
  REQUIRE(insert->run({nullptr, std::string_view{"𠮷"}}));
  auto select{db.prepare("SELECT n, s FROM t ORDER BY rowid")};
  REQUIRE(select);
  REQUIRE(select->step() == true);
  CHECK(select->integer(0) == std::numeric_limits<std::int64_t>::min());
  CHECK(select->text(1) == with_nul);
  REQUIRE(select->step() == true);
  CHECK(select->integer(0) == std::numeric_limits<std::int64_t>::max());
  CHECK(select->text(1).empty());
  CHECK_FALSE(select->is_null(1));
  REQUIRE(select->step() == true);
  CHECK(select->is_null(0));
  CHECK(select->text(1) == "𠮷");
  CHECK(select->step() == false);
}

TEST_CASE("sqlite: a bound text may be gone before the statement runs", "[sqlite]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  auto select{db.prepare("SELECT ?")};
  REQUIRE(select);
  {
    std::string text(1000, 'x');
    REQUIRE(select->bind({std::string_view{text}}));
    text.assign(1000, 'y');
  }
  REQUIRE(select->step() == true);
  CHECK(select->text(0) == std::string(1000, 'x'));
}

TEST_CASE("sqlite: a wrong number of values is our own bug", "[sqlite][errors]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  auto select{db.prepare("SELECT ?, ?")};
  REQUIRE(select);
  auto const bound{select->bind({std::int64_t{1}})};
  REQUIRE_FALSE(bound);
  CHECK(bound.error().code() == ErrorCode::bug);
}

TEST_CASE("sqlite: wrong SQL and empty SQL are our own bugs", "[sqlite][errors]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  auto const* const sql{
      GENERATE("SELECT nothing FROM nowhere", "", "SELECT \"a string\"", "-- only")};
  CAPTURE(sql);
  auto const prepared{db.prepare(sql)};
  REQUIRE_FALSE(prepared);
  CHECK(prepared.error().code() == ErrorCode::bug);
}

TEST_CASE("sqlite: a broken constraint is a conflict", "[sqlite][errors]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  REQUIRE(db.execute("CREATE TABLE t(n INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES(1)"));
  auto const again{db.execute("INSERT INTO t VALUES(1)")};
  REQUIRE_FALSE(again);
  CHECK(again.error().code() == ErrorCode::conflict);
  CHECK(again.error().native() != 0);
}

TEST_CASE("sqlite: a path with the characters of a URI opens that very file", "[sqlite]") {
  TempFolder const dir;
  auto const* const name{GENERATE("a?mode=rwc&x=1.db", "b#c.db", "100%.db", "%41.db", "数据 库.db",
                                  "a&immutable=0.db", "a'b\"c.db")};
  CAPTURE(name);
  auto const mode{GENERATE(Mode::immutable, Mode::read_only)};
  make_table(dir / name);
  CHECK(std::filesystem::exists(dir / name));
  auto db{open_or_fail(dir / name, mode)};
  CHECK(db.integer("SELECT n FROM t") == 7);
  auto const written{db.execute("INSERT INTO t VALUES(8,'')")};
  REQUIRE_FALSE(written);
  CHECK(written.error().code() == ErrorCode::denied);
}

TEST_CASE("sqlite: a missing file is not_found and is not made by reading", "[sqlite][errors]") {
  TempFolder const dir;
  auto const mode{GENERATE(Mode::immutable, Mode::read_only)};
  auto const db{Database::open(dir / "none.db", mode)};
  REQUIRE_FALSE(db);
  CHECK(db.error().code() == ErrorCode::not_found);
  CHECK_FALSE(std::filesystem::exists(dir / "none.db"));
}

TEST_CASE("sqlite: no name and a name with NUL are invalid_input", "[sqlite][errors]") {
  TempFolder const dir;
  std::string const name{GENERATE(std::string{}, std::string{"a\0b", 3})};
  auto const path{name.empty() ? std::filesystem::path{} : dir / name};
  auto const db{Database::open(path, Mode::read_write)};
  REQUIRE_FALSE(db);
  CHECK(db.error().code() == ErrorCode::invalid_input);
}

TEST_CASE("sqlite: a file that is no database is corrupt on opening", "[sqlite][errors]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "a.db", std::string(5000, 'x')));
  auto const mode{GENERATE(Mode::immutable, Mode::read_only, Mode::read_write)};
  auto const db{Database::open(dir / "a.db", mode)};
  REQUIRE_FALSE(db);
  CHECK(db.error().code() == ErrorCode::corrupt);
}

TEST_CASE("sqlite: a file cut short is corrupt on opening", "[sqlite][errors]") {
  TempFolder const dir;
  make_table(dir / "a.db");
  REQUIRE(::truncate((dir / "a.db").c_str(), 4096) == 0);
  auto const db{Database::open(dir / "a.db", Mode::immutable)};
  REQUIRE_FALSE(db);
  CHECK(db.error().code() == ErrorCode::corrupt);
}

TEST_CASE("sqlite: create_standalone refuses a file that exists and leaves it alone",
          "[sqlite][errors]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "a.db", "precious"));
  auto const db{Database::open(dir / "a.db", Mode::create_standalone)};
  REQUIRE_FALSE(db);
  CHECK(db.error().code() == ErrorCode::conflict);
  CHECK(read_file(dir / "a.db", 100) == "precious");
}

TEST_CASE("sqlite: create_standalone leaves one file", "[sqlite]") {
  TempFolder const dir;
  make_table(dir / "a.db");
  std::size_t files{0};
  for (auto const& entry : std::filesystem::directory_iterator{dir.path()}) {
    CHECK(entry.path().filename() == "a.db");
    ++files;
  }
  CHECK(files == 1);
}

TEST_CASE("sqlite: an immutable file is read without a lock or a file beside it", "[sqlite]") {
  TempFolder const dir;
  make_table(dir / "a.db");
  auto a{open_or_fail(dir / "a.db", Mode::immutable)};
  auto b{open_or_fail(dir / "a.db", Mode::immutable)};
  CHECK(a.integer("SELECT n FROM t") == 7);
  CHECK(b.integer("SELECT n FROM t") == 7);
  CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 1);
}

TEST_CASE("sqlite: a transaction that is not committed leaves nothing", "[sqlite]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  REQUIRE(db.execute("CREATE TABLE t(n INTEGER) STRICT"));
  {
    auto transaction{Transaction::begin(db)};
    REQUIRE(transaction);
    REQUIRE(db.execute("INSERT INTO t VALUES(1)"));
  }
  CHECK(db.integer("SELECT count(*) FROM t") == 0);
  auto transaction{Transaction::begin(db)};
  REQUIRE(transaction);
  REQUIRE(db.execute("INSERT INTO t VALUES(2)"));
  REQUIRE(transaction->commit());
  CHECK_FALSE(transaction->commit());
  CHECK(db.integer("SELECT n FROM t") == 2);
}

TEST_CASE("sqlite: integer() of no row is not_found", "[sqlite][errors]") {
  TempFolder const dir;
  auto db{open_or_fail(dir / "a.db", Mode::read_write)};
  auto const none{db.integer("SELECT 1 WHERE 0")};
  REQUIRE_FALSE(none);
  CHECK(none.error().code() == ErrorCode::not_found);
}

}  // namespace
}  // namespace mingshi::sqlite
