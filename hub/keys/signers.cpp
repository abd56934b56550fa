#include "hub/keys/signers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mingshi::hub {

Result<Signers> Signers::look_in(std::vector<std::filesystem::path> const& folders,
                                 PassphraseSource passphrases) {
  Signers signers{std::move(passphrases)};
  for (auto const& folder : folders)
    for (auto& kept : MS_TRY(keys_in(folder)))
      if (!kept.key_file.empty()) {
        auto id{kept.card.id()};
        signers.kept_.emplace(std::move(id), std::move(kept));
      }
  return signers;
}

bool Signers::enough_for(trust::RoleKeys const& role) const {
  return std::ranges::count_if(role.key_ids, [&](std::string const& id) {
           return kept_.contains(id);
         }) >= role.threshold;
}

Result<crypto::SigningKey> Signers::open(KeptKey const& kept) {
  auto const id{kept.card.id()};
  if (auto const found{opened_.find(id)}; found != opened_.end()) return found->second;
  Result<crypto::SigningKey> key{
      fail(ErrorCode::denied, fmt::format("密钥 {} 要口令才能使用", kept.card.name))};
  for (auto const& passphrase : passphrases_.known) {
    key = open_key(kept.key_file, kept.card, passphrase);
    if (key || key.error().code() != ErrorCode::denied) break;
  }
  if (!key && key.error().code() == ErrorCode::denied && passphrases_.ask) {
    auto passphrase{MS_TRY(
        passphrases_.ask(fmt::format("密钥 {}（{}）的口令：", kept.card.name, kept.card.holder)))};
    key = open_key(kept.key_file, kept.card, passphrase);
  }
  if (key) opened_.emplace(id, *key);
  return key;
}

Result<std::vector<crypto::SigningKey>> Signers::any_of(std::vector<std::string> const& key_ids) {
  std::vector<crypto::SigningKey> keys;
  for (auto const& id : key_ids)
    if (auto const kept{kept_.find(id)}; kept != kept_.end())
      keys.push_back(MS_TRY(open(kept->second)));
  return keys;
}

Result<std::vector<crypto::SigningKey>> Signers::of(trust::RoleKeys const& role,
                                                    std::string_view what) {
  auto keys{MS_TRY(any_of(role.key_ids))};
  if (std::cmp_less(keys.size(), role.threshold))
    return fail(ErrorCode::denied,
                fmt::format("{}要 {} 把密钥签名，这里只有 {} 把。请带上持有人的密钥文件（--keys "
                            "文件夹），丢失的从备份恢复；不要另做新的，终端只认原来的密钥",
                            what, role.threshold, keys.size()));
  return keys;
}

}  // namespace mingshi::hub
