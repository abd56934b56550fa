#include "core/trust/updater.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/core/trust/repository_of_test.hpp"

#include <algorithm>
#include <chrono>
#include <string>

using namespace mingshi;
using namespace mingshi::trust;
using std::chrono::days;
using std::chrono::seconds;

TEST_CASE("updater: a first update asks for each role once and keeps it byte for byte",
          "[trust][updater]") {
  Repository repo;
  repo.server.files["timestamp.json"] += " \n";
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  CHECK(repo.server.asked ==
        Names{"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"});
  CHECK(repo.disk.done == Names{"save timestamp", "save snapshot", "save targets"});
  for (auto const* role : {"timestamp", "snapshot", "targets"})
    CHECK(repo.disk.kept.at(role) == repo.file(role));
  CHECK(updater.target("top").value() == describe_target("top"));
  CHECK(updater.target("absent").value() == std::nullopt);
}

TEST_CASE("updater: an update without news asks for root and timestamp and writes nothing",
          "[trust][updater]") {
  Repository repo;
  REQUIRE(repo.client().refresh());
  repo.server.asked.clear();
  repo.disk.done.clear();
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  CHECK(repo.server.asked == Names{"2.root.json", "timestamp.json"});
  CHECK(repo.disk.done.empty());
  CHECK_FALSE(updater.trusted().was_replaced_in_place());
}

TEST_CASE("updater: without consistent snapshots only roots carry a version in their name",
          "[trust][updater]") {
  Repository repo;
  repo.root.consistent_snapshot = false;
  repo.disk.kept["root"] = sign(repo.root, repo.keys[Role::root]).value();
  repo.server.files.clear();
  repo.delegate("targets", "hall", {"hall/*"});
  repo.targets.at("hall").files.emplace("hall/a", describe_target("a"));
  repo.publish();
  CHECK(repo.find("hall/a") == ErrorCode::bug);
  CHECK(repo.server.asked ==
        Names{"2.root.json", "timestamp.json", "snapshot.json", "targets.json", "hall.json"});
}

TEST_CASE("updater: a root that says nothing of consistent snapshots has none",
          "[trust][updater]") {
  Repository repo;
  repo.disk.kept["root"] = edited(
      repo.disk.kept["root"], [](json::Json& j) { j.erase("consistent_snapshot"); },
      repo.keys[Role::root]);
  static_cast<void>(repo.refresh());
  CHECK(repo.server.asked == Names{"2.root.json", "timestamp.json", "snapshot.json"});
}

TEST_CASE("updater: no document is taken beyond its named length, or the role's own limit",
          "[trust][updater]") {
  Repository repo;
  SECTION("named") {
    repo.delegate("targets", "hall", {"*"});
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::not_found);
    CHECK(repo.server.caps.at("2.root.json") == 512'000);
    CHECK(repo.server.caps.at("timestamp.json") == 16'384);
    CHECK(repo.server.caps.at("2.snapshot.json") == repo.file("snapshot").size());
    CHECK(repo.server.caps.at("2.targets.json") == repo.file("targets").size());
    CHECK(repo.server.caps.at("2.hall.json") == repo.file("hall").size());
  }
  SECTION("not named") {
    repo.delegate("targets", "hall", {"*"});
    repo.named_bytes = false;
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::not_found);
    CHECK(repo.server.caps.at("2.snapshot.json") == 2'000'000);
    CHECK(repo.server.caps.at("2.targets.json") == 5'000'000);
    CHECK(repo.server.caps.at("2.hall.json") == 5'000'000);
  }
  SECTION("named beyond all reason") {
    repo.edits["timestamp"] = [](json::Json& j) {
      j["meta"]["snapshot.json"]["length"] = 1'000'000'000'000;
    };
    repo.publish();
    CHECK(repo.refresh() == ErrorCode::corrupt);
    CHECK(repo.server.caps.at("2.snapshot.json") == max_named_size);
  }
}

