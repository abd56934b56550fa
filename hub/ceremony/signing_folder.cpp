#include "hub/ceremony/signing_folder.hpp"

#include "core/base/file.hpp"
#include "core/trust/signing.hpp"
#include "hub/ceremony/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using trust::Role;

constexpr std::string_view trusted_name{"trusted.root.json"};

std::string file_name_of(Role role, std::int64_t version) {
  return fmt::format("{}.{}.json", version, trust::name_of(role));
}

bool waits(fs::path const& file, Role role) {
  auto const name{file.filename().string()};
  return name != trusted_name &&
         name.ends_with("." + std::string{trust::name_of(role)} + ".json") &&
         name.find_first_not_of("0123456789") == name.find('.');
}

/// Which keys have signed: each id on its own, so that people can be told who is still to come.
template <typename Content>
Quorum quorum_of(std::string why, trust::Root const& root, Role role,
                 trust::Signed<Content> const& document) {
  auto const& keys{root.roles.at(role)};
  Quorum quorum{
      .why = std::move(why), .need = keys.threshold, .may = keys.key_ids, .signed_by = {}};
  for (auto const& id : keys.key_ids)
    if (trust::threshold_met(root.keys, {.key_ids = {id}, .threshold = 1}, document.signatures,
                             document.signed_bytes))
      quorum.signed_by.push_back(id);
  return quorum;
}

template <typename T>
Result<T> readable(fs::path const& file, Result<T> result) {
  if (!result)
    return fail(ErrorCode::corrupt, file.string() + " 不能使用：" + result.error().detail());
  return result;
}

}  // namespace

bool Quorum::complete() const {
  return need > 0 && std::cmp_greater_equal(signed_by.size(), need);
}

bool WaitingDocument::complete() const {
  return !quorums.empty() && std::ranges::all_of(quorums, &Quorum::complete);
}

Result<SigningFolder> SigningFolder::make(fs::path const& folder,
                                          std::optional<std::string> const& trusted,
                                          std::optional<trust::Root> const& root,
                                          std::optional<trust::Targets> const& targets) {
  std::error_code error;
  for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error))
    if (waits(it->path(), Role::root) || waits(it->path(), Role::targets))
      return fail(ErrorCode::conflict,
                  folder.string() + " 里已有等待签名的文件，请先完成、或者换一个文件夹");
  MS_TRY(make_folders(folder));
  // What is missing must not be guessed: the root in force comes first, a half-made folder is seen.
  if (trusted) MS_TRY(write_file(folder / trusted_name, *trusted));
  if (root)
    MS_TRY(write_file(folder / file_name_of(Role::root, root->version),
                      MS_TRY(trust::sign(*root, {}))));
  if (targets)
    MS_TRY(write_file(folder / file_name_of(Role::targets, targets->version),
                      MS_TRY(trust::sign(*targets, {}))));
  return open(folder);
}

Result<SigningFolder> SigningFolder::open(fs::path const& folder) {
  SigningFolder opened{folder};
  MS_TRY(opened.read());
  if (opened.documents_.empty())
    return fail(ErrorCode::not_found,
                folder.string() + " 里没有等待签名的文件（N.root.json 或 N.targets.json）");
  return opened;
}

Result<void> SigningFolder::read() {
  documents_.clear();
  trusted_.reset();
  root_.reset();
  targets_.reset();
  auto const trusted_file{folder_ / trusted_name};
  if (auto const bytes{read_file(trusted_file, trust::max_size(Role::root))})
    trusted_ = MS_TRY(readable(trusted_file, trust::parse_root(*bytes))).content;
  else if (bytes.error().code() != ErrorCode::not_found)
    return std::unexpected{bytes.error()};
  root_ = trusted_;
  // The root first: it says who may sign the targets.
  for (auto const role : {Role::root, Role::targets}) {
    std::error_code error;
    for (fs::directory_iterator it{folder_, error}, end; !error && it != end; it.increment(error))
      if (waits(it->path(), role)) MS_TRY(take(it->path()));
  }
  return {};
}

Result<void> SigningFolder::take(fs::path const& file) {
  bool const is_root{waits(file, Role::root)};
  auto const role{is_root ? Role::root : Role::targets};
  auto bytes{MS_TRY(read_file(file, trust::max_size(role)))};
  WaitingDocument document{.role = role,
                           .version = 0,
                           .file_name = file.filename().string(),
                           .bytes = {},
                           .quorums = {}};
  if (find(role) != nullptr)
    return fail(ErrorCode::conflict, folder_.string() + " 里有两份" +
                                         words::role(trust::name_of(role)) + "，请只留一份");
  if (is_root) {
    auto const parsed{MS_TRY(readable(file, trust::parse_root(bytes)))};
    document.version = parsed.content.version;
    document.quorums.push_back(quorum_of("新的信任根", parsed.content, Role::root, parsed));
    if (trusted_)
      document.quorums.push_back(quorum_of("现在的信任根", *trusted_, Role::root, parsed));
    root_ = parsed.content;
  } else {
    auto const parsed{MS_TRY(readable(file, trust::parse_targets(bytes)))};
    if (!root_)
      return fail(ErrorCode::corrupt,
                  folder_.string() + " 里缺少信任根（trusted.root.json 或 N.root.json）");
    document.version = parsed.content.version;
    document.quorums.push_back(quorum_of("授权", *root_, Role::targets, parsed));
    targets_ = parsed.content;
  }
  if (document.file_name != file_name_of(role, document.version))
    return fail(ErrorCode::corrupt, file.string() + " 的文件名和里面的版本不一致");
  document.bytes = std::move(bytes);
  documents_.push_back(std::move(document));
  return {};
}

WaitingDocument const* SigningFolder::find(Role role) const {
  auto const found{std::ranges::find(documents_, role, &WaitingDocument::role)};
  return found == documents_.end() ? nullptr : &*found;
}

bool SigningFolder::may_sign(std::string_view key_id) const {
  return std::ranges::any_of(documents_, [&](WaitingDocument const& document) {
    return std::ranges::any_of(document.quorums, [&](Quorum const& quorum) {
      return std::ranges::find(quorum.may, key_id) != quorum.may.end();
    });
  });
}

Result<std::vector<std::string>> SigningFolder::sign(crypto::SigningKey const& key) {
  auto const id{trust::key_id(trust::public_key(key))};
  if (!may_sign(id))
    return fail(ErrorCode::denied,
                fmt::format("密钥 {} 无权签这里的任何文件，没有改动", words::short_id(id)));
  std::vector<std::string> files;
  for (auto const& document : documents_) {
    bool const may{std::ranges::any_of(document.quorums, [&](Quorum const& quorum) {
      return std::ranges::find(quorum.may, id) != quorum.may.end();
    })};
    if (!may) continue;
    MS_TRY(write_file(folder_ / document.file_name,
                      MS_TRY(trust::add_signature(document.bytes, key))));
    files.push_back(document.file_name);
  }
  MS_TRY(read());
  return files;
}

}  // namespace mingshi::hub
