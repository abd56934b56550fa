#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/signing_folder.hpp"
#include "hub/keys/key_folder.hpp"
#include "hub/publish/metadata_file.hpp"
#include "hub/publish/publish.hpp"
#include "hub/records/records.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/unit/hub/publish/follower.hpp"

#include <string>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using tests::Follower;
using tests::TempFolder;
using trust::Role;
using namespace std::chrono_literals;

constexpr Instant monday{Day{2026y / 11 / 23} + 6h};
std::string const passphrase{"a passphrase of tests"};

/// A bureau with a safe for offline keys, two persons and a hub.
struct Bureau {
  TempFolder dir;
  ProductData product;
  std::map<std::string, KeyCard> cards;
  int folders{0};

  Bureau() {
    auto read{read_product_data(fs::path{MS_SOURCE_DIR} / "assets")};
    if (!read) FAIL(read.error().detail());
    product = *std::move(read);
    for (auto const* name : {"root-1", "root-2", "root-3", "targets"}) make("safe", name);
    for (auto const* name : {"zhang", "li", "wang"}) make("persons", name);
    for (auto const* name : {"snapshot", "timestamp"}) make("hub/keys", name);
    REQUIRE(make_folders(dir / "hub"));
    REQUIRE(write_file(dir / "hub/hall.toml", "id = \"mingchuan\"\nname = \"明川区\"\n"));
    put("公告");
  }
  void make(std::string const& folder, std::string const& name) {
    auto card{make_key(dir / folder, {.name = name, .holder = name}, passphrase, monday)};
    if (!card) FAIL(card.error().detail());
    cards.emplace(name, *std::move(card));
  }
  void put(std::string title) const {
    auto records{Records::open(dir / "hub")};
    REQUIRE(records);
    REQUIRE(records->put(product.catalogue,
                         {{{.type = "notice",
                            .fields = {{"title", std::move(title)},
                                       {"body", std::string{"正文"}},
                                       {"issuer", std::string{"大队"}},
                                       {"published_on", Day{2026y / 11 / 1}}}},
                           "test",
                           0}},
                         monday));
  }
  [[nodiscard]] KeyGroup group(std::vector<std::string> const& names,
                               std::int64_t threshold = 1) const {
    KeyGroup out{.keys = {}, .threshold = threshold};
    for (auto const& name : names) out.keys.push_back(cards.at(name));
    return out;
  }
  [[nodiscard]] std::map<Role, KeyGroup> groups() const {
    return {{Role::root, group({"root-1", "root-2", "root-3"}, 2)},
            {Role::targets, group({"targets"})},
            {Role::snapshot, group({"snapshot"})},
            {Role::timestamp, group({"timestamp"})}};
  }
  [[nodiscard]] KeyAccess access() const {
    return {.folders = {dir / "persons"}, .passphrases = {.known = {passphrase}, .ask = {}}};
  }
  [[nodiscard]] Current current() const {
    auto now{RepositoryWriter{dir / "hub/repo"}.current()};
    if (!now) FAIL(now.error().detail());
    return *std::move(now);
  }
  /// Carries documents to each key in turn and puts them in force.
  Result<void> ceremony(std::optional<trust::Root> const& root,
                        std::optional<trust::Targets> const& targets,
                        std::vector<std::string> const& signers) {
    std::optional<std::string> trusted;
    if (RepositoryWriter{dir / "hub/repo"}.has_root())
      trusted = read_role(dir / "hub/repo", Role::root, current().root.version).value();
    auto folder{SigningFolder::make(dir / ("waiting-" + std::to_string(++folders)), trusted, root,
                                    targets)};
    if (!folder) FAIL(folder.error().detail());
    for (auto const& name : signers) {
      auto const key{open_key(dir / "safe" / (name + ".key"), cards.at(name), passphrase)};
      REQUIRE(key);
      if (auto const done{folder->sign(*key)}; !done) FAIL(done.error().detail());
    }
    auto const bytes{[&](Role role) -> std::optional<std::string> {
      auto const* const document{folder->find(role)};
      return document == nullptr ? std::nullopt : std::optional{document->bytes};
    }};
    return install_authority(dir / "hub", bytes(Role::root), bytes(Role::targets), monday,
                             access());
  }
  void found() {
    auto const root{first_root(groups(), monday)};
    REQUIRE(root);
    auto const targets{with_hall(
        first_targets(monday),
        {.hall = "mingchuan", .publisher = cards.at("zhang"), .reviewer = cards.at("li")})};
    REQUIRE(targets);
    auto const done{ceremony(*root, *targets, {"root-1", "root-3", "targets"})};
    if (!done) FAIL(done.error().detail());
  }
  [[nodiscard]] Result<Published> publish_at(Instant now) const {
    return publish(dir / "hub", product, ReviewGate::unreviewed_sample, now, access());
  }
};

