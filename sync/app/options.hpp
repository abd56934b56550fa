#pragma once

#include "core/base/result.hpp"
#include "sync/agent/agent.hpp"
#include "sync/fetch/pace.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mingshi::sync {

enum class Repeat : std::uint8_t { until_stopped, once };

/// What the command line of mingshi-sync says.
struct Options {
  AgentOptions agent;
  std::vector<std::string> urls;              ///< mirrors, the preferred one first
  std::optional<std::filesystem::path> from;  ///< a folder instead of a server
  std::string proxy;                          ///< empty = none
  std::vector<SpeedLimit> limits;
  std::string hints;                  ///< URL of an event stream; empty = none
  std::chrono::seconds patience{30};  ///< HttpOptions::patience
  Repeat repeat{Repeat::until_stopped};
};

/// How the program is called, for --help and for misuse.
inline constexpr char const* usage{
    "usage: mingshi-sync --data DIR --hall ID (--url URL... | --from FOLDER) [options]\n"
    "Keeps DIR at the newest published generation of a hall.\n"
    "  --url URL          where it is published, http://HOST/ or https://; given again: a mirror,\n"
    "                     asked when those before it fail\n"
    "  --from FOLDER      a USB stick or disc with the published tree, instead of a server\n"
    "  --root FILE        the hub's root.json, on first contact only\n"
    "  --once             one pass, then end\n"
    "  --poll-seconds N   how often to ask for news (as the publisher says, else 60)\n"
    "  --terminal ID      this terminal's name (the machine's own)\n"
    "  --proxy URL        http://HOST:PORT or socks5h://HOST:PORT; none is taken from elsewhere\n"
    "  --limit SPEED      at most so many bytes a second, as 200k, or 200k@08:00-18:00 for those\n"
    "                     hours; may be given again, the strictest holds\n"
    "  --patience-seconds N  a transfer that crawls for so long is given up (30)\n"
    "  --hints URL        an event stream that says when to ask before it is time\n"
    "exit status: 0 stopped, or --once and in step; 1 cannot start, or --once and not in step;\n"
    "2 misuse\n"};

/// @param arguments without the program's name
/// @errors invalid_input naming the argument; cancelled --help was asked for
[[nodiscard]] Result<Options> parse_options(std::span<char const* const> arguments);

}  // namespace mingshi::sync
