// What has gone wrong in other clients of The Update Framework, each as a test of ours.
#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/core/trust/repository_of_test.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::trust;
using json::Json;
using std::chrono::days;
using std::chrono::seconds;

namespace {

/// Gives a role of the next root these keys and this threshold.
void appoint(Repository& repo, Role role, std::map<std::string, PublicKey> const& keys,
             std::int64_t threshold) {
  ++repo.root.version;
  repo.root.roles[role] = {.key_ids = {}, .threshold = threshold};
  for (auto const& [id, key] : keys) {
    repo.root.keys.insert_or_assign(id, key);
    repo.root.roles[role].key_ids.push_back(id);
  }
  repo.put_root(repo.keys[Role::root]);
}

/// The timestamp on the server, "signed" once for each of these ids with one and the same
/// signature.
void sign_timestamp_as(Repository& repo, std::vector<std::string> const& ids) {
  auto document = json::parse_strict(repo.server.files.at("timestamp.json")).value();
  auto const signature = document["signatures"][0]["sig"];
  document["signatures"] = Json::array();
  for (auto const& id : ids) document["signatures"].push_back({{"keyid", id}, {"sig", signature}});
  repo.server.files["timestamp.json"] = document.dump();
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
  return text;
}

}  // namespace

TEST_CASE("CVE-2020-6174 python-tuf, CVE-2026-6966 tough: one signature is counted once",
          "[trust][cve]") {
  Repository repo;
  auto const half{public_key(repo.keys[Role::timestamp][0])};
  auto const other{public_key(crypto::SigningKey::generate().value())};
  SECTION("repeated under its own id: the document is malformed") {
    appoint(repo, Role::timestamp, {{"one", half}, {"two", other}}, 2);
    sign_timestamp_as(repo, {"one", "one"});
    CHECK(repo.refresh() == ErrorCode::invalid_input);
  }
  SECTION("repeated under another key's id") {
    appoint(repo, Role::timestamp, {{"one", half}, {"two", other}}, 2);
    sign_timestamp_as(repo, {"one", "two"});
    CHECK(repo.refresh() == ErrorCode::denied);
  }
  SECTION("by a key whose id the role names twice: the root is malformed") {
    auto const before{repo.disk.kept.at("root")};
    appoint(repo, Role::timestamp, {{"one", half}}, 2);
    repo.root.roles[Role::timestamp].key_ids = {"one", "one"};
    repo.put_root(repo.keys[Role::root]);
    CHECK(repo.refresh() == ErrorCode::invalid_input);
    CHECK(repo.disk.kept.at("root") == before);
  }
}

TEST_CASE("go-tuf #733: one key under two ids, however spelt, is one signer", "[trust][cve]") {
  Repository repo;
  auto const half{public_key(repo.keys[Role::timestamp][0])};
  auto shouted{half};
  shouted.value = upper(shouted.value);
  appoint(repo, Role::timestamp, {{"one", half}, {"two", half}, {"three", shouted}}, 2);
  sign_timestamp_as(repo, {"one", "two", "three"});
  CHECK(repo.refresh() == ErrorCode::denied);
  CHECK_FALSE(repo.disk.kept.contains("timestamp"));
  appoint(repo, Role::timestamp, {{"one", half}, {"two", half}, {"three", shouted}}, 1);
  CHECK(repo.refresh() == ErrorCode::bug);
}

TEST_CASE("go-tuf #733: one key under two names of its type, folded otherwise, is one signer",
          "[trust][cve]") {
  auto const key{crypto::SigningKey::generate(crypto::Scheme::ecdsa_p256_sha256).value()};
  auto const half{public_key(key)};
  auto renamed{half};
  renamed.type = "ecdsa-sha2-nistp256";
  auto folded{half};
  std::erase(folded.value, '\n');
  folded.value.insert(26, "\n").insert(60, "\n").insert(folded.value.find("-----END"), "\n");
  auto const signature{key.sign("x").value()};
  std::map<std::string, PublicKey> const keys{{"1", half}, {"2", renamed}, {"3", folded}};
  for (auto const& [id, each] : keys) {
    CAPTURE(id, each.value);
    CHECK(threshold_met(keys, {.key_ids = {id}, .threshold = 1}, {{id, signature}}, "x"));
    CHECK(key_identity(each) == key_identity(half));
  }
  std::vector<Signature> const thrice{{"1", signature}, {"2", signature}, {"3", signature}};
  CHECK_FALSE(threshold_met(keys, {.key_ids = {"1", "2", "3"}, .threshold = 2}, thrice, "x"));
}