TEST_CASE("ceremony: a hub publishes with root and targets keys in a safe elsewhere",
          "[ceremony]") {
  Bureau bureau;
  bureau.found();
  auto const done{bureau.publish_at(monday)};
  if (!done) FAIL(done.error().detail());
  Follower const terminal{bureau.dir / "hub/repo", monday};
  CHECK(terminal.part("mingchuan", Part::records).sequence == 1);
  CHECK(terminal.part("mingchuan", Part::decisions).sequence == 1);
  CHECK_FALSE(fs::exists(bureau.dir / "hub/keys/passphrase"));
}

TEST_CASE("ceremony: too few signatures put nothing in force", "[ceremony][errors]") {
  Bureau bureau;
  auto const root{first_root(bureau.groups(), monday)};
  REQUIRE(root);
  auto const done{bureau.ceremony(*root, first_targets(monday), {"root-1", "targets"})};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::denied);
  CHECK(done.error().detail().contains("信任根还没有签够"));
  CHECK_FALSE(fs::exists(bureau.dir / "hub/repo"));
}

TEST_CASE("ceremony: a root is rotated, and a terminal with the first one follows", "[ceremony]") {
  Bureau bureau;
  bureau.found();
  REQUIRE(bureau.publish_at(monday));
  bureau.make("safe", "root-4");
  bureau.make("hub/keys", "timestamp-2");
  auto const next{next_root(bureau.current().root,
                            {{Role::root, bureau.group({"root-2", "root-3", "root-4"}, 2)},
                             {Role::timestamp, bureau.group({"timestamp-2"})}},
                            monday)};
  REQUIRE(next);
  // Two of the new ones, but only one that is trusted now.
  auto const few{bureau.ceremony(*next, std::nullopt, {"root-2", "root-4"})};
  REQUIRE_FALSE(few);
  CHECK(few.error().code() == ErrorCode::denied);
  CHECK(Follower{bureau.dir / "hub/repo", monday}.root_version() == 1);
  auto const done{bureau.ceremony(*next, std::nullopt, {"root-2", "root-3"})};
  if (!done) FAIL(done.error().detail());
  Follower const terminal{bureau.dir / "hub/repo", monday};
  CHECK(terminal.root_version() == 2);
  CHECK(terminal.part("mingchuan", Part::records).sequence == 1);
}

TEST_CASE("ceremony: a publisher's key is revoked; the one who follows signs what is published",
          "[ceremony]") {
  Bureau bureau;
  bureau.found();
  REQUIRE(bureau.publish_at(monday));
  auto const before{bureau.current()};
  auto const replaced{replace_key(before.root, before.targets, bureau.cards.at("zhang").id(),
                                  bureau.cards.at("wang"), monday)};
  REQUIRE(replaced);
  CHECK_FALSE(replaced->root);
  REQUIRE(replaced->targets);
  // Without the key that follows, what is published would be nobody's.
  fs::rename(bureau.dir / "persons/wang.key", bureau.dir / "wang.key");
  auto const without{bureau.ceremony(std::nullopt, replaced->targets, {"targets"})};
  REQUIRE_FALSE(without);
  CHECK(without.error().code() == ErrorCode::denied);
  CHECK(bureau.current().targets == before.targets);
  fs::rename(bureau.dir / "wang.key", bureau.dir / "persons/wang.key");
  auto const done{bureau.ceremony(std::nullopt, replaced->targets, {"targets"})};
  if (!done) FAIL(done.error().detail());
  CHECK(Follower{bureau.dir / "hub/repo", monday}.part("mingchuan", Part::records).sequence == 1);
  fs::remove(bureau.dir / "persons/zhang.key");
  bureau.put("第二个公告");
  auto const published{bureau.publish_at(monday + 1h)};
  if (!published) FAIL(published.error().detail());
  CHECK(
      Follower{bureau.dir / "hub/repo", monday + 1h}.part("mingchuan", Part::decisions).sequence ==
      2);
}

TEST_CASE("ceremony: documents of another version are refused", "[ceremony][errors]") {
  Bureau bureau;
  bureau.found();
  auto targets{next_targets(next_targets(bureau.current().targets, monday), monday)};
  auto const done{bureau.ceremony(std::nullopt, targets, {"targets"})};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::conflict);
  CHECK(done.error().detail() == "授权应当是第 2 版，文件里是第 3 版");
}

}  // namespace
}  // namespace mingshi::hub
