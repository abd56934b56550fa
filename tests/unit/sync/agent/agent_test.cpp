#include "sync/agent/agent.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/store/reader.hpp"
#include "sync/fetch/http_source.hpp"
#include "tests/unit/sync/agent/test_hub.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using std::chrono::days;
using std::chrono::minutes;
namespace fs = std::filesystem;

namespace {

/// A terminal, its agent and its way to the hub.
struct Terminal {
  explicit Terminal(TestHub& test_hub)
      : hub{test_hub},
        source{HttpSource::open({.base_url = hub.server().url(),
                                 .proxy = {},
                                 .patience = std::chrono::seconds{2},
                                 .stop_requested = {}})
                   .value()},
        agent{std::make_unique<Agent>(
            Agent::open(
                {.data = folder.path(), .hall = "mingchuan", .anchor = hub.repo() / "root.json"},
                Log::none())
                .value())} {}

  Pass poll(Instant now = test_now) { return agent->poll_once(*source, now); }
  /// The same machine after a restart.
  void restart() {
    agent.reset();
    agent = std::make_unique<Agent>(
        Agent::open({.data = folder.path(), .hall = "mingchuan", .anchor = {}}, Log::none())
            .value());
  }
  [[nodiscard]] publication::TerminalFolder names() const {
    return publication::TerminalFolder{folder.path()};
  }
  [[nodiscard]] publication::Status status() const {
    return publication::read_status(names()).value();
  }
  [[nodiscard]] std::string trouble() const {
    auto const status_now{status()};
    return status_now.last_error ? status_now.last_error->code : "";
  }
  /// What a citizen would read: the post in the current generation.
  [[nodiscard]] std::string projection() const {
    auto reader{store::Reader::open(folder.path() / "current" / "disclosure.db").value()};
    return reader.row("officer/99150310027")->projection;
  }
  /// Every file under current, generations and objects, with its bytes.
  [[nodiscard]] std::map<std::string, std::string> shown() const {
    std::map<std::string, std::string> files;
    files["current"] = fs::read_symlink(names().current_link());
    for (auto const& place : {names().generations(), names().objects()})
      for (auto const& entry : fs::recursive_directory_iterator{place})
        if (entry.is_regular_file())
          files[entry.path()] = read_file(entry.path(), 10'000'000).value();
    return files;
  }
  [[nodiscard]] bool has(std::string const& text) const {
    return projection().find(text) != std::string::npos;
  }

  TestHub& hub;
  tests::TempFolder folder;
  std::unique_ptr<HttpSource> source;
  std::unique_ptr<Agent> agent;
};

bool is_timestamp(doubles::HttpRequest const& request) {
  return request.path == "tuf/timestamp.json";
}
bool is_object(doubles::HttpRequest const& request) {
  return request.path.starts_with("o/");
}

}  // namespace

TEST_CASE("agent: first contact brings the published generation", "[sync]") {
  TestHub hub;
  hub.publish("中队长");
  Terminal terminal{hub};
  CHECK(terminal.poll() == Pass::switched);
  CHECK(fs::read_symlink(terminal.names().current_link()) == "generations/000001");
  CHECK(terminal.has("中队长"));
  auto const portrait{hub.head().media.at(0)};
  CHECK(read_file(terminal.names().object(portrait.sha256), 1000) == "portrait of 中队长");
  CHECK(read_file(terminal.names().generation(1) / "head.json", 10'000).value() ==
        hub.bytes_of(hub.last_head));
  CHECK(terminal.status() ==
        publication::Status{
            .generation = 1, .as_of = test_now, .last_contact = test_now, .last_error = {}});
}

TEST_CASE("agent: a poll without news is one request and moves the as-of time", "[sync]") {
  TestHub hub;
  hub.publish("中队长");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  static_cast<void>(hub.asked());

  CHECK(terminal.poll(test_now + minutes{1}) == Pass::same);
  CHECK(hub.asked() == std::vector<std::string>{"tuf/timestamp.json"});
  CHECK(terminal.status().as_of == test_now);
  CHECK(terminal.status().last_contact == test_now + minutes{1});

  hub.restamp(test_now + minutes{2});
  CHECK(terminal.poll(test_now + minutes{3}) == Pass::same);
  CHECK(hub.asked() == std::vector<std::string>{"tuf/timestamp.json", "tuf/2.root.json"});
  CHECK(terminal.status().as_of == test_now + minutes{2});
}

TEST_CASE("agent: a new generation is switched in, the one before it is kept", "[sync]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const first_portrait{hub.head().media.at(0).sha256};
  hub.publish("二");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
  CHECK(fs::exists(terminal.names().generation(1) / "disclosure.db"));
  CHECK(fs::exists(terminal.names().object(first_portrait)));

  hub.publish("三");
  terminal.restart();
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("三"));
  CHECK(terminal.status().generation == 3);
  CHECK_FALSE(fs::exists(terminal.names().generation(1)));
  CHECK(fs::exists(terminal.names().generation(2)));
  CHECK_FALSE(fs::exists(terminal.names().object(first_portrait)));
}

