#pragma once

#include "core/base/result.hpp"
#include "sync/agent/agent.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace mingshi::sync {

enum class Repeat : std::uint8_t { until_stopped, once };

/// What the command line of mingshi-sync says.
struct Options {
  AgentOptions agent;
  std::string url;
  std::chrono::seconds poll{60};
  Repeat repeat{Repeat::until_stopped};
};

/// How the program is called, for --help and for misuse.
inline constexpr char const* usage{
    "usage: mingshi-sync --data DIR --url http://HOST:PORT/ --hall ID [--root FILE]\n"
    "                    [--poll-seconds N] [--once]\n"
    "Keeps DIR at the newest published generation of a hall. FILE is the hub's root.json,\n"
    "needed on first contact only.\n"
    "exit status: 0 stopped, or --once and in step; 1 cannot start, or --once and not in step;\n"
    "2 misuse\n"};

/// @param arguments without the program's name
/// @errors invalid_input naming the argument; cancelled --help was asked for
[[nodiscard]] Result<Options> parse_options(std::span<char const* const> arguments);

}  // namespace mingshi::sync
