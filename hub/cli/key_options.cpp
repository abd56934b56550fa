#include "hub/cli/key_options.hpp"

#include "hub/keys/key_folder.hpp"

#include <cstdlib>

namespace mingshi::hub {

std::vector<OptionSpec> key_access_options() {
  return {{.name = "--keys", .kind = OptionSpec::Kind::list}, {.name = "--passphrase-file"}};
}

Result<PassphraseSource> passphrases_from(Options const& options, std::string_view option) {
  PassphraseSource source{.known = {}, .ask = &ask_at_terminal};
  if (options.has(option)) {
    source.known = MS_TRY(read_passphrases(options.get(option)));
    return source;
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread, and nobody changes the environment
  if (auto const* const known{std::getenv(passphrase_variable)}; known != nullptr && *known != '\0')
    source.known.emplace_back(known);
  return source;
}

Result<KeyAccess> key_access_from(Options const& options) {
  KeyAccess access{.folders = {},
                   .passphrases = MS_TRY(passphrases_from(options, "--passphrase-file"))};
  for (auto const& folder : options.all("--keys")) access.folders.emplace_back(folder);
  return access;
}

Result<std::string> chosen_passphrase(Options const& options, std::string_view option,
                                      std::string const& what) {
  auto const source{MS_TRY(passphrases_from(options, option))};
  if (!source.known.empty()) return source.known.front();
  auto first{MS_TRY(source.ask(what + "（至少 12 个字符，输入时不显示）："))};
  auto const second{MS_TRY(source.ask("请再输入一遍："))};
  if (first != second)
    return fail(ErrorCode::invalid_input, "两次输入的口令不一样，没有改动，请重来");
  return first;
}

Result<std::vector<KeyCard>> cards_from(std::vector<std::string> const& files) {
  std::vector<KeyCard> cards;
  for (auto const& file : files) cards.push_back(MS_TRY(read_card(file)));
  return cards;
}

void take_name(KeyNames& names, KeyCard const& card) {
  names[card.id()] = card.holder.empty() ? card.name : card.holder;
}

Result<void> take_names(KeyNames& names, std::filesystem::path const& folder) {
  for (auto const& kept : MS_TRY(keys_in(folder))) take_name(names, kept.card);
  return {};
}

}  // namespace mingshi::hub
