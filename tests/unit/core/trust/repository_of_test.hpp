#pragma once

#include "core/trust/names.hpp"
#include "core/trust/updater.hpp"
#include "tests/unit/core/trust/hub_of_test.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::trust {

/// A web server in memory that remembers what it was asked.
class FakeServer final : public MetadataSource {
 public:
  [[nodiscard]] Result<std::optional<std::string>> fetch(std::string const& file_name,
                                                         std::size_t cap) override {
    asked.push_back(file_name);
    caps[file_name] = cap;
    if (file_name == unreachable) return fail(ErrorCode::network, "the wire is cut");
    auto const found{files.find(file_name)};
    if (found == files.end()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> files;
  std::vector<std::string> asked;
  std::map<std::string, std::size_t> caps;
  std::string unreachable;  ///< the file that cannot be had
};

/// A disk in memory that remembers what was done to it.
class FakeDisk final : public MetadataStore {
 public:
  [[nodiscard]] std::optional<std::string> load(std::string const& role) override {
    auto const found{kept.find(role)};
    return found == kept.end() ? std::nullopt : std::optional{found->second};
  }
  [[nodiscard]] Result<void> save(std::string const& role, std::string const& bytes) override {
    if ("save " + role == broken) return fail(ErrorCode::io, "the disk is full");
    done.push_back("save " + role);
    kept[role] = bytes;
    return {};
  }
  [[nodiscard]] Result<void> remove(std::string const& role) override {
    if ("remove " + role == broken) return fail(ErrorCode::io, "the disk is read-only");
    done.push_back("remove " + role);
    kept.erase(role);
    return {};
  }
  std::map<std::string, std::string> kept;
  std::vector<std::string> done;
  std::string broken;  ///< the step that fails: "save root"
};

/// A repository with delegations, its server, and one client's disk that holds 1.root.json.
struct Repository {
  Keyring keys{make_keyring().value()};
  Root root{root_for(keys, 1, test_now)};
  std::map<std::string, Targets> targets{
      {"targets", {.version = 0, .expires = {}, .files = {{"top", describe_target("top")}}}}};
  std::map<std::string, std::vector<crypto::SigningKey>> signers;  ///< of delegated roles
  std::map<std::string, Edit> edits;  ///< by role: what its document says though it should not
  std::int64_t version{0};
  bool named_bytes{true};  ///< do documents name length and hash of others?
  FakeServer server;
  FakeDisk disk;

  Repository() {
    disk.kept["root"] = sign(root, keys[Role::root]).value();
    publish();
  }

  /// Lets `role` vouch for `paths` on the word of `delegator`, with a key of its own.
  DelegatedRole& delegate(std::string const& delegator, std::string const& role,
                          std::vector<std::string> paths) {
    auto const key{crypto::SigningKey::generate().value()};
    signers[role].push_back(key);
    targets.try_emplace(role, Targets{.version = 0, .expires = {}, .files = {}});
    auto& above{targets.at(delegator).delegations};
    if (!above) above.emplace();
    above->keys.emplace(key_id(public_key(key)), public_key(key));
    above->roles.push_back({.name = role,
                            .keys = {.key_ids = {key_id(public_key(key))}, .threshold = 1},
                            .paths = std::move(paths)});
    return above->roles.back();
  }

  /// The next root, signed by the old root keys and its own; the next publish() uses its keys.
  std::string next_root(Keyring const& next) {
    auto by{keys[Role::root]};
    for (auto const& key : next.at(Role::root)) by.push_back(key);
    bool const consistent{root.consistent_snapshot};
    root = root_for(next, root.version + 1, test_now);
    root.consistent_snapshot = consistent;
    keys = next;
    return put_root(by);
  }
  std::string put_root(std::vector<crypto::SigningKey> const& by) {
    auto const bytes{finished("root", sign(root, by).value(), by)};
    server.files[metadata_file_name("root", root.version)] = bytes;
    return bytes;
  }

  /// The next version of everything below the root.
  void publish() { publish(version + 1); }
  void publish(std::int64_t as_version, Instant now = test_now) {
    version = as_version;
    Snapshot snapshot{.version = version, .expires = now + lifetime(Role::snapshot), .files = {}};
    for (auto& [role, content] : targets) {
      content.version = version;
      content.expires = now + lifetime(Role::targets);
      auto const& by{role == "targets" ? keys[Role::targets] : signers[role]};
      snapshot.files.emplace(role + ".json", put(role, sign(content, by).value(), by));
    }
    put_snapshot(snapshot, now);
  }
  void put_snapshot(Snapshot const& snapshot, Instant now = test_now) {
    auto const& by{keys[Role::snapshot]};
    auto const named{put("snapshot", sign(snapshot, by).value(), by)};
    put_timestamp({.version = version,
                   .expires = now + lifetime(Role::timestamp),
                   .issued = now,
                   .snapshot = named});
  }
  void put_timestamp(Timestamp const& timestamp) {
    auto const& by{keys[Role::timestamp]};
    server.files["timestamp.json"] = finished("timestamp", sign(timestamp, by).value(), by);
  }
  /// The document of a role as the server has it now.
  [[nodiscard]] std::string file(std::string const& role) const {
    return server.files.at(name_of_file(role));
  }

  [[nodiscard]] Updater client(Instant now = test_now) {
    return Updater::open(server, disk, now).value();
  }
  /// How a refresh ends; `bug` when well.
  [[nodiscard]] ErrorCode refresh(Instant now = test_now) {
    auto updater{Updater::open(server, disk, now)};
    auto const done{updater ? updater->refresh() : Result<void>{std::unexpected{updater.error()}}};
    return done ? ErrorCode::bug : done.error().code();
  }
  /// How a refresh and the search for a target end; `bug` when it was found.
  [[nodiscard]] ErrorCode find(std::string_view path, Instant now = test_now) {
    auto updater{client(now)};
    if (auto const done{updater.refresh()}; !done) return done.error().code();
    auto const found{updater.target(path)};
    if (!found) return found.error().code();
    return *found ? ErrorCode::bug : ErrorCode::not_found;
  }

 private:
  [[nodiscard]] std::string name_of_file(std::string const& role) const {
    if (role == "timestamp" || !root.consistent_snapshot)
      return metadata_file_name(role, std::nullopt);
    return metadata_file_name(role, version);
  }
  [[nodiscard]] std::string finished(std::string const& role, std::string const& bytes,
                                     std::vector<crypto::SigningKey> const& by) const {
    auto const found{edits.find(role)};
    return found == edits.end() ? bytes : edited(bytes, found->second, by);
  }
  MetaFile put(std::string const& role, std::string const& bytes,
               std::vector<crypto::SigningKey> const& by) {
    auto const whole{finished(role, bytes, by)};
    server.files[name_of_file(role)] = whole;
    auto named{describe(version, whole)};
    if (!named_bytes) named = {.version = version, .length = {}, .sha256 = {}};
    return named;
  }
};

/// What a refresh and a search ask a server for beyond the four top-level roles.
using Names = std::vector<std::string>;

}  // namespace mingshi::trust
