#include "core/trust/trusted_set.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "tests/unit/core/trust/hub_of_test.hpp"

#include <chrono>
#include <string>

using namespace mingshi;
using namespace mingshi::trust;
using json::Json;
using std::chrono::days;
using std::chrono::seconds;

namespace {

/// The code of a refusal that changed nothing; `bug` when there was no refusal.
template <typename Step>
ErrorCode refusal(TrustedSet& set, Step const& step) {
  auto const before{set.stored()};
  auto const root{set.root()};
  Result<void> const result{step()};
  CHECK(set.stored() == before);
  CHECK(set.root() == root);
  CHECK(set.target("hall/head.json") == nullptr);
  return result ? ErrorCode::bug : result.error().code();
}
ErrorCode refusal_of_root(TrustedSet& set, std::string const& bytes) {
  return refusal(set, [&] { return set.update_root(bytes); });
}
ErrorCode refusal_of_timestamp(TrustedSet& set, std::string const& bytes) {
  return refusal(set, [&] { return set.update_timestamp(bytes); });
}
ErrorCode refusal_of_snapshot(TrustedSet& set, std::string const& bytes) {
  return refusal(set, [&] { return set.update_snapshot(bytes); });
}
ErrorCode refusal_of_targets(TrustedSet& set, std::string const& bytes) {
  return refusal(set, [&] { return set.update_targets(bytes); });
}

/// What a client has kept after a whole update.
Stored kept_after(Hub const& hub) {
  auto set{anchored(hub)};
  REQUIRE(refresh(set, hub));
  return set.stored();
}

TrustedSet reopened(Stored const& stored, Instant now = test_now) {
  return TrustedSet::load(stored, now).value();
}

}  // namespace

TEST_CASE("trust: a first update ends at the target", "[trust]") {
  Hub const hub;
  auto set{anchored(hub)};
  CHECK(set.timestamp() == nullptr);
  CHECK(set.target("hall/head.json") == nullptr);
  REQUIRE(set.update_timestamp(hub.timestamp));
  CHECK(set.timestamp()->issued == test_now);
  CHECK(set.expected(Role::snapshot).value() == describe(1, hub.snapshot));
  CHECK_FALSE(set.reuse(Role::snapshot));
  REQUIRE(set.update_snapshot(hub.snapshot));
  CHECK(set.expected(Role::targets).value() == describe(1, hub.targets));
  CHECK(set.target("hall/head.json") == nullptr);
  REQUIRE(set.update_targets(hub.targets));
  REQUIRE(set.target("hall/head.json") != nullptr);
  CHECK(*set.target("hall/head.json") == describe_target("one"));
  CHECK(set.target("other/head.json") == nullptr);
  CHECK(set.stored() == Stored{hub.root, hub.timestamp, hub.snapshot, hub.targets});
}

TEST_CASE("trust: an update with nothing new downloads only the timestamp", "[trust]") {
  Hub const hub;
  auto set{reopened(kept_after(hub))};
  REQUIRE(set.update_timestamp(hub.timestamp));
  CHECK(set.reuse(Role::snapshot));
  CHECK(set.reuse(Role::targets));
  CHECK(set.target("hall/head.json") != nullptr);
}

TEST_CASE("trust: a new version replaces the old", "[trust]") {
  Hub hub;
  auto const kept{kept_after(hub)};
  hub.publish("two");
  auto set{reopened(kept)};
  REQUIRE(set.update_timestamp(hub.timestamp));
  CHECK_FALSE(set.reuse(Role::snapshot));
  REQUIRE(set.update_snapshot(hub.snapshot));
  CHECK_FALSE(set.reuse(Role::targets));
  REQUIRE(set.update_targets(hub.targets));
  CHECK(*set.target("hall/head.json") == describe_target("two"));
}

