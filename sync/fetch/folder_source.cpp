#include "sync/fetch/folder_source.hpp"

#include "core/crypto/crypto.hpp"
#include "sync/fetch/part_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_size{65'536};

/// A medium that cannot be read is a source that does not answer; the terminal's disk is another.
std::unexpected<Error> unreadable(std::string_view path) {
  int const code{errno};
  // ELOOP, ENOTDIR: a link where a folder or file should be. It might as well not be there.
  bool const none{code == ENOENT || code == ENOTDIR || code == ELOOP};
  return fail(none ? ErrorCode::not_found : ErrorCode::network,
              fmt::format("{}: {}", path, std::strerror(code)), code);
}

Fd open_folder(fs::path const& folder) {
  return Fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
}

bool has_metadata(Fd const& folder) {
  struct stat found{};
  return ::fstatat(folder.get(), "tuf", &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

/// The steps of a path; none when one of them is not a plain name.
std::optional<std::vector<std::string>> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  while (true) {
    auto const end{std::min(path.find('/'), path.size())};
    auto const step{path.substr(0, end)};
    if (step.empty() || step == "." || step == ".." || step.find('\0') != std::string_view::npos)
      return std::nullopt;
    steps.emplace_back(step);
    if (end == path.size()) return steps;
    path.remove_prefix(end + 1);
  }
}

/// Up to a block from the file; empty at its end.
Result<std::string_view> read_block(Fd const& file, std::span<char> block, std::string_view path) {
  for (;;) {
    auto const n{::read(file.get(), block.data(), block.size())};
    if (n >= 0) return std::string_view{block.data(), static_cast<std::size_t>(n)};
    if (errno != EINTR) return unreadable(path);
  }
}

}  // namespace

Result<std::unique_ptr<FolderSource>> FolderSource::open(fs::path const& folder,
                                                         std::function<bool()> stop_requested) {
  auto place{folder};
  auto fd{open_folder(place)};
  if (!fd) {
    int const code{errno};
    return fail(ErrorCode::not_found, fmt::format("{}: {}", place.string(), std::strerror(code)),
                code);
  }
  if (!has_metadata(fd)) {
    place /= "repo";
    fd = open_folder(place);
    if (!fd || !has_metadata(fd))
      return fail(ErrorCode::not_found,
                  folder.string() + " holds no repository: there is neither tuf/ nor repo/tuf/");
  }
  return std::unique_ptr<FolderSource>{
      new FolderSource{std::move(fd), place.string(), std::move(stop_requested)}};
}

Result<Fd> FolderSource::open_file(std::string_view path) const {
  auto const steps{steps_of(path)};
  if (!steps) return fail(ErrorCode::not_found, fmt::format("{}: not a path within", path));
  Fd at;
  for (std::size_t i{0}; i < steps->size(); ++i) {
    // O_NONBLOCK: a pipe planted on the stick must not hold us.
    bool const last{i + 1 == steps->size()};
    int const flags{O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY |
                    (last ? O_NONBLOCK : O_DIRECTORY)};
    Fd next{::openat(at ? at.get() : folder_.get(), (*steps)[i].c_str(), flags)};
    if (!next) return unreadable(path);
    at = std::move(next);
  }
  struct stat found{};
  if (::fstat(at.get(), &found) != 0) return unreadable(path);
  if (!S_ISREG(found.st_mode))
    return fail(ErrorCode::not_found, fmt::format("{}: not a regular file", path));
  return at;
}

Result<Document> FolderSource::get(std::string_view path, std::size_t cap,
                                   std::string_view known_version) {
  auto const file{MS_TRY(open_file(path))};
  std::string bytes;
  std::vector<char> block(block_size);
  for (;;) {
    auto const more{MS_TRY(read_block(file, block, path))};
    if (more.empty()) break;
    if (more.size() > cap - bytes.size())
      return fail(ErrorCode::corrupt, fmt::format("{}: longer than it may be", path));
    bytes += more;
  }
  auto version{crypto::sha256(bytes)};
  if (version == known_version)
    return Document{.bytes = std::nullopt, .version = std::move(version)};
  return Document{.bytes = std::move(bytes), .version = std::move(version)};
}

Result<void> FolderSource::copy(Download const& what) const {
  auto const file{MS_TRY(open_file(what.path))};
  struct stat found{};
  if (::fstat(file.get(), &found) != 0) return unreadable(what.path);
  if (found.st_size != what.size)
    return fail(ErrorCode::corrupt,
                fmt::format("{}: {} bytes instead of {}", what.path, found.st_size, what.size));
  auto part{MS_TRY(PartFile::open(what))};
  std::vector<char> block(block_size);
  // What is there may be of an attempt that went wrong: then once more from the start.
  for (bool resumed{part.have() > 0};; resumed = false) {
    if (::lseek(file.get(), part.have(), SEEK_SET) < 0) return unreadable(what.path);
    while (!part.whole()) {
      if (stop_requested_ && stop_requested_()) return fail(ErrorCode::cancelled, "stopped");
      auto const more{MS_TRY(read_block(file, block, what.path))};
      if (more.empty()) return fail(ErrorCode::corrupt, what.path + ": became shorter");
      auto const missing{static_cast<std::size_t>(what.size - part.have())};
      MS_TRY(part.append(more.substr(0, missing)));
    }
    auto finished{part.finish()};
    if (finished || !resumed || finished.error().code() != ErrorCode::corrupt) return finished;
  }
}

Result<void> FolderSource::download_all(std::span<Download const> downloads) {
  std::optional<Error> first;
  for (auto const& what : downloads) {
    if (is_done(what)) continue;
    auto const done{copy(what)};
    if (done) continue;
    auto const code{done.error().code()};
    if (code != ErrorCode::not_found && code != ErrorCode::corrupt) return done;
    if (!first) first = done.error();
  }
  if (first) return std::unexpected{*first};
  return {};
}

}  // namespace mingshi::sync
