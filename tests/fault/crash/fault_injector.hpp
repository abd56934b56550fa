#pragma once

#include "core/base/result.hpp"
#include "tests/fault/crash/process.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::tests {

/// What goes wrong at a system call.
enum class Fault : std::uint8_t {
  none,         ///< nothing: counts the calls
  io_error,     ///< the call fails with EIO
  no_space,     ///< the call fails with ENOSPC
  kill,         ///< the process is killed before the call
  short_write,  ///< a write takes half of what it is given; only writes count
  dead_disk,    ///< this call and all after it fail with EIO
  full_disk,    ///< this call and all after it that need space fail with ENOSPC
};

/// "io-error"
[[nodiscard]] std::string_view name_of(Fault fault);
[[nodiscard]] std::optional<Fault> fault_named(std::string_view name);

/// What became of a run.
struct FaultRun {
  Ended ended;
  std::uint64_t calls{
      0};           ///< that touched the folder, or asked for memory after the first that did
  std::string hit;  ///< the call the fault met: "rename /tmp/x/current"; empty = none
};

/// Runs a command and lets the `number`-th of its calls that touch `folder` go wrong, counted from
/// 1: opening, reading, writing, mapping, cutting, flushing, linking, renaming, removing. Calls
/// that ask for memory count too, and fail with ENOMEM.
/// @errors unsupported not on this machine; io
[[nodiscard]] Result<FaultRun> run_with_fault(Command const& command,
                                              std::filesystem::path const& folder, Fault fault,
                                              std::uint64_t number, std::string const& log);

}  // namespace mingshi::tests