TEST_CASE("trust: steps out of order are refused", "[trust][errors]") {
  Hub hub;
  auto set{anchored(hub)};
  CHECK(set.update_snapshot(hub.snapshot).error().code() == ErrorCode::bug);
  CHECK(set.update_targets(hub.targets).error().code() == ErrorCode::bug);
  CHECK(set.expected(Role::snapshot).error().code() == ErrorCode::bug);
  CHECK(set.expected(Role::targets).error().code() == ErrorCode::bug);
  CHECK(set.expected("targets").error().code() == ErrorCode::bug);
  CHECK(set.update_delegated("a", "targets", hub.targets).error().code() == ErrorCode::bug);
  REQUIRE(set.update_timestamp(hub.timestamp));
  CHECK(set.update_timestamp(hub.timestamp).error().code() == ErrorCode::bug);
  CHECK(set.update_root(hub.root).error().code() == ErrorCode::bug);
  CHECK(set.update_targets(hub.targets).error().code() == ErrorCode::bug);
  CHECK(set.expected(Role::targets).error().code() == ErrorCode::bug);
  CHECK(set.snapshot() == nullptr);
  REQUIRE(set.update_snapshot(hub.snapshot));
  CHECK(set.snapshot() != nullptr);
  CHECK(set.update_snapshot(hub.snapshot).error().code() == ErrorCode::bug);
  CHECK(set.expected("targets").error().code() == ErrorCode::bug);
  CHECK(set.targets() == nullptr);
  CHECK(set.update_delegated("a", "targets", hub.targets).error().code() == ErrorCode::bug);
  REQUIRE(set.update_targets(hub.targets));
  CHECK(set.update_targets(hub.targets).error().code() == ErrorCode::bug);
  CHECK(set.expected("targets").value() == describe(1, hub.targets));
  CHECK(set.expected(Role::root).error().code() == ErrorCode::bug);
  CHECK(set.expected(Role::timestamp).error().code() == ErrorCode::bug);
  CHECK(set.expected("nobody").error().code() == ErrorCode::corrupt);
  CHECK(set.targets()->version == 1);
}

TEST_CASE("trust: a role that nobody delegates to is nobody's", "[trust][errors]") {
  Hub hub;
  auto set{anchored(hub)};
  REQUIRE(refresh(set, hub));
  CHECK(set.update_delegated("a", "targets", hub.targets).error().code() == ErrorCode::denied);
  CHECK(set.update_delegated("a", "nobody", hub.targets).error().code() == ErrorCode::bug);
  CHECK(set.targets("a") == nullptr);
}

TEST_CASE("trust: only snapshot and targets are reused", "[trust]") {
  Hub const hub;
  auto set{reopened(kept_after(hub))};
  REQUIRE(set.update_timestamp(hub.timestamp));
  CHECK_FALSE(set.reuse(Role::timestamp));
  CHECK_FALSE(set.reuse(Role::targets));
  REQUIRE(set.reuse(Role::snapshot));
  CHECK_FALSE(set.reuse(Role::root));
  CHECK_FALSE(set.reuse(Role::timestamp));
  CHECK_FALSE(set.reuse(Role::snapshot));
  CHECK(set.reuse(Role::targets));
}

TEST_CASE("trust: a trust anchor that does not sign itself is refused", "[trust][errors]") {
  Hub hub;
  auto const code{[](std::string root) {
    auto const set{TrustedSet::load(
        {.root = std::move(root), .timestamp = {}, .snapshot = {}, .targets = {}}, test_now)};
    return set ? ErrorCode::bug : set.error().code();
  }};
  CHECK(code(sign(hub.root_content, hub.keys[Role::targets]).value()) == ErrorCode::denied);
  CHECK(code(sign(hub.root_content, {}).value()) == ErrorCode::denied);
  CHECK(code("") == ErrorCode::invalid_input);
  CHECK(code(hub.timestamp) == ErrorCode::invalid_input);
}