TEST_CASE("agent: whatever goes wrong, what is shown stays byte for byte", "[sync][errors]") {
  TestHub hub;
  hub.publish("一");
  hub.restamp(test_now);
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  TestHub foreign;
  foreign.version = foreign.timestamp_version = foreign.sequence = 9;
  foreign.publish("冒充");

  struct Case {
    std::string code;
    std::string what;
    std::function<void(TestHub&, TestHub&)> happen;
  };
  auto const [code, what, happen]{GENERATE(values<Case>({
      {"unsigned", "a timestamp of another hub",
       [](TestHub& h, TestHub& f) {
         h.put("tuf/timestamp.json", f.bytes_of("tuf/timestamp.json"));
       }},
      {"unsigned", "another hub altogether",
       [](TestHub& h, TestHub& f) {
         h.misbehave = [&f](auto const& q, auto& r) { r = doubles::file_response(f.repo(), q); };
       }},
      {"unsigned", "a root of another hub",
       [](TestHub& h, TestHub& f) {
         h.restamp(test_now);
         h.put("tuf/2.root.json", f.bytes_of("tuf/1.root.json"));
       }},
      {"unsigned", "no signatures",
       [](TestHub& h, TestHub&) {
         h.keys[trust::Role::timestamp].clear();
         h.publish("二");
       }},
      {"unsigned", "targets signed by another key",
       [](TestHub& h, TestHub& f) {
         h.keys[trust::Role::targets] = f.keys[trust::Role::targets];
         h.publish("二");
       }},
      {"malformed_metadata", "a captive portal's page",
       [](TestHub& h, TestHub&) {
         h.misbehave = [](auto const&, auto& r) { r = {.status = 200, .headers = {}, .body = "<html>"}; };
       }},
      {"malformed_metadata", "a next root of half a megabyte that is no text",
       [](TestHub& h, TestHub&) {
         h.restamp(test_now);
         h.put("tuf/2.root.json", "{\"" + std::string(500'000, '\xFF'));
       }},
      {"malformed_metadata", "a next root that calls itself something very long",
       [](TestHub& h, TestHub&) {
         h.restamp(test_now);
         std::string type;
         for (int i{0}; i < 100'000; ++i) type += "根";
         h.put("tuf/2.root.json",
               R"({"signatures":[],"signed":{"_type":")" + type + R"("}})");
       }},
      {"rollback", "an older timestamp",
       [](TestHub& h, TestHub&) {
         h.timestamp_version = 0;
         h.restamp(test_now + minutes{1});
       }},
      {"rollback", "an older generation under newer metadata",
       [](TestHub& h, TestHub&) {
         h.sequence = 0;
         h.publish("零");
       }},
      {"expired", "a timestamp nobody renewed",
       [](TestHub& h, TestHub&) { h.restamp(test_now - days{7}); }},
      {"damaged", "a flipped bit in the database",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         h.misbehave = [](auto const& q, auto& r) {
           if (is_object(q)) r.body.at(r.body.size() / 2) ^= 1;
         };
       }},
      {"unreachable", "a database cut short",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         h.misbehave = [](auto const& q, auto& r) {
           if (is_object(q)) r.ending = doubles::Ending::cut;
         };
       }},
      {"unreachable", "a database cut short where the length was not sent",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         h.misbehave = [](auto const& q, auto& r) {
           if (is_object(q)) r.ending = doubles::Ending::cut_unframed;
         };
       }},
      {"damaged", "a database that never ends",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         h.misbehave = [](auto const& q, auto& r) {
           if (is_object(q)) r.ending = doubles::Ending::endless;
         };
       }},
      {"damaged", "a damaged head",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         auto head{h.bytes_of(h.last_head)};
         head[10] ^= 1;
         h.put(h.last_head, head);
       }},
      {"damaged", "a damaged snapshot",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         h.put("tuf/2.snapshot.json", h.bytes_of("tuf/2.snapshot.json") + " ");
       }},
      {"not_published", "a missing medium",
       [](TestHub& h, TestHub&) {
         h.publish("二");
         fs::remove(h.repo() / publication::object_path(h.head().media.at(0).sha256));
       }},
      {"unreachable", "a server in trouble",
       [](TestHub& h, TestHub&) {
         h.misbehave = [](auto const& q, auto& r) {
           if (is_timestamp(q)) r.status = 500;
         };
       }},
      {"unsupported_format", "a database of the next schema",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [](publication::Head& head) { head.schema = 2; });
       }},
      {"damaged", "a file that is no database",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [&](publication::Head& head) {
           head.database = h.put_object("SQLite format 4");
         });
       }},
      {"damaged", "rows that are not counted right",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [](publication::Head& head) { head.rows["officer"] = 2; });
       }},
      {"damaged", "another state than the head says",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now,
                   [](publication::Head& head) { head.state = std::string(64, '0'); });
       }},
      {"damaged", "another sequence than the head says",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [](publication::Head& head) { head.sequence = 7; });
       }},
      {"wrong_hall", "a head of another hall",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [](publication::Head& head) { head.hall = "other"; });
       }},
      {"wrong_hall", "a database of another hall",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, {}, [](store::Generation& g) { g.hall.id = "other"; });
       }},
      {"no_such_hall", "a hub that drops the hall",
       [](TestHub& h, TestHub&) {
         h.target_path = "other/head.json";
         h.publish("二");
       }},
      {"disk", "more than the disk holds",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now, [](publication::Head& head) {
           head.media.push_back(
               {.sha256 = std::string(64, '5'), .size = INT64_MAX / 4, .kind = "mp4"});
         });
       }},
      {"disk", "a database larger than any disk",
       [](TestHub& h, TestHub&) {
         h.publish("二", test_now,
                   [](publication::Head& head) { head.database.size = INT64_MAX; });
       }},
  }))};
  CAPTURE(what);
  happen(hub, foreign);
  CHECK(terminal.poll(test_now + minutes{5}) == Pass::failed);
  CHECK(terminal.trouble() == code);
  CHECK(terminal.shown() == shown);
  CHECK(terminal.status().generation == 1);
  CHECK(terminal.status().as_of == test_now);
  CHECK(terminal.status().last_error->at == test_now + minutes{5});
  terminal.restart();
  CHECK(terminal.shown() == shown);
  CHECK(terminal.poll(test_now + minutes{6}) == Pass::failed);
  CHECK(terminal.shown() == shown);
}

