#pragma once

#include "core/base/file.hpp"
#include "core/base/machine_clock.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/terminal.hpp"
#include "core/receipt/spool.hpp"
#include "core/store/reader.hpp"
#include "sync/agent/agent.hpp"
#include "sync/fetch/http_source.hpp"
#include "tests/doubles/http_server.hpp"
#include "tests/doubles/publisher.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mingshi::sync {

inline constexpr Instant test_now{doubles::first_day};

/// A publisher behind a real web server, and all the ways to go wrong.
class TestHub : public doubles::Publisher {
 public:
  TestHub()
      : server_{[this](doubles::HttpRequest const& request) {
          auto response{doubles::file_response(repo(), request)};
          if (misbehave) misbehave(request, response);
          return response;
        }} {}

  [[nodiscard]] doubles::HttpServer& server() { return server_; }
  /// The paths asked for since the last call.
  [[nodiscard]] std::vector<std::string> asked() {
    std::vector<std::string> paths;
    for (auto const& request : server_.requests()) paths.push_back(request.path);
    server_.forget_requests();
    return paths;
  }
  /// Publishes the one officer with another post.
  void publish_post(std::string const& post, Instant now = test_now) {
    officers["99150310027"] = post;
    publish(now);
  }

  /// Changes a response on its way out. Set it only while no request is under way.
  std::function<void(doubles::HttpRequest const&, doubles::HttpResponse&)> misbehave;

 private:
  doubles::HttpServer server_;  // last: its thread uses the rest
};

/// A terminal, its agent and its way to the hub.
struct Terminal {
  explicit Terminal(TestHub& test_hub) : hub{test_hub} { start(hub.anchor()); }

  void start(std::optional<std::filesystem::path> anchor = std::nullopt) {
    source = HttpSource::open({.base_url = hub.server().url(),
                               .proxy = {},
                               .patience = std::chrono::seconds{2},
                               .stop_requested = {},
                               .speed_limit = {}})
                 .value();
    AgentOptions options{.data = folder.path(), .hall = "mingchuan"};
    options.anchor = std::move(anchor);
    options.poll = std::chrono::seconds{60};
    agent = std::make_unique<Agent>(Agent::open(std::move(options), Log::none()).value());
  }
  /// The same machine after a restart.
  void restart() {
    agent.reset();
    start();
  }
  Pass poll(Instant now = test_now) {
    return agent->poll_once(
        *source, {.now = now, .sync = clock, .up = now - test_now + std::chrono::hours{1}});
  }

  [[nodiscard]] publication::TerminalFolder names() const {
    return publication::TerminalFolder{folder.path()};
  }
  [[nodiscard]] publication::Status status() const {
    return publication::read_status(names()).value();
  }
  [[nodiscard]] std::string trouble() const {
    auto const status_now{status()};
    return status_now.last_error ? status_now.last_error->code : "";
  }
  /// What a citizen would read: the projection in the current generation; "" when it is not there.
  [[nodiscard]] std::string projection(std::string const& id = "officer/99150310027") const {
    auto reader{store::Reader::open(folder.path() / "current" / "disclosure.db").value()};
    auto const row{reader.row(id)};
    return row ? row->projection : "";
  }
  [[nodiscard]] bool has(std::string const& text) const {
    return projection().find(text) != std::string::npos;
  }
  /// The link, every file of every generation, and the media of the current one, with their bytes.
  [[nodiscard]] std::map<std::string, std::string> shown() const {
    std::map<std::string, std::string> files;
    files["current"] = std::filesystem::read_symlink(names().current_link());
    for (auto const& entry : std::filesystem::recursive_directory_iterator{names().generations()})
      if (entry.is_regular_file())
        files[entry.path()] = read_file(entry.path(), 10'000'000).value();
    auto reader{store::Reader::open(folder.path() / "current" / "disclosure.db").value()};
    auto const all_media{reader.media().value()};
    for (auto const& media : all_media)
      files[media.sha256] = read_file(names().object(media.sha256), 10'000'000).value();
    return files;
  }
  /// "kind subject sequence", in the order of writing.
  [[nodiscard]] std::vector<std::string> receipts() const {
    std::vector<std::string> said;
    auto const entries{
        receipt::read(names().receipts("sync"), 0, std::numeric_limits<std::size_t>::max())};
    if (!entries) return said;
    for (auto const& [position, one] : *entries)
      said.push_back(std::string{receipt::name_of(one.kind)} + " " + one.subject + " " +
                     std::to_string(one.sequence));
    return said;
  }

  TestHub& hub;
  tests::TempFolder folder;
  ClockSync clock{ClockSync::synced};
  std::unique_ptr<HttpSource> source;
  std::unique_ptr<Agent> agent;
};

inline bool is_timestamp(doubles::HttpRequest const& request) {
  return request.path == "tuf/timestamp.json";
}
inline bool is_object(doubles::HttpRequest const& request) {
  return request.path.starts_with("o/");
}

/// Throws away the "it worked" of a step that must.
inline void must(Result<void> const& result) {
  if (!result) std::abort();
}

}  // namespace mingshi::sync
