#include "sync/agent/agent.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/sync/agent/terminal.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using publication::Part;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
namespace fs = std::filesystem;

TEST_CASE("agent: first contact brings the published generation", "[sync]") {
  TestHub hub;
  hub.penalties["明劳监罚〔2026〕1号"] = "示例公司拖欠工资案";
  hub.publish();
  Terminal terminal{hub};
  CHECK(terminal.poll() == Pass::switched);
  CHECK(fs::read_symlink(terminal.names().current_link()) == "generations/000001");
  CHECK(terminal.has("中队长"));
  CHECK(terminal.projection("penalty/明劳监罚〔2026〕1号").find("拖欠工资") != std::string::npos);
  for (auto const part : publication::all_parts)
    CHECK(read_file(terminal.names().generation(1) / publication::head_file_name(part), 100'000)
              .value() == hub.bytes_of(hub.head_path(part)));
  auto reader{store::Reader::open(terminal.names().generation(1) / "disclosure.db").value()};
  auto const media{reader.media().value()};
  REQUIRE(media.size() == 1);
  CHECK(read_file(terminal.names().object(media[0].sha256), 1000) ==
        "photo of 99150310027 as 中队长");
  CHECK(terminal.receipts() == std::vector<std::string>{"applied generation 1"});
  auto const status{terminal.status()};
  CHECK(status.generation == 1);
  CHECK(status.as_of == test_now);
  CHECK(status.last_contact == test_now);
  CHECK_FALSE(status.last_error);
  CHECK(status.state == "idle");
  CHECK(status.retries == 0);
  CHECK(status.source == hub.server().url());
  CHECK(status.time->floor == test_now);
  CHECK(status.next_poll > test_now);
}

TEST_CASE("agent: a poll without news is one request and moves the as-of time", "[sync]") {
  TestHub hub;
  hub.publish();
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

TEST_CASE("agent: a change is fetched as a delta and kept beside the generation before", "[sync]") {
  TestHub hub;
  for (int n{100}; n < 160; ++n) {
    hub.officers["99150310" + std::to_string(n)] = "监察员";
    hub.penalties["明劳监罚〔2026〕" + std::to_string(n) + "号"] = "示例案" + std::to_string(n);
  }
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.publish_post("二");
  static_cast<void>(hub.asked());
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
  auto const asked{hub.asked()};
  for (auto const part : publication::all_parts) {
    auto const head{hub.head(part)};
    CHECK(std::ranges::count(asked, publication::object_path(head.base.object.sha256)) == 0);
    CHECK(std::ranges::count(asked, publication::object_path(head.deltas.back().object.sha256)) ==
          1);
  }
  CHECK(fs::exists(terminal.names().generation(1)));

  hub.publish_post("三");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("三"));
  CHECK_FALSE(fs::exists(terminal.names().generation(1)));
  CHECK(fs::exists(terminal.names().generation(2)));
  CHECK(fs::is_empty(terminal.names().incoming()));
  CHECK(terminal.receipts() == std::vector<std::string>{"applied generation 1",
                                                        "applied generation 2",
                                                        "applied generation 3"});
}

TEST_CASE("agent: a photo that nothing shows any more leaves the disk", "[sync]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const photos{[&] {
    std::size_t count{0};
    for (auto const& entry : fs::recursive_directory_iterator{terminal.names().objects()})
      if (entry.is_regular_file()) ++count;
    return count;
  }};
  CHECK(photos() == 1);
  hub.publish_post("二");
  REQUIRE(terminal.poll() == Pass::switched);
  CHECK(photos() == 2);
  hub.publish_post("三");
  REQUIRE(terminal.poll() == Pass::switched);
  CHECK(photos() == 2);
}

TEST_CASE("agent: a withdrawn record is noted before anything else is fetched", "[sync]") {
  TestHub hub;
  hub.officers["99150310031"] = "监察员";
  hub.publish();
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.officers.erase("99150310031");
  hub.publish();
  hub.misbehave = [](auto const& q, auto& r) {
    if (is_object(q)) r = {.status = 404, .headers = {}, .body = ""};
  };
  CHECK(terminal.poll() == Pass::failed);
  CHECK(publication::read_withdrawals(terminal.names()).value() ==
        publication::Withdrawals{.hall = "mingchuan",
                                 .ids = {{.id = "officer/99150310031", .sequence = 2}}});
  CHECK(terminal.receipts().front() == "applied generation 1");
  CHECK(std::ranges::count(terminal.receipts(), "withdrawn officer/99150310031 2") == 0);

  hub.misbehave = nullptr;
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.projection("officer/99150310031").empty());
  auto const said{terminal.receipts()};
  CHECK(std::ranges::count(said, "withdrawn officer/99150310031 2") == 1);
  CHECK(said.back() == "applied generation 2");
  // Gone means gone: the generation that held it is not kept, nor is its photo.
  CHECK_FALSE(fs::exists(terminal.names().generation(1)));
  CHECK(terminal.poll() == Pass::same);
  CHECK(publication::read_withdrawals(terminal.names()).value().ids.empty());
}

