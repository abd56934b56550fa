#include "core/trust/metadata.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/core/trust/hub_of_test.hpp"

#include <string>

using namespace mingshi;
using namespace mingshi::trust;
using json::Json;

namespace {

struct Case {
  std::string what;
  Edit edit;
};

ErrorCode code_of(Role role, std::string const& bytes) {
  auto const code{
      [](auto const& parsed) { return parsed ? ErrorCode::bug : parsed.error().code(); }};
  switch (role) {
    case Role::root:
      return code(parse_root(bytes));
    case Role::timestamp:
      return code(parse_timestamp(bytes));
    case Role::snapshot:
      return code(parse_snapshot(bytes));
    case Role::targets:
      return code(parse_targets(bytes));
  }
  return ErrorCode::bug;
}

std::string const& document(Hub const& hub, Role role) {
  switch (role) {
    case Role::root:
      return hub.root;
    case Role::timestamp:
      return hub.timestamp;
    case Role::snapshot:
      return hub.snapshot;
    case Role::targets:
      return hub.targets;
  }
  return hub.root;
}

}  // namespace

TEST_CASE("trust: what is signed is read back as it was meant", "[trust]") {
  Hub hub;
  CHECK(parse_root(hub.root)->content == hub.root_content);
  auto const timestamp{parse_timestamp(hub.timestamp).value()};
  CHECK(timestamp.content.version == 1);
  CHECK(timestamp.content.issued == test_now);
  CHECK(timestamp.content.expires == test_now + std::chrono::days{7});
  CHECK(timestamp.content.snapshot == describe(1, hub.snapshot));
  CHECK(parse_snapshot(hub.snapshot)->content.files.at("targets.json") == describe(1, hub.targets));
  CHECK(parse_targets(hub.targets)->content.files.at("hall/head.json") == describe_target("one"));
  CHECK(hub.timestamp.size() < 700);
}

TEST_CASE("trust: documents of every role refuse what all must have", "[trust][errors]") {
  Hub const hub;
  auto const role{GENERATE(Role::root, Role::timestamp, Role::snapshot, Role::targets)};
  auto const [what, edit]{GENERATE(values<Case>(
      {{"no type", [](Json& j) { j.erase("_type"); }},
       {"another role's type", [](Json& j) { j["_type"] = "mirrors"; }},
       {"a type that is no text", [](Json& j) { j["_type"] = 1; }},
       {"no version", [](Json& j) { j.erase("version"); }},
       {"version 0", [](Json& j) { j["version"] = 0; }},
       {"version -1", [](Json& j) { j["version"] = -1; }},
       {"version as text", [](Json& j) { j["version"] = "1"; }},
       {"version true", [](Json& j) { j["version"] = true; }},
       {"version null", [](Json& j) { j["version"] = nullptr; }},
       {"no expiry", [](Json& j) { j.erase("expires"); }},
       {"expiry with an offset", [](Json& j) { j["expires"] = "2027-01-01T00:00:00+08:00"; }},
       {"expiry with a fraction", [](Json& j) { j["expires"] = "2027-01-01T00:00:00.5Z"; }},
       {"expiry without a zone", [](Json& j) { j["expires"] = "2027-01-01T00:00:00"; }},
       {"expiry on no day", [](Json& j) { j["expires"] = "2027-02-30T00:00:00Z"; }},
       {"expiry as a number", [](Json& j) { j["expires"] = 1798761600; }},
       {"no spec_version", [](Json& j) { j.erase("spec_version"); }},
       {"an array", [](Json& j) { j = Json::array(); }}}))};
  CAPTURE(name_of(role), what);
  auto const bytes{edited(document(hub, role), edit, {})};
  CHECK(code_of(role, bytes) == ErrorCode::invalid_input);
}

TEST_CASE("trust: the next major specification is unsupported", "[trust][errors]") {
  Hub const hub;
  auto const role{GENERATE(Role::root, Role::timestamp, Role::snapshot, Role::targets)};
  auto const bytes{edited(document(hub, role), [](Json& j) { j["spec_version"] = "2.0.0"; }, {})};
  CHECK(code_of(role, bytes) == ErrorCode::unsupported);
}

TEST_CASE("trust: a specification is 1 and one or two numbers more", "[trust][errors]") {
  Hub const hub;
  auto const code{[&](std::string const& version) {
    return code_of(Role::targets,
                   edited(hub.targets, [&](Json& j) { j["spec_version"] = version; }, {}));
  }};
  for (auto const* good : {"1.0", "1.0.34", "1.9.0", "1.10.99"}) {
    CAPTURE(good);
    CHECK(code(good) == ErrorCode::bug);
  }
  for (auto const* bad : {"", "1", "1.", ".1", "1..0", "1.0.", "1.0.0.0", "2.0", "0.9", "11.0",
                          "01.0", "1.a", "1.0a", "1./", "1.:", "1.0 ", "v1.0", "1,0"}) {
    CAPTURE(bad);
    CHECK(code(bad) == ErrorCode::unsupported);
  }
}

