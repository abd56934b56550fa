#include "hub/keys/key_card.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/trust/signing.hpp"

#include <string>

namespace mingshi::hub {
namespace {

KeyCard card_of(crypto::Scheme scheme) {
  auto const key{crypto::SigningKey::generate(scheme)};
  REQUIRE(key);
  return {.name = "zhang-fabu",
          .holder = "张三（发布员）",
          .sample = false,
          .made = Instant{std::chrono::seconds{1'795'413'600}},
          .key = trust::public_key(*key)};
}

TEST_CASE("key card: what is written is read again, for every algorithm", "[keys]") {
  for (auto const scheme : crypto::all_schemes) {
    if (scheme == crypto::Scheme::rsa_pss_sha256) continue;  // as the others, and slow to make
    auto const card{card_of(scheme)};
    CHECK(parse_card(format_card(card)) == card);
    CHECK(scheme_named(name_of(scheme)) == scheme);
  }
  CHECK_FALSE(scheme_named("dsa"));
}

TEST_CASE("key card: one whose id is another key's is refused", "[keys][errors]") {
  auto text{format_card(card_of(crypto::Scheme::ed25519))};
  auto const other{card_of(crypto::Scheme::ed25519)};
  auto const at{text.find("\"public\":\"")};
  REQUIRE(at != std::string::npos);
  text.replace(at + 10, 64, other.key.value);
  CHECK_FALSE(parse_card(text));
}

TEST_CASE("key card: anything else is refused, whatever it is", "[keys][errors]") {
  auto const good{format_card(card_of(crypto::Scheme::ed25519))};
  for (std::string const& text :
       {std::string{}, std::string{"{}"}, std::string{"[]"}, good.substr(0, good.size() / 2),
        std::string{"-----BEGIN ENCRYPTED PRIVATE KEY-----"}, good + good}) {
    INFO(text);
    CHECK_FALSE(parse_card(text));
  }
  for (auto const* member : {"\"format\":1", "\"sample\":false", "\"name\":\"zhang-fabu\""}) {
    auto text{good};
    auto const at{text.find(member)};
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view{member}.size(), "\"x\":\"../y\"");
    INFO(text);
    CHECK_FALSE(parse_card(text));
  }
}

}  // namespace
}  // namespace mingshi::hub