TEST_CASE("trust: root", "[trust][errors]") {
  Hub hub;
  auto set{anchored(hub)};
  auto const old_keys{hub.keys};
  auto new_keys{make_keyring().value()};

  SECTION("the next one is taken when the old and the new keys sign it") {
    auto const next{hub.next_root(new_keys)};
    REQUIRE(set.update_root(next));
    CHECK(set.root().version == 2);
    CHECK(set.stored().root == next);
    hub.publish("two");
    CHECK(refresh(set, hub));
  }
  SECTION("a chain is walked one by one") {
    auto const second{hub.next_root(new_keys)};
    auto const third{hub.next_root(make_keyring().value())};
    CHECK(refusal_of_root(set, third) == ErrorCode::denied);
    REQUIRE(set.update_root(second));
    REQUIRE(set.update_root(third));
    CHECK(refusal_of_root(set, second) == ErrorCode::denied);
    CHECK(set.root().version == 3);
  }
  SECTION("one that only its own keys sign is refused") {
    CHECK(
        refusal_of_root(set, sign(root_for(new_keys, 2, test_now), new_keys[Role::root]).value()) ==
        ErrorCode::denied);
  }
  SECTION("one that only the old keys sign is refused") {
    CHECK(refusal_of_root(set,
                          sign(root_for(new_keys, 2, test_now), old_keys.at(Role::root)).value()) ==
          ErrorCode::denied);
  }
  SECTION("version N, N+2 and the largest are refused though well signed") {
    for (auto const version : {std::int64_t{1}, std::int64_t{3}, INT64_MAX})
      CHECK(refusal_of_root(
                set, sign(root_for(hub.keys, version, test_now), hub.keys[Role::root]).value()) ==
            ErrorCode::conflict);
  }
  SECTION("a threshold of two is honoured before and after") {
    auto two{hub.keys};
    two[Role::root].push_back(crypto::SigningKey::generate().value());
    auto raised{root_for(two, 2, test_now)};
    raised.roles[Role::root].threshold = 2;
    CHECK(refusal_of_root(set, sign(raised, hub.keys[Role::root]).value()) == ErrorCode::denied);
    REQUIRE(set.update_root(sign(raised, two[Role::root]).value()));
    auto const third{root_for(hub.keys, 3, test_now)};
    CHECK(refusal_of_root(set, sign(third, {two[Role::root][1]}).value()) == ErrorCode::denied);
    CHECK(set.update_root(sign(third, two[Role::root]).value()));
  }
  SECTION("the last one must not have expired, those before may") {
    auto expired{root_for(hub.keys, 2, test_now)};
    expired.expires = test_now;
    REQUIRE(set.update_root(sign(expired, hub.keys[Role::root]).value()));
    auto const before{set};
    CHECK(refusal_of_timestamp(set, hub.timestamp) == ErrorCode::timeout);
    REQUIRE(set.update_root(sign(root_for(hub.keys, 3, test_now), hub.keys[Role::root]).value()));
    CHECK(set.update_timestamp(hub.timestamp));
  }
  SECTION("an empty signature beside a good one does no harm") {
    auto document = json::parse_strict(hub.next_root(hub.keys)).value();
    document["signatures"] = Json::array({document["signatures"][0]});
    document["signatures"].push_back({{"keyid", "00"}, {"sig", ""}});
    CHECK(set.update_root(document.dump()));
  }
}