TEST_CASE("agent: a withdrawal is known even while the decisions are still on their way",
          "[sync]") {
  TestHub hub;
  hub.officers["99150310031"] = "监察员";
  hub.publish();
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.officers.erase("99150310031");
  hub.parts = {Part::records};
  hub.publish();
  CHECK(terminal.poll() == Pass::waiting);
  CHECK(publication::read_withdrawals(terminal.names()).value().ids.size() == 1);
}

TEST_CASE("agent: parts of different generations are waited for, and trouble the second time",
          "[sync]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  hub.parts = {GENERATE(Part::records, Part::decisions)};
  hub.publish_post("二", test_now + minutes{1});
  CHECK(terminal.poll(test_now + minutes{1}) == Pass::waiting);
  CHECK(terminal.trouble().empty());
  CHECK(terminal.status().as_of == test_now);
  terminal.restart();
  CHECK(terminal.poll(test_now + minutes{2}) == Pass::failed);
  CHECK(terminal.trouble() == "parts_apart");
  CHECK(terminal.shown() == shown);

  hub.parts = {Part::records, Part::decisions};
  hub.publish_post("三", test_now + minutes{3});
  CHECK(terminal.poll(test_now + minutes{3}) == Pass::switched);
  CHECK(terminal.trouble().empty());
  CHECK(terminal.has("三"));
}

TEST_CASE("agent: rotated keys are followed", "[sync]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.rotate_keys();
  hub.rotate_keys();
  hub.publish_post("二");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(read_file(terminal.names().trust_folder() / "root.json", 100'000).value() ==
        hub.bytes_of("tuf/3.root.json"));
  terminal.restart();
  CHECK(terminal.poll() == Pass::same);
}

TEST_CASE("agent: an unchanged timestamp does not outlive its expiry", "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  CHECK(terminal.poll(test_now + days{7} - std::chrono::seconds{1}) == Pass::same);
  CHECK(terminal.poll(test_now + days{7}) == Pass::failed);
  CHECK(terminal.trouble() == "expired");
  CHECK(terminal.has("一"));
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
  hub.publish();
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  Stopped stopped;
  CHECK(terminal.agent->poll_once(stopped, {.now = test_now + minutes{5}}) == Pass::failed);
  CHECK_FALSE(terminal.status().last_error);
  CHECK(terminal.status().retries == 0);
  CHECK(terminal.status().generation == 1);
}

TEST_CASE("agent: a terminal without a trust anchor does not start", "[sync][errors]") {
  TestHub hub;
  tests::TempFolder const folder;
  auto const code{[&](std::string const& hall, std::optional<fs::path> anchor) {
    auto const agent{Agent::open({.data = folder.path(), .hall = hall, .anchor = std::move(anchor)},
                                 Log::none())};
    return agent ? ErrorCode::bug : agent.error().code();
  }};
  hub.publish();
  CHECK(code("mingchuan", std::nullopt) == ErrorCode::not_found);
  CHECK(code("mingchuan", hub.repo() / "none.json") == ErrorCode::not_found);
  CHECK(code("mingchuan", hub.repo() / "tuf/timestamp.json") == ErrorCode::invalid_input);
  CHECK(code("../x", hub.anchor()) == ErrorCode::invalid_input);
  CHECK_FALSE(fs::exists(folder.path() / "trust" / "root.json"));
}

TEST_CASE("agent: a trust anchor once taken is not replaced by another", "[sync][errors]") {
  TestHub hub;
  hub.publish();
  Terminal terminal{hub};
  TestHub const foreign;
  terminal.agent.reset();
  REQUIRE_NOTHROW(terminal.start(foreign.anchor()));
  CHECK(read_file(terminal.names().trust_folder() / "root.json", 100'000).value() ==
        hub.bytes_of("root.json"));
}

TEST_CASE("agent: two agents do not share a folder", "[sync][errors]") {
  TestHub hub;
  Terminal terminal{hub};
  CHECK(Agent::open({.data = terminal.folder.path(), .hall = "mingchuan"}, Log::none())
            .error()
            .code() == ErrorCode::conflict);
}