TEST_CASE("updater: roots are walked one by one, each kept before the next is asked for",
          "[trust][updater]") {
  Repository repo;
  repo.next_root(make_keyring().value());
  auto const third{repo.next_root(make_keyring().value())};
  repo.publish();
  REQUIRE(repo.refresh() == ErrorCode::bug);
  CHECK(Names(repo.server.asked.begin(), repo.server.asked.begin() + 4) ==
        Names{"2.root.json", "3.root.json", "4.root.json", "timestamp.json"});
  CHECK(Names(repo.disk.done.begin(), repo.disk.done.begin() + 2) ==
        Names{"save root", "save root"});
  CHECK(repo.disk.kept.at("root") == third);
}

TEST_CASE("updater: a chain of roots without end is left after 256 of them, and gone on with later",
          "[trust][updater]") {
  Repository repo;
  for (int i{0}; i < 260; ++i) repo.next_root(repo.keys);
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  CHECK(updater.trusted().root().version == 257);
  auto again{repo.client()};
  REQUIRE(again.refresh());
  CHECK(again.trusted().root().version == 261);
}

TEST_CASE("updater: what the repository does not have ends the update",
          "[trust][updater][errors]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.publish();
  auto const missing{GENERATE(as<std::string>{}, "timestamp.json", "2.snapshot.json",
                              "2.targets.json", "2.hall.json")};
  CAPTURE(missing);
  SECTION("as not_found when it says so") {
    repo.server.files.erase(missing);
    CHECK(repo.find("absent") == ErrorCode::not_found);
    CHECK(repo.server.asked.back() == missing);
  }
  SECTION("as what it is when the wire is cut") {
    repo.server.unreachable = missing;
    CHECK(repo.find("absent") == ErrorCode::network);
    CHECK(repo.server.asked.back() == missing);
  }
}

TEST_CASE("updater: a root that cannot be asked for ends the update", "[trust][updater][errors]") {
  Repository repo;
  repo.server.unreachable = "2.root.json";
  CHECK(repo.refresh() == ErrorCode::network);
  CHECK(repo.server.asked == Names{"2.root.json"});
}

TEST_CASE("updater: a refused document keeps nothing and ends the update",
          "[trust][updater][errors]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const before{repo.disk.kept};
  auto const role{GENERATE(as<std::string>{}, "root", "timestamp", "snapshot", "targets")};
  CAPTURE(role);
  repo.named_bytes = false;
  repo.next_root(repo.keys);
  repo.publish();
  auto const name{
      metadata_file_name(role, role == "timestamp" ? std::nullopt : std::optional{repo.version})};
  auto& bytes{repo.server.files.at(name)};
  bytes.replace(bytes.find("\"sig\":\"") + 7, 2, "zz");
  CHECK(repo.refresh() == ErrorCode::denied);
  CHECK(repo.server.asked.back() == name);
  CHECK(repo.disk.kept.at(role) == before.at(role));
  if (role == "root") CHECK(repo.disk.kept == before);
  if (role == "timestamp") CHECK(repo.disk.kept.at("snapshot") == before.at("snapshot"));
}

TEST_CASE("updater: a disk that does not take a document ends the update",
          "[trust][updater][errors]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.next_root(repo.keys);
  repo.publish();
  repo.disk.broken = GENERATE(as<std::string>{}, "save root", "save timestamp", "save snapshot",
                              "save targets", "save hall");
  CAPTURE(repo.disk.broken);
  CHECK(repo.find("absent") == ErrorCode::io);
  CHECK(std::ranges::count(repo.disk.done, repo.disk.broken) == 0);
}

