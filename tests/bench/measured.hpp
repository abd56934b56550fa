#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mingshi::bench {

/// What a piece of work cost, in a process of its own.
struct Cost {
  double wall{0};  ///< @unit seconds
  double cpu{0};   ///< user and system @unit seconds
  double rss{0};   ///< the most it held @unit MiB
};

/// Runs the work in a child process. @errors as the work's; its text goes to standard error
[[nodiscard]] Result<Cost> measured(std::function<Result<void>()> const& work);

/// Runs a command, found on the PATH. Its standard output goes to `output` when that names a file.
/// @errors not_found no such command; io it failed
[[nodiscard]] Result<Cost> measured_command(std::vector<std::string> const& command,
                                            std::string const& output = {});

}  // namespace mingshi::bench
