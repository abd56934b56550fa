#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace mingshi::sync {

/// Finds events in a stream of server-sent events. Their content is passed over unread: an event
/// says "ask now", nothing else, and whoever sends it is not trusted. Pure, constant memory.
class EventLines {
 public:
  /// @returns was there the end of a line that begins with "data:"
  [[nodiscard]] bool feed(std::string_view bytes);

 private:
  static constexpr std::string_view field_{"data:"};
  std::size_t matched_{0};  ///< characters of field_ that the line began with so far
  bool in_line_{false};     ///< past the point where the line could still begin with field_
};

struct HintOptions {
  std::string url;    ///< of the event stream; any host
  std::string proxy;  ///< empty = none
  /// Two wakings are never closer than this, whatever the server sends.
  std::chrono::milliseconds least_gap{std::chrono::seconds{10}};
  /// The random source of the waits between attempts to connect: uniform in [0, 1).
  std::function<double()> dice{};
};

enum class Woke : std::uint8_t {
  elapsed,
  hint,        ///< something may be new
  interrupted  ///< the descriptor became readable
};

/// Sleeps until it is time to poll, or a server says that it is. Without the server, with a hostile
/// one or with none it is a sleep: polling never depends on it.
/// @threads one
class HintListener {
 public:
  /// @errors invalid_input not an http or https URL; unsupported libcurl does not start
  [[nodiscard]] static Result<std::unique_ptr<HintListener>> open(HintOptions options);
  HintListener(HintListener const&) = delete;
  HintListener& operator=(HintListener const&) = delete;
  ~HintListener();

  /// @param wake_fd ends the wait when it can be read; -1 = none
  [[nodiscard]] Woke wait(std::chrono::milliseconds time, int wake_fd = -1);

 private:
  struct Stream;
  explicit HintListener(std::unique_ptr<Stream> stream);
  std::unique_ptr<Stream> stream_;
};

}  // namespace mingshi::sync
