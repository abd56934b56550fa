#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/signing_folder.hpp"
#include "hub/cli/key_options.hpp"
#include "hub/cli/options.hpp"
#include "hub/cli/repo_command.hpp"
#include "hub/keys/key_folder.hpp"
#include "hub/publish/metadata_file.hpp"
#include "hub/publish/publish.hpp"

#include <fmt/format.h>

#include <iterator>
#include <system_error>

namespace mingshi::hub::repo {
namespace {

namespace fs = std::filesystem;
using trust::Role;
using Words = std::vector<std::string>;

/// Opens a key with a known passphrase, or asks for one.
Result<crypto::SigningKey> open(fs::path const& key_file, KeyCard const& card,
                                PassphraseSource const& passphrases) {
  Result<crypto::SigningKey> key{fail(ErrorCode::denied, "")};
  for (auto const& passphrase : passphrases.known) {
    key = open_key(key_file, card, passphrase);
    if (key || key.error().code() != ErrorCode::denied) return key;
  }
  if (!passphrases.known.empty()) return key;
  return open_key(
      key_file, card,
      MS_TRY(passphrases.ask(fmt::format("密钥 {}（{}）的口令：", card.name, card.holder))));
}

Result<std::string> describe_hub(fs::path const& repository, KeyNames const& names, Instant now) {
  auto const current{MS_TRY(RepositoryWriter{repository}.current())};
  std::string out{hub::describe(current.root, names, now) +
                  hub::describe(current.targets, names, now)};
  if (!current.timestamp || !current.snapshot) return out + "还没有发布过\n";
  for (auto const& [role, document] : current.roles)
    fmt::format_to(std::back_inserter(out), "{}　第 {} 版，{}\n", role, document.version,
                   describe_term(document.expires, now));
  fmt::format_to(std::back_inserter(out), "快照　第 {} 版，{}\n", current.snapshot->version,
                 describe_term(current.snapshot->expires, now));
  fmt::format_to(std::back_inserter(out), "时间戳　第 {} 版，{}\n", current.timestamp->version,
                 describe_term(current.timestamp->expires, now));
  for (auto const& [target, head] : current.heads)
    fmt::format_to(std::back_inserter(out), "{}　第 {} 代，发布于 {}\n", target, head.sequence,
                   local_minute(head.issued));
  return out;
}

}  // namespace

Exit sign(Words const& arguments, Instant now, Output& output) {
  auto const options{parse_options(
      arguments, {{.name = "--key", .kind = OptionSpec::Kind::list}, {.name = "--passphrase-file"}},
      1)};
  if (!options) return misuse(output, "repo", options.error());
  if (options->all("--key").empty()) return misuse(output, "repo", "--key is needed");
  auto folder{SigningFolder::open(options->words[0])};
  if (!folder) return failed(output, folder.error().detail());
  auto const passphrases{passphrases_from(*options, "--passphrase-file")};
  if (!passphrases) return failed(output, passphrases.error().detail());
  KeyNames names;
  std::vector<crypto::SigningKey> keys;
  // Every key is opened before the first signature is made.
  for (auto const& word : options->all("--key")) {
    auto const key_file{key_file_of(word)};
    auto const card{read_card(card_file_of(key_file))};
    if (!card) return failed(output, card.error().detail());
    if (!folder->may_sign(card->id()))
      return failed(output, fmt::format("密钥 {} 无权签这里的任何文件，没有改动", card->name));
    auto key{open(key_file, *card, *passphrases)};
    if (!key) return failed(output, key.error().detail());
    take_name(names, *card);
    keys.push_back(*std::move(key));
  }
  for (auto const& key : keys)
    if (auto const signed_in{folder->sign(key)}; !signed_in)
      return failed(output, signed_in.error().detail());
  output.out += hub::describe(*folder, names, now);
  return Exit::ok;
}

Exit install(Words const& arguments, Instant now, Output& output) {
  auto specs{key_access_options()};
  specs.push_back({.name = "--hub"});
  auto const options{parse_options(arguments, specs, 1)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub")) return misuse(output, "repo", "--hub is needed");
  auto const folder{SigningFolder::open(options->words[0])};
  if (!folder) return failed(output, folder.error().detail());
  auto const access{key_access_from(*options)};
  if (!access) return failed(output, access.error().detail());
  auto const bytes_of{[&](Role role) -> std::optional<std::string> {
    auto const* const document{folder->find(role)};
    return document == nullptr ? std::nullopt : std::optional{document->bytes};
  }};
  fs::path const hub{options->get("--hub")};
  if (auto const made{make_folders(hub)}; !made) return failed(output, made.error().detail());
  auto const installed{
      install_authority(hub, bytes_of(Role::root), bytes_of(Role::targets), now, *access)};
  if (!installed) return failed(output, installed.error().detail());
  output.out += "已生效\n";
  auto const text{describe_hub(hub / "repo", {}, now)};
  if (!text) return failed(output, text.error().detail());
  output.out += *text;
  return Exit::ok;
}

Exit renew(Words const& arguments, Instant now, Output& output) {
  auto specs{key_access_options()};
  specs.push_back({.name = "--hub"});
  specs.push_back({.name = "--out"});
  auto const options{parse_options(arguments, specs, 0)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub")) return misuse(output, "repo", "--hub is needed");
  fs::path const hub{options->get("--hub")};
  if (options->has("--out")) {  // root and targets, whose keys are elsewhere
    RepositoryWriter const repository{hub / "repo"};
    auto const current{repository.current()};
    if (!current) return failed(output, current.error().detail());
    auto const trusted{read_role(repository.folder(), Role::root, current->root.version)};
    if (!trusted) return failed(output, trusted.error().detail());
    auto const root{next_root(current->root, {}, now)};
    if (!root) return failed(output, root.error().detail());
    return wait_for_signatures(options->get("--out"), *trusted, *root,
                               next_targets(current->targets, now), {}, now, output);
  }
  auto const access{key_access_from(*options)};
  if (!access) return failed(output, access.error().detail());
  auto const renewed{renew_timestamp(hub, now, *access)};
  if (!renewed) return failed(output, renewed.error().detail());
  auto const text{describe_hub(hub / "repo", {}, now)};
  if (!text) return failed(output, text.error().detail());
  output.out += *text;
  for (auto const& warning : renewed->soon_over) output.err += warning + "\n";
  return Exit::ok;
}

Exit inspect(Words const& arguments, Instant now, Output& output) {
  auto const options{
      parse_options(arguments, {{.name = "--keys", .kind = OptionSpec::Kind::list}}, 1)};
  if (!options) return misuse(output, "repo", options.error());
  fs::path const place{options->words[0]};
  KeyNames names;
  std::error_code ignored;
  bool const hub{fs::exists(place / "repo" / publication::trust_anchor_path, ignored)};
  for (auto const& folder : options->all("--keys"))
    if (auto const taken{take_names(names, folder)}; !taken)
      return failed(output, taken.error().detail());
  if (hub)
    if (auto const taken{take_names(names, place / "keys")}; !taken)
      return failed(output, taken.error().detail());
  if (hub || fs::exists(place / publication::trust_anchor_path, ignored)) {
    auto const text{describe_hub(hub ? place / "repo" : place, names, now)};
    if (!text) return failed(output, text.error().detail());
    output.out += *text;
    return Exit::ok;
  }
  auto const folder{SigningFolder::open(place)};
  if (!folder) return failed(output, folder.error().detail());
  output.out += hub::describe(*folder, names, now);
  return Exit::ok;
}

}  // namespace mingshi::hub::repo
