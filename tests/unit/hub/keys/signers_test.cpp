#include "hub/keys/signers.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/trust/signing.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>

namespace mingshi::hub {
namespace {

using tests::TempFolder;
constexpr Instant now{std::chrono::seconds{1'795'413'600}};

struct Desk {
  TempFolder dir;
  std::string zhang, li;
  Desk() {
    zhang = make("zhang", "zhang's passphrase");
    li = make("li", "li's passphrase");
  }
  [[nodiscard]] std::string make(std::string const& name, std::string const& passphrase) const {
    auto const card{make_key(dir.path(), {.name = name, .holder = name}, passphrase, now)};
    REQUIRE(card);
    return card->id();
  }
  [[nodiscard]] Signers look(PassphraseSource source) const {
    auto signers{Signers::look_in({dir.path()}, std::move(source))};
    REQUIRE(signers);
    return *std::move(signers);
  }
};

TEST_CASE("signers: each person is asked once, by name", "[keys]") {
  Desk const desk;
  std::vector<std::string> prompts;
  auto signers{desk.look({.known = {"zhang's passphrase"}, .ask = [&](std::string const& prompt) {
                            prompts.push_back(prompt);
                            return Result<std::string>{"li's passphrase"};
                          }})};
  trust::RoleKeys const role{.key_ids = {desk.zhang, desk.li}, .threshold = 2};
  CHECK(signers.enough_for(role));
  for (int i{0}; i < 2; ++i) {
    auto const keys{signers.of(role, "决定")};
    REQUIRE(keys);
    CHECK(keys->size() == 2);
  }
  CHECK(prompts == std::vector<std::string>{"密钥 li（li）的口令："});
}

TEST_CASE("signers: too few keys, or a wrong passphrase, is told", "[keys][errors]") {
  Desk const desk;
  auto signers{desk.look({.known = {"zhang's passphrase"}, .ask = {}})};
  auto const closed{signers.of({.key_ids = {desk.zhang, desk.li}, .threshold = 2}, "决定")};
  REQUIRE_FALSE(closed);
  CHECK(closed.error().detail() == "密钥 li 的口令不对，没有签名");
  trust::RoleKeys const elsewhere{.key_ids = {desk.zhang, "ff"}, .threshold = 2};
  CHECK_FALSE(signers.enough_for(elsewhere));
  auto const few{signers.of(elsewhere, "决定")};
  REQUIRE_FALSE(few);
  CHECK(few.error().code() == ErrorCode::denied);
  CHECK(few.error().detail().starts_with("决定要 2 把密钥签名，这里只有 1 把"));
}

}  // namespace
}  // namespace mingshi::hub