TEST_CASE("trust: timestamp", "[trust][errors]") {
  Hub hub;
  hub.publish("one", 5);
  auto const kept{kept_after(hub)};
  auto set{reopened(kept)};

  SECTION("another key's signature is refused") {
    auto const bytes{
        edited(hub.timestamp, [](Json& j) { j["version"] = 6; }, hub.keys[Role::snapshot])};
    CHECK(refusal_of_timestamp(set, bytes) == ErrorCode::denied);
  }
  SECTION("no signature is refused") {
    CHECK(refusal_of_timestamp(set, edited(hub.timestamp, [](Json&) {}, {})) == ErrorCode::denied);
  }
  SECTION("a changed byte is refused") {
    auto bytes{hub.timestamp};
    bytes.replace(bytes.find("\"version\":5}"), 12, "\"version\":6}");
    CHECK(refusal_of_timestamp(set, bytes) == ErrorCode::denied);
  }
  SECTION("an older version is refused") {
    hub.publish("zero", 4);
    CHECK(refusal_of_timestamp(set, hub.timestamp) == ErrorCode::conflict);
  }
  SECTION("the same version with other bytes is not taken: the kept one stays, and it is noticed") {
    hub.restamp(test_now + seconds{1});
    REQUIRE(set.update_timestamp(hub.timestamp));
    CHECK(set.stored().timestamp == kept.timestamp);
    CHECK(set.timestamp()->issued == test_now);
    CHECK(set.was_replaced_in_place());
  }
  SECTION("the same version with the same bytes is nothing to notice") {
    REQUIRE(set.update_timestamp(hub.timestamp));
    CHECK_FALSE(set.was_replaced_in_place());
  }
  SECTION("an older snapshot under a newer timestamp is refused") {
    auto const bytes{edited(
        hub.timestamp,
        [](Json& j) {
          j["version"] = 6;
          j["meta"]["snapshot.json"]["version"] = 4;
        },
        hub.keys[Role::timestamp])};
    CHECK(refusal_of_timestamp(set, bytes) == ErrorCode::conflict);
  }
  SECTION("an expired one is refused, at the very second of expiry") {
    hub.publish("two", 6, test_now - days{7});
    CHECK(refusal_of_timestamp(set, hub.timestamp) == ErrorCode::timeout);
    hub.publish("two", 6, test_now - days{7} + seconds{1});
    CHECK(set.update_timestamp(hub.timestamp));
  }
  SECTION("the same one replayed for ever is refused when it expires") {
    CHECK(reopened(kept, test_now + days{7} - seconds{1}).update_timestamp(hub.timestamp));
    auto later{reopened(kept, test_now + days{7})};
    CHECK(refusal_of_timestamp(later, hub.timestamp) == ErrorCode::timeout);
  }
  SECTION("an expired one that was kept still guards against an older one") {
    hub.publish("zero", 4, test_now + days{30});
    auto later{reopened(kept, test_now + days{30})};
    CHECK(refusal_of_timestamp(later, hub.timestamp) == ErrorCode::conflict);
  }
  SECTION("a captive portal's page is refused") {
    CHECK(refusal_of_timestamp(set, "<html>请登录</html>") == ErrorCode::invalid_input);
  }
  SECTION("one that runs on is refused") {
    CHECK(refusal_of_timestamp(set, hub.timestamp + std::string(20'000, ' ')) ==
          ErrorCode::invalid_input);
  }
}

TEST_CASE("trust: snapshot", "[trust][errors]") {
  Hub hub;
  hub.publish("one", 5);
  auto const kept{kept_after(hub)};

  SECTION("other bytes than the timestamp names are refused") {
    auto const old{hub.snapshot};
    hub.publish("two");
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(hub.timestamp));
    CHECK(refusal_of_snapshot(set, old) == ErrorCode::corrupt);
    CHECK(refusal_of_snapshot(set, hub.snapshot + " ") == ErrorCode::corrupt);
    CHECK(refusal_of_snapshot(set, hub.snapshot.substr(1)) == ErrorCode::corrupt);
    auto flipped{hub.snapshot};
    flipped.back() = ' ';
    CHECK(refusal_of_snapshot(set, flipped) == ErrorCode::corrupt);
    CHECK(set.update_snapshot(hub.snapshot));
  }
  /// The next timestamp names `bytes` exactly; what the set says of them.
  auto const offered{[&](std::string const& bytes, std::int64_t version) {
    hub.timestamp = sign(Timestamp{.version = 6,
                                   .expires = test_now + days{1},
                                   .issued = test_now,
                                   .snapshot = describe(version, bytes)},
                         hub.keys[Role::timestamp])
                        .value();
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(hub.timestamp));
    return refusal_of_snapshot(set, bytes);
  }};
  auto const snapshot_key{hub.keys[Role::snapshot]};
  auto const bump{[](Json& j) { j["version"] = 6; }};
  SECTION("another role's key is refused") {
    CHECK(offered(edited(hub.snapshot, bump, hub.keys[Role::timestamp]), 6) == ErrorCode::denied);
  }
  SECTION("another version than the timestamp names is refused") {
    CHECK(offered(edited(hub.snapshot, bump, snapshot_key), 7) == ErrorCode::corrupt);
  }
  SECTION("older targets are refused") {
    CHECK(offered(edited(
                      hub.snapshot,
                      [](Json& j) {
                        j["version"] = 6;
                        j["meta"]["targets.json"]["version"] = 4;
                      },
                      snapshot_key),
                  6) == ErrorCode::conflict);
  }
  SECTION("the same version with other bytes is taken when the timestamp names those bytes") {
    auto const bytes{edited(
        hub.snapshot, [](Json& j) { j["meta"]["targets.json"]["version"] = 6; }, snapshot_key)};
    hub.timestamp = sign(Timestamp{.version = 6,
                                   .expires = test_now + days{1},
                                   .issued = test_now,
                                   .snapshot = describe(5, bytes)},
                         hub.keys[Role::timestamp])
                        .value();
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(hub.timestamp));
    CHECK_FALSE(set.reuse(Role::snapshot));
    REQUIRE(set.update_snapshot(bytes));
    CHECK(set.stored().snapshot == bytes);
  }
  SECTION("an expired one is refused") {
    CHECK(offered(edited(
                      hub.snapshot,
                      [](Json& j) {
                        j["version"] = 6;
                        j["expires"] = iso_instant(test_now);
                      },
                      snapshot_key),
                  6) == ErrorCode::timeout);
  }
  SECTION("one that drops a document is refused") {
    auto const with{edited(
        hub.snapshot,
        [](Json& j) {
          j["version"] = 6;
          j["meta"]["hall.json"] = {{"version", 1}};
        },
        snapshot_key)};
    hub.timestamp = sign(Timestamp{.version = 6,
                                   .expires = test_now + days{1},
                                   .issued = {},
                                   .snapshot = describe(6, with)},
                         hub.keys[Role::timestamp])
                        .value();
    auto first{reopened(kept)};
    REQUIRE(first.update_timestamp(hub.timestamp));
    REQUIRE(first.update_snapshot(with));
    auto const without{edited(
        with,
        [](Json& j) {
          j["version"] = 7;
          j["meta"].erase("hall.json");
        },
        snapshot_key)};
    auto set{reopened(first.stored())};
    REQUIRE(set.update_timestamp(sign(Timestamp{.version = 7,
                                                .expires = test_now + days{1},
                                                .issued = {},
                                                .snapshot = describe(7, without)},
                                      hub.keys[Role::timestamp])
                                     .value()));
    CHECK(refusal_of_snapshot(set, without) == ErrorCode::conflict);
  }
  SECTION("hash and length may be absent; the rest is checked all the same") {
    auto const bytes{edited(
        hub.timestamp,
        [](Json& j) {
          j["version"] = 6;
          j["meta"]["snapshot.json"] = {{"version", 6}};
        },
        hub.keys[Role::timestamp])};
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(bytes));
    CHECK(refusal_of_snapshot(set, hub.snapshot) == ErrorCode::corrupt);
    CHECK(set.update_snapshot(edited(hub.snapshot, bump, snapshot_key)));
  }
  SECTION("a kept one that has expired is not taken up again") {
    hub.restamp(test_now + days{14});
    hub.timestamp =
        edited(hub.timestamp, [](Json& j) { j["version"] = 6; }, hub.keys[Role::timestamp]);
    auto set{reopened(kept, test_now + days{14})};
    REQUIRE(set.update_timestamp(hub.timestamp));
    CHECK_FALSE(set.reuse(Role::snapshot));
  }
}

