#include "tests/bench/measured.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace mingshi::bench {
namespace {

constexpr int not_found_status{127};

double seconds(timeval const& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Runs `work` in a child; what it returns is the exit status.
Result<Cost> in_child(std::function<int()> const& work) {
  std::fflush(nullptr);
  auto const begin{std::chrono::steady_clock::now()};
  auto const child{::fork()};
  if (child < 0) return fail(ErrorCode::io, "fork");
  if (child == 0) ::_exit(work());
  int status{0};
  rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child) return fail(ErrorCode::io, "wait4");
  if (!WIFEXITED(status)) return fail(ErrorCode::io, "the child was ended");
  if (WEXITSTATUS(status) == not_found_status) return fail(ErrorCode::not_found, "no such command");
  if (WEXITSTATUS(status) != 0) return fail(ErrorCode::io, "the child failed");
  std::chrono::duration<double> const wall{std::chrono::steady_clock::now() - begin};
  return Cost{.wall = wall.count(),
              .cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
              .rss = static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

Result<Cost> measured(std::function<Result<void>()> const& work) {
  return in_child([&work] {
    auto const done{work()};
    if (done) return 0;
    fmt::print(stderr, "{}: {}\n", name_of(done.error().code()), done.error().detail());
    return 1;
  });
}

Result<Cost> measured_command(std::vector<std::string> const& command, std::string const& output) {
  return in_child([&] {
    std::vector<char*> arguments;
    auto words{command};
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    auto const* const file{output.empty() ? "/dev/null" : output.c_str()};
    int const fd{::open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (fd < 0 || ::dup2(fd, STDOUT_FILENO) < 0) return 1;
    ::execvp(arguments.front(), arguments.data());
    return not_found_status;
  });
}

}  // namespace mingshi::bench
