#include "sync/fetch/part_file.hpp"

#include "core/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;

/// What a power cut may cost at most.
constexpr std::int64_t flush_step{std::int64_t{8} * 1024 * 1024};

}  // namespace

PartFile::PartFile(Download what, fs::path part) : what_{std::move(what)}, part_{std::move(part)} {}

PartFile::~PartFile() {
  std::error_code ignored;
  if (file_ && have_ == 0) fs::remove(part_, ignored);
}

std::unexpected<Error> PartFile::disk_error(std::string_view doing) const {
  int const code{errno};
  return fail(ErrorCode::io, fmt::format("{} {}: {}", doing, part_.string(), std::strerror(code)),
              code);
}

std::unexpected<Error> PartFile::lost(std::string_view doing) const {
  auto error{disk_error(doing)};
  std::error_code ignored;
  fs::remove(part_, ignored);
  return error;
}

Result<PartFile> PartFile::open(Download const& what) {
  auto part{what.file};
  part += part_suffix;
  PartFile file{what, std::move(part)};
  // Nothing but a file of ours: a link or a pipe planted under the name is not followed.
  file.file_ = Fd{::open(file.part_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                         S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH)};
  if (!file.file_) return file.disk_error("opening");
  MS_TRY(file.take_over());
  return file;
}

Result<void> PartFile::take_over() {
  int const fd{file_.get()};
  struct stat found{};
  if (::fstat(fd, &found) != 0) return disk_error("opening");
  if (!S_ISREG(found.st_mode))
    return fail(ErrorCode::io, part_.string() + " is not a regular file");
  if (found.st_size > what_.size) {
    if (::ftruncate(fd, 0) != 0) return disk_error("emptying");
    found.st_size = 0;
  }
  hash_ = crypto::Sha256{};
  std::array<char, 65'536> block{};
  have_ = 0;
  while (have_ < found.st_size) {
    auto const n{::pread(fd, block.data(), block.size(), have_)};
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return disk_error("reading");
    if (n == 0) break;
    hash_.add({block.data(), static_cast<std::size_t>(n)});
    have_ += n;
  }
  flushed_ = have_;
  return {};
}

Result<void> PartFile::append(std::string_view bytes) {
  int const fd{file_.get()};
  std::string_view rest{bytes};
  while (!rest.empty()) {
    auto const at{have_ + static_cast<std::int64_t>(bytes.size() - rest.size())};
    auto const n{::pwrite(fd, rest.data(), rest.size(), at)};
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return lost("writing");
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  hash_.add(bytes);
  have_ += static_cast<std::int64_t>(bytes.size());
  if (have_ - flushed_ < flush_step) return {};
  if (::fdatasync(fd) != 0) return lost("flushing");
  flushed_ = have_;
  return {};
}

Result<void> PartFile::cut_back(std::int64_t offset) {
  if (offset >= have_) return {};
  if (::ftruncate(file_.get(), offset) != 0) return disk_error("cutting back");
  return take_over();
}

Result<void> PartFile::finish() {
  if (hash_.hex() != what_.sha256) {
    MS_TRY(restart());
    return fail(ErrorCode::corrupt,
                fmt::format("object {}: other bytes than were signed", what_.sha256));
  }
  if (::fsync(file_.get()) != 0) return lost("flushing");
  if (::rename(part_.c_str(), what_.file.c_str()) != 0) return disk_error("naming");
  file_ = Fd{};
  auto const folder{what_.file.parent_path()};
  return flush_to_disk(folder.empty() ? fs::path{"."} : folder);
}

bool is_done(Download const& what) {
  std::error_code error;
  auto const status{fs::symlink_status(what.file, error)};
  if (error || !fs::is_regular_file(status)) return false;
  auto const size{fs::file_size(what.file, error)};
  return !error && std::cmp_equal(size, what.size);
}

}  // namespace mingshi::sync
