#include "hub/ceremony/words.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/key_options.hpp"
#include "hub/cli/options.hpp"
#include "hub/keys/key_folder.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mingshi::hub {
namespace {

using Words = std::vector<std::string>;

std::string describe(KeyCard const& card) {
  return fmt::format("名称\t{}\n持有人\t{}\n算法\t{}\n编号\t{}\n制作\t{}\n{}公钥\t{}\n", card.name,
                     card.holder.empty() ? "（未填写）" : card.holder, card.key.scheme, card.id(),
                     local_minute(card.made), card.sample ? "用途\t示例，不能用于正式发布\n" : "",
                     card.key.value);
}

Exit make(Words const& arguments, Instant now, Output& output) {
  auto const options{parse_options(
      arguments,
      {{.name = "--dir"}, {.name = "--holder"}, {.name = "--type"}, {.name = "--passphrase-file"}},
      1)};
  if (!options) return misuse(output, "keys", options.error());
  if (!options->has("--dir")) return misuse(output, "keys", "--dir is needed");
  auto const scheme{scheme_named(options->has("--type") ? options->get("--type") : "ed25519")};
  if (!scheme) return misuse(output, "keys", "--type is ed25519, ecdsa, rsa or sm2");
  auto const passphrase{chosen_passphrase(*options, "--passphrase-file", "给新密钥定一个口令")};
  if (!passphrase) return failed(output, passphrase.error().detail());
  std::filesystem::path const folder{options->get("--dir")};
  auto const card{make_key(folder,
                           {.name = options->words[0],
                            .holder = options->get("--holder"),
                            .scheme = *scheme,
                            .sample = false},
                           *passphrase, now)};
  if (!card) return failed(output, card.error().detail());
  output.out += fmt::format(
      "{}{}：私钥，用口令加密；不要离开持有人\n{}：公钥，交给做根或授权的人\n", describe(*card),
      (folder / (card->name + ".key")).string(), (folder / (card->name + ".pub")).string());
  return Exit::ok;
}

Exit list(Words const& arguments, Output& output) {
  auto const options{parse_options(arguments, {}, 1)};
  if (!options) return misuse(output, "keys", options.error());
  auto const keys{keys_in(options->words[0])};
  if (!keys) return failed(output, keys.error().detail());
  if (keys->empty()) return failed(output, options->words[0] + " 里没有密钥");
  for (auto const& kept : *keys)
    fmt::format_to(std::back_inserter(output.out), "{}\t{}\t{}\t{}\t{}\t{}{}\n", kept.card.name,
                   words::short_id(kept.card.id()), kept.card.key.scheme,
                   local_minute(kept.card.made), kept.key_file.empty() ? "只有公钥" : "有私钥",
                   kept.card.holder.empty() ? "（未填写）" : kept.card.holder,
                   kept.card.sample ? "\t示例" : "");
  return Exit::ok;
}

Exit show(Words const& arguments, Output& output) {
  auto const options{parse_options(arguments, {}, 1)};
  if (!options) return misuse(output, "keys", options.error());
  auto const card{read_card(card_file_of(options->words[0]))};
  if (!card) return failed(output, card.error().detail());
  output.out += describe(*card);
  return Exit::ok;
}

Exit change(Words const& arguments, Output& output) {
  auto const options{parse_options(
      arguments, {{.name = "--passphrase-file"}, {.name = "--new-passphrase-file"}}, 1)};
  if (!options) return misuse(output, "keys", options.error());
  auto const key_file{key_file_of(options->words[0])};
  auto const card{read_card(card_file_of(key_file))};
  if (!card) return failed(output, card.error().detail());
  auto const source{passphrases_from(*options, "--passphrase-file")};
  if (!source) return failed(output, source.error().detail());
  auto const old_one{source->known.empty()
                         ? source->ask(fmt::format("密钥 {} 现在的口令：", card->name))
                         : Result<std::string>{source->known.front()}};
  if (!old_one) return failed(output, old_one.error().detail());
  // Whoever has the wrong one is told before choosing a new one.
  if (auto const key{open_key(key_file, *card, *old_one)}; !key)
    return failed(output, key.error().detail());
  Result<std::string> new_one{fail(ErrorCode::invalid_input, "")};
  if (options->has("--new-passphrase-file")) {
    auto const lines{read_passphrases(options->get("--new-passphrase-file"))};
    if (!lines) return failed(output, lines.error().detail());
    new_one = lines->front();
  } else {
    auto const first{ask_at_terminal("新口令（至少 12 个字符，输入时不显示）：")};
    if (!first) return failed(output, first.error().detail());
    auto const second{ask_at_terminal("请再输入一遍：")};
    if (!second) return failed(output, second.error().detail());
    if (*first != *second) return failed(output, "两次输入的口令不一样，没有改动，请重来");
    new_one = *first;
  }
  if (auto const changed{change_passphrase(key_file, *card, *old_one, *new_one)}; !changed)
    return failed(output, changed.error().detail());
  output.out += fmt::format("密钥 {} 的口令已更换；旧的备份仍用旧口令，请重新备份\n", card->name);
  return Exit::ok;
}

}  // namespace

Exit run_keys(Words const& arguments, Instant now, Output& output) {
  if (arguments.empty()) return misuse(output, "keys", "say what to do");
  auto const& verb{arguments.front()};
  Words const rest{arguments.begin() + 1, arguments.end()};
  if (verb == "new") return make(rest, now, output);
  if (verb == "list") return list(rest, output);
  if (verb == "show") return show(rest, output);
  if (verb == "change-passphrase") return change(rest, output);
  return misuse(output, "keys", fmt::format("what is \"{}\"?", verb));
}

}  // namespace mingshi::hub
