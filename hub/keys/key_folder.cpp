#include "hub/keys/key_folder.hpp"

#include "core/base/file.hpp"
#include "core/trust/signing.hpp"
#include "hub/keys/passphrase.hpp"

#include <algorithm>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view card_suffix{".pub"};
constexpr std::string_view key_suffix{".key"};

Result<void> check_passphrase(std::string const& passphrase) {
  if (passphrase.size() < shortest_passphrase)
    return fail(ErrorCode::invalid_input, "口令太短：至少 12 个字符（或 4 个汉字），请换一个长的");
  return {};
}

Result<void> make_private(fs::path const& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return {};
  MS_TRY(make_folders(folder));
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return fail(ErrorCode::io, "protecting " + folder.string(), error.value());
  return {};
}

}  // namespace

fs::path card_file_of(fs::path const& key_file) {
  return fs::path{key_file}.replace_extension(card_suffix);
}

fs::path key_file_of(fs::path const& card_file) {
  return fs::path{card_file}.replace_extension(key_suffix);
}

Result<KeyCard> make_key(fs::path const& folder, NewKey const& wanted,
                         std::string const& passphrase, Instant now) {
  if (!is_key_name(wanted.name))
    return fail(
        ErrorCode::invalid_input,
        "密钥名只能用小写字母、数字和短横线，例如 zhang-fabu；不能是 “" + wanted.name + "”");
  MS_TRY(check_passphrase(passphrase));
  auto const key_file{folder / (wanted.name + std::string{key_suffix})};
  auto const card_file{card_file_of(key_file)};
  std::error_code ignored;
  if (fs::exists(key_file, ignored) || fs::exists(card_file, ignored))
    return fail(ErrorCode::conflict,
                "已有名为 " + wanted.name + " 的密钥，没有改动它；请换一个名字");
  auto const key{MS_TRY(crypto::SigningKey::generate(wanted.scheme))};
  KeyCard card{.name = wanted.name,
               .holder = wanted.holder,
               .sample = wanted.sample,
               .made = now,
               .key = trust::public_key(key)};
  auto const sealed{MS_TRY(key.to_sealed_pem(passphrase))};
  MS_TRY(make_private(folder));
  MS_TRY(write_file(key_file, sealed, Access::owner_only));
  if (auto const written{write_file(card_file, format_card(card))}; !written) {
    fs::remove(key_file, ignored);
    return std::unexpected{written.error()};
  }
  return card;
}

Result<KeyCard> read_card(fs::path const& file) {
  auto const text{read_file(file, max_key_file)};
  if (!text && text.error().code() == ErrorCode::not_found)
    return fail(ErrorCode::not_found, "没有这个公钥文件：" + file.string());
  if (!text) return std::unexpected{text.error()};
  auto card{parse_card(*text)};
  if (!card)
    return fail(ErrorCode::invalid_input,
                file.string() + " 不是公钥文件（.pub），或者已损坏：" + card.error().detail());
  return card;
}

Result<std::vector<KeptKey>> keys_in(fs::path const& folder) {
  std::vector<KeptKey> keys;
  std::error_code error;
  if (!fs::exists(folder, error)) return keys;
  for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != card_suffix) continue;
    auto card{MS_TRY(read_card(it->path()))};
    auto key_file{key_file_of(it->path())};
    std::error_code ignored;
    if (!fs::exists(key_file, ignored)) key_file.clear();
    keys.push_back({std::move(card), it->path(), std::move(key_file)});
  }
  if (error) return fail(ErrorCode::io, folder.string() + ": " + error.message(), error.value());
  std::ranges::sort(keys, {}, [](KeptKey const& kept) { return kept.card.name; });
  return keys;
}

Result<crypto::SigningKey> open_key(fs::path const& key_file, KeyCard const& card,
                                    std::string const& passphrase) {
  auto const pem{read_file(key_file, max_key_file)};
  if (!pem && pem.error().code() == ErrorCode::not_found)
    return fail(ErrorCode::not_found, "没有这个密钥文件：" + key_file.string());
  if (!pem) return std::unexpected{pem.error()};
  // A secret that lies open was never meant for us to use.
  if (!pem->contains("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    return fail(ErrorCode::corrupt, key_file.string() + " 里没有用口令加密的私钥，或者已损坏");
  auto key{crypto::SigningKey::from_pem(*pem, passphrase)};
  if (!key && key.error().code() == ErrorCode::denied)
    return fail(ErrorCode::denied, "密钥 " + card.name + " 的口令不对，没有签名");
  if (!key)
    return fail(ErrorCode::corrupt, key_file.string() + " 不能使用：" + key.error().detail());
  if (trust::key_identity(trust::public_key(*key)) != trust::key_identity(card.key))
    return fail(ErrorCode::corrupt, key_file.string() + " 里的私钥和 " +
                                        card_file_of(key_file).filename().string() +
                                        " 不是一对，请核对文件");
  return key;
}

Result<void> change_passphrase(fs::path const& key_file, KeyCard const& card,
                               std::string const& old_one, std::string const& new_one) {
  auto const key{MS_TRY(open_key(key_file, card, old_one))};
  MS_TRY(check_passphrase(new_one));
  return write_file(key_file, MS_TRY(key.to_sealed_pem(new_one)), Access::owner_only);
}

}  // namespace mingshi::hub
