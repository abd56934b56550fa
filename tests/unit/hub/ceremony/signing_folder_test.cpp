#include "hub/ceremony/signing_folder.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/inspect.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using tests::TempFolder;
using trust::Role;
using namespace std::chrono_literals;
constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

struct Person {
  crypto::SigningKey key;
  KeyCard card;
};

Person person(std::string name) {
  auto key{crypto::SigningKey::generate()};
  REQUIRE(key);
  KeyCard card{
      .name = std::move(name), .holder = {}, .made = monday, .key = trust::public_key(*key)};
  return {*std::move(key), std::move(card)};
}

struct Ceremony {
  TempFolder dir;
  Person a{person("a")}, b{person("b")}, c{person("c")}, t{person("t")}, s{person("s")},
      ts{person("ts")};
  trust::Root root;
  Ceremony() {
    auto made{first_root({{Role::root, {.keys = {a.card, b.card, c.card}, .threshold = 2}},
                          {Role::targets, {.keys = {t.card}}},
                          {Role::snapshot, {.keys = {s.card}}},
                          {Role::timestamp, {.keys = {ts.card}}}},
                         monday)};
    REQUIRE(made);
    root = *std::move(made);
  }
  [[nodiscard]] SigningFolder make() const {
    auto folder{SigningFolder::make(dir / "waiting", std::nullopt, root, first_targets(monday))};
    if (!folder) FAIL(folder.error().detail());
    return *std::move(folder);
  }
  [[nodiscard]] SigningFolder open() const {
    auto folder{SigningFolder::open(dir / "waiting")};
    if (!folder) FAIL(folder.error().detail());
    return *std::move(folder);
  }
};

TEST_CASE("signing folder: signatures gather machine by machine until there are enough",
          "[ceremony]") {
  Ceremony const ceremony;
  CHECK_FALSE(ceremony.make().find(Role::root)->complete());
  CHECK(ceremony.open().sign(ceremony.a.key) == std::vector<std::string>{"1.root.json"});
  CHECK(ceremony.open().sign(ceremony.a.key));  // twice is once
  auto half{ceremony.open()};
  CHECK(half.find(Role::root)->quorums.at(0).signed_by.size() == 1);
  CHECK_FALSE(half.find(Role::root)->complete());
  CHECK(describe(half, {}, monday).contains("1.root.json（新的信任根）：已签 1，要 2，还差 1"));
  CHECK(half.sign(ceremony.c.key));
  CHECK(half.find(Role::root)->complete());
  CHECK_FALSE(half.find(Role::targets)->complete());
  CHECK(half.sign(ceremony.t.key) == std::vector<std::string>{"1.targets.json"});
  CHECK(ceremony.open().find(Role::targets)->complete());
}

TEST_CASE("signing folder: a key that may sign nothing there leaves it as it is",
          "[ceremony][errors]") {
  Ceremony const ceremony;
  auto folder{ceremony.make()};
  auto const before{folder.find(Role::root)->bytes};
  auto const done{folder.sign(ceremony.ts.key)};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::denied);
  CHECK(done.error().detail().contains("无权签"));
  CHECK(ceremony.open().find(Role::root)->bytes == before);
}

TEST_CASE("signing folder: a root that follows waits for the old keys as well", "[ceremony]") {
  Ceremony const ceremony;
  auto const d{person("d")};
  auto const next{next_root(
      ceremony.root,
      {{Role::root, {.keys = {ceremony.b.card, ceremony.c.card, d.card}, .threshold = 2}}},
      monday)};
  REQUIRE(next);
  auto folder{SigningFolder::make(ceremony.dir / "waiting", trust::sign(ceremony.root, {}).value(),
                                  *next, std::nullopt)};
  REQUIRE(folder);
  REQUIRE(folder->find(Role::root)->quorums.size() == 2);
  REQUIRE(folder->sign(d.key));
  REQUIRE(folder->sign(ceremony.b.key));
  CHECK(folder->find(Role::root)->quorums[0].complete());
  CHECK_FALSE(folder->find(Role::root)->complete());
  REQUIRE(folder->sign(ceremony.a.key));  // no more in the new one, but trusted still
  CHECK(folder->find(Role::root)->complete());
}

TEST_CASE("signing folder: what was touched on its way is found out", "[ceremony][errors]") {
  Ceremony const ceremony;
  auto folder{ceremony.make()};
  REQUIRE(folder.sign(ceremony.a.key));
  REQUIRE(folder.sign(ceremony.b.key));
  auto const file{ceremony.dir / "waiting/1.root.json"};
  auto bytes{read_file(file, 1 << 20).value()};
  auto const at{bytes.find("\"threshold\":2")};
  REQUIRE(at != std::string::npos);
  bytes.replace(at, 13, "\"threshold\":1");
  REQUIRE(write_file(file, bytes));
  CHECK(ceremony.open().find(Role::root)->quorums[0].signed_by.empty());
  REQUIRE(write_file(file, "{}"));
  auto const broken{SigningFolder::open(ceremony.dir / "waiting")};
  REQUIRE_FALSE(broken);
  CHECK(broken.error().detail().contains("1.root.json"));
}

TEST_CASE("signing folder: one that is taken, empty or mislabelled is refused",
          "[ceremony][errors]") {
  Ceremony const ceremony;
  auto const empty{SigningFolder::open(ceremony.dir / "nowhere")};
  REQUIRE_FALSE(empty);
  CHECK(empty.error().code() == ErrorCode::not_found);
  static_cast<void>(ceremony.make());
  auto const taken{
      SigningFolder::make(ceremony.dir / "waiting", std::nullopt, ceremony.root, std::nullopt)};
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code() == ErrorCode::conflict);
  fs::rename(ceremony.dir / "waiting/1.root.json", ceremony.dir / "waiting/2.root.json");
  auto const mislabelled{SigningFolder::open(ceremony.dir / "waiting")};
  REQUIRE_FALSE(mislabelled);
  CHECK(mislabelled.error().detail().contains("文件名和里面的版本不一致"));
}

}  // namespace
}  // namespace mingshi::hub
