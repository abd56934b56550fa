#include "kiosk/feed/feed.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/projection.hpp"
#include "core/publication/terminal.hpp"
#include "core/store/writer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <semaphore>
#include <string>
#include <utility>
#include <vector>

using namespace mingshi;
using namespace mingshi::kiosk;

namespace fs = std::filesystem;

namespace {

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() {
    auto name{(fs::temp_directory_path() / "mingshi-feed-XXXXXX").string()};
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

std::string declaration(std::string const& type) {
  return read_file(std::string{MS_SOURCE_DIR} + "/assets/records/" + type + ".toml", 1'000'000)
      .value();
}

store::Row row(std::string const& type_code, domain::Fields fields) {
  auto const type{domain::parse_record_type(declaration(type_code)).value()};
  auto const projection{domain::project(type, domain::Record{type_code, std::move(fields)},
                                        domain::default_masking_policy(), domain::Origin::sample)
                            .value()};
  return {.id = projection.record.id,
          .type = type_code,
          .projection = projection.canonical_json,
          .sha256 = projection.record.sha256,
          .publish_from = projection.record.publish_from,
          .publish_until = projection.record.publish_until};
}

std::string const portrait{"<svg/>"};

store::Generation generation(std::int64_t sequence, std::string const& position = "监察员") {
  store::Generation made;
  made.hall.id = "mingchuan";
  made.hall.name = "明川区劳动监察大队";
  made.sequence = sequence;
  made.issued = parse_instant("2026-11-23T06:00:00Z").value();
  made.record_types = {declaration("officer"), declaration("certificate")};
  made.rows = {row("officer", {{"name", std::string{"顾𬭎"}},
                               {"unit", std::string{"一中队"}},
                               {"position", position},
                               {"certificate_no", std::string{"99150310027"}},
                               {"category", std::string{"劳动保障监察"}},
                               {"region", std::string{"明川区"}},
                               {"photo", crypto::sha256(portrait)}})};
  made.programme = "{}";
  made.media = {{crypto::sha256(portrait), static_cast<std::int64_t>(portrait.size()), "svg"}};
  return made;
}

/// Puts a generation where sync would, and switches to it.
void publish(fs::path const& data, store::Generation const& made) {
  publication::TerminalFolder const terminal{data};
  auto const folder{terminal.generation(made.sequence)};
  REQUIRE(make_folders(folder).has_value());
  REQUIRE(store::write(folder / publication::database_name, made).has_value());
  REQUIRE(replace_link(terminal.current_link(), fs::relative(folder, data)).has_value());
}

void put_portrait(fs::path const& data, std::string const& bytes) {
  auto const file{publication::TerminalFolder{data}.object(crypto::sha256(portrait))};
  REQUIRE(make_folders(file.parent_path()).has_value());
  REQUIRE(write_file(file, bytes).has_value());
}

Watcher watcher(fs::path const& data) {
  return Watcher{data, text::Pinyin::create().value()};
}

template <typename Message>
std::vector<Message> of(std::vector<FeedMessage> const& news) {
  std::vector<Message> out;
  for (auto const& one : news)
    if (auto const* const found{std::get_if<Message>(&one)}) out.push_back(*found);
  return out;
}

}  // namespace

TEST_CASE("feed: a generation becomes a Snapshot with its readings and pictures", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  put_portrait(data.path(), portrait);
  auto look{watcher(data.path())};
  auto const loaded{of<Loaded>(look.look())};
  REQUIRE(loaded.size() == 1);
  auto const& snapshot{*loaded.front().snapshot};
  CHECK(snapshot.sequence == 1);
  CHECK(snapshot.hall.name == "明川区劳动监察大队");
  REQUIRE(snapshot.find("officer/99150310027") != nullptr);
  CHECK(snapshot.find("officer/99150310027")->text("name") == "顾𬭎");
  CHECK(snapshot.pinyin.at("officer/99150310027") == "gù hóng");
  CHECK(loaded.front().pictures->at(crypto::sha256(portrait)) == portrait);
}

TEST_CASE("feed: nothing changed is no news", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  auto look{watcher(data.path())};
  CHECK(look.look().size() == 2);
  CHECK(look.look().empty());
}

TEST_CASE("feed: a new generation is taken when the link has moved", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  auto look{watcher(data.path())};
  CHECK(of<Loaded>(look.look()).size() == 1);
  publish(data.path(), generation(2, "副中队长"));
  auto const loaded{of<Loaded>(look.look())};
  REQUIRE(loaded.size() == 1);
  CHECK(loaded.front().snapshot->find("officer/99150310027")->text("position") == "副中队长");
}

TEST_CASE("feed: a record that differs from its hash stops the generation, once",
          "[feed][errors]") {
  Folder const data;
  publish(data.path(), generation(1));
  auto look{watcher(data.path())};
  CHECK(of<Loaded>(look.look()).size() == 1);
  auto forged{generation(2)};
  auto& text{forged.rows.front().projection};
  text.replace(text.find("监察员"), std::string{"监察员"}.size(), "大队长");
  publish(data.path(), forged);
  auto const news{look.look()};
  CHECK(of<Loaded>(news).empty());
  REQUIRE(of<LoadFailed>(news).size() == 1);
  CHECK(of<LoadFailed>(news).front().code == ErrorCode::corrupt);
  CHECK(look.look().empty());
}

TEST_CASE("feed: a record under another name is refused", "[feed][errors]") {
  Folder const data;
  auto forged{generation(1)};
  forged.rows.front().id = "officer/99150310028";
  publish(data.path(), forged);
  auto look{watcher(data.path())};
  REQUIRE(of<LoadFailed>(look.look()).size() == 1);
}

TEST_CASE("feed: a period that the hashed text does not say is refused", "[feed][errors]") {
  Folder const data;
  auto forged{generation(1)};
  forged.rows.front().publish_until = parse_day("2099-01-01").value();
  publish(data.path(), forged);
  auto look{watcher(data.path())};
  auto const failed{of<LoadFailed>(look.look())};
  REQUIRE(failed.size() == 1);
  CHECK(failed.front().code == ErrorCode::corrupt);
}

TEST_CASE("feed: a record of an undeclared type is refused", "[feed][errors]") {
  Folder const data;
  auto forged{generation(1)};
  forged.record_types = {};
  publish(data.path(), forged);
  auto look{watcher(data.path())};
  CHECK(of<Loaded>(look.look()).empty());
}

TEST_CASE("feed: a file that is no database leaves nothing on show and says so", "[feed][errors]") {
  Folder const data;
  REQUIRE(write_file(data.path() / "disclosure.db", "not a database").has_value());
  auto look{watcher(data.path())};
  auto const failed{of<LoadFailed>(look.look())};
  REQUIRE(failed.size() == 1);
  CHECK(failed.front().code == ErrorCode::corrupt);
}

TEST_CASE("feed: an empty folder is not_found until a generation comes", "[feed]") {
  Folder const data;
  auto look{watcher(data.path())};
  auto const failed{of<LoadFailed>(look.look())};
  REQUIRE(failed.size() == 1);
  CHECK(failed.front().code == ErrorCode::not_found);
  publish(data.path(), generation(1));
  CHECK(of<Loaded>(look.look()).size() == 1);
}

TEST_CASE("feed: a damaged picture is left out, the generation is not", "[feed][errors]") {
  Folder const data;
  publish(data.path(), generation(1));
  put_portrait(data.path(), "<svg></svg>");
  auto look{watcher(data.path())};
  auto const loaded{of<Loaded>(look.look())};
  REQUIRE(loaded.size() == 1);
  CHECK(loaded.front().pictures->empty());
}

TEST_CASE("feed: any folder with a disclosure.db can be previewed", "[feed]") {
  Folder const data;
  REQUIRE(store::write(data.path() / "disclosure.db", generation(3)).has_value());
  auto look{watcher(data.path())};
  auto const news{look.look()};
  REQUIRE(of<Loaded>(news).size() == 1);
  REQUIRE(of<FreshnessKnown>(news).size() == 1);
  CHECK(of<FreshnessKnown>(news).front().as_of == parse_instant("2026-11-23T06:00:00Z").value());
}

TEST_CASE("feed: sync's word on freshness overrides the generation's own", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  auto look{watcher(data.path())};
  static_cast<void>(look.look());
  auto const later{parse_instant("2026-11-23T09:00:00Z").value()};
  REQUIRE(publication::write_status(
              publication::TerminalFolder{data.path()},
              {.generation = 1, .as_of = later, .last_contact = later, .last_error = {}})
              .has_value());
  auto const known{of<FreshnessKnown>(look.look())};
  REQUIRE(known.size() == 1);
  CHECK(known.front() == FreshnessKnown{later, later});
}

TEST_CASE("feed: the thread posts what is there, and on a nudge what is new", "[feed][threads]") {
  Folder const data;
  publish(data.path(), generation(1));
  std::counting_semaphore<> posted{0};
  Mailbox<FeedMessage> mailbox{[&] { posted.release(); }};
  Feed feed{watcher(data.path()), mailbox, std::chrono::hours{24}};
  std::vector<FeedMessage> news;
  auto const wait_for{[&](std::int64_t sequence) {
    while (true) {
      posted.acquire();
      for (auto& one : mailbox.drain()) news.push_back(std::move(one));
      auto const loaded{of<Loaded>(news)};
      if (!loaded.empty() && loaded.back().snapshot->sequence == sequence) return loaded.size();
    }
  }};
  CHECK(wait_for(1) == 1);
  publish(data.path(), generation(2));
  feed.look_now();
  CHECK(wait_for(2) == 2);
}

TEST_CASE("feed: what was withdrawn leaves at once, before the next generation", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  auto look{watcher(data.path())};
  REQUIRE(of<Loaded>(look.look()).size() == 1);
  publication::TerminalFolder const terminal{data.path()};
  std::string const id{"officer/99150310027"};
  REQUIRE(publication::write_withdrawals(terminal, {.hall = "mingchuan", .ids = {{id, 2}}}));
  auto const gone{of<Loaded>(look.look())};
  REQUIRE(gone.size() == 1);
  CHECK(gone.front().snapshot->sequence == 1);
  CHECK(gone.front().snapshot->find(id) == nullptr);
  CHECK(gone.front().snapshot->index.find("顾", "officer", 10).empty());
  CHECK(gone.front().snapshot->withdrawn_titles == std::vector<std::string>{"顾𬭎"});
  CHECK(gone.front().withdrawn == std::vector<std::string>{id});
  CHECK(look.look().empty());
  // A damaged or missing file brings nothing back.
  REQUIRE(write_file(terminal.withdrawn_file(), "{"));
  CHECK(of<Loaded>(look.look()).empty());
  CHECK(look.look().empty());
  fs::remove(terminal.withdrawn_file());
  CHECK(of<Loaded>(look.look()).empty());
  // The generation of the withdrawal counts from then on, also when it has the record again.
  publish(data.path(), generation(2));
  auto const back{of<Loaded>(look.look())};
  REQUIRE(back.size() == 1);
  CHECK(back.front().snapshot->find(id) != nullptr);
  CHECK(back.front().withdrawn.empty());
}

TEST_CASE("feed: a terminal that starts with a withdrawal never shows the record", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  std::string const id{"officer/99150310027"};
  publication::TerminalFolder const terminal{data.path()};
  REQUIRE(publication::write_withdrawals(terminal, {.hall = "mingchuan", .ids = {{id, 2}}}));
  auto look{watcher(data.path())};
  auto const first{of<Loaded>(look.look())};
  REQUIRE(first.size() == 1);
  CHECK(first.front().snapshot->find(id) == nullptr);
}

TEST_CASE("feed: another hall's withdrawals are nobody's here", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  publication::TerminalFolder const terminal{data.path()};
  REQUIRE(publication::write_withdrawals(
      terminal, {.hall = "elsewhere", .ids = {{"officer/99150310027", 2}}}));
  auto look{watcher(data.path())};
  CHECK(of<Loaded>(look.look()).front().snapshot->find("officer/99150310027") != nullptr);
}

TEST_CASE("feed: a status that becomes unreadable is said, with the last known time", "[feed]") {
  Folder const data;
  publish(data.path(), generation(1));
  publication::TerminalFolder const terminal{data.path()};
  auto const as_of{parse_instant("2026-11-23T07:00:00Z").value()};
  publication::Status status{
      .generation = 1, .as_of = as_of, .last_contact = as_of, .last_error = {}};
  status.lease_until = as_of + std::chrono::hours{72};
  status.time = publication::TimeWord{.floor = as_of, .confidence = trust::Confidence::system};
  REQUIRE(publication::write_status(terminal, status));
  auto look{watcher(data.path())};
  auto const known{of<FreshnessKnown>(look.look())};
  REQUIRE(known.size() == 1);
  CHECK(known.front().lease_until == status.lease_until);
  CHECK(known.front().time_floor == as_of);
  CHECK(known.front().sync == SyncWord::known);
  REQUIRE(write_file(terminal.status_file(), "{\"generation\":"));
  auto const damaged{of<FreshnessKnown>(look.look())};
  REQUIRE(damaged.size() == 1);
  CHECK(damaged.front().as_of == as_of);
  CHECK(damaged.front().sync == SyncWord::unknown);
  CHECK(look.look().empty());
}
