#include "hub/keys/key_folder.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <sys/stat.h>

#include <string>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using tests::TempFolder;

constexpr Instant now{std::chrono::seconds{1'795'413'600}};
std::string const passphrase{"correct horse battery"};

KeyCard make(TempFolder const& dir, std::string const& name) {
  auto card{make_key(dir / "keys", {.name = name, .holder = "张三"}, passphrase, now)};
  if (!card) FAIL(card.error().detail());
  return *std::move(card);
}

TEST_CASE("key file: it is its owner's alone, sealed, and opens with its passphrase", "[keys]") {
  TempFolder const dir;
  auto const card{make(dir, "zhang")};
  auto const file{dir / "keys/zhang.key"};
  struct stat info{};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  REQUIRE(::stat((dir / "keys").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0700U);
  CHECK(read_file(file, max_key_file).value().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  CHECK(open_key(file, card, passphrase));
  CHECK(read_card(dir / "keys/zhang.pub") == card);
}

TEST_CASE("key file: a wrong passphrase is told in Chinese", "[keys][errors]") {
  TempFolder const dir;
  auto const card{make(dir, "zhang")};
  for (std::string const& wrong : {std::string{}, std::string{"correct horse batterY"}}) {
    auto const key{open_key(dir / "keys/zhang.key", card, wrong)};
    REQUIRE_FALSE(key);
    CHECK(key.error().code() == ErrorCode::denied);
    CHECK(key.error().detail() == "密钥 zhang 的口令不对，没有签名");
  }
}

TEST_CASE("key file: a name is taken once, is plain, and a passphrase is long", "[keys][errors]") {
  TempFolder const dir;
  auto const card{make(dir, "zhang")};
  auto const again{make_key(dir / "keys", {.name = "zhang"}, passphrase, now)};
  REQUIRE_FALSE(again);
  CHECK(again.error().code() == ErrorCode::conflict);
  CHECK(open_key(dir / "keys/zhang.key", card, passphrase));
  for (auto const* name : {"", "../zhang", "张三", "Zhang", "-zhang", "zhang.key"}) {
    INFO(name);
    auto const refused{make_key(dir / "other", {.name = name}, passphrase, now)};
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::invalid_input);
  }
  auto const weak{make_key(dir / "other", {.name = "li"}, "short", now)};
  REQUIRE_FALSE(weak);
  CHECK(weak.error().detail().contains("口令太短"));
  CHECK_FALSE(fs::exists(dir / "other"));
}

TEST_CASE("key file: the passphrase is changed, or everything stays", "[keys]") {
  TempFolder const dir;
  auto const card{make(dir, "zhang")};
  auto const file{dir / "keys/zhang.key"};
  auto const before{read_file(file, max_key_file)};
  CHECK_FALSE(change_passphrase(file, card, "another one here", "a new passphrase"));
  CHECK_FALSE(change_passphrase(file, card, passphrase, "short"));
  CHECK(read_file(file, max_key_file) == before);
  REQUIRE(change_passphrase(file, card, passphrase, "a new passphrase"));
  CHECK_FALSE(open_key(file, card, passphrase));
  CHECK(open_key(file, card, "a new passphrase"));
}

TEST_CASE("key file: one that is damaged, open or another's is not used", "[keys][errors]") {
  TempFolder const dir;
  auto const card{make(dir, "zhang")};
  static_cast<void>(make(dir, "li"));
  auto const file{dir / "keys/zhang.key"};
  fs::copy_file(dir / "keys/li.key", file, fs::copy_options::overwrite_existing);
  auto const swapped{open_key(file, card, passphrase)};
  REQUIRE_FALSE(swapped);
  CHECK(swapped.error().code() == ErrorCode::corrupt);
  CHECK(swapped.error().detail().contains("不是一对"));
  for (auto const* text : {"", "-----BEGIN PRIVATE KEY-----\nMC4CAQA=\n-----END PRIVATE KEY-----\n",
                           "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END"}) {
    REQUIRE(write_file(file, text));
    auto const key{open_key(file, card, passphrase)};
    REQUIRE_FALSE(key);
    CHECK(key.error().detail().contains("zhang"));
  }
  fs::remove(file);
  CHECK(open_key(file, card, passphrase).error().code() == ErrorCode::not_found);
}

TEST_CASE("key folder: cards are listed by name, and whether the secret is here", "[keys]") {
  TempFolder const dir;
  CHECK(keys_in(dir / "keys").value().empty());
  static_cast<void>(make(dir, "zhang"));
  static_cast<void>(make(dir, "li"));
  fs::remove(dir / "keys/li.key");
  auto const keys{keys_in(dir / "keys")};
  REQUIRE(keys);
  REQUIRE(keys->size() == 2);
  CHECK((*keys)[0].card.name == "li");
  CHECK((*keys)[0].key_file.empty());
  CHECK_FALSE((*keys)[1].key_file.empty());
  REQUIRE(write_file(dir / "keys/broken.pub", "{"));
  auto const broken{keys_in(dir / "keys")};
  REQUIRE_FALSE(broken);
  CHECK(broken.error().detail().contains("broken.pub"));
}

}  // namespace
}  // namespace mingshi::hub
