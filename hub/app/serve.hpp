#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "hub/http/server.hpp"
#include "hub/publish/publish.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace mingshi::hub {

struct ServeOptions {
  std::filesystem::path hub_dir;
  http::Endpoint listen;
  std::chrono::seconds resign{300};  ///< how often the timestamp is signed again
  /// Opens the online keys; DIR/keys/passphrase is tried too.
  std::vector<std::string> passphrases{};
  friend bool operator==(ServeOptions const&, ServeOptions const&) = default;
};

/// Reads "--hub DIR [--listen ADDRESS:PORT] [--resign-seconds N] [--passphrase-file FILE]".
/// @errors invalid_input a sentence for the person at the shell
[[nodiscard]] Result<ServeOptions> parse_options(std::vector<std::string> const& arguments);

/// How the last renewing of the timestamp went.
struct Health {
  std::string trouble;                 ///< empty = well
  std::vector<std::string> soon_over;  ///< what people must sign again; said once
  int busy_turns{0};  ///< since the last that went well, turns that found the hub's lock taken
};

/// Notes how one more renewing went. Nothing published yet is well; the lock in another's hands is
/// so for two turns.
void take_in(Health& health, Result<Renewed> const& renewed);

/// Serves DIR/repo read-only and renews its timestamp until SIGTERM or SIGINT.
/// "/healthz" answers 200 while the timestamp is being renewed, 503 when it is not; the log says
/// why.
/// @param listening called once with the server's URL, before the first request is taken
[[nodiscard]] Result<void> serve(ServeOptions const& options, Log const& log,
                                 std::function<void(http::Server&)> const& listening);

}  // namespace mingshi::hub