TEST_CASE("GHSA-fphv-w9fq-2525 go-tuf: a threshold below one, or none at all, is malformed",
          "[trust][cve]") {
  Repository repo;
  auto const threshold = GENERATE(as<Json>{}, Json(0), Json(-1), Json(INT64_MIN), Json("1"),
                                  Json(true), Json(nullptr), Json::array(), Json::object());
  CAPTURE(threshold.dump());
  SECTION("of a top-level role") {
    repo.edits["root"] = [&](Json& j) { j["roles"]["timestamp"]["threshold"] = threshold; };
    repo.next_root(repo.keys);
    CHECK(repo.refresh() == ErrorCode::invalid_input);
    CHECK(repo.disk.done.empty());
  }
  SECTION("of a delegated role") {
    repo.delegate("targets", "hall", {"*"});
    repo.edits["targets"] = [&](Json& j) { j["delegations"]["roles"][0]["threshold"] = threshold; };
    repo.publish();
    CHECK(repo.refresh() == ErrorCode::invalid_input);
    CHECK_FALSE(repo.disk.kept.contains("targets"));
  }
}

TEST_CASE("GHSA-fphv-w9fq-2525 go-tuf: a threshold that no reader agrees on is refused",
          "[trust][cve]") {
  Repository repo;
  auto const root{repo.next_root(repo.keys)};
  for (auto const* number : {"1.0", "9223372036854775808", "1e0", "-0"}) {
    CAPTURE(number);
    auto bytes{root};
    for (std::size_t at{0}; (at = bytes.find("\"threshold\":1", at)) != std::string::npos; ++at)
      bytes.replace(at + 12, 1, number);
    repo.server.files["2.root.json"] = bytes;
    CHECK(repo.refresh() == ErrorCode::invalid_input);
  }
}

namespace {

/// Every way to put something else in place of one value of a document.
void change_each(Json const& whole, Json::json_pointer const& at, std::vector<Json>& changed) {
  auto const& value = whole.at(at);
  for (Json const& other : {Json(nullptr), Json(true), Json(-1), Json(INT64_MAX), Json("x"),
                            Json(""), Json::array(), Json::object(), Json::array({Json::object()})})
    if (other != value) {
      changed.push_back(whole);
      changed.back()[at] = other;
    }
  if (value.is_object())
    for (auto const& entry : value.items()) {
      changed.push_back(whole);
      changed.back()[at].erase(entry.key());
      change_each(whole, at / entry.key(), changed);
    }
  if (value.is_array())
    for (std::size_t i{0}; i < value.size(); ++i) change_each(whole, at / i, changed);
}

}  // namespace

TEST_CASE("GHSA-846p-jg2w-w324, #713, #716, #739 go-tuf: JSON that is no metadata stops no client",
          "[trust][cve]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.named_bytes = false;
  repo.next_root(repo.keys);
  repo.publish();
  auto const role{GENERATE(as<std::string>{}, "root", "timestamp", "snapshot", "targets", "hall")};
  auto const name{
      metadata_file_name(role, role == "timestamp" ? std::nullopt : std::optional{repo.version})};
  std::vector<Json> changed;
  change_each(json::parse_strict(repo.server.files.at(name)).value(), Json::json_pointer{},
              changed);
  CHECK(changed.size() > 100);
  auto const kept{repo.disk.kept};
  for (auto const& document : changed) {
    repo.server.files[name] = document.dump();
    repo.disk.kept = kept;
    auto const code{repo.find("absent")};
    // Another name of the key or of an unknown field is all that may pass: nobody signed the rest.
    bool const refused{code == ErrorCode::invalid_input || code == ErrorCode::denied ||
                       code == ErrorCode::unsupported};
    if (!refused) FAIL_CHECK(document.dump());
    if (repo.disk.kept.contains(role) && role != "root") FAIL_CHECK("kept: " << document.dump());
  }
}

TEST_CASE("GHSA-jqc5-w2xx-5vq4, CVE-2026-24686 go-tuf: a role's name is no path", "[trust][cve]") {
  Repository repo;
  auto const name{GENERATE(as<std::string>{}, "../x", "/etc/x", "a/../../b", "..", "x\\y",
                           std::string("a\0b", 3), std::string(5000, 'r'))};
  repo.delegate("targets", name, {"*"});
  repo.publish();
  CHECK(repo.find("absent") == ErrorCode::not_found);
  CHECK(repo.server.asked.back() == "2." + escaped_role(name) + ".json");
  CHECK(repo.server.asked.back().find_first_of(std::string("/\\\0", 3)) == std::string::npos);
  CHECK(repo.disk.kept.contains(name));
}

