#include "hub/keys/key_card.hpp"

#include "core/json/json.hpp"
#include "core/publication/repository.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::hub {
namespace {

using json::Json;
constexpr std::int64_t format{1};

constexpr std::array<std::pair<crypto::Scheme, std::string_view>, 4> schemes{
    {{crypto::Scheme::ed25519, "ed25519"},
     {crypto::Scheme::ecdsa_p256_sha256, "ecdsa"},
     {crypto::Scheme::rsa_pss_sha256, "rsa"},
     {crypto::Scheme::sm2_sm3, "sm2"}}};

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::invalid_input, "no key card: " + std::string{what});
}

Result<std::string> text_of(Json const& object, std::string_view key) {
  auto const found{object.find(key)};
  if (found == object.end() || !found->is_string()) return malformed(key);
  return found->get<std::string>();
}

}  // namespace

bool is_key_name(std::string_view text) {
  return publication::is_hall_id(text);  // the same characters, for the same reasons
}

std::string format_card(KeyCard const& card) {
  return json::canonical(Json{{"format", format},
                              {"name", card.name},
                              {"holder", card.holder},
                              {"sample", card.sample},
                              {"made", iso_instant(card.made)},
                              {"keyid", card.id()},
                              {"keytype", card.key.type},
                              {"scheme", card.key.scheme},
                              {"public", card.key.value}}) +
         "\n";
}

Result<KeyCard> parse_card(std::string_view text) {
  auto const document = MS_TRY(json::parse_strict(text));  // braces would make a list of it
  if (!document.is_object()) return malformed("not an object");
  auto const version{document.find("format")};
  if (version == document.end() || *version != format) return malformed("format");
  auto const sample{document.find("sample")};
  if (sample == document.end() || !sample->is_boolean()) return malformed("sample");
  KeyCard card{};
  card.name = MS_TRY(text_of(document, "name"));
  card.holder = MS_TRY(text_of(document, "holder"));
  card.sample = sample->get<bool>();
  card.made = MS_TRY(parse_instant(MS_TRY(text_of(document, "made"))));
  card.key.type = MS_TRY(text_of(document, "keytype"));
  card.key.scheme = MS_TRY(text_of(document, "scheme"));
  card.key.value = MS_TRY(text_of(document, "public"));
  if (!is_key_name(card.name)) return malformed("name");
  if (MS_TRY(text_of(document, "keyid")) != card.id()) return malformed("the id is another key's");
  return card;
}

std::string_view name_of(crypto::Scheme scheme) {
  auto const* const found{
      std::ranges::find(schemes, scheme, &std::pair<crypto::Scheme, std::string_view>::first)};
  return found == schemes.end() ? std::string_view{} : found->second;
}

std::optional<crypto::Scheme> scheme_named(std::string_view name) {
  auto const* const found{
      std::ranges::find(schemes, name, &std::pair<crypto::Scheme, std::string_view>::second)};
  if (found == schemes.end()) return std::nullopt;
  return found->first;
}

}  // namespace mingshi::hub
