// Loaded into mingshi-sync with LD_PRELOAD. Writes down what the program may rely on from now on
// ("this name holds these bytes, durably"), and can plant a durability bug between the program and
// the kernel, so that the harness can be shown to see it.
//
// MS_SHIM_ROOT   the terminal's folder; calls elsewhere are left alone
// MS_SHIM_MARKS  where marks are written; none = no marks
// MS_SHIM_PLANT  a Plant by name; none = no bug
//
// A shim has no main() to hand its state down from: it keeps it in one object below.
#include "tests/fault/crash/digest.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

/// The bugs that can be planted.
enum class Plant {
  none,
  no_database_sync,    ///< as PRAGMA synchronous=OFF without an fsync after it
  no_file_sync,        ///< files are not flushed before they are renamed
  no_folder_sync,      ///< folders are not flushed after a rename
  rename_first,        ///< files are flushed, but after the rename is durable
  claim_before_switch  ///< `current` is renamed at the very end, after the receipt of the switch
};

struct Rename {
  std::string from, to;
};

/// Calls the function of that name that the program would have called without us.
template <typename Function, typename... Args>
auto real(char const* name, Args... args) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name))(args...);
}

class Shim {
 public:
  Shim() {
    if (auto const* root{std::getenv("MS_SHIM_ROOT")}) root_ = root;
    if (auto const* marks{std::getenv("MS_SHIM_MARKS")})
      marks_ = ::open(marks, O_WRONLY | O_CLOEXEC);
    std::string_view const plant{std::getenv("MS_SHIM_PLANT") ? std::getenv("MS_SHIM_PLANT") : ""};
    if (plant == "no-database-sync") plant_ = Plant::no_database_sync;
    if (plant == "no-file-sync") plant_ = Plant::no_file_sync;
    if (plant == "no-folder-sync") plant_ = Plant::no_folder_sync;
    if (plant == "rename-first") plant_ = Plant::rename_first;
    if (plant == "claim-before-switch") plant_ = Plant::claim_before_switch;
  }
  Shim(Shim const&) = delete;
  Shim& operator=(Shim const&) = delete;
  ~Shim() {
    switch_late();
    if (marks_ >= 0) ::close(marks_);
  }

  int flush(char const* name, int fd) {
    auto const path{path_of(fd)};
    if (!inside(path)) return real<int(int)>(name, fd);
    struct stat info{};
    bool const folder{::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)};
    if (!folder && plant_ == Plant::rename_first)
      late_flushes_.push_back(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
    else if (!swallowed(path, folder))
      if (int const result{real<int(int)>(name, fd)}; result != 0) return result;
    folder ? folder_flushed(path) : durable(path);
    return 0;
  }

  int rename(char const* from, char const* to) {
    if (!inside(to)) return real<int(char const*, char const*)>("rename", from, to);
    if (plant_ == Plant::claim_before_switch && to == root_ + "/current" &&
        !link_target(to).empty()) {
      late_switch_ = Rename{.from = from, .to = to};
      return 0;
    }
    changing(to);
    int const result{real<int(char const*, char const*)>("rename", from, to)};
    if (result == 0) renamed_.emplace_back(to);
    return result;
  }

  /// The link a postponed switch will replace already reads as if it were there.
  [[nodiscard]] std::optional<std::string> postponed_link(std::string_view path) const {
    if (!late_switch_ || path != late_switch_->to) return std::nullopt;
    return link_target(late_switch_->from);
  }

  void changing(std::string const& path) { mark("changing", path, ""); }
  void changing(int fd) { changing(path_of(fd)); }

