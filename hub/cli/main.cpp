#include "core/base/time.hpp"
#include "hub/cli/command.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace {

/// Did all of it reach its destination? A full disk behind a pipe must not look like success.
bool write_out(std::FILE* to, std::string const& text) {
  return std::fwrite(text.data(), 1, text.size(), to) == text.size() && std::fflush(to) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> const arguments{argv + (argc > 0 ? 1 : 0), argv + argc};
  mingshi::hub::Output output;
  auto const exit{mingshi::hub::run_command_line(arguments, mingshi::system_now(), output)};
  bool const written{write_out(stdout, output.out) && write_out(stderr, output.err)};
  return static_cast<int>(written ? exit : mingshi::hub::Exit::rejected);
}
