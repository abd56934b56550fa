#include "tests/fault/crash/fault_injector.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <vector>

namespace mingshi::tests {
namespace {

constexpr std::array fault_names{
    std::pair{Fault::none, std::string_view{"none"}},
    std::pair{Fault::io_error, std::string_view{"io-error"}},
    std::pair{Fault::no_space, std::string_view{"no-space"}},
    std::pair{Fault::kill, std::string_view{"kill"}},
    std::pair{Fault::short_write, std::string_view{"short-write"}},
    std::pair{Fault::dead_disk, std::string_view{"dead-disk"}},
    std::pair{Fault::full_disk, std::string_view{"full-disk"}},
};

/// Where a call says which file it is about.
enum class Subject : std::uint8_t {
  path,      ///< argument 0
  at_path,   ///< argument 1, relative to the folder of argument 0
  at_path3,  ///< argument 3, relative to the folder of argument 2: where a rename leads
  path1,     ///< argument 1
  at_path2,  ///< argument 2, relative to the folder of argument 1: where a link comes to lie
  fd,        ///< argument 0
  map        ///< argument 4, or none: memory
};

struct Watched {
  long number;
  std::string_view name;
  Subject subject;
  bool takes_space;
};

#if defined(__x86_64__)
constexpr std::array watched{
    Watched{SYS_open, "open", Subject::path, true},
    Watched{SYS_openat, "openat", Subject::at_path, true},
    Watched{SYS_creat, "creat", Subject::path, true},
    Watched{SYS_read, "read", Subject::fd, false},
    Watched{SYS_pread64, "pread64", Subject::fd, false},
    Watched{SYS_write, "write", Subject::fd, true},
    Watched{SYS_writev, "writev", Subject::fd, true},
    Watched{SYS_pwrite64, "pwrite64", Subject::fd, true},
    Watched{SYS_copy_file_range, "copy_file_range", Subject::fd, true},
    Watched{SYS_sendfile, "sendfile", Subject::fd, true},
    Watched{SYS_fallocate, "fallocate", Subject::fd, true},
    Watched{SYS_ftruncate, "ftruncate", Subject::fd, true},
    Watched{SYS_fsync, "fsync", Subject::fd, false},
    Watched{SYS_fdatasync, "fdatasync", Subject::fd, false},
    Watched{SYS_fchmod, "fchmod", Subject::fd, false},
    Watched{SYS_flock, "flock", Subject::fd, false},
    Watched{SYS_mkdir, "mkdir", Subject::path, true},
    Watched{SYS_mkdirat, "mkdirat", Subject::at_path, true},
    Watched{SYS_rename, "rename", Subject::path1, true},
    Watched{SYS_renameat, "renameat", Subject::at_path3, true},
    Watched{SYS_renameat2, "renameat2", Subject::at_path3, true},
    Watched{SYS_link, "link", Subject::path1, true},
    Watched{SYS_linkat, "linkat", Subject::at_path3, true},
    Watched{SYS_symlink, "symlink", Subject::path1, true},
    Watched{SYS_symlinkat, "symlinkat", Subject::at_path2, true},
    Watched{SYS_unlink, "unlink", Subject::path, false},
    Watched{SYS_unlinkat, "unlinkat", Subject::at_path, false},
    Watched{SYS_rmdir, "rmdir", Subject::path, false},
    Watched{SYS_mmap, "mmap", Subject::map, false},
};

/// Stops the process at the watched calls and nowhere else.
[[nodiscard]] bool stop_at_watched_calls() {
  std::vector<sock_filter> program{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
                                   BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
                                   BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                                   BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (auto const& call : watched) {
    program.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call.number), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog const filter{.len = static_cast<unsigned short>(program.size()),
                          .filter = program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

std::string link_of(std::string const& path) {
  std::array<char, PATH_MAX> target{};
  auto const n{::readlink(path.c_str(), target.data(), target.size())};
  return n > 0 ? std::string{target.data(), static_cast<std::size_t>(n)} : std::string{};
}

/// The text at an address of another process, up to its NUL.
std::string text_of(pid_t process, std::uint64_t address) {
  std::string text;
  std::array<char, 256> block{};
  while (text.size() < PATH_MAX) {
    // to the end of a page at most: the next one may not be there
    auto const step{std::min<std::uint64_t>(block.size(), 4096 - address % 4096)};
    iovec local{.iov_base = block.data(), .iov_len = step};
    iovec remote{.iov_base = reinterpret_cast<void*>(address), .iov_len = step};
    auto const n{::process_vm_readv(process, &local, 1, &remote, 1, 0)};
    if (n <= 0) break;
    std::string_view const got{block.data(), static_cast<std::size_t>(n)};
    auto const end{got.find('\0')};
    text += got.substr(0, end);
    if (end != std::string_view::npos) break;
    address += static_cast<std::uint64_t>(n);
  }
  return text;
}

/// One call that a process is about to make.
class Call {
 public:
  Call(pid_t process, user_regs_struct const& registers)
      : process_{process}, registers_{registers} {
    for (auto const& each : watched)
      if (static_cast<unsigned long long>(each.number) == registers.orig_rax) watched_ = each;
  }

  [[nodiscard]] Watched const& watched_call() const { return watched_; }
  [[nodiscard]] bool is_for_memory() const {
    return watched_.subject == Subject::map && static_cast<int>(registers_.r8) < 0;
  }
  /// The file it is about; empty for memory.
  [[nodiscard]] std::string path() const {
    switch (watched_.subject) {
      case Subject::path:
        return at(AT_FDCWD, registers_.rdi);
      case Subject::path1:
        return at(AT_FDCWD, registers_.rsi);
      case Subject::at_path:
        return at(static_cast<int>(registers_.rdi), registers_.rsi);
      case Subject::at_path2:
        return at(static_cast<int>(registers_.rsi), registers_.rdx);
      case Subject::at_path3:
        return at(static_cast<int>(registers_.rdx), registers_.r10);
      case Subject::fd:
        return of_fd(static_cast<int>(registers_.rdi));
      case Subject::map:
        return is_for_memory() ? std::string{} : of_fd(static_cast<int>(registers_.r8));
    }
    return {};
  }

  /// The call is not made; the process sees this errno.
  void fail_with(int code) {
    registers_.orig_rax = ~0ULL;
    registers_.rax = static_cast<unsigned long long>(-static_cast<long long>(code));
    ::ptrace(PTRACE_SETREGS, process_, nullptr, &registers_);
  }
  [[nodiscard]] bool is_write() const {
    return watched_.number == SYS_write || watched_.number == SYS_pwrite64;
  }
  /// @pre is_write()
  void halve() {
    registers_.rdx = (registers_.rdx + 1) / 2;
    ::ptrace(PTRACE_SETREGS, process_, nullptr, &registers_);
  }

 private:
  [[nodiscard]] std::string of_fd(int fd) const {
    return link_of(fmt::format("/proc/{}/fd/{}", process_, fd));
  }
  [[nodiscard]] std::string at(int folder, std::uint64_t address) const {
    auto path{text_of(process_, address)};
    if (path.starts_with('/')) return path;
    auto const base{folder == AT_FDCWD ? link_of(fmt::format("/proc/{}/cwd", process_))
                                       : of_fd(folder)};
    return base + "/" + path;
  }

  pid_t process_;
  user_regs_struct registers_;
  Watched watched_{};
};

class Injector {
 public:
  Injector(std::string folder, Fault fault, std::uint64_t number)
      : folder_{std::move(folder)}, fault_{fault}, number_{number} {}

  /// A process stands before a watched call.
  void at_call(pid_t process) {
    user_regs_struct registers{};
    if (::ptrace(PTRACE_GETREGS, process, nullptr, &registers) != 0) return;
    Call call{process, registers};
    auto const path{call.path()};
    bool const ours{path == folder_ || path.starts_with(folder_ + "/")};
    armed_ = armed_ || ours;
    if (!ours && !(armed_ && call.is_for_memory())) return;
    if (fault_ == Fault::short_write && !call.is_write()) return;
    ++run_.calls;
    bool const lasting{fault_ == Fault::dead_disk || fault_ == Fault::full_disk};
    if (run_.calls == number_ || (lasting && run_.calls > number_ && !call.is_for_memory()))
      strike(process, call, path);
  }

  [[nodiscard]] FaultRun finished(Ended ended) && {
    run_.ended = ended;
    return std::move(run_);
  }

 private:
  void strike(pid_t process, Call& call, std::string const& path) {
    int const code{fault_ == Fault::no_space || fault_ == Fault::full_disk ? ENOSPC : EIO};
    switch (fault_) {
      case Fault::none:
        return;
      case Fault::kill:
        ::kill(process, SIGKILL);
        break;
      case Fault::short_write:
        call.halve();
        break;
      case Fault::full_disk:
        if (!call.watched_call().takes_space) return;
        call.fail_with(code);
        break;
      default:
        call.fail_with(call.is_for_memory() ? ENOMEM : code);
    }
    if (run_.hit.empty())
      run_.hit = fmt::format("{} {}", call.watched_call().name, path.empty() ? "memory" : path);
  }

  std::string folder_;
  Fault fault_;
  std::uint64_t number_;
  bool armed_{false};  ///< the program itself runs, no longer the loader
  FaultRun run_;
};

/// Leads the process and its threads from stop to stop until the first of them has ended.
Result<FaultRun> lead(pid_t child, Injector injector) {
  int status{0};
  if (::waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status))
    return fail(ErrorCode::io, "the process cannot be traced");
  constexpr auto options{PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE |
                         PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC};
  if (::ptrace(PTRACE_SETOPTIONS, child, nullptr, options) != 0)
    return fail(ErrorCode::io, "the process cannot be traced", errno);
  ::ptrace(PTRACE_CONT, child, nullptr, nullptr);
  for (;;) {
    auto const process{::waitpid(-1, &status, __WALL)};
    if (process < 0 && errno == EINTR) continue;
    if (process < 0) return fail(ErrorCode::io, "the process was lost", errno);
    if (!WIFSTOPPED(status)) {
      if (process == child) return std::move(injector).finished(ended(status));
      continue;
    }
    int const event{status >> 16};
    int deliver{0};
    if (event == PTRACE_EVENT_SECCOMP)
      injector.at_call(process);
    else if (event == 0 && WSTOPSIG(status) != SIGSTOP)
      deliver = WSTOPSIG(status);
    ::ptrace(PTRACE_CONT, process, nullptr, deliver);
  }
}
#endif

}  // namespace

std::string_view name_of(Fault fault) {
  auto const* const found{
      std::ranges::find(fault_names, fault, &std::pair<Fault, std::string_view>::first)};
  return found->second;
}

std::optional<Fault> fault_named(std::string_view name) {
  auto const* const found{
      std::ranges::find(fault_names, name, &std::pair<Fault, std::string_view>::second)};
  if (found == fault_names.end()) return std::nullopt;
  return found->first;
}

Result<FaultRun> run_with_fault(Command const& command, std::filesystem::path const& folder,
                                Fault fault, std::uint64_t number, std::string const& log) {
#if defined(__x86_64__)
  constexpr int cannot_start{127};
  auto const child{::fork()};
  if (child < 0) return fail(ErrorCode::io, "fork", errno);
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(cannot_start);
    ::raise(SIGSTOP);
    if (stop_at_watched_calls()) become(command, {}, log);
    ::_exit(cannot_start);
  }
  return lead(child, Injector{folder.string(), fault, number});
#else
  return fail(ErrorCode::unsupported, "the registers of this processor are not known here");
#endif
}

}  // namespace mingshi::tests
