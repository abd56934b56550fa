#pragma once

#include "core/json/json.hpp"
#include "core/trust/signing.hpp"
#include "core/trust/trusted_set.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::trust {

using Edit = std::function<void(json::Json&)>;

/// 2026-11-23T00:00:00Z, the time all these tests start at.
inline constexpr Instant test_now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// Signs any JSON as a document, however wrong it is.
inline std::string seal_json(json::Json const& part, std::vector<crypto::SigningKey> const& keys) {
  auto signatures = json::Json::array();
  for (auto const& key : keys)
    signatures.push_back({{"keyid", key_id(public_key(key))},
                          {"sig", key.sign(json::canonical_olpc(part)).value()}});
  json::Json document;
  document["signed"] = part;
  document["signatures"] = std::move(signatures);
  return document.dump();
}

/// Changes the signed part of a document and signs it again with `keys`.
inline std::string edited(std::string const& bytes, Edit const& edit,
                          std::vector<crypto::SigningKey> const& keys) {
  auto part = json::parse_strict(bytes).value()["signed"];
  edit(part);
  return seal_json(part, keys);
}

/// A publisher small enough to be wrong in every way.
struct Hub {
  Keyring keys{make_keyring().value()};
  Root root_content{root_for(keys, 1, test_now)};
  std::string root{sign(root_content, keys[Role::root]).value()};
  std::int64_t version{0};
  std::string targets, snapshot, timestamp;

  Hub() { publish("one"); }

  /// The next version of all three documents, with one target.
  void publish(std::string const& content) { publish(content, version + 1); }
  void publish(std::string const& content, std::int64_t as_version, Instant now = test_now) {
    version = as_version;
    targets = sign(Targets{.version = version,
                           .expires = now + lifetime(Role::targets),
                           .files = {{"hall/head.json", describe_target(content)}}},
                   keys[Role::targets])
                  .value();
    resnapshot(now);
  }
  void resnapshot(Instant now = test_now) {
    snapshot = sign(Snapshot{.version = version,
                             .expires = now + lifetime(Role::snapshot),
                             .files = {{"targets.json", describe(version, targets)}}},
                    keys[Role::snapshot])
                   .value();
    restamp(now);
  }
  void restamp(Instant now = test_now) {
    timestamp = sign(Timestamp{.version = version,
                               .expires = now + lifetime(Role::timestamp),
                               .issued = now,
                               .snapshot = describe(version, snapshot)},
                     keys[Role::timestamp])
                    .value();
  }
  /// A root that follows `root_content`, signed by the old root keys and its own.
  std::string next_root(Keyring const& next) {
    auto signers{keys[Role::root]};
    for (auto const& key : next.at(Role::root)) signers.push_back(key);
    root_content = root_for(next, root_content.version + 1, test_now);
    keys = next;
    return root = sign(root_content, signers).value();
  }
};

/// Everything up to the targets.
inline Result<void> refresh(TrustedSet& set, Hub const& hub) {
  MS_TRY(set.update_timestamp(hub.timestamp));
  if (!set.reuse(Role::snapshot)) MS_TRY(set.update_snapshot(hub.snapshot));
  if (!set.reuse(Role::targets)) MS_TRY(set.update_targets(hub.targets));
  return {};
}

inline TrustedSet anchored(Hub const& hub, Instant now = test_now) {
  return TrustedSet::load({.root = hub.root, .timestamp = {}, .snapshot = {}, .targets = {}}, now)
      .value();
}

}  // namespace mingshi::trust
