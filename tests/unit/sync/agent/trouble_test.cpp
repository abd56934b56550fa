#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/generators/catch_generators_range.hpp"
#include "tests/unit/sync/agent/terminal.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using publication::Part;
using publication::PartHead;
using std::chrono::days;
using std::chrono::minutes;
namespace fs = std::filesystem;

namespace {

/// The next generation, with heads that were changed before they were signed.
void publish_edited(TestHub& hub, std::function<void(PartHead&, PartHead&)> edit) {
  hub.edit_heads = std::move(edit);
  hub.publish_post("二");
}

/// Objects that come from now on are changed on their way.
void damage_objects(TestHub& hub, std::function<void(doubles::HttpResponse&)> damage) {
  hub.misbehave = [damage](auto const& q, auto& r) {
    if (is_object(q)) damage(r);
  };
}

struct Case {
  std::string code;
  std::string what;
  std::function<void(TestHub&, TestHub&)> happen;
};

/// Metadata that do not verify.
std::vector<Case> untrusted() {
  return {
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
         h.publish_post("二");
       }},
      {"unsigned", "targets signed by another key",
       [](TestHub& h, TestHub& f) {
         h.keys[trust::Role::targets] = f.keys[trust::Role::targets];
         h.publish_post("二");
       }},
      {"unsigned", "records that another publisher signed",
       [](TestHub& h, TestHub& f) {
         h.records_signers = f.records_signers;
         h.publish_post("二");
       }},
      {"unsigned", "decisions that no legal reviewer signed",
       [](TestHub& h, TestHub&) {
         h.decisions_signers.pop_back();
         h.publish_post("二");
       }},
      {"unsigned", "decisions that the publisher signed twice",
       [](TestHub& h, TestHub&) {
         h.decisions_signers[1] = h.decisions_signers[0];
         h.publish_post("二");
       }},
      {"malformed_metadata", "a captive portal's page",
       [](TestHub& h, TestHub&) {
         h.misbehave = [](auto const&, auto& r) {
           r = {.status = 200, .headers = {}, .body = "<html>"};
         };
       }},
      {"malformed_metadata", "a next root that calls itself something very long",
       [](TestHub& h, TestHub&) {
         h.restamp(test_now);
         std::string type;
         for (int i{0}; i < 100'000; ++i) type += "根";
         h.put("tuf/2.root.json", R"({"signatures":[],"signed":{"_type":")" + type + R"("}})");
       }},
      {"rollback", "an older snapshot under a newer timestamp",
       [](TestHub& h, TestHub&) {
         h.version = 1;
         h.publish_post("二");
       }},
      {"expired", "a timestamp nobody renewed",
       [](TestHub& h, TestHub&) { h.restamp(test_now - days{7}); }},
      {"no_such_hall", "a hub that drops the hall",
       [](TestHub& h, TestHub&) {
         h.delegate_hall = false;
         h.publish_post("二");
       }},
  };
}

/// Bytes that are not what was signed, or do not come.
std::vector<Case> undelivered() {
  using doubles::Ending;
  return {
      {"damaged", "a flipped bit in every object",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         damage_objects(h, [](auto& r) { r.body.at(r.body.size() / 2) ^= 1; });
       }},
      {"unreachable", "objects cut short",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         damage_objects(h, [](auto& r) { r.ending = Ending::cut; });
       }},
      {"damaged", "objects that never end",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         damage_objects(h, [](auto& r) { r.ending = Ending::endless; });
       }},
      {"damaged", "a damaged head",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         auto head{h.bytes_of(h.head_path(Part::decisions))};
         head[10] ^= 1;
         h.put(h.head_path(Part::decisions), head);
       }},
      {"damaged", "a damaged snapshot",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         auto const file{"tuf/" + std::to_string(h.version) + ".snapshot.json"};
         h.put(file, h.bytes_of(file) + " ");
       }},
      {"not_published", "no objects",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         damage_objects(h, [](auto& r) { r = {.status = 404, .headers = {}, .body = ""}; });
       }},
      {"not_published", "no role of the hall",
       [](TestHub& h, TestHub&) {
         h.publish_post("二");
         fs::remove(h.repo() / "tuf" / (std::to_string(h.version) + ".mingchuan.decisions.json"));
       }},
      {"unreachable", "a server in trouble",
       [](TestHub& h, TestHub&) {
         h.misbehave = [](auto const& q, auto& r) {
           if (is_timestamp(q)) r.status = 500;
         };
       }},
  };
}