TEST_CASE("CVE-2021-41131 python-tuf, CVE-2026-6968 tough: a hash is no path", "[trust][cve]") {
  Repository repo;
  auto const hash{GENERATE(as<std::string>{}, "../../x", "/x", "", "ABCD", std::string("a\0", 2))};
  repo.edits["targets"] = [&](Json& j) { j["targets"]["top"]["hashes"] = {{"sha512", hash}}; };
  repo.publish();
  CHECK(repo.refresh() == ErrorCode::invalid_input);
}

TEST_CASE("CVE-2022-29173 go-tuf: an older version of any role is refused", "[trust][cve]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.publish(5);
  REQUIRE(repo.find("absent") == ErrorCode::not_found);
  auto const kept{repo.disk.kept};
  SECTION("timestamp") {
    repo.publish(4);
    CHECK(repo.refresh() == ErrorCode::conflict);
    CHECK(repo.disk.kept == kept);
  }
  SECTION("snapshot") {
    repo.edits["timestamp"] = [](Json& j) { j["meta"]["snapshot.json"]["version"] = 4; };
    repo.publish(6);
    CHECK(repo.refresh() == ErrorCode::conflict);
    CHECK(repo.disk.kept == kept);
  }
  SECTION("targets and delegated targets") {
    std::string const role{GENERATE("targets.json", "hall.json")};
    repo.edits["snapshot"] = [&](Json& j) { j["meta"][role]["version"] = 4; };
    repo.publish(6);
    CHECK(repo.refresh() == ErrorCode::conflict);
    CHECK(repo.disk.kept.at("snapshot") == kept.at("snapshot"));
    CHECK(repo.disk.kept.at("targets") == kept.at("targets"));
  }
  SECTION("a document that vanishes") {
    std::string const role{GENERATE("targets.json", "hall.json")};
    repo.edits["snapshot"] = [&](Json& j) { j["meta"].erase(role); };
    repo.publish(6);
    CHECK(repo.refresh() == ErrorCode::conflict);
    CHECK(repo.disk.kept.at("snapshot") == kept.at("snapshot"));
  }
  SECTION("the same versions again are no rollback") {
    repo.edits["snapshot"] = [&](Json& j) { j["version"] = 6; };
    repo.edits["timestamp"] = [](Json& j) {
      j["version"] = 6;
      j["meta"]["snapshot.json"]["version"] = 6;
    };
    repo.publish(5);
    repo.server.files["6.snapshot.json"] = repo.server.files["5.snapshot.json"];
    CHECK(repo.find("absent") == ErrorCode::not_found);
  }
}

TEST_CASE("CVE-2022-29173 go-tuf: a crash between the check and the writing loses no protection",
          "[trust][cve]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const kept{repo.disk.kept};
  repo.publish();
  repo.disk.broken = "save timestamp";
  CHECK(repo.refresh() == ErrorCode::io);
  CHECK(repo.disk.kept == kept);
  repo.disk.broken.clear();
  CHECK(repo.refresh() == ErrorCode::bug);
}

TEST_CASE("CVE-2025-2888 tough: a timestamp that names an older snapshot is not kept",
          "[trust][cve]") {
  Repository repo;
  repo.publish(5);
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const kept{repo.disk.kept};
  repo.edits["timestamp"] = [](Json& j) { j["meta"]["snapshot.json"]["version"] = 4; };
  repo.publish(6);
  CHECK(repo.refresh() == ErrorCode::conflict);
  CHECK(repo.disk.kept == kept);
  CHECK(repo.refresh() == ErrorCode::conflict);
}

TEST_CASE("CVE-2025-2887, CVE-2025-2886 tough, CVE-2024-47534 go-tuf: the search keeps its order",
          "[trust][cve]") {
  Repository repo;
  repo.delegate("targets", "first", {"x/*"}).terminating = true;
  repo.delegate("targets", "second", {"x/*"});
  repo.delegate("first", "below", {"x/*"});
  repo.targets.at("second").files.emplace("x/a", describe_target("second"));
  SECTION("nothing beside a terminating delegation is asked") {
    repo.publish();
    CHECK(repo.find("x/a") == ErrorCode::not_found);
    CHECK(repo.server.asked.back() == "2.below.json");
  }
  SECTION("the delegation listed first wins, at any depth") {
    repo.targets.at("below").files.emplace("x/a", describe_target("below"));
    repo.publish();
    auto updater{repo.client()};
    REQUIRE(updater.refresh());
    CHECK(updater.target("x/a").value() == describe_target("below"));
  }
  SECTION("a cycle ends") {
    repo.delegate("below", "first", {"x/*"});
    repo.signers["first"].pop_back();
    repo.publish();
    CHECK(repo.find("x/a") == ErrorCode::not_found);
  }
}

