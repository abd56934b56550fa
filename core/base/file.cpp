#include "core/base/file.hpp"

#include "core/base/fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace mingshi {
namespace {

std::filesystem::path folder_of(std::filesystem::path const& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
}

}  // namespace

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const n{::write(fd, bytes.data(), bytes.size())};
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::unexpected<Error> system_error(std::string_view doing, std::filesystem::path const& path) {
  int const code{errno};
  auto kind{ErrorCode::io};
  if (code == ENOENT || code == ENOTDIR) kind = ErrorCode::not_found;
  if (code == EACCES || code == EPERM || code == EROFS) kind = ErrorCode::denied;
  if (code == EEXIST) kind = ErrorCode::conflict;
  return fail(kind, std::string{doing} + " " + path.string() + ": " + std::strerror(code), code);
}

Result<std::string> read_file(std::filesystem::path const& file, std::size_t cap) {
  // O_NONBLOCK: opening a pipe must not wait for its writer; a regular file does not mind.
  Fd const fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!fd) return system_error("opening", file);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return system_error("reading", file);
  if (!S_ISREG(info.st_mode))
    return fail(ErrorCode::invalid_input, file.string() + " is not a regular file");
  std::string bytes;
  std::string block(std::size_t{1} << 16, '\0');
  for (;;) {
    auto const n{::read(fd.get(), block.data(), block.size())};
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("reading", file);
    if (n == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(n) > cap)
      return fail(ErrorCode::invalid_input,
                  file.string() + " is larger than " + std::to_string(cap) + " bytes");
    bytes.append(block.data(), static_cast<std::size_t>(n));
  }
}

Result<void> write_file(std::filesystem::path const& file, std::string_view bytes, Access access) {
  std::string name{(folder_of(file) / ".new.XXXXXX").string()};
  Fd fd{::mkostemp(name.data(), O_CLOEXEC)};
  if (!fd) return system_error("writing", file);
  auto const give_up{[&]() -> std::unexpected<Error> {
    auto error{system_error("writing", file)};
    ::unlink(name.c_str());
    return error;
  }};
  auto const mode{access == Access::owner_only ? 0600U : 0644U};
  if (::fchmod(fd.get(), mode) != 0 || !write_all(fd.get(), bytes) || ::fsync(fd.get()) != 0)
    return give_up();
  if (!fd.close() || ::rename(name.c_str(), file.c_str()) != 0) return give_up();
  return flush_to_disk(folder_of(file));
}

Result<void> replace_link(std::filesystem::path const& link, std::filesystem::path const& target) {
  auto const fresh{folder_of(link) / (".new-" + link.filename().string())};
  ::unlink(fresh.c_str());
  if (::symlink(target.c_str(), fresh.c_str()) != 0) return system_error("linking", link);
  if (::rename(fresh.c_str(), link.c_str()) != 0) {
    auto error{system_error("linking", link)};
    ::unlink(fresh.c_str());
    return error;
  }
  return flush_to_disk(folder_of(link));
}

Result<void> flush_to_disk(std::filesystem::path const& path) {
  Fd const fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!fd || ::fsync(fd.get()) != 0) return system_error("flushing", path);
  return {};
}

Result<void> make_folders(std::filesystem::path const& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::io, "making " + folder.string() + ": " + error.message(), error.value());
  return {};
}

}  // namespace mingshi