TEST_CASE("trust: targets", "[trust][errors]") {
  Hub hub;
  hub.publish("one", 5);
  auto const kept{kept_after(hub)};
  /// Version 6 of snapshot and timestamp name `bytes` as `version`; what the set says of them.
  auto const offered{[&](std::string const& bytes, std::int64_t version) {
    hub.version = 6;
    hub.snapshot = sign(Snapshot{.version = 6,
                                 .expires = test_now + days{1},
                                 .files = {{"targets.json", describe(version, bytes)}}},
                        hub.keys[Role::snapshot])
                       .value();
    hub.restamp();
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(hub.timestamp));
    REQUIRE(set.update_snapshot(hub.snapshot));
    CHECK_FALSE(set.reuse(Role::targets));
    return refusal_of_targets(set, bytes);
  }};
  auto const key{hub.keys[Role::targets]};
  auto const bump{[](Json& j) { j["version"] = 6; }};

  SECTION("other bytes than the snapshot names are refused") {
    hub.publish("two");
    auto set{reopened(kept)};
    REQUIRE(set.update_timestamp(hub.timestamp));
    REQUIRE(set.update_snapshot(hub.snapshot));
    CHECK_FALSE(set.reuse(Role::targets));
    CHECK(refusal_of_targets(set, *kept.targets) == ErrorCode::corrupt);
    CHECK(refusal_of_targets(set, hub.targets.substr(0, 100)) == ErrorCode::corrupt);
    CHECK(set.update_targets(hub.targets));
  }
  SECTION("another role's key is refused") {
    CHECK(offered(edited(hub.targets, bump, hub.keys[Role::snapshot]), 6) == ErrorCode::denied);
  }
  SECTION("another version than the snapshot names is refused") {
    CHECK(offered(edited(hub.targets, bump, key), 7) == ErrorCode::corrupt);
  }
  SECTION("an expired one is refused") {
    auto const bytes{edited(
        hub.targets,
        [](Json& j) {
          j["version"] = 6;
          j["expires"] = iso_instant(test_now);
        },
        key)};
    CHECK(offered(bytes, 6) == ErrorCode::timeout);
  }
}