TEST_CASE("updater: what a new root makes void is removed before that root is kept",
          "[trust][updater]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  repo.disk.done.clear();
  auto next{repo.keys};
  auto const fresh{crypto::SigningKey::generate().value()};
  Names expected;
  SECTION("a withdrawn timestamp key takes timestamp and snapshot along") {
    next[Role::timestamp] = {fresh};
    expected = {"remove timestamp", "remove snapshot", "save root"};
    SUCCEED("checked below");
  }
  SECTION("a withdrawn snapshot key takes timestamp and snapshot along") {
    next[Role::snapshot] = {fresh};
    expected = {"remove timestamp", "remove snapshot", "save root"};
    SUCCEED("checked below");
  }
  SECTION("a withdrawn targets key takes the targets along") {
    next[Role::targets] = {fresh};
    expected = {"remove targets", "save root"};
    SUCCEED("checked below");
  }
  SECTION("nothing is removed where nothing was withdrawn") {
    next[Role::root] = {fresh};
    next[Role::timestamp].push_back(fresh);
    expected = {"save root"};
    SUCCEED("checked below");
  }
  repo.next_root(next);
  repo.server.files.erase("timestamp.json");
  CHECK(repo.refresh() == ErrorCode::not_found);
  CHECK(repo.disk.done == expected);
}

TEST_CASE("updater: a disk that does not forget ends the update before the new root is kept",
          "[trust][updater][errors]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const before{repo.disk.kept.at("root")};
  repo.next_root(make_keyring().value());
  repo.disk.broken =
      GENERATE(as<std::string>{}, "remove timestamp", "remove snapshot", "remove targets");
  CAPTURE(repo.disk.broken);
  CHECK(repo.refresh() == ErrorCode::io);
  CHECK(repo.disk.kept.at("root") == before);
}

TEST_CASE("updater: a kept document that is damaged is fetched again", "[trust][updater]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.publish();
  REQUIRE(repo.find("absent") == ErrorCode::not_found);
  auto const role{GENERATE(as<std::string>{}, "timestamp", "snapshot", "targets", "hall")};
  CAPTURE(role);
  repo.disk.kept.at(role) += "x";
  CHECK(repo.find("absent") == ErrorCode::not_found);
  CHECK(repo.disk.kept.at(role) == repo.file(role));
}

TEST_CASE("updater: what is kept can be taken up without asking", "[trust][updater]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  repo.server.asked.clear();
  auto const code{[&](Instant now) {
    auto updater{repo.client(now)};
    auto const done{updater.refresh_kept()};
    CHECK(repo.server.asked.empty());
    if (done) CHECK(updater.target("top").value() == describe_target("top"));
    return done ? ErrorCode::bug : done.error().code();
  }};
  SECTION("whole") {
    CHECK(code(test_now) == ErrorCode::bug);
  }
  SECTION("not without a timestamp") {
    repo.disk.kept.erase("timestamp");
    CHECK(code(test_now) == ErrorCode::not_found);
  }
  SECTION("not without a snapshot") {
    repo.disk.kept.erase("snapshot");
    CHECK(code(test_now) == ErrorCode::not_found);
  }
  SECTION("not without targets") {
    repo.disk.kept.erase("targets");
    CHECK(code(test_now) == ErrorCode::not_found);
  }
  SECTION("not when the timestamp has expired") {
    CHECK(code(test_now + days{7} - seconds{1}) == ErrorCode::bug);
    CHECK(code(test_now + days{7}) == ErrorCode::timeout);
  }
}

TEST_CASE("updater: a target cannot be asked for before a refresh", "[trust][updater][errors]") {
  Repository repo;
  auto updater{repo.client()};
  CHECK(updater.target("top").error().code() == ErrorCode::bug);
  CHECK(repo.server.asked.empty());
}