TEST_CASE("agent: being stopped in the middle is no trouble to report", "[sync]") {
  /// A source whose transfers are ended by a request to stop.
  struct Stopped final : Source {
    Result<Document> get(std::string_view, std::size_t, std::string_view) override {
      return fail(ErrorCode::cancelled, "stopped");
    }
    Result<void> download_all(std::span<Download const>) override {
      return fail(ErrorCode::cancelled, "stopped");
    }
  };
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const before{terminal.status()};
  Stopped stopped;
  CHECK(terminal.agent->poll_once(stopped, test_now + minutes{5}) == Pass::failed);
  CHECK(terminal.status() == before);
}

TEST_CASE("agent: after a bad spell the next good generation is taken", "[sync]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.publish("二");
  hub.misbehave = [](auto const& q, auto& r) {
    if (is_object(q)) r.ending = doubles::Ending::cut_unframed;
  };
  REQUIRE(terminal.poll() == Pass::failed);
  hub.misbehave = nullptr;
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
  CHECK(terminal.trouble().empty());
}

TEST_CASE("agent: a head that cannot be shown here is not downloaded again and again", "[sync]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.publish("二", test_now, [](publication::Head& head) { head.rows["officer"] = 2; });
  REQUIRE(terminal.poll() == Pass::failed);
  static_cast<void>(hub.asked());
  CHECK(terminal.poll() == Pass::failed);
  CHECK(hub.asked() == std::vector<std::string>{"tuf/timestamp.json"});
  CHECK(terminal.trouble() == "damaged");
  hub.publish("三");
  CHECK(terminal.poll() == Pass::switched);
}

TEST_CASE("agent: an unchanged timestamp does not outlive its expiry", "[sync][errors]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  CHECK(terminal.poll(test_now + days{7} - std::chrono::seconds{1}) == Pass::same);
  CHECK(terminal.poll(test_now + days{7}) == Pass::failed);
  CHECK(terminal.trouble() == "expired");
  CHECK(terminal.has("一"));
}

