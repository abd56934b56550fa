#include "tests/fault/crash/disk_recorder.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/fd.hpp"
#include "tests/fault/crash/block_log.hpp"
#include "tests/fault/crash/process.hpp"

#define FUSE_USE_VERSION 31
#include <fcntl.h>
#include <fuse.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace mingshi::tests {
namespace {

constexpr std::string_view disk_path{"/disk"};
constexpr std::string_view marks_path{"/marks"};

/// What the server works on; libfuse hands it to every operation.
struct Server {
  int backing;
  CHandle<std::FILE, &std::fclose> log;
  int ready;  ///< a byte is written here once the kernel has agreed

  bool record(Event const& event) const {
    auto const bytes{format_event(event)};
    return std::fwrite(bytes.data(), 1, bytes.size(), log.get()) == bytes.size();
  }
};

Server const& server() {
  return *static_cast<Server const*>(fuse_get_context()->private_data);
}

void* on_init(fuse_conn_info* /*connection*/, fuse_config* config) {
  config->direct_io = 1;
  config->attr_timeout = 0;
  static_cast<void>(::write(server().ready, "r", 1));
  return fuse_get_context()->private_data;
}

int on_getattr(char const* path, struct stat* info, fuse_file_info* /*file*/) {
  *info = {};
  std::string_view const name{path};
  if (name == "/") {
    info->st_mode = S_IFDIR | 0700U;
    info->st_nlink = 2;
  } else if (name == disk_path) {
    if (::fstat(server().backing, info) != 0) return -errno;
  } else if (name == marks_path) {
    info->st_mode = S_IFREG | 0600U;
    info->st_nlink = 1;
  } else {
    return -ENOENT;
  }
  return 0;
}

int on_open(char const* path, fuse_file_info* file) {
  file->direct_io = 1;
  return path == disk_path || path == marks_path ? 0 : -ENOENT;
}

int on_truncate(char const* path, off_t /*size*/, fuse_file_info* /*file*/) {
  return path == marks_path ? 0 : -EPERM;
}

int on_read(char const* path, char* out, std::size_t size, off_t offset, fuse_file_info* /*file*/) {
  if (path != disk_path) return 0;
  auto const n{::pread(server().backing, out, size, offset)};
  return n < 0 ? -errno : static_cast<int>(n);
}

int on_write(char const* path, char const* bytes, std::size_t size, off_t offset,
             fuse_file_info* /*file*/) {
  bool const mark{path == marks_path};
  if (!server().record({.kind = mark ? EventKind::mark : EventKind::write,
                        .offset = mark ? 0 : static_cast<std::uint64_t>(offset),
                        .bytes = {bytes, size}}))
    return -EIO;
  if (mark) return static_cast<int>(size);
  auto const n{::pwrite(server().backing, bytes, size, offset)};
  return n < 0 ? -errno : static_cast<int>(n);
}

int on_fsync(char const* path, int /*data_only*/, fuse_file_info* /*file*/) {
  if (path != disk_path) return 0;
  return server().record({.kind = EventKind::flush, .offset = 0, .bytes = {}}) ? 0 : -EIO;
}

/// Serves until the folder is unmounted; gives the exit code.
int serve(Server& state, std::string folder) {
  fuse_operations operations{};
  operations.init = &on_init;
  operations.getattr = &on_getattr;
  operations.open = &on_open;
  operations.truncate = &on_truncate;
  operations.read = &on_read;
  operations.write = &on_write;
  operations.fsync = &on_fsync;
  std::string name{"mingshi-disk-recorder"};
  std::string foreground{"-f"};
  std::string one_thread{"-s"};  // the log is the order of the requests
  std::array<char*, 4> arguments{name.data(), foreground.data(), one_thread.data(), folder.data()};
  int const result{fuse_main(static_cast<int>(arguments.size()), arguments.data(), &operations,
                             static_cast<void*>(&state))};
  return std::fflush(state.log.get()) == 0 ? result : 1;
}

}  // namespace

Result<DiskRecorder> DiskRecorder::start(std::filesystem::path const& backing,
                                         std::filesystem::path const& log,
                                         std::filesystem::path folder) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return fail(ErrorCode::io, "pipe", errno);
  Fd const ready{pipe[0]};
  Fd tell{pipe[1]};
  auto const child{::fork()};
  if (child < 0) return fail(ErrorCode::io, "fork", errno);
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody else would end it: it keeps its own mounts alive
    Server state{.backing = ::open(backing.c_str(), O_RDWR | O_CLOEXEC),
                 .log = CHandle<std::FILE, &std::fclose>{std::fopen(log.c_str(), "wbe")},
                 .ready = tell.get()};
    bool const open{state.backing >= 0 && state.log};
    ::_exit(open ? serve(state, folder.string()) : 1);
  }
  static_cast<void>(tell.close());
  DiskRecorder recorder{child, std::move(folder)};
  char byte{};
  if (::read(ready.get(), &byte, 1) != 1) return fail(ErrorCode::io, "FUSE is not to be had here");
  return recorder;
}

DiskRecorder::~DiskRecorder() {
  if (server_ == 0) return;
  ::kill(server_, SIGKILL);
  static_cast<void>(::umount2(folder_.c_str(), MNT_DETACH));
  ::waitpid(server_, nullptr, 0);
}

Result<void> DiskRecorder::finish() {
  if (::umount2(folder_.c_str(), 0) != 0)
    return fail(ErrorCode::io, std::string{"ending the recorder: "} + std::strerror(errno), errno);
  int status{0};
  ::waitpid(std::exchange(server_, 0), &status, 0);
  if (ended(status) != Ended{}) return fail(ErrorCode::io, "the recorder failed");
  return {};
}

}  // namespace mingshi::tests
