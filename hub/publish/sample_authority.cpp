#include "hub/publish/sample_authority.hpp"

#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/authority.hpp"
#include "hub/keys/key_folder.hpp"
#include "hub/keys/passphrase.hpp"

#include <array>
#include <map>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using trust::Role;

struct Wanted {
  std::string_view name, holder;
};
constexpr std::array wanted{
    Wanted{"root", "示例：信任根"},      Wanted{"targets", "示例：授权"},
    Wanted{"snapshot", "示例：快照"},    Wanted{"timestamp", "示例：时间戳"},
    Wanted{"publisher", "示例：发布员"}, Wanted{"reviewer", "示例：法制审核员"}};

Result<std::string> make_passphrase_file(fs::path const& file) {
  auto passphrase{MS_TRY(make_passphrase())};
  MS_TRY(make_folders(file.parent_path()));
  std::error_code error;
  fs::permissions(file.parent_path(), fs::perms::owner_all, error);
  if (error) return fail(ErrorCode::io, "protecting " + file.parent_path().string(), error.value());
  MS_TRY(write_file(file, passphrase + "\n", Access::owner_only));
  return passphrase;
}

}  // namespace

fs::path sample_passphrase_file(fs::path const& hub_dir) {
  return hub_dir / "keys/passphrase";
}

Result<void> make_sample_authority(fs::path const& hub_dir, std::string_view hall, Instant now) {
  auto const folder{hub_dir / "keys"};
  if (!MS_TRY(keys_in(folder)).empty())
    return fail(ErrorCode::conflict,
                folder.string() +
                    " 里已有密钥，但还没有信任根：正式的大厅请用 mingshi repo init "
                    "建立；若是没做完的示例，请删除这个文件夹再试");
  auto const passphrase{MS_TRY(make_passphrase_file(sample_passphrase_file(hub_dir)))};
  std::map<std::string_view, KeyCard> cards;
  std::map<std::string_view, crypto::SigningKey> keys;
  for (auto const& [name, holder] : wanted) {
    auto card{MS_TRY(
        make_key(folder, {.name = std::string{name}, .holder = std::string{holder}, .sample = true},
                 passphrase, now))};
    keys.emplace(name, MS_TRY(open_key(folder / (std::string{name} + ".key"), card, passphrase)));
    cards.emplace(name, std::move(card));
  }
  std::map<Role, KeyGroup> groups;
  for (auto const role : trust::all_roles)
    groups[role] = {.keys = {cards.at(trust::name_of(role))}, .threshold = 1};
  auto const root{MS_TRY(first_root(groups, now))};
  auto const targets{MS_TRY(with_hall(first_targets(now), {.hall = std::string{hall},
                                                           .publisher = cards.at("publisher"),
                                                           .reviewer = cards.at("reviewer")}))};
  MS_TRY(check_authority(root, targets));
  auto const repository{hub_dir / "repo"};
  MS_TRY(make_folders(repository / "tuf"));
  auto const root_bytes{MS_TRY(trust::sign(root, {keys.at("root")}))};
  MS_TRY(write_file(repository / publication::metadata_path(Role::targets, 1),
                    MS_TRY(trust::sign(targets, {keys.at("targets")}))));
  MS_TRY(write_file(repository / publication::metadata_path(Role::root, 1), root_bytes));
  return write_file(repository / publication::trust_anchor_path, root_bytes);
}

}  // namespace mingshi::hub
