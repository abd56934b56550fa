#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What the shell is told.
enum class Exit : std::uint8_t {
  ok = 0,
  rejected = 1,  ///< the input, the repository or the machine is not as it should be; standard
                 ///< error or output says how
  misuse = 2     ///< the command line itself makes no sense
};

/// Where a command writes. Values, so that a test reads them as they are.
struct Output {
  std::string out;  ///< for standard output
  std::string err;  ///< for standard error
};

/// A command of the program: takes the words after its name.
struct Command {
  std::string_view name;
  std::string_view usage;    ///< "import --hub DIR --type T FILE [--dry-run] [--json]"
  std::string_view summary;  ///< one line for --help
  Exit (*run)(std::vector<std::string> const& arguments, Instant now, Output& output);
};

/// All of them, in the order of --help.
[[nodiscard]] std::vector<Command> commands();

/// Runs one command line, without the program's name. @param now the time that things are done at
[[nodiscard]] Exit run_command_line(std::vector<std::string> const& arguments, Instant now,
                                    Output& output);

Exit run_init(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_import(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_publish(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_verify(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_search(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_show(std::vector<std::string> const& arguments, Instant now, Output& output);
/// Ends with Exit::ok or Exit::rejected only, called wrongly too.
Exit run_tuf(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_status(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_keys(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_repo(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit run_deadline(std::vector<std::string> const& arguments, Instant now, Output& output);

/// Ends a command that was called wrongly: its usage goes to standard error.
[[nodiscard]] Exit misuse(Output& output, std::string_view command, std::string_view what);
/// Ends a command that failed: "mingshi: what" goes to standard error.
[[nodiscard]] Exit failed(Output& output, std::string_view what);
/// Ends a command that the machine, not the input, has stopped: says in the clerk's words what was
/// not done and why, then the error itself for whoever mends it.
/// @param not_done "未导入，没有写入任何内容"
[[nodiscard]] Exit stopped(Output& output, std::string_view not_done, Error const& error);

}  // namespace mingshi::hub