TEST_CASE("updater: delegated roles are fetched when they are needed, kept, and used again",
          "[trust][updater]") {
  Repository repo;
  repo.delegate("targets", "明川.records", {"mingchuan/*"});
  repo.targets.at("明川.records").files.emplace("mingchuan/记录", describe_target("名册"));
  repo.delegate("targets", "other", {"other/*"});
  repo.publish();
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  repo.server.asked.clear();
  CHECK(updater.target("mingchuan/记录").value() == describe_target("名册"));
  CHECK(repo.server.asked == Names{"2.%E6%98%8E%E5%B7%9D.records.json"});
  CHECK(repo.disk.kept.at("明川.records") == repo.file("明川.records"));
  CHECK(updater.target("mingchuan/absent").value() == std::nullopt);
  CHECK(repo.server.asked.size() == 1);

  auto again{repo.client()};
  REQUIRE(again.refresh());
  repo.disk.done.clear();
  CHECK(again.target("mingchuan/记录").value() == describe_target("名册"));
  CHECK(repo.disk.done.empty());
}

TEST_CASE("updater: a delegated role that the snapshot does not name is never asked for",
          "[trust][updater][errors]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.edits["snapshot"] = [](json::Json& j) { j["meta"].erase("hall.json"); };
  repo.publish();
  CHECK(repo.find("absent") == ErrorCode::corrupt);
  CHECK(repo.server.asked.back() == "2.targets.json");
  CHECK_FALSE(repo.disk.kept.contains("hall"));
}

TEST_CASE("updater: a role trusted below one delegator is not thereby trusted below another",
          "[trust][updater][errors]") {
  Repository repo;
  repo.delegate("targets", "a", {"a/*"});
  repo.delegate("targets", "b", {"b/*"});
  repo.delegate("a", "release", {"a/*"});
  repo.delegate("b", "release", {"b/*"});
  repo.signers["release"].pop_back();  // the key that b names
  repo.targets.at("release").files = {{"a/x", describe_target("x")}, {"b/x", describe_target("y")}};
  repo.publish();
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  CHECK(updater.target("a/x").value() == describe_target("x"));
  auto const kept{repo.disk.kept.at("release")};
  CHECK(updater.target("b/x").error().code() == ErrorCode::denied);
  CHECK(repo.disk.kept.at("release") == kept);
}

TEST_CASE("updater: without a trusted root there is no update", "[trust][updater][errors]") {
  Repository repo;
  repo.disk.kept.erase("root");
  CHECK(Updater::open(repo.server, repo.disk, test_now).error().code() == ErrorCode::not_found);
  repo.disk.kept["root"] = "{";
  CHECK(Updater::open(repo.server, repo.disk, test_now).error().code() == ErrorCode::invalid_input);
  CHECK(repo.server.asked.empty());
}

TEST_CASE("updater: a trust anchor is checked, kept once and never replaced", "[trust][updater]") {
  Repository repo;
  FakeDisk disk;
  auto const anchor{repo.disk.kept.at("root")};
  CHECK(install_root(disk, "{").error().code() == ErrorCode::invalid_input);
  CHECK(install_root(disk, sign(repo.root, repo.keys[Role::targets]).value()).error().code() ==
        ErrorCode::denied);
  CHECK(disk.done.empty());
  disk.broken = "save root";
  CHECK(install_root(disk, anchor).error().code() == ErrorCode::io);
  disk.broken.clear();
  REQUIRE(install_root(disk, anchor));
  CHECK(disk.kept.at("root") == anchor);
  CHECK(install_root(disk, anchor).error().code() == ErrorCode::conflict);
}

TEST_CASE("updater: an expired anchor is good for finding its successors", "[trust][updater]") {
  Repository repo;
  repo.root.expires = test_now - days{1};
  auto const anchor{sign(repo.root, repo.keys[Role::root]).value()};
  FakeDisk disk;
  CHECK(install_root(disk, anchor));
  repo.disk.kept["root"] = anchor;
  CHECK(repo.refresh() == ErrorCode::timeout);
  CHECK(repo.disk.done.empty());
  repo.next_root(repo.keys);
  CHECK(repo.refresh() == ErrorCode::bug);
}