TEST_CASE("agent: rotated keys are followed", "[sync]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.rotate_keys();
  hub.rotate_keys();
  hub.publish("二");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(read_file(terminal.names().trust_file(trust::Role::root), 100'000).value() ==
        hub.bytes_of("tuf/3.root.json"));
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
}

TEST_CASE("agent: only what verified is kept of the metadata", "[sync][errors]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const kept{[&] {
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::directory_iterator{terminal.names().trust_folder()})
      files[entry.path().filename()] = read_file(entry.path(), 10'000'000).value();
    return files;
  }};
  auto const before{kept()};
  CHECK(before.size() == 4);
  hub.keys = trust::make_keyring().value();
  hub.publish("二");
  CHECK(terminal.poll() == Pass::failed);
  CHECK(kept() == before);
}

TEST_CASE("agent: what a power cut left behind is cleared, and the update goes through",
          "[sync][fault]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  auto const names{terminal.names()};
  fs::create_directories(names.generations() / ".new-000002");
  must(write_file(names.generations() / ".new-000002" / "disclosure.db", "half"));
  // Renamed, but the link was not: a whole generation nobody points to, or half of one.
  fs::create_directories(names.generation(2));
  must(write_file(names.generation(2) / "disclosure.db", "lost its tail"));
  fs::create_directories(names.objects() / "ab");
  must(write_file(names.objects() / "ab" / (".new-" + std::string(64, 'a')), "half"));
  must(write_file(names.trust_folder() / ".new.x1y2z3", "half"));
  fs::create_symlink("generations/000002", names.root() / ".new-current");

  terminal.restart();
  CHECK_FALSE(fs::exists(names.generations() / ".new-000002"));
  CHECK_FALSE(fs::exists(names.objects() / "ab" / (".new-" + std::string(64, 'a'))));
  CHECK_FALSE(fs::exists(names.trust_folder() / ".new.x1y2z3"));
  CHECK_FALSE(fs::is_symlink(names.root() / ".new-current"));
  CHECK(terminal.shown().at("current") == shown.at("current"));
  CHECK(terminal.has("一"));
  hub.publish("二");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
}

TEST_CASE("agent: a current generation that rotted on the disk is fetched again", "[sync][fault]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const file{terminal.names().generation(1) /
                  GENERATE(std::string{"disclosure.db"}, std::string{"head.json"})};
  must(write_file(file, "rot"));
  terminal.restart();
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("一"));
  CHECK(fs::read_symlink(terminal.names().current_link()) == "generations/000001");
}

TEST_CASE("agent: metadata that rotted on the disk is fetched again", "[sync][fault]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const role{GENERATE(trust::Role::timestamp, trust::Role::snapshot, trust::Role::targets)};
  must(write_file(terminal.names().trust_file(role), "rot"));
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
  CHECK(read_file(terminal.names().trust_file(role), 100'000).value() != "rot");
}

TEST_CASE("agent: a terminal without a trust anchor does not start", "[sync][errors]") {
  TestHub hub;
  tests::TempFolder const folder;
  auto const code{[&](std::string const& hall, std::optional<fs::path> anchor) {
    auto const agent{Agent::open({.data = folder.path(), .hall = hall, .anchor = std::move(anchor)},
                                 Log::none())};
    return agent ? ErrorCode::bug : agent.error().code();
  }};
  hub.publish("一");
  CHECK(code("mingchuan", std::nullopt) == ErrorCode::not_found);
  CHECK(code("mingchuan", hub.repo() / "none.json") == ErrorCode::not_found);
  CHECK(code("mingchuan", hub.repo() / "tuf/timestamp.json") == ErrorCode::invalid_input);
  CHECK(code("../x", hub.repo() / "root.json") == ErrorCode::invalid_input);
  CHECK_FALSE(fs::exists(folder.path() / "trust" / "root.json"));
}

TEST_CASE("agent: a trust anchor once taken is not replaced by another", "[sync][errors]") {
  TestHub hub;
  hub.publish("一");
  Terminal terminal{hub};
  TestHub const foreign;
  terminal.agent.reset();
  auto const agent{Agent::open(
      {.data = terminal.folder.path(), .hall = "mingchuan", .anchor = foreign.repo() / "root.json"},
      Log::none())};
  REQUIRE(agent);
  CHECK(read_file(terminal.names().trust_file(trust::Role::root), 100'000).value() ==
        hub.bytes_of("root.json"));
}

TEST_CASE("agent: two agents do not share a folder", "[sync][errors]") {
  TestHub hub;
  Terminal terminal{hub};
  CHECK(
      Agent::open({.data = terminal.folder.path(), .hall = "mingchuan", .anchor = {}}, Log::none())
          .error()
          .code() == ErrorCode::conflict);
}
