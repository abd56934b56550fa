#include "core/receipt/spool.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/receipt/segments.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::receipt;
namespace fs = std::filesystem;

namespace {

class Scratch {
 public:
  [[nodiscard]] fs::path spool() const { return folder_ / "receipts/kiosk"; }

 private:
  tests::TempFolder folder_;
};

constexpr SpoolLimits small{.segment = 2048, .total = 8192};

Receipt receipt_of(Kind kind, std::string const& subject) {
  Receipt receipt;
  receipt.at = parse_instant("2026-11-23T06:32:00Z").value();
  receipt.id = new_id(receipt.at).value();
  receipt.kind = kind;
  receipt.hall = "mingchuan";
  receipt.sequence = 7;
  receipt.subject = subject;
  return receipt;
}

/// Appends `count` receipts of a kind; gives their ids.
std::vector<std::string> fill(Spool& spool, Kind kind, int count) {
  std::vector<std::string> ids;
  for (int i{0}; i < count; ++i) {
    auto const one{receipt_of(kind, "notice/" + std::to_string(i))};
    REQUIRE(spool.append(one, Durability::later));
    ids.push_back(one.id);
  }
  return ids;
}

std::vector<Entry> all(fs::path const& folder) {
  return read(folder, 0, 100'000).value();
}

std::set<std::string> ids_in(fs::path const& folder) {
  std::set<std::string> ids;
  for (auto const& entry : all(folder)) ids.insert(entry.receipt.id);
  return ids;
}

std::string bytes_of(fs::path const& file) {
  return read_file(file, 1'000'000).value();
}

std::uintmax_t bytes_in(fs::path const& folder) {
  std::uintmax_t bytes{0};
  auto const files{segment_files(folder).value()};
  for (auto const& file : files) bytes += fs::file_size(file);
  return bytes;
}

}  // namespace

TEST_CASE("spool: what is appended is read in order, after a restart too", "[receipt]") {
  Scratch const scratch;
  std::vector<Receipt> written;
  for (int start{0}; start < 3; ++start) {
    auto spool{Spool::open(scratch.spool()).value()};
    for (int i{0}; i < 4; ++i) {
      written.push_back(receipt_of(Kind::shown, "notice/一"));
      CHECK(spool.append(written.back(), Durability::now).value() ==
            static_cast<Position>(written.size()));
    }
  }
  auto const entries{all(scratch.spool())};
  REQUIRE(entries.size() == 12);
  for (std::size_t i{0}; i < entries.size(); ++i) {
    CHECK(entries[i].position == static_cast<Position>(i + 1));
    CHECK(entries[i].receipt == written[i]);
  }
  CHECK(read(scratch.spool(), 10, 100).value().size() == 2);
  CHECK(read(scratch.spool(), 0, 5).value().back().position == 5);
  CHECK(read(scratch.spool() / "none", 0, 5).error().code() == ErrorCode::not_found);
}

TEST_CASE("spool: wherever the file is cut, the whole lines before stay and it goes on",
          "[receipt][fault]") {
  Scratch const scratch;
  {
    auto spool{Spool::open(scratch.spool()).value()};
    fill(spool, Kind::applied, 3);
  }
  auto const file{segment_files(scratch.spool()).value().front()};
  auto const whole{bytes_of(file)};
  std::vector<std::size_t> ends{0};
  for (std::size_t at{0}; at < whole.size(); ++at)
    if (whole[at] == '\n') ends.push_back(at + 1);
  for (std::size_t cut{0}; cut <= whole.size(); ++cut) {
    CAPTURE(cut);
    REQUIRE(write_file(file, whole.substr(0, cut)));
    auto const kept{std::ranges::upper_bound(ends, cut) - ends.begin() - 1};
    auto spool{Spool::open(scratch.spool()).value()};
    CHECK(spool.state().last == kept);
    auto const next{receipt_of(Kind::fault, "unreachable")};
    CHECK(spool.append(next, Durability::later).value() == kept + 1);
    auto const entries{all(scratch.spool())};
    REQUIRE(entries.size() == static_cast<std::size_t>(kept) + 1);
    CHECK(entries.back().receipt == next);
    CHECK(spool.state().damaged == 0);
  }
}

TEST_CASE("spool: a changed byte costs its own line and no other", "[receipt][fault]") {
  Scratch const scratch;
  {
    auto spool{Spool::open(scratch.spool()).value()};
    fill(spool, Kind::applied, 3);
  }
  auto const file{segment_files(scratch.spool()).value().front()};
  auto const whole{bytes_of(file)};
  auto const second{whole.find('\n') + 1};
  auto const third{whole.find('\n', second) + 1};
  for (auto at{second}; at < third; ++at) {
    CAPTURE(at);
    auto bad{whole};
    bad[at] = static_cast<char>(bad[at] ^ 1);
    REQUIRE(write_file(file, bad));
    auto const spool{Spool::open(scratch.spool()).value()};
    auto const entries{all(scratch.spool())};
    bool const newline{at + 1 == third};  // two lines became one, the last: a torn tail
    CHECK(spool.state().damaged >= (newline ? 0 : 1));
    REQUIRE(entries.size() == (newline ? 1U : 2U));
    CHECK(entries.front().position == 1);
    if (!newline) CHECK(entries.back().position == 3);
  }
}

TEST_CASE("spool: a page of zeros in the middle or at the end does no more harm",
          "[receipt][fault]") {
  Scratch const scratch;
  {
    auto spool{Spool::open(scratch.spool()).value()};
    fill(spool, Kind::applied, 60);
  }
  auto const file{segment_files(scratch.spool()).value().front()};
  auto const whole{bytes_of(file)};
  REQUIRE(whole.size() > 3 * 4096);
  auto hole{whole};
  std::fill_n(hole.begin() + 4096, 4096, '\0');
  REQUIRE(write_file(file, hole + std::string(512, '\0')));
  auto spool{Spool::open(scratch.spool()).value()};
  CHECK(spool.state().last == 60);
  auto const entries{all(scratch.spool())};
  CHECK(entries.size() >= 60 - 4096 / 200 - 2);
  CHECK(entries.size() < 60);
  CHECK(entries.front().position == 1);
  CHECK(spool.append(receipt_of(Kind::fault, "x"), Durability::now).value() == 61);
  CHECK(all(scratch.spool()).back().position == 61);
}

TEST_CASE("spool: one writer a folder", "[receipt]") {
  Scratch const scratch;
  auto const first{Spool::open(scratch.spool())};
  REQUIRE(first);
  CHECK(Spool::open(scratch.spool()).error().code() == ErrorCode::conflict);
}

TEST_CASE("spool: a folder that cannot be one is refused", "[receipt][errors]") {
  Scratch const scratch;
  REQUIRE(make_folders(scratch.spool().parent_path()));
  REQUIRE(write_file(scratch.spool(), "a file"));
  CHECK_FALSE(Spool::open(scratch.spool()));
  CHECK(Spool::open(scratch.spool(), {.segment = 10, .total = 8192}).error().code() ==
        ErrorCode::invalid_input);
  CHECK(Spool::open(scratch.spool(), {.segment = 4096, .total = 8192}).error().code() ==
        ErrorCode::invalid_input);
}

TEST_CASE("spool: what is acknowledged goes first, and nothing is said of it", "[receipt]") {
  Scratch const scratch;
  auto spool{Spool::open(scratch.spool(), small).value()};
  fill(spool, Kind::applied, 10);
  REQUIRE(acknowledge(scratch.spool(), 10));
  fill(spool, Kind::shown, 15);
  CHECK(spool.state().bytes <= small.total);
  CHECK(spool.state().dropped.empty());
  auto const entries{all(scratch.spool())};
  CHECK(std::ranges::count(entries, Kind::shown, [](auto const& e) { return e.receipt.kind; }) ==
        15);
}

TEST_CASE("spool: without room what was shown goes, counted, and what was withdrawn stays",
          "[receipt]") {
  Scratch const scratch;
  std::vector<std::string> dear;
  std::int64_t shown{0};
  {
    auto spool{Spool::open(scratch.spool(), small).value()};
    for (int round{0}; round < 4; ++round) {
      for (auto const kind : {Kind::withdrawn, Kind::applied}) {
        auto const ids{fill(spool, kind, 2)};
        dear.insert(dear.end(), ids.begin(), ids.end());
      }
      fill(spool, Kind::shown, 40);
      shown += 40;
      CHECK(spool.state().bytes <= small.total);
      CHECK(bytes_in(scratch.spool()) == spool.state().bytes);
    }
    CHECK(spool.state().files <= 8);
    CHECK(spool.state().held.at(Kind::shown) + spool.state().dropped.at(Kind::shown) == shown);
    CHECK_FALSE(spool.state().dropped.contains(Kind::withdrawn));
    CHECK_FALSE(spool.state().dropped.contains(Kind::applied));
  }
  auto const there{ids_in(scratch.spool())};
  for (auto const& id : dear) CHECK(there.contains(id));
  auto const entries{all(scratch.spool())};
  CHECK(std::ranges::is_sorted(entries, std::less_equal{}, &Entry::position));
  std::int64_t told{0};
  for (auto const& entry : entries)
    if (entry.receipt.kind == Kind::fault && entry.receipt.subject == "spool")
      told += std::get<std::int64_t>(entry.receipt.detail.at("dropped_shown"));
  auto const reopened{Spool::open(scratch.spool(), small).value()};
  CHECK(told == reopened.state().dropped.at(Kind::shown));
  CHECK(inspect(scratch.spool()).value() == reopened.state());
}

TEST_CASE("spool: the dear ones go last of all, and are counted too", "[receipt]") {
  Scratch const scratch;
  auto spool{Spool::open(scratch.spool(), small).value()};
  fill(spool, Kind::fault, 5);
  fill(spool, Kind::hidden_by_lease, 5);
  fill(spool, Kind::withdrawn, 100);
  auto const& state{spool.state()};
  CHECK(state.bytes <= small.total);
  CHECK(state.dropped.at(Kind::fault) == 5);
  CHECK(state.dropped.at(Kind::hidden_by_lease) == 5);
  CHECK(state.dropped.at(Kind::withdrawn) + state.held.at(Kind::withdrawn) == 100);
}

TEST_CASE("spool: a power cut while files are joined loses nothing and doubles nothing",
          "[receipt][fault]") {
  Scratch const scratch;
  {
    auto spool{Spool::open(scratch.spool(), small).value()};
    fill(spool, Kind::applied, 14);
  }
  auto const files{segment_files(scratch.spool()).value()};
  REQUIRE(files.size() >= 2);
  auto const before{all(scratch.spool())};
  // The rename has happened, the removal of the second file has not.
  REQUIRE(write_file(files[0], bytes_of(files[0]) + bytes_of(files[1])));
  CHECK(all(scratch.spool()) == before);
  auto const spool{Spool::open(scratch.spool(), small).value()};
  CHECK(all(scratch.spool()) == before);
  CHECK(segment_files(scratch.spool()).value().size() == files.size() - 1);
  CHECK(spool.state().held.at(Kind::applied) == 14);
}

TEST_CASE("spool: an unfinished file of a power cut is removed and never read",
          "[receipt][fault]") {
  Scratch const scratch;
  REQUIRE(make_folders(scratch.spool()));
  REQUIRE(write_file(scratch.spool() / ".new.abcdef", "half"));
  REQUIRE(write_file(scratch.spool() / "7.receipts", "no segment"));
  auto const spool{Spool::open(scratch.spool())};
  REQUIRE(spool);
  CHECK_FALSE(fs::exists(scratch.spool() / ".new.abcdef"));
  CHECK(all(scratch.spool()).empty());
}

TEST_CASE("spool: the cursor only moves on, and never beyond what was written", "[receipt]") {
  Scratch const scratch;
  auto spool{Spool::open(scratch.spool()).value()};
  fill(spool, Kind::shown, 5);
  CHECK(acknowledged(scratch.spool()) == 0);
  REQUIRE(acknowledge(scratch.spool(), 4));
  REQUIRE(acknowledge(scratch.spool(), 2));
  CHECK(acknowledged(scratch.spool()) == 4);
  CHECK(acknowledge(scratch.spool(), 6).error().code() == ErrorCode::invalid_input);
  CHECK(read(scratch.spool(), acknowledged(scratch.spool()), 10).value().size() == 1);
  REQUIRE(write_file(scratch.spool() / "acknowledged", "4"));
  CHECK(acknowledged(scratch.spool()) == 0);
}

TEST_CASE("spool: a number that was carried up is not given again", "[receipt][fault]") {
  Scratch const scratch;
  {
    auto spool{Spool::open(scratch.spool()).value()};
    fill(spool, Kind::shown, 5);
    REQUIRE(acknowledge(scratch.spool(), 5));
  }
  auto const files{segment_files(scratch.spool()).value()};
  for (auto const& file : files) fs::remove(file);
  auto spool{Spool::open(scratch.spool()).value()};
  CHECK(spool.append(receipt_of(Kind::shown, "x"), Durability::now).value() == 6);
}

TEST_CASE("spool: a disk that refuses leaves what was there", "[receipt][fault]") {
  Scratch const scratch;
  auto spool{Spool::open(scratch.spool(), small).value()};
  auto const ids{fill(spool, Kind::applied, 8)};
  auto const too_long{receipt_of(Kind::fault, std::string(longest_line, 'x'))};
  CHECK(spool.append(too_long, Durability::now).error().code() == ErrorCode::invalid_input);
  CHECK(all(scratch.spool()).size() == 8);
  CHECK(spool.append(receipt_of(Kind::fault, "x"), Durability::now).value() == 9);
}
