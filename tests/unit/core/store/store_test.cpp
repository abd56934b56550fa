#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/store/reader.hpp"
#include "core/store/writer.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/unit/core/store/sample_generation.hpp"

#include <algorithm>
#include <string>

namespace mingshi::store {
namespace {

using tests::TempFolder;

constexpr std::size_t cap{1U << 24U};

Reader open_or_fail(std::filesystem::path const& file) {
  auto reader{Reader::open(file)};
  if (!reader) FAIL(reader.error().detail());
  return *std::move(reader);
}

TEST_CASE("store: what was written is read back, whole", "[store]") {
  TempFolder const dir;
  auto const g{sample_generation()};
  REQUIRE(write(dir / "disclosure.db", g));
  auto reader{open_or_fail(dir / "disclosure.db")};
  auto const back{reader.generation()};
  REQUIRE(back);
  CHECK(back->hall == g.hall);
  CHECK(back->sequence == g.sequence);
  CHECK(back->issued == g.issued);
  CHECK(back->record_types == g.record_types);
  CHECK(back->rows == g.rows);
  CHECK(back->calendar == g.calendar);
  CHECK(back->programme == g.programme);
  CHECK(back->texts == g.texts);
  CHECK(back->media == g.media);
  CHECK(back->search_keys == g.search_keys);
}

TEST_CASE("store: parts of a generation are read alone", "[store]") {
  TempFolder const dir;
  auto const g{sample_generation()};
  REQUIRE(write(dir / "disclosure.db", g));
  auto reader{open_or_fail(dir / "disclosure.db")};
  CHECK(reader.hall() == g.hall);
  CHECK(reader.sequence() == 42);
  CHECK(reader.counts() == std::map<std::string, std::int64_t>{{"notice", 1}, {"officer", 2}});
  CHECK(reader.row("officer/99150310027") == g.rows[1]);
  auto const none{reader.row("officer/1' OR '1'='1")};
  REQUIRE_FALSE(none);
  CHECK(none.error().code() == ErrorCode::not_found);
}

TEST_CASE("store: an empty generation is one too", "[store]") {
  TempFolder const dir;
  Generation g;
  g.sequence = 1;
  REQUIRE(write(dir / "disclosure.db", g));
  auto reader{open_or_fail(dir / "disclosure.db")};
  auto const back{reader.generation()};
  REQUIRE(back);
  CHECK(back->rows.empty());
  CHECK(reader.counts()->empty());
}

TEST_CASE("store: the same generation gives the same bytes, whatever order it came in", "[store]") {
  TempFolder const dir;
  auto g{sample_generation()};
  REQUIRE(write(dir / "a.db", g));
  REQUIRE(write(dir / "b.db", g));
  std::ranges::reverse(g.rows);
  std::ranges::reverse(g.media);
  std::ranges::reverse(g.search_keys);
  REQUIRE(write(dir / "c.db", g));
  auto const a{read_file(dir / "a.db", cap)};
  REQUIRE(a);
  CHECK(read_file(dir / "b.db", cap) == *a);
  CHECK(read_file(dir / "c.db", cap) == *a);
  g.rows[0].projection += ' ';
  REQUIRE(write(dir / "d.db", g));
  CHECK_FALSE(read_file(dir / "d.db", cap) == *a);
}

TEST_CASE("store: one file is left, no journal, pages of 4096 bytes", "[store]") {
  TempFolder const dir;
  REQUIRE(write(dir / "disclosure.db", sample_generation()));
  auto reader{open_or_fail(dir / "disclosure.db")};
  CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 1);
  auto db{sqlite::Database::open(dir / "disclosure.db", sqlite::Database::Mode::immutable)};
  REQUIRE(db);
  CHECK(db->integer("PRAGMA page_size") == 4096);
  CHECK(db->integer("PRAGMA freelist_count") == 0);
  CHECK(db->integer("SELECT count(*) FROM pragma_table_list WHERE schema='main' AND strict=0 AND "
                    "name NOT LIKE 'sqlite_%'") == 0);
}

TEST_CASE("store: writing over a file is a conflict and leaves the file", "[store][errors]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "disclosure.db", "precious"));
  auto const written{write(dir / "disclosure.db", sample_generation())};
  REQUIRE_FALSE(written);
  CHECK(written.error().code() == ErrorCode::conflict);
  CHECK(read_file(dir / "disclosure.db", cap) == "precious");
}

TEST_CASE("store: a record, medium or search key twice is refused and leaves no file",
          "[store][errors]") {
  TempFolder const dir;
  auto g{sample_generation()};
  std::string_view const what{GENERATE("record", "medium", "search key", "key of no record")};
  CAPTURE(what);
  if (what == "record") g.rows.push_back(g.rows.front());
  if (what == "medium") g.media.push_back(g.media.front());
  if (what == "search key") g.search_keys.push_back(g.search_keys.front());
  if (what == "key of no record") g.search_keys.front().record_id = "notice/2";
  auto const written{write(dir / "disclosure.db", g)};
  REQUIRE_FALSE(written);
  CHECK(written.error().code() == ErrorCode::invalid_input);
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("store: a generation without a number leaves no file", "[store][errors]") {
  TempFolder const dir;
  auto g{sample_generation()};
  g.sequence = 0;
  REQUIRE_FALSE(write(dir / "disclosure.db", g));
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("store: writing into a folder that is not there is not_found", "[store][errors]") {
  TempFolder const dir;
  auto const written{write(dir / "none/disclosure.db", sample_generation())};
  REQUIRE_FALSE(written);
  CHECK(written.error().code() == ErrorCode::not_found);
}

}  // namespace
}  // namespace mingshi::store
