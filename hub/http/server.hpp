#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "hub/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace mingshi::hub::http {

/// Where to listen: a numeric address, so that nothing depends on a resolver.
struct Endpoint {
  std::string address{"127.0.0.1"};
  std::uint16_t port{0};  ///< 0 = a free one
  friend bool operator==(Endpoint const&, Endpoint const&) = default;
};

/// Reads "127.0.0.1:8080" or "[::1]:8080". @errors invalid_input
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);

/// What one client may cost.
struct Limits {
  std::size_t connections{1024};                                ///< more are closed at once
  std::size_t head{std::size_t{16} * 1024};                     ///< @unit bytes
  std::chrono::milliseconds request{std::chrono::seconds{20}};  ///< from nothing to a whole head
  std::chrono::milliseconds block{
      std::chrono::seconds{20}};  ///< for each 64 KiB of the answer to leave
};

/// A small HTTP/1.1 server for files and short answers: GET and HEAD, no request bodies.
/// Everything happens on the thread of run(), and no client can hold up another: reading and
/// writing wait in coroutines, each with a time limit. TLS, HTTP/2 and a crowd are the front
/// server's business.
/// @threads run(): one; stop(): any; the rest before run()
class Server {
 public:
  /// @errors invalid_input no such address; conflict the port is taken; denied; io
  [[nodiscard]] static Result<Server> listen(Endpoint const& endpoint, Handler handler, Log log,
                                             Limits limits = {});
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  /// "http://127.0.0.1:40123/", with the port that was chosen.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;

  /// Calls `work` every `period` while run() runs. Clients wait meanwhile.
  void every(std::chrono::seconds period, std::function<void()> work);
  /// Makes SIGTERM and SIGINT end run().
  [[nodiscard]] Result<void> stop_on_signals();

  /// Serves until stop() or a signal. Answers under way are cut off: clients resume.
  [[nodiscard]] Result<void> run();
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::hub::http
