#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/sync/agent/terminal.hpp"

#include <algorithm>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using publication::Part;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
namespace fs = std::filesystem;

namespace {

constexpr auto case_id{"penalty/明劳监罚〔2026〕1号"};

/// A byte in the middle of a file is another one; its length and date stay.
void rot(fs::path const& file) {
  auto bytes{read_file(file, 10'000'000).value()};
  auto const written{fs::last_write_time(file)};
  bytes.at(bytes.size() / 2) ^= 1;
  must(write_file(file, bytes));
  fs::last_write_time(file, written);
}

fs::path only_photo(Terminal const& terminal) {
  for (auto const& entry : fs::recursive_directory_iterator{terminal.names().objects()})
    if (entry.is_regular_file()) return entry.path();
  return {};
}

/// A source that nobody answers.
struct Silent final : Source {
  Result<Document> get(std::string_view, std::size_t, std::string_view) override {
    return fail(ErrorCode::network, "nobody there");
  }
  Result<void> download_all(std::span<Download const>) override {
    return fail(ErrorCode::network, "nobody there");
  }
};

Pass poll_alone(Terminal& terminal, Instant now) {
  Silent silent;
  return terminal.agent->poll_once(
      silent, {.now = now, .sync = terminal.clock, .up = now - test_now + hours{1}});
}

bool contains(fs::path const& folder, std::string_view text) {
  for (auto const& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file() &&
        read_file(entry.path(), 10'000'000).value().find(text) != std::string::npos)
      return true;
  return false;
}

}  // namespace

TEST_CASE("agent: what a power cut left behind is cleared, and the update goes through",
          "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  auto const names{terminal.names()};
  fs::create_directories(names.generations() / ".new-000002");
  must(write_file(names.generations() / ".new-000002" / "disclosure.db", "half"));
  // Renamed, but the link was not: a whole generation nobody points to, or half of one.
  fs::create_directories(names.generation(2));
  must(write_file(names.generation(2) / "disclosure.db", "lost its tail"));
  must(write_file(names.trust_folder() / ".new.x1y2z3", "half"));
  fs::create_symlink("generations/000002", names.root() / ".new-current");

  terminal.restart();
  CHECK_FALSE(fs::exists(names.generations() / ".new-000002"));
  CHECK_FALSE(fs::exists(names.trust_folder() / ".new.x1y2z3"));
  CHECK_FALSE(fs::is_symlink(names.root() / ".new-current"));
  CHECK(terminal.shown().at("current") == shown.at("current"));
  CHECK(terminal.has("一"));
  hub.publish_post("二");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
}

TEST_CASE("agent: a current generation that rotted on the disk is fetched again", "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const name{GENERATE(as<std::string>{}, "disclosure.db", "records.head", "decisions.head")};
  must(write_file(terminal.names().generation(1) / name, "rot"));
  terminal.restart();
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("一"));
  CHECK(fs::read_symlink(terminal.names().current_link()) == "generations/000001");
  CHECK(terminal.receipts() == std::vector<std::string>{"applied generation 1"});
}

TEST_CASE("agent: a link that points nowhere, or to nothing that is there, is mended",
          "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const link{terminal.names().current_link()};
  SECTION("the folder is gone") {
    fs::remove_all(terminal.names().generation(1));
    SUCCEED("checked below");
  }
  SECTION("the link is gone") {
    fs::remove(link);
    SUCCEED("checked below");
  }
  SECTION("the link leads out of the folder") {
    must(replace_link(link, "/tmp"));
    SUCCEED("checked below");
  }
  SECTION("there is a file in its place") {
    fs::remove(link);
    must(write_file(link, "rot"));
    SUCCEED("checked below");
  }
  terminal.restart();
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("一"));
  CHECK(fs::read_symlink(link) == "generations/000001");
}

TEST_CASE("agent: what is gone does not open the door for something older", "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  hub.publish_post("二");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  fs::remove(terminal.names().current_link());
  fs::remove_all(terminal.names().generations());
  hub.edit_heads = [](auto& r, auto& d) {
    r.sequence = d.sequence = 1;
    r.deltas.clear();
    d.deltas.clear();
    r.base.to = d.base.to = 1;
  };
  hub.publish_post("一");
  terminal.restart();
  CHECK(terminal.poll() == Pass::failed);
  CHECK(terminal.trouble() == "rollback");
}

TEST_CASE("agent: once a week every byte is read, and what rotted is fetched again",
          "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const photo{only_photo(terminal)};
  SECTION("a photo") {
    auto const whole{read_file(photo, 1000).value()};
    rot(photo);
    CHECK(terminal.poll(test_now + days{6}) == Pass::same);
    CHECK(read_file(photo, 1000).value() != whole);
    hub.restamp(test_now + days{7});
    CHECK(terminal.poll(test_now + days{7}) == Pass::same);
    CHECK(read_file(photo, 1000).value() == whole);
    CHECK(terminal.receipts().back() == "fault damaged 1");
  }
  SECTION("a record") {
    auto const file{terminal.names().generation(1) / "disclosure.db"};
    auto bytes{read_file(file, 10'000'000).value()};
    auto const at{bytes.find("\"position\":\"一")};
    REQUIRE(at != std::string::npos);
    bytes[at + 12] ^= 1;
    must(write_file(file, bytes));
    hub.restamp(test_now + days{7});
    CHECK(terminal.poll(test_now + days{7}) == Pass::switched);
    CHECK(terminal.has("一"));
    CHECK(terminal.receipts().back() == "fault damaged 1");
  }
}