TEST_CASE("trust: kept documents that do not verify are left out", "[trust][errors]") {
  Hub const hub;
  auto stored{kept_after(hub)};
  Hub const foreign;
  stored.timestamp = foreign.timestamp;
  stored.snapshot = "{";
  stored.targets = hub.targets + "x";
  auto set{reopened(stored)};
  CHECK(set.stored() == Stored{hub.root, {}, {}, {}});
  CHECK(refresh(set, hub));
}

TEST_CASE("trust: rotated keys end the reign of a stolen key's high versions", "[trust]") {
  Hub hub;
  auto next{hub.keys};
  auto const fresh{crypto::SigningKey::generate().value()};
  auto const role{GENERATE(Role::timestamp, Role::snapshot)};
  next[role] = {fresh};
  hub.publish("stolen", 1'000'000);
  auto stored{kept_after(hub)};
  auto const root{hub.next_root(next)};
  hub.publish("recovered", 2);
  auto set{reopened(stored)};
  REQUIRE(set.update_root(root));
  CHECK_FALSE(set.stored().timestamp);
  CHECK_FALSE(set.stored().snapshot);
  REQUIRE(refresh(set, hub));
  CHECK(*set.target("hall/head.json") == describe_target("recovered"));
}

TEST_CASE("trust: a new root with the same keys forgets nothing", "[trust][errors]") {
  Hub hub;
  hub.publish("one", 5);
  auto const stored{kept_after(hub)};
  auto const root{hub.next_root(hub.keys)};
  auto set{reopened(stored)};
  REQUIRE(set.update_root(root));
  CHECK(set.stored() == Stored{root, stored.timestamp, stored.snapshot, stored.targets});
  hub.publish("zero", 4);
  CHECK(refusal_of_timestamp(set, hub.timestamp) == ErrorCode::conflict);
}

TEST_CASE("trust: withdrawn targets keys withdraw what they signed", "[trust][errors]") {
  Hub hub;
  auto const stored{kept_after(hub)};
  auto const old_targets{hub.targets};
  auto next{hub.keys};
  next[Role::targets] = {crypto::SigningKey::generate().value()};
  auto const root{hub.next_root(next)};
  auto set{reopened(stored)};
  REQUIRE(set.update_root(root));
  CHECK_FALSE(set.stored().targets);
  REQUIRE(set.update_timestamp(hub.timestamp));
  REQUIRE(set.reuse(Role::snapshot));
  CHECK(refusal_of_targets(set, old_targets) == ErrorCode::denied);
}
