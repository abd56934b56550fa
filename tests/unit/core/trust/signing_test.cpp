#include "core/trust/signing.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/crypto/crypto.hpp"
#include "core/trust/scheme.hpp"
#include "tests/unit/core/trust/hub_of_test.hpp"

#include <string>

using namespace mingshi;
using namespace mingshi::trust;
using crypto::Scheme;
using crypto::SigningKey;
using json::Json;

TEST_CASE("signing: delegations are read back as they were meant", "[trust][signing]") {
  auto const publisher{SigningKey::generate().value()};
  auto const reviewer{SigningKey::generate(Scheme::sm2_sm3).value()};
  Targets targets{.version = 7, .expires = test_now, .files = {{"明/x", describe_target("x")}}};
  targets.files.at("明/x").other_hashes = {{"sha512", "00ff"}};
  targets.files.emplace("only-512",
                        Target{.length = 1, .sha256 = {}, .other_hashes = {{"sha512", "ab"}}});
  Delegations delegations;
  for (auto const& key : {publisher, reviewer})
    delegations.keys.emplace(key_id(public_key(key)), public_key(key));
  delegations.roles = {
      {.name = "mingchuan.decisions",
       .keys = {.key_ids = {key_id(public_key(publisher)), key_id(public_key(reviewer))},
                .threshold = 2},
       .terminating = true,
       .paths = {"mingchuan/decisions"}},
      {.name = "bin",
       .keys = {.key_ids = {}, .threshold = 1},
       .by = DelegatedRole::By::hash_prefix,
       .paths = {"0", "1"}}};
  targets.delegations = delegations;
  auto const parsed{parse_targets(sign(targets, {publisher}).value()).value()};
  CHECK(parsed.content == targets);
  CHECK(parsed.content.delegations->find("bin") == &parsed.content.delegations->roles[1]);
  CHECK(parsed.content.delegations->find("none") == nullptr);
}

TEST_CASE("signing: what is named of a file is read back, every hash of it", "[trust][signing]") {
  Hub hub;
  auto const named{MetaFile{.version = 3,
                            .length = 9,
                            .sha256 = crypto::sha256("x"),
                            .other_hashes = {{"sha384", "ab"}, {"sha512", "cd"}}}};
  Snapshot const snapshot{
      .version = 1,
      .expires = test_now,
      .files = {{"a.json", named}, {"b.json", {.version = 1, .length = {}, .sha256 = {}}}}};
  CHECK(parse_snapshot(sign(snapshot, hub.keys[Role::snapshot]).value())->content == snapshot);
}

TEST_CASE("signing: every scheme signs documents that verify", "[trust][signing]") {
  for (Scheme const scheme : {Scheme::ed25519, Scheme::ecdsa_p256_sha256, Scheme::sm2_sm3}) {
    auto const key{SigningKey::generate(scheme).value()};
    auto const half{public_key(key)};
    CHECK(scheme_of(half) == scheme);
    auto const parsed{
        parse_targets(sign(Targets{.version = 1, .expires = test_now, .files = {}}, {key}).value())
            .value()};
    RoleKeys const role{.key_ids = {key_id(half)}, .threshold = 1};
    CHECK(threshold_met({{key_id(half), half}}, role, parsed.signatures, parsed.signed_bytes));
    CHECK(signers({{key_id(half), half}}, role, parsed.signatures, parsed.signed_bytes) ==
          std::set<std::string>{key_identity(half)});
  }
}

TEST_CASE("signing: the names of schemes are those that others use", "[trust][signing]") {
  CHECK(scheme_of({"ed25519", "ed25519", ""}) == Scheme::ed25519);
  CHECK(scheme_of({"ecdsa", "ecdsa-sha2-nistp256", ""}) == Scheme::ecdsa_p256_sha256);
  CHECK(scheme_of({"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", ""}) == Scheme::ecdsa_p256_sha256);
  CHECK(scheme_of({"rsa", "rsassa-pss-sha256", ""}) == Scheme::rsa_pss_sha256);
  CHECK(scheme_of({"sm2", "sm2-sm3", ""}) == Scheme::sm2_sm3);
  CHECK(scheme_of({"rsa", "rsa-pkcs1v15-sha256", ""}) == std::nullopt);
  CHECK(scheme_of({"ed25519", "ecdsa-sha2-nistp256", ""}) == std::nullopt);
  CHECK(public_key(Scheme::ecdsa_p256_sha256, "x") ==
        PublicKey{"ecdsa", "ecdsa-sha2-nistp256", "x"});
}

TEST_CASE("signing: a second signature is added to a document as it stands", "[trust][signing]") {
  Hub hub;
  auto const second{SigningKey::generate().value()};
  auto const first{
      edited(hub.targets, [](Json& j) { j["备注"] = "明\n示"; }, hub.keys[Role::targets])};
  auto const both{add_signature(first, second).value()};
  auto parsed{parse_targets(both).value()};
  REQUIRE(parsed.signatures.size() == 2);
  std::map<std::string, PublicKey> keys;
  RoleKeys role{.key_ids = {}, .threshold = 2};
  for (auto const& key : {hub.keys[Role::targets][0], second}) {
    keys.emplace(key_id(public_key(key)), public_key(key));
    role.key_ids.push_back(key_id(public_key(key)));
  }
  CHECK(threshold_met(keys, role, parsed.signatures, parsed.signed_bytes));
  CHECK(add_signature(both, second).value() == both);
  CHECK(parse_targets(add_signature(both, SigningKey::generate().value()).value())
            ->signatures.size() == 3);
}

TEST_CASE("signing: what is no document is not signed", "[trust][signing][errors]") {
  auto const key{SigningKey::generate().value()};
  for (auto const* bytes :
       {"", "{}", R"({"signed":{}})", R"({"signatures":[]})", R"({"signed":1,"signatures":[]})",
        R"({"signed":{},"signatures":{}})", R"({"signed":{},"signatures":[{"sig":""}]})",
        R"({"signed":{},"signed":{},"signatures":[]})"})
    CHECK(add_signature(bytes, key).error().code() == ErrorCode::invalid_input);
}
