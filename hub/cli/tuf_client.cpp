#include "hub/cli/tuf_client.hpp"

#include "core/base/file.hpp"
#include "core/trust/checks.hpp"
#include "core/trust/names.hpp"

#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

/// One document of a source that says "there is none" by not_found.
Result<std::optional<std::string>> get(sync::Source& source, std::string const& path,
                                       std::size_t cap) {
  auto document{source.get(path, cap, {})};
  if (!document && document.error().code() == ErrorCode::not_found) return std::nullopt;
  if (!document) return std::unexpected{std::move(document).error()};
  return std::move(document->bytes);
}

/// A link is not looked through: what it points to is not ours.
bool is_there(fs::path const& file, std::string_view path, trust::Target const& target) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(file, error))) return false;
  auto const bytes{read_file(file, static_cast<std::size_t>(target.length))};
  return bytes && trust::check_bytes(path, target, *bytes);
}

std::optional<std::string_view> url_hash(trust::Target const& target, Hashed hashed) {
  if (hashed == Hashed::no) return std::nullopt;
  if (!target.sha256.empty()) return target.sha256;
  return target.other_hashes.begin()->second;
}

}  // namespace

fs::path TufFolder::file_of(std::string_view role) const {
  return folder_ / (trust::escaped_role(role) + ".json");
}

std::optional<std::string> TufFolder::load(std::string const& role) {
  auto bytes{read_file(file_of(role), trust::max_named_size)};
  if (!bytes) return std::nullopt;
  return *std::move(bytes);
}

Result<void> TufFolder::save(std::string const& role, std::string const& bytes) {
  MS_TRY(make_folders(folder_));
  return write_file(file_of(role), bytes);
}

Result<void> TufFolder::remove(std::string const& role) {
  std::error_code error;
  fs::remove(file_of(role), error);
  if (error) return fail(ErrorCode::io, "removing metadata: " + error.message(), error.value());
  return flush_to_disk(folder_);
}

Result<std::optional<std::string>> TufServer::fetch(std::string const& file_name, std::size_t cap) {
  return get(*source_, file_name, cap);
}

Result<void> download_target(sync::Source& source, std::string_view path,
                             trust::Target const& target, Hashed hashed, fs::path const& folder) {
  auto const file{folder / trust::target_file_name(path)};
  if (is_there(file, path, target)) return {};
  auto const bytes{MS_TRY(get(source, trust::target_url_path(path, url_hash(target, hashed)),
                              static_cast<std::size_t>(target.length)))};
  if (!bytes) return fail(ErrorCode::not_found, "the repository has no such file");
  MS_TRY(trust::check_bytes(path, target, *bytes));
  MS_TRY(make_folders(folder));
  return write_file(file, *bytes);
}

}  // namespace mingshi::hub