/// Content that was signed and is wrong all the same.
std::vector<Case> wrong_content() {
  return {
      {"rollback", "an older generation under newer metadata",
       [](TestHub& h, TestHub&) {
         publish_edited(h, [](PartHead& r, PartHead& d) {
           r.sequence = d.sequence = 5;
           r.deltas.clear();
           d.deltas.clear();
           r.base.to = d.base.to = 5;
         });
       }},
      {"unsupported_format", "a database of the next schema",
       [](TestHub& h, TestHub&) { publish_edited(h, [](PartHead& r, PartHead&) { ++r.schema; }); }},
      {"wrong_hall", "a head of another hall",
       [](TestHub& h, TestHub&) {
         publish_edited(h, [](PartHead&, PartHead& d) { d.hall = "other"; });
       }},
      {"wrong_hall", "settings of another hall",
       [](TestHub& h, TestHub&) {
         h.edit_settings = [](publication::Settings& s) { s.hall.id = "other"; };
         publish_edited(h, {});
       }},
      {"damaged", "the head of the other part",
       [](TestHub& h, TestHub&) { publish_edited(h, [](PartHead& r, PartHead& d) { d = r; }); }},
      {"damaged", "rows that are not counted right",
       [](TestHub& h, TestHub&) {
         publish_edited(h, [](PartHead& r, PartHead&) { r.types["officer"].rows = 2; });
       }},
      {"damaged", "another set of rows than the head says",
       [](TestHub& h, TestHub&) {
         publish_edited(
             h, [](PartHead& r, PartHead&) { r.types["officer"].set = std::string(64, '0'); });
       }},
      {"unreviewed", "a decision in the records part",
       [](TestHub& h, TestHub&) {
         publish_edited(h, [](PartHead& r, PartHead&) {
           r.types["penalty"] = {.rows = 1, .set = std::string(64, '0')};
         });
       }},
      {"unreviewed", "records of a type that is declared to need legal review",
       [](TestHub& h, TestHub&) {
         h.edit_settings = [](publication::Settings& s) {
           s.record_types.at(0).insert(s.record_types.at(0).find("phase"), "legal_review = true\n");
         };
         publish_edited(h, {});
       }},
      {"disk", "more than the disk holds",
       [](TestHub& h, TestHub&) {
         publish_edited(h, [](PartHead& r, PartHead&) {
           for (auto& delta : r.deltas) delta.object.raw_size = 1'000'000'000'000;
           r.base.object.raw_size = 1'000'000'000'000;
         });
       }},
  };
}

std::vector<Case> all_cases() {
  auto cases{untrusted()};
  for (auto const& more : {undelivered(), wrong_content()})
    cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

}  // namespace

TEST_CASE("agent: whatever goes wrong, what is shown stays byte for byte", "[sync][errors]") {
  TestHub hub;
  hub.version = hub.sequence = 6;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  TestHub foreign;
  foreign.version = foreign.timestamp_version = foreign.sequence = 9;
  foreign.publish_post("冒充");

  auto const [code, what, happen]{GENERATE(from_range(all_cases()))};
  CAPTURE(what);
  happen(hub, foreign);
  CHECK(terminal.poll(test_now + minutes{5}) == Pass::failed);
  CHECK(terminal.trouble() == code);
  CHECK(terminal.shown() == shown);
  auto const status{terminal.status()};
  CHECK(status.generation == 7);
  CHECK(status.as_of == test_now);
  CHECK(status.last_error->at == test_now + minutes{5});
  CHECK(status.state == "backing_off");
  CHECK(status.retries == 1);
  // A fault is told once, but that nobody answered is no fault of this terminal.
  CHECK(std::ranges::count(terminal.receipts(), "fault " + code + " 7") ==
        (code == "unreachable" ? 0 : 1));
  terminal.restart();
  CHECK(terminal.shown() == shown);
  CHECK(terminal.poll(test_now + minutes{6}) != Pass::switched);
  CHECK(terminal.trouble() == code);
  CHECK(terminal.shown() == shown);
  CHECK(std::ranges::count(terminal.receipts(), "fault " + code + " 7") <= 1);
}

