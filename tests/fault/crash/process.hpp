#pragma once

#include "core/base/result.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::tests {

/// How a process ended.
struct Ended {
  enum class How : std::uint8_t { exited, killed };
  How how{How::exited};
  int code{0};  ///< the exit code or the signal
  friend bool operator==(Ended const&, Ended const&) = default;
};

/// From waitpid()'s status of a process that ended.
[[nodiscard]] Ended ended(int status);

using Command = std::vector<std::string>;
/// Added to the environment: name and value.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// The command with every `@NAME` of `values` replaced, inside words too.
[[nodiscard]] Command filled_in(Command command, Environment const& values);

/// Becomes the command; standard output and error are appended to `log` unless that is empty.
/// Returns only when it cannot. @threads in a fresh child alone
void become(Command const& command, Environment const& environment, std::string const& log);

/// Runs a command to its end. One that cannot be started ends with 127.
/// @errors io fork failed
[[nodiscard]] Result<Ended> run(Command const& command, Environment const& environment = {},
                                std::string const& log = {});

}  // namespace mingshi::tests