 private:
  [[nodiscard]] bool inside(std::string_view path) const {
    return !root_.empty() && path.starts_with(root_ + "/");
  }
  [[nodiscard]] static std::string link_target(std::string const& path) {
    std::array<char, PATH_MAX> target{};
    auto const n{real<ssize_t(char const*, char*, std::size_t)>("readlink", path.c_str(),
                                                                target.data(), target.size())};
    return n > 0 ? std::string{target.data(), static_cast<std::size_t>(n)} : std::string{};
  }
  /// With a slash at the end of the folder itself, so that it lies inside itself.
  [[nodiscard]] std::string path_of(int fd) const {
    auto path{link_target("/proc/self/fd/" + std::to_string(fd))};
    return path == root_ ? path + "/" : path;
  }
  [[nodiscard]] bool swallowed(std::string_view path, bool folder) const {
    bool const database{path.find("disclosure.db") != std::string_view::npos};
    switch (plant_) {
      case Plant::no_database_sync:
        return database;
      case Plant::no_file_sync:
        return !folder && !database;
      case Plant::no_folder_sync:
        return folder;
      default:
        return false;
    }
  }

  void folder_flushed(std::string const& path) {
    auto const folder{path.ends_with('/') ? path.substr(0, path.size() - 1) : path};
    std::erase_if(renamed_, [&](std::string const& name) {
      if (name.substr(0, name.rfind('/')) != folder) return false;
      durable(name);
      return true;
    });
    for (int const fd : std::exchange(late_flushes_, {})) {
      real<int(int)>("fsync", fd);
      ::close(fd);
    }
  }

  void switch_late() {
    if (!late_switch_) return;
    auto const postponed{*std::exchange(late_switch_, std::nullopt)};
    changing(postponed.to);
    real<int(char const*, char const*)>("rename", postponed.from.c_str(), postponed.to.c_str());
    int const fd{::open(root_.c_str(), O_RDONLY | O_CLOEXEC)};
    real<int(int)>("fsync", fd);
    ::close(fd);
  }

  /// Marks what the name holds now, unless it is one of those that mean "unfinished".
  void durable(std::string const& path) {
    auto const relative{path.substr(root_.size())};
    if (relative.find("/.new") != std::string::npos || relative.find(".part") != std::string::npos)
      return;
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) return;
    auto const bytes{S_ISLNK(info.st_mode) ? link_target(path) : content(path)};
    mark("durable", path,
         " " + std::to_string(bytes.size()) + " " + std::to_string(mingshi::tests::digest(bytes)));
  }
  [[nodiscard]] static std::string content(std::string const& path) {
    std::string bytes;
    int const fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    std::array<char, 65536> block{};
    for (ssize_t n{0}; (n = ::read(fd, block.data(), block.size())) > 0;)
      bytes.append(block.data(), static_cast<std::size_t>(n));
    ::close(fd);
    return bytes;
  }
  void mark(std::string_view word, std::string const& path, std::string const& rest) const {
    if (marks_ < 0 || !inside(path)) return;
    auto const text{std::string{word} + " " + path.substr(root_.size() + 1) + rest};
    int const before{errno};
    static_cast<void>(::write(marks_, text.data(), text.size()));
    errno = before;
  }

  std::string root_;
  int marks_{-1};
  Plant plant_{Plant::none};
  std::vector<std::string> renamed_;  ///< names whose folder was not flushed since
  std::vector<int> late_flushes_;
  std::optional<Rename> late_switch_;
};

Shim shim;

}  // namespace

extern "C" {

int fsync(int fd) {
  return shim.flush("fsync", fd);
}
int fdatasync(int fd) {
  return shim.flush("fdatasync", fd);
}
int rename(char const* from, char const* to) noexcept {
  return shim.rename(from, to);
}

int remove(char const* path) noexcept {
  shim.changing(path);
  return real<int(char const*)>("remove", path);
}

int unlink(char const* path) noexcept {
  shim.changing(path);
  return real<int(char const*)>("unlink", path);
}

int truncate(char const* path, off_t size) noexcept {
  shim.changing(path);
  return real<int(char const*, off_t)>("truncate", path, size);
}

int ftruncate(int fd, off_t size) noexcept {
  shim.changing(fd);
  return real<int(int, off_t)>("ftruncate", fd, size);
}

ssize_t readlink(char const* path, char* out, std::size_t size) noexcept {
  if (auto const target{shim.postponed_link(path)}) {
    auto const n{std::min(size, target->size())};
    std::memcpy(out, target->data(), n);
    return static_cast<ssize_t>(n);
  }
  return real<ssize_t(char const*, char*, std::size_t)>("readlink", path, out, size);
}
}