TEST_CASE("agent: after a bad spell the next good generation is taken", "[sync]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.publish_post("二");
  hub.misbehave = [](auto const& q, auto& r) {
    if (is_object(q)) r.ending = doubles::Ending::cut;
  };
  REQUIRE(terminal.poll() == Pass::failed);
  hub.misbehave = nullptr;
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("二"));
  CHECK(terminal.trouble().empty());
  CHECK(terminal.status().retries == 0);
}

TEST_CASE("agent: another content under the same sequence is refused and told", "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const shown{terminal.shown()};
  hub.sequence = 0;
  hub.edit_heads = [](PartHead& r, PartHead& d) { r.issued = d.issued = test_now + minutes{1}; };
  fs::remove(hub.repo().parent_path() / "1.db");
  hub.publish_post("换了内容");
  CHECK(terminal.poll(test_now + minutes{1}) == Pass::failed);
  CHECK(terminal.trouble() == "other_content");
  CHECK(terminal.shown() == shown);
  CHECK(terminal.receipts().back() == "fault other_content 1");
}

TEST_CASE("agent: another timestamp under the same version is not taken, and told",
          "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const kept{read_file(terminal.names().trust_folder() / "timestamp.json", 100'000).value()};
  --hub.timestamp_version;
  hub.restamp(test_now + minutes{1});
  CHECK(terminal.poll(test_now + minutes{1}) == Pass::same);
  CHECK(read_file(terminal.names().trust_folder() / "timestamp.json", 100'000).value() == kept);
  CHECK(terminal.status().as_of == test_now);
  CHECK(terminal.receipts().back() == "fault other_content 1");
}

TEST_CASE("agent: a generation that fails in every way is left alone until the next one",
          "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  publish_edited(hub, [](PartHead& r, PartHead&) { r.types["officer"].rows = 2; });
  for (std::int64_t i{1}; i <= failures_to_rebase; ++i) CHECK(terminal.poll() == Pass::failed);
  static_cast<void>(hub.asked());
  CHECK(terminal.poll() == Pass::failed);
  // The fourth time nothing that is here is relied upon.
  auto const base{publication::object_path(hub.head(Part::records).base.object.sha256)};
  CHECK(std::ranges::count(hub.asked(), base) == 1);
  CHECK(terminal.poll() == Pass::quarantined);
  CHECK(hub.asked() == std::vector<std::string>{"tuf/timestamp.json"});
  CHECK(terminal.status().state == "quarantined");
  CHECK(terminal.trouble() == "damaged");
  CHECK(terminal.has("一"));
  CHECK_FALSE(fs::exists(terminal.names().incoming()));

  terminal.restart();
  CHECK(terminal.poll() == Pass::failed);
  CHECK(terminal.poll() == Pass::quarantined);
  hub.edit_heads = {};
  hub.publish_post("三");
  CHECK(terminal.poll() == Pass::switched);
  CHECK(terminal.has("三"));
}

TEST_CASE("agent: only what verified is kept of the metadata", "[sync][errors]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  auto const kept{[&] {
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::directory_iterator{terminal.names().trust_folder()})
      files[entry.path().filename()] = read_file(entry.path(), 10'000'000).value();
    return files;
  }};
  auto const before{kept()};
  CHECK(before.size() == 6);
  hub.keys = trust::make_keyring().value();
  hub.publish_post("二");
  CHECK(terminal.poll() == Pass::failed);
  CHECK(kept() == before);
}

TEST_CASE("agent: a download that broke off is gone on with after a restart", "[sync]") {
  TestHub hub;
  hub.publish_post("一");
  Terminal terminal{hub};
  REQUIRE(terminal.poll() == Pass::switched);
  hub.publish_post("二");
  auto const head{hub.head(Part::decisions)};
  std::set<std::string> const late{publication::object_path(head.base.object.sha256),
                                   publication::object_path(head.deltas.back().object.sha256)};
  hub.misbehave = [&late](auto const& q, auto& r) {
    if (late.contains(q.path)) r = {.status = 500, .headers = {}, .body = ""};
  };
  REQUIRE(terminal.poll() == Pass::failed);
  hub.misbehave = nullptr;
  terminal.restart();
  static_cast<void>(hub.asked());
  REQUIRE(terminal.poll() == Pass::switched);
  auto const asked{hub.asked()};
  CHECK(std::ranges::count_if(asked, [](auto const& path) { return path.starts_with("o/"); }) == 1);
  CHECK(std::ranges::count_if(asked, [&](auto const& path) { return late.contains(path); }) == 1);
}