TEST_CASE("CVE-2025-2885 tough: 2.root.json holds version 2", "[trust][cve]") {
  Repository repo;
  auto const before{repo.disk.kept};
  auto const version{GENERATE(as<std::int64_t>{}, 1, 3, INT64_MAX)};
  repo.root.version = version;
  auto const bytes{sign(repo.root, repo.keys[Role::root]).value()};
  repo.server.files["2.root.json"] = bytes;
  CHECK(repo.refresh() == ErrorCode::conflict);
  CHECK(repo.disk.kept == before);
}

TEST_CASE("CVE-2026-6967 tough: delegated metadata passes every check that the top-level does",
          "[trust][cve]") {
  Repository repo;
  repo.delegate("targets", "hall", {"*"});
  repo.publish();
  SECTION("signatures") {
    repo.signers["hall"] = {crypto::SigningKey::generate().value()};
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::denied);
  }
  SECTION("the top-level keys do not count") {
    repo.signers["hall"] = repo.keys[Role::targets];
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::denied);
  }
  SECTION("expiry, at the very second") {
    CHECK(repo.find("absent", test_now) == ErrorCode::not_found);
    repo.edits["hall"] = [](Json& j) { j["expires"] = iso_instant(test_now); };
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::timeout);
    CHECK(repo.find("absent", test_now - seconds{1}) == ErrorCode::not_found);
    CHECK(repo.find("absent") == ErrorCode::timeout);
  }
  SECTION("hash") {
    repo.edits["snapshot"] = [](Json& j) {
      j["meta"]["hall.json"]["hashes"]["sha256"] = std::string(64, '0');
    };
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::corrupt);
  }
  SECTION("length") {
    repo.edits["snapshot"] = [](Json& j) {
      j["meta"]["hall.json"].erase("hashes");
      j["meta"]["hall.json"]["length"] = 10'000;
    };
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::corrupt);
  }
  SECTION("version") {
    repo.edits["hall"] = [](Json& j) { j["version"] = 9; };
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::corrupt);
  }
  SECTION("type") {
    repo.edits["hall"] = [](Json& j) { j["_type"] = "hall"; };
    repo.publish();
    CHECK(repo.find("absent") == ErrorCode::invalid_input);
  }
  CHECK_FALSE((repo.disk.kept.contains("hall") && repo.file("hall") == repo.disk.kept["hall"] &&
               repo.find("absent") != ErrorCode::not_found &&
               repo.find("absent") != ErrorCode::timeout));
}

TEST_CASE("CVE-2020-15163 python-tuf: a refused root is not trusted by the next run either",
          "[trust][cve]") {
  Repository repo;
  auto const before{repo.disk.kept};
  auto const thief{make_keyring().value()};
  SECTION("signed by its own keys only") {
    repo.root = root_for(thief, 2, test_now);
    repo.put_root(thief.at(Role::root));
    SUCCEED("checked below");
  }
  SECTION("signed by the old keys only") {
    repo.root = root_for(thief, 2, test_now);
    repo.put_root(repo.keys[Role::root]);
    SUCCEED("checked below");
  }
  CHECK(repo.refresh() == ErrorCode::denied);
  CHECK(repo.disk.kept == before);
  CHECK(repo.refresh() == ErrorCode::denied);
  repo.server.files.erase("2.root.json");
  CHECK(repo.refresh() == ErrorCode::bug);
}

TEST_CASE(
    "TUF specification #318: keys withdrawn anywhere in a chain of roots void what they signed",
    "[trust][cve]") {
  Repository repo;
  repo.publish(1'000'000);  // the thief's
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const stolen{repo.keys};
  auto without{repo.keys};
  auto const role{GENERATE(Role::timestamp, Role::snapshot)};
  without[role] = {crypto::SigningKey::generate().value()};
  repo.next_root(without);
  SECTION("in the last root") {
    SUCCEED("checked below");
  }
  SECTION("in one that another follows") {
    repo.next_root(without);
    SUCCEED("checked below");
  }
  SECTION("even when a later one reinstates them") {
    repo.next_root(stolen);
    SUCCEED("checked below");
  }
  repo.publish(2);
  CHECK(repo.refresh() == ErrorCode::bug);
  CHECK(repo.disk.kept.at("timestamp") == repo.file("timestamp"));
}

