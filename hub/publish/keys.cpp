#include "hub/publish/keys.hpp"

#include "core/base/file.hpp"

#include <string>
#include <system_error>

namespace mingshi::hub {
namespace {

constexpr std::size_t longest_key{256};

Result<crypto::SigningKey> make_key(std::filesystem::path const& file) {
  auto key{MS_TRY(crypto::SigningKey::generate())};
  MS_TRY(write_file(file, key.to_secret_hex() + "\n", Access::owner_only));
  return key;
}

Result<crypto::SigningKey> read_key(std::filesystem::path const& file, MissingKeys missing) {
  auto text{read_file(file, longest_key)};
  if (!text && text.error().code() == ErrorCode::not_found && missing == MissingKeys::make)
    return make_key(file);
  // Not not_found: that would read as "nothing has been published yet".
  if (!text && text.error().code() == ErrorCode::not_found)
    return fail(ErrorCode::corrupt, "签名密钥 " + file.string() +
                                        " 不见了，请从备份恢复；不要另做新的，终端只认原来的密钥");
  if (!text) return std::unexpected{text.error()};
  while (text->ends_with('\n')) text->pop_back();
  auto key{crypto::SigningKey::from_secret_hex(*text)};
  if (!key) return fail(ErrorCode::corrupt, "no key in " + file.string());
  return key;
}

}  // namespace

Result<trust::Keyring> read_keys(std::filesystem::path const& hub_dir, MissingKeys missing) {
  auto const folder{hub_dir / "keys"};
  MS_TRY(make_folders(folder));
  std::error_code error;
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return fail(ErrorCode::io, "protecting " + folder.string(), error.value());
  trust::Keyring keys;
  for (auto const role : trust::all_roles)
    keys[role].push_back(
        MS_TRY(read_key(folder / (std::string{trust::name_of(role)} + ".key"), missing)));
  return keys;
}

}  // namespace mingshi::hub