TEST_CASE("agent: a photo that is missing at the start is fetched again", "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const photo{only_photo(terminal)};
  fs::remove(photo);
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
  CHECK(fs::exists(photo));
}

TEST_CASE("agent: metadata that rotted on the disk is fetched again", "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const role{GENERATE(as<std::string>{}, "timestamp", "snapshot", "targets",
                           "mingchuan.records", "mingchuan.decisions")};
  CAPTURE(role);
  auto const file{terminal.names().trust_folder() / (role + ".json")};
  must(write_file(file, "rot"));
  if (GENERATE(true, false)) terminal.restart();
  CHECK(terminal.poll() == Pass::same);
  CHECK(read_file(file, 100'000).value() != "rot");
}

TEST_CASE("agent: a root that rotted is taken from the anchor again", "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  must(write_file(terminal.names().trust_folder() / "root.json", "rot"));
  terminal.agent.reset();
  terminal.start(hub.anchor());
  CHECK(terminal.poll() == Pass::same);
}

TEST_CASE("agent: a receipt that an earlier run owed is written, and written once",
          "[sync][fault]") {
  TestHub hub;
  hub.officers["99150310031"] = "监察员";
  hub.publish();
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.officers.erase("99150310031");
  hub.publish();
  // No receipt can be written: the power went after the switch.
  auto const spool{terminal.names().receipts("sync")};
  terminal.restart();
  fs::rename(spool, spool.parent_path() / "aside");
  must(write_file(spool, "in the way"));
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.projection("officer/99150310031").empty());
  fs::remove(spool);
  fs::rename(spool.parent_path() / "aside", spool);
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
  std::vector<std::string> const said{"applied generation 1", "withdrawn officer/99150310031 2",
                                      "applied generation 2"};
  CHECK(terminal.receipts() == said);
  // Nor does a lost memory make it say so again.
  fs::remove(terminal.folder / "agent.json");
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
  CHECK(terminal.receipts() == said);
}

TEST_CASE("agent: without news beyond the lease, personal data leave the disk", "[sync][privacy]") {
  TestHub hub;
  hub.lease_hours = 24;
  hub.publish_post("一");
  hub.penalties["明劳监罚〔2026〕1号"] = "示例公司拖欠工资案";
  hub.publish_post("二");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  CHECK(terminal.status().lease_until == test_now + hours{24});
  CHECK(poll_alone(terminal, test_now + hours{24} - minutes{1}) == Pass::failed);
  CHECK(terminal.agent->rest() <= minutes{1});
  CHECK(terminal.has("二"));

  CHECK(poll_alone(terminal, test_now + hours{24}) == Pass::failed);
  CHECK(terminal.projection().empty());
  CHECK(terminal.projection(case_id).empty());
  CHECK_FALSE(contains(terminal.names().generations(), "拖欠工资案"));
  CHECK_FALSE(contains(terminal.folder.path(), "photo of"));
  CHECK(terminal.status().generation == 2);
  CHECK(terminal.receipts() ==
        std::vector<std::string>{"applied generation 2", "hidden_by_lease generation 2"});
  terminal.restart();
  CHECK(poll_alone(terminal, test_now + hours{30}) == Pass::failed);
  CHECK(terminal.receipts().size() == 2);

  // A mirror that still has the old word brings nothing back.
  CHECK(terminal.poll(test_now + hours{30}) == Pass::same);
  CHECK(terminal.projection().empty());
  hub.restamp(test_now + hours{31});
  CHECK(terminal.poll(test_now + hours{31}) == Pass::switched);
  CHECK(terminal.has("二"));
  CHECK_FALSE(terminal.projection(case_id).empty());
  CHECK(terminal.status().lease_until == test_now + hours{55});
  CHECK(contains(terminal.names().objects(), "photo of"));
  CHECK(terminal.receipts().size() == 2);
}

TEST_CASE("agent: a clock far in the future erases nothing", "[sync][privacy]") {
  TestHub hub;
  hub.lease_hours = 24;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  Silent silent;
  CHECK(terminal.agent->poll_once(silent, {.now = test_now + days{365 * 73},
                                           .sync = ClockSync::unsynced,
                                           .up = hours{1} + minutes{1}}) == Pass::failed);
  CHECK(terminal.has("一"));
  CHECK(terminal.status().time->confidence == trust::Confidence::suspect_future);
}

TEST_CASE("agent: metadata the disk does not give are not taken for metadata that never were",
          "[sync][fault]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const role{GENERATE(trust::Role::timestamp, trust::Role::snapshot, trust::Role::targets)};
  auto const file{terminal.names().trust_file(role)};
  auto const aside{file.string() + ".aside"};
  fs::rename(file, aside);
  fs::create_symlink(file.filename(), file);  // to itself: there, and cannot be read
  hub.publish_post("二");
  CHECK(terminal.poll() == Pass::failed);
  CHECK(terminal.trouble() == "disk");
  CHECK(terminal.has("一"));
  CHECK(fs::is_symlink(file));
  fs::remove(file);
  fs::rename(aside, file);
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
}