TEST_CASE(
    "TUF specification #71: a key that joins, or fewer than could sign alone that go, void nothing",
    "[trust][cve]") {
  Repository repo;
  auto keys{repo.keys};
  auto const second{crypto::SigningKey::generate().value()};
  auto const third{crypto::SigningKey::generate().value()};
  keys[Role::timestamp] = {repo.keys[Role::timestamp][0], second, third};
  SECTION("joins") {
    repo.publish(5);
    REQUIRE(repo.refresh() == ErrorCode::bug);
    repo.next_root(keys);
  }
  SECTION("one of two needed goes") {
    repo.keys = keys;
    repo.root = root_for(keys, 1, test_now);
    repo.root.roles[Role::timestamp].threshold = 2;
    repo.disk.kept["root"] = sign(repo.root, keys[Role::root]).value();
    repo.publish(5);
    REQUIRE(repo.refresh() == ErrorCode::bug);
    keys[Role::timestamp] = {repo.keys[Role::timestamp][0], second};
    repo.next_root(keys);
  }
  repo.publish(4);
  CHECK(repo.refresh() == ErrorCode::conflict);
}

TEST_CASE("TUF specification #71: both of two needed keys go, and what they signed goes with them",
          "[trust][cve]") {
  Repository repo;
  repo.keys[Role::timestamp].push_back(crypto::SigningKey::generate().value());
  repo.root = root_for(repo.keys, 1, test_now);
  repo.root.roles[Role::timestamp].threshold = 2;
  repo.disk.kept["root"] = sign(repo.root, repo.keys[Role::root]).value();
  repo.publish(5);
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto next{repo.keys};
  next[Role::timestamp] = {crypto::SigningKey::generate().value()};
  repo.next_root(next);
  repo.publish(2);
  CHECK(repo.refresh() == ErrorCode::bug);
}

TEST_CASE("Uptane #268: the version that is kept does not come again with another content",
          "[trust][cve]") {
  Repository repo;
  repo.publish(5);
  REQUIRE(repo.refresh() == ErrorCode::bug);
  auto const kept{repo.disk.kept};
  repo.edits["timestamp"] = [](Json& j) { j["meta"]["snapshot.json"]["version"] = 100; };
  repo.publish(5);
  auto updater{repo.client()};
  REQUIRE(updater.refresh());
  CHECK(updater.trusted().was_replaced_in_place());
  CHECK(updater.trusted().snapshot()->version == 5);
  CHECK(repo.disk.kept == kept);
}

TEST_CASE("aktualizr: Chinese in signed metadata is signed as it is written", "[trust][cve]") {
  Repository repo;
  repo.edits["timestamp"] = [](Json& j) { j["备注"] = "兴隆台区 𠮷 😀 \u0007 \\ \""; };
  repo.publish();
  CHECK(repo.refresh() == ErrorCode::bug);
  auto const parsed{parse_timestamp(repo.file("timestamp")).value()};
  CHECK(parsed.signed_bytes.find("\"备注\":\"兴隆台区 𠮷 😀 \u0007 \\\\ \\\"\"") !=
        std::string::npos);
}

TEST_CASE("aktualizr: hashes are over the bytes of the file, not over what they mean",
          "[trust][cve]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  repo.publish();
  repo.server.files.at("2.targets.json") += " ";
  CHECK(repo.refresh() == ErrorCode::corrupt);
}

TEST_CASE("the textbook freeze: an unchanged timestamp is refused once it has expired",
          "[trust][cve]") {
  Repository repo;
  REQUIRE(repo.refresh() == ErrorCode::bug);
  CHECK(repo.refresh(test_now + days{7} - seconds{1}) == ErrorCode::bug);
  CHECK(repo.refresh(test_now + days{7}) == ErrorCode::timeout);
}

TEST_CASE("a target that names no hash we know is not taken for one without hashes",
          "[trust][cve]") {
  Repository repo;
  repo.edits["timestamp"] = [](Json& j) {
    j["meta"]["snapshot.json"]["hashes"] = {{"unknown-hash", "00"}};
  };
  repo.publish();
  CHECK(repo.refresh() == ErrorCode::corrupt);
}
