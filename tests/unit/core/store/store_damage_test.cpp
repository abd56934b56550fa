#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"
#include "core/store/reader.hpp"
#include "core/store/writer.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/unit/core/store/sample_generation.hpp"

#include <unistd.h>

#include <string>

namespace mingshi::store {
namespace {

using Catch::Matchers::ContainsSubstring;
using sqlite::Database;
using tests::TempFolder;

constexpr std::size_t cap{1U << 24U};

/// A sound file in which somebody then ran `sql`.
std::filesystem::path tampered(TempFolder const& dir, std::string const& sql) {
  auto const file{dir / "disclosure.db"};
  REQUIRE(write(file, sample_generation()));
  auto db{Database::open(file, Database::Mode::read_write)};
  REQUIRE(db);
  // Without this the change stays in a WAL that an immutable reader does not look at.
  REQUIRE(db->execute("PRAGMA journal_mode=DELETE"));
  REQUIRE(db->execute(sql));
  return file;
}

TEST_CASE("store: a file that is no database, an empty one and a text are corrupt",
          "[store][errors]") {
  TempFolder const dir;
  std::string const bytes{GENERATE(std::string{}, std::string{"hello"}, std::string(9000, '\0'),
                                   std::string("SQLite format 3\0", 16))};
  REQUIRE(write_file(dir / "x.db", bytes));
  auto const reader{Reader::open(dir / "x.db")};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::corrupt);
}

TEST_CASE("store: a missing file is not_found", "[store][errors]") {
  TempFolder const dir;
  auto const reader{Reader::open(dir / "none.db")};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::not_found);
}

TEST_CASE("store: another program's database is corrupt", "[store][errors]") {
  TempFolder const dir;
  auto const reader{Reader::open(tampered(dir, "PRAGMA application_id=1"))};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::corrupt);
  CHECK_THAT(reader.error().detail(), ContainsSubstring("not a disclosure database"));
}

TEST_CASE("store: another schema version is unsupported and both versions are named",
          "[store][errors]") {
  TempFolder const dir;
  auto const reader{Reader::open(tampered(dir, "PRAGMA user_version=7"))};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::unsupported);
  CHECK_THAT(reader.error().detail(),
             ContainsSubstring("schema version 7, this program reads version 2"));
}

TEST_CASE("store: a missing table is corrupt and named", "[store][errors]") {
  TempFolder const dir;
  std::string const table{GENERATE("hall", "generation", "head", "part_type", "record_type",
                                   "record", "calendar", "media", "search_key", "search_pinyin",
                                   "interface_text")};
  auto const reader{Reader::open(tampered(dir, "DROP TABLE " + table))};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::corrupt);
  CHECK_THAT(reader.error().detail(), ContainsSubstring("no table " + table));
}

TEST_CASE("store: a view in a table's place is not run", "[store][errors]") {
  TempFolder const dir;
  auto const reader{Reader::open(tampered(
      dir, "DROP TABLE media; CREATE VIEW media AS SELECT 'x' sha256, 1 size, 'png' kind"))};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::corrupt);
}

TEST_CASE("store: a file cut anywhere is corrupt on opening", "[store][errors]") {
  TempFolder const dir;
  auto const file{dir / "disclosure.db"};
  REQUIRE(write(file, sample_generation()));
  auto const size{static_cast<long>(std::filesystem::file_size(file))};
  long const keep{GENERATE_COPY(100L, 4096L, size / 2, size - 4096, size - 1)};
  CAPTURE(keep, size);
  REQUIRE(::truncate(file.c_str(), keep) == 0);
  auto const reader{Reader::open(file)};
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code() == ErrorCode::corrupt);
}

TEST_CASE("store: content that cannot be is corrupt, not half read", "[store][errors]") {
  TempFolder const dir;
  std::string const sql{GENERATE(
      "DELETE FROM hall", "DELETE FROM generation", "UPDATE generation SET issued='yesterday'",
      "UPDATE record SET publish_until='2026-02-30' WHERE id='notice/1'",
      "INSERT INTO search_pinyin VALUES(99, 1, 'a')", "INSERT INTO search_key VALUES(99, 'a', '')",
      "DELETE FROM search_key WHERE record=2", "ALTER TABLE record RENAME COLUMN sha256 TO md5")};
  CAPTURE(sql);
  auto reader{Reader::open(tampered(dir, sql))};
  REQUIRE(reader);
  auto const generation{reader->generation()};
  REQUIRE_FALSE(generation);
  CHECK(generation.error().code() == ErrorCode::corrupt);
}

TEST_CASE("store: a flipped byte never crashes the reader", "[store][errors]") {
  TempFolder const dir;
  auto const sound{dir / "disclosure.db"};
  REQUIRE(write(sound, sample_generation()));
  auto const bytes{read_file(sound, cap)};
  REQUIRE(bytes);
  std::size_t refused{0};
  std::size_t tried{0};
  for (std::size_t at{0}; at < bytes->size(); at += 97) {
    auto damaged{*bytes};
    damaged[at] = static_cast<char>(~static_cast<unsigned char>(damaged[at]));
    REQUIRE(write_file(dir / "damaged.db", damaged));
    auto reader{Reader::open(dir / "damaged.db")};
    ++tried;
    if (!reader || !reader->generation()) ++refused;
  }
  CHECK(tried > 500);
  CHECK(refused > 10);
}

}  // namespace
}  // namespace mingshi::store
