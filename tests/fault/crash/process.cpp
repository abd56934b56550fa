#include "tests/fault/crash/process.hpp"

#include "core/base/fd.hpp"

#include <fcntl.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace mingshi::tests {

Ended ended(int status) {
  if (WIFSIGNALED(status)) return {.how = Ended::How::killed, .code = WTERMSIG(status)};
  return {.how = Ended::How::exited, .code = WEXITSTATUS(status)};
}

Command filled_in(Command command, Environment const& values) {
  for (auto& word : command)
    for (auto const& [name, value] : values) {
      auto const mark{"@" + name};
      for (auto at{word.find(mark)}; at != std::string::npos;
           at = word.find(mark, at + value.size()))
        word.replace(at, mark.size(), value);
    }
  return command;
}

void become(Command const& command, Environment const& environment, std::string const& log) {
  if (!log.empty()) {
    Fd const out{::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
    ::dup2(out.get(), STDOUT_FILENO);
    ::dup2(out.get(), STDERR_FILENO);
  }
  for (auto const& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (auto const& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
}

Result<Ended> run(Command const& command, Environment const& environment, std::string const& log) {
  constexpr int cannot_start{127};
  auto const child{::fork()};
  if (child < 0) return fail(ErrorCode::io, std::string{"fork: "} + std::strerror(errno), errno);
  if (child == 0) {
    become(command, environment, log);
    ::_exit(cannot_start);
  }
  int status{0};
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return fail(ErrorCode::io, "waiting for a process", errno);
  return ended(status);
}

}  // namespace mingshi::tests
