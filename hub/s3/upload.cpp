#include "hub/s3/upload.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace mingshi::hub::s3 {
namespace {

namespace fs = std::filesystem;

constexpr int no_part{-1};
constexpr int last_stage{6};
constexpr std::size_t longest_timestamp{std::size_t{1} << 20U};

/// When a file goes: what names another comes after it.
int stage_of(std::string_view path) {
  if (!is_plain_key(path)) return no_part;
  if (path.starts_with("o/")) return 0;
  if (path.starts_with("t/")) return 1;
  if (path == publication::trust_anchor_path) return 5;
  if (path == publication::timestamp_path) return last_stage;
  if (!path.starts_with("tuf/") || !path.ends_with(".json")) return no_part;
  if (path.ends_with(".root.json")) return 2;
  return path.ends_with(".snapshot.json") ? 4 : 3;
}

bool is_replaced(std::string_view path) {
  return path == publication::timestamp_path || path == publication::trust_anchor_path;
}

Result<std::map<std::string, std::int64_t>> files_of(fs::path const& repository) {
  std::map<std::string, std::int64_t> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it{repository, error}, end; !error && it != end;
       it.increment(error)) {
    std::error_code gone;  // a publication may take it away at any moment
    if (!it->is_regular_file(gone)) continue;
    auto const size{it->file_size(gone)};
    if (!gone)
      files.emplace(fs::relative(it->path(), repository, gone).generic_string(),
                    static_cast<std::int64_t>(size));
  }
  if (error) return fail(ErrorCode::io, repository.string() + ": " + error.message());
  return files;
}

/// Keeps the bytes of the timestamp that an upload ends with.
class KeptTimestamp {
 public:
  static Result<KeptTimestamp> take(fs::path const& repository) {
    auto bytes{read_file(repository / publication::timestamp_path, longest_timestamp)};
    if (!bytes && bytes.error().code() == ErrorCode::not_found)
      return fail(ErrorCode::not_found, repository.string() + " 里还没有发布过，没有可上传的内容");
    if (!bytes) return std::unexpected{bytes.error()};
    std::error_code error;
    auto const folder{fs::temp_directory_path(error)};
    if (error) return fail(ErrorCode::io, "temporary folder: " + error.message());
    KeptTimestamp kept{folder / ("mingshi-timestamp-" + crypto::sha256(*bytes))};
    MS_TRY(write_file(kept.file_, *bytes));
    return kept;
  }
  KeptTimestamp(KeptTimestamp&& other) noexcept : file_{std::exchange(other.file_, {})} {}
  KeptTimestamp(KeptTimestamp const&) = delete;
  KeptTimestamp& operator=(KeptTimestamp const&) = delete;
  KeptTimestamp& operator=(KeptTimestamp&&) = delete;
  ~KeptTimestamp() {
    std::error_code ignored;
    if (!file_.empty()) fs::remove(file_, ignored);
  }
  [[nodiscard]] fs::path const& file() const { return file_; }

 private:
  explicit KeptTimestamp(fs::path file) : file_{std::move(file)} {}
  fs::path file_;
};

Result<void> send(Bucket& bucket, std::string const& path, fs::path const& file) {
  auto sha256{crypto::sha256_of_file(file)};
  if (!sha256 && sha256.error().code() == ErrorCode::not_found)
    return fail(ErrorCode::conflict, "上传途中又有新的发布，请再上传一次（" + path + "）");
  if (!sha256) return std::unexpected{sha256.error()};
  return bucket.put(
      path,
      {.file = file,
       .sha256 = *std::move(sha256),
       .content_type = path.ends_with(".json") ? "application/json" : "application/octet-stream",
       .cache_control = is_replaced(path) ? "no-cache" : "public, max-age=31536000, immutable"});
}

}  // namespace

UploadPlan plan_upload(std::map<std::string, std::int64_t> const& local,
                       std::map<std::string, std::int64_t> const& remote) {
  UploadPlan plan;
  for (auto const& [path, size] : local) {
    if (stage_of(path) == no_part) continue;
    auto const there{remote.find(path)};
    if (is_replaced(path) || there == remote.end() || there->second != size)
      plan.put.push_back(path);
  }
  std::ranges::sort(plan.put, {}, [](std::string const& path) {
    return std::tuple{stage_of(path), std::string_view{path}};
  });
  for (auto const& [path, size] : remote)
    if ((path.starts_with("o/") || path.starts_with("t/")) && !local.contains(path))
      plan.remove.push_back(path);
  return plan;
}

Result<Uploaded> upload(fs::path const& repository, Bucket& bucket) {
  auto const timestamp{MS_TRY(KeptTimestamp::take(repository))};
  auto const local{MS_TRY(files_of(repository))};
  auto const plan{plan_upload(local, MS_TRY(bucket.list()))};
  Uploaded done{.sent = plan.put.size(),
                .kept = local.size() - std::min(local.size(), plan.put.size()),
                .removed = plan.remove.size(),
                .bytes = 0};
  for (auto const& path : plan.put) {
    bool const is_timestamp{path == publication::timestamp_path};
    MS_TRY(send(bucket, path, is_timestamp ? timestamp.file() : repository / path));
    done.bytes += local.at(path);
  }
  for (auto const& path : plan.remove) MS_TRY(bucket.remove(path));
  return done;
}

}  // namespace mingshi::hub::s3