TEST_CASE("trust: a document is read up to its role's limit and no further", "[trust][errors]") {
  Hub const hub;
  auto const padded{[&](Role role, std::size_t size) {
    auto bytes{document(hub, role)};
    bytes.resize(size, ' ');
    return code_of(role, bytes);
  }};
  CHECK(padded(Role::root, 512'000) == ErrorCode::bug);
  CHECK(padded(Role::root, 512'001) == ErrorCode::invalid_input);
  CHECK(padded(Role::timestamp, 16'384) == ErrorCode::bug);
  CHECK(padded(Role::timestamp, 16'385) == ErrorCode::invalid_input);
  CHECK(padded(Role::snapshot, max_size(Role::snapshot) + 1) == ErrorCode::bug);
  CHECK(padded(Role::targets, max_size(Role::targets) + 1) == ErrorCode::bug);
}

TEST_CASE("trust: delegations that are malformed refuse the document", "[trust][errors]") {
  Hub hub;
  auto const key{public_key(hub.keys[Role::snapshot][0])};
  Targets targets{.version = 1, .expires = test_now, .files = {}};
  targets.delegations = Delegations{
      .keys = {{"k", key}},
      .roles = {{.name = "a", .keys = {.key_ids = {"k"}, .threshold = 1}, .paths = {"a/*"}}}};
  auto const bytes{sign(targets, {}).value()};
  REQUIRE(parse_targets(bytes));
  auto const [what, edit]{GENERATE(values<Case>(
      {{"no object", [](Json& j) { j["delegations"] = Json::array(); }},
       {"null", [](Json& j) { j["delegations"] = nullptr; }},
       {"no keys", [](Json& j) { j["delegations"].erase("keys"); }},
       {"no roles", [](Json& j) { j["delegations"].erase("roles"); }},
       {"roles as an object", [](Json& j) { j["delegations"]["roles"] = Json::object(); }},
       {"a role that is a text", [](Json& j) { j["delegations"]["roles"][0] = "a"; }},
       {"no name", [](Json& j) { j["delegations"]["roles"][0].erase("name"); }},
       {"an empty name", [](Json& j) { j["delegations"]["roles"][0]["name"] = ""; }},
       {"root", [](Json& j) { j["delegations"]["roles"][0]["name"] = "root"; }},
       {"timestamp", [](Json& j) { j["delegations"]["roles"][0]["name"] = "timestamp"; }},
       {"snapshot", [](Json& j) { j["delegations"]["roles"][0]["name"] = "snapshot"; }},
       {"targets", [](Json& j) { j["delegations"]["roles"][0]["name"] = "targets"; }},
       {"a name twice",
        [](Json& j) {
          auto& roles = j["delegations"]["roles"];
          roles.push_back(Json(roles[0]));
        }},
       {"no threshold", [](Json& j) { j["delegations"]["roles"][0].erase("threshold"); }},
       {"no key ids", [](Json& j) { j["delegations"]["roles"][0].erase("keyids"); }},
       {"a key id twice", [](Json& j) { j["delegations"]["roles"][0]["keyids"] = {"k", "k"}; }},
       {"no terminating", [](Json& j) { j["delegations"]["roles"][0].erase("terminating"); }},
       {"terminating as a text",
        [](Json& j) { j["delegations"]["roles"][0]["terminating"] = "false"; }},
       {"neither paths nor prefixes", [](Json& j) { j["delegations"]["roles"][0].erase("paths"); }},
       {"both paths and prefixes",
        [](Json& j) { j["delegations"]["roles"][0]["path_hash_prefixes"] = Json::array(); }},
       {"a path that is no text", [](Json& j) { j["delegations"]["roles"][0]["paths"] = {1}; }},
       {"paths as a text", [](Json& j) { j["delegations"]["roles"][0]["paths"] = "a/*"; }},
       {"a prefix that is no text",
        [](Json& j) {
          j["delegations"]["roles"][0].erase("paths");
          j["delegations"]["roles"][0]["path_hash_prefixes"] = Json::array({nullptr});
        }},
       {"a key without a type",
        [](Json& j) { j["delegations"]["keys"]["k"].erase("keytype"); }}}))};
  CAPTURE(what);
  CHECK(code_of(Role::targets, edited(bytes, edit, {})) == ErrorCode::invalid_input);
}

TEST_CASE("trust: a key of an unknown scheme is kept whatever it looks like", "[trust]") {
  Hub hub;
  auto const bytes{edited(
      hub.root,
      [](Json& j) {
        j["keys"]["new"] = {{"keytype", "ml-dsa"}, {"scheme", "ml-dsa-65"}, {"keyval", {{"x", 1}}}};
        j["roles"]["root"]["keyids"].push_back("new");
      },
      hub.keys[Role::root])};
  auto const parsed{parse_root(bytes).value()};
  CHECK(parsed.content.keys.at("new") == PublicKey{"ml-dsa", "ml-dsa-65", R"({"x":1})"});
  CHECK(threshold_met(parsed.content, Role::root, parsed.signatures, parsed.signed_bytes));
  auto signatures{parsed.signatures};
  signatures.push_back({"new", "00"});
  CHECK(signers(parsed.content.keys, parsed.content.roles.at(Role::root), signatures,
                parsed.signed_bytes)
            .size() == 1);
}

TEST_CASE("trust: one role's document is not another's", "[trust][errors]") {
  Hub const hub;
  for (Role const role : all_roles)
    for (Role const other : all_roles)
      if (role != other) CHECK(code_of(role, document(hub, other)) == ErrorCode::invalid_input);
}

TEST_CASE("trust: each role refuses its own fields malformed", "[trust][errors]") {
  Hub const hub;
  struct Own {
    Role role;
    std::string what;
    Edit edit;
  };
  auto const [role, what, edit]{GENERATE(values<Own>(
      {{Role::root, "no keys", [](Json& j) { j.erase("keys"); }},
       {Role::root, "keys as a list", [](Json& j) { j["keys"] = Json::array(); }},
       {Role::root, "a key without a public half",
        [](Json& j) { j["keys"].begin().value()["keyval"].erase("public"); }},
       {Role::root, "a key without a scheme",
        [](Json& j) { j["keys"].begin().value().erase("scheme"); }},
       {Role::root, "a key that is null", [](Json& j) { j["keys"].begin().value() = nullptr; }},
       {Role::root, "no roles", [](Json& j) { j.erase("roles"); }},
       {Role::root, "no snapshot role", [](Json& j) { j["roles"].erase("snapshot"); }},
       {Role::root, "threshold 0", [](Json& j) { j["roles"]["root"]["threshold"] = 0; }},
       {Role::root, "threshold -1", [](Json& j) { j["roles"]["targets"]["threshold"] = -1; }},
       {Role::root, "threshold as text", [](Json& j) { j["roles"]["root"]["threshold"] = "1"; }},
       {Role::root, "threshold true", [](Json& j) { j["roles"]["root"]["threshold"] = true; }},
       {Role::root, "threshold null", [](Json& j) { j["roles"]["root"]["threshold"] = nullptr; }},
       {Role::root, "a key id twice in a role",
        [](Json& j) {
          auto& ids = j["roles"]["root"]["keyids"];
          ids.push_back(Json(ids[0]));
        }},
       {Role::root, "a key id that is no text",
        [](Json& j) { j["roles"]["root"]["keyids"].push_back(1); }},
       {Role::root, "consistent_snapshot as text",
        [](Json& j) { j["consistent_snapshot"] = "yes"; }},
       {Role::timestamp, "no meta", [](Json& j) { j.erase("meta"); }},
       {Role::timestamp, "no snapshot", [](Json& j) { j["meta"].erase("snapshot.json"); }},
       {Role::timestamp, "snapshot version 0",
        [](Json& j) { j["meta"]["snapshot.json"]["version"] = 0; }},
       {Role::timestamp, "negative length",
        [](Json& j) { j["meta"]["snapshot.json"]["length"] = -1; }},
       {Role::timestamp, "no hash at all",
        [](Json& j) { j["meta"]["snapshot.json"]["hashes"] = Json::object(); }},
       {Role::timestamp, "a hash that is a path",
        [](Json& j) { j["meta"]["snapshot.json"]["hashes"]["sha512"] = "../x"; }},
       {Role::timestamp, "an empty hash",
        [](Json& j) { j["meta"]["snapshot.json"]["hashes"]["sha512"] = ""; }},
       {Role::timestamp, "a hash that is no text",
        [](Json& j) { j["meta"]["snapshot.json"]["hashes"]["sha512"] = 7; }},
       {Role::timestamp, "a short hash",
        [](Json& j) { j["meta"]["snapshot.json"]["hashes"]["sha256"] = "00"; }},
       {Role::timestamp, "issued at no time", [](Json& j) { j["issued"] = "now"; }},
       {Role::snapshot, "another file without a version",
        [](Json& j) { j["meta"]["hall.json"] = Json::object(); }},
       {Role::targets, "no targets", [](Json& j) { j.erase("targets"); }},
       {Role::targets, "a target without a length",
        [](Json& j) { j["targets"].begin().value().erase("length"); }},
       {Role::targets, "a target without hashes",
        [](Json& j) { j["targets"].begin().value().erase("hashes"); }},
       {Role::targets, "a target with empty hashes",
        [](Json& j) { j["targets"].begin().value()["hashes"] = Json::object(); }},
       {Role::targets, "an upper-case hash",
        [](Json& j) { j["targets"].begin().value()["hashes"]["sha256"] = std::string(64, 'A'); }},
       {Role::targets, "a target that is a text", [](Json& j) { j["targets"]["x"] = "y"; }}}))};
  CAPTURE(name_of(role), what);
  CHECK(code_of(role, edited(document(hub, role), edit, {})) == ErrorCode::invalid_input);
}

TEST_CASE("trust: an envelope that is none is refused", "[trust][errors]") {
  Hub const hub;
  auto const good = json::parse_strict(hub.timestamp).value();
  auto const refused{[&](auto const& change) {
    auto document = good;
    change(document);
    return code_of(Role::timestamp, document.dump()) == ErrorCode::invalid_input;
  }};
  CHECK(refused([](Json& j) { j.erase("signed"); }));
  CHECK(refused([](Json& j) { j.erase("signatures"); }));
  CHECK(refused([](Json& j) { j["signatures"] = Json::object(); }));
  CHECK(refused([](Json& j) { j["signatures"].push_back(Json(j["signatures"][0])); }));
  CHECK(refused([](Json& j) { j["signatures"].push_back("x"); }));
  CHECK(refused([](Json& j) { j["signatures"][0].erase("sig"); }));
  CHECK(refused([](Json& j) { j["signatures"][0]["keyid"] = 7; }));
  CHECK(refused([](Json& j) { j["signed"] = "x"; }));
  for (auto const* bytes : {"", "null", "[]", "{}", "<html>", R"({"signed":{},"signed":{}})"})
    CHECK(code_of(Role::timestamp, bytes) == ErrorCode::invalid_input);
  CHECK(code_of(Role::timestamp, good.dump() + std::string(max_size(Role::timestamp), ' ')) ==
        ErrorCode::invalid_input);
}

TEST_CASE("trust: fields we do not know stay part of what is signed", "[trust]") {
  Hub hub;
  auto const bytes{edited(
      hub.timestamp, [](Json& j) { j["备注"] = {{"z", "明\n川"}, {"a", Json::array({1})}}; },
      hub.keys[Role::timestamp])};
  auto const parsed{parse_timestamp(bytes).value()};
  CHECK(threshold_met(hub.root_content, Role::timestamp, parsed.signatures, parsed.signed_bytes));
  CHECK(parsed.signed_bytes.find("\"备注\":{\"a\":[1],\"z\":\"明\n川\"}") != std::string::npos);
}

TEST_CASE("trust: a threshold counts keys, not names of keys or signatures", "[trust][errors]") {
  Hub hub;
  auto const other{crypto::SigningKey::generate().value()};
  auto const key{hub.keys[Role::timestamp][0]};
  std::string const bytes{"明示"};
  auto const signature{key.sign(bytes).value()};
  auto const half{public_key(key)};
  auto upper{half};
  for (char& c : upper.value) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
  Root root{hub.root_content};
  root.keys = {{"one", half}, {"two", half}, {"three", upper}, {"other", public_key(other)}};
  auto& role{root.roles[Role::timestamp]};
  role = {.key_ids = {"one", "two", "three", "other", "absent"}, .threshold = 2};
  std::vector<Signature> signatures{
      {"one", signature}, {"two", signature}, {"three", signature}, {"absent", signature}};

  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
  signatures.push_back({"other", ""});
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
  signatures.back().value = other.sign(bytes).value();
  CHECK(threshold_met(root, Role::timestamp, signatures, bytes));
  role.threshold = 3;
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
  role.threshold = 0;
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
  role = {.key_ids = {"one"}, .threshold = 1};
  CHECK(threshold_met(root, Role::timestamp, signatures, bytes));
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes + "x"));
  root.keys.at("one").scheme = "ecdsa-sha2-nistp256";
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
  root.roles.erase(Role::timestamp);
  CHECK_FALSE(threshold_met(root, Role::timestamp, signatures, bytes));
}
