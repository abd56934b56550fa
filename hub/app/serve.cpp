#include "hub/app/serve.hpp"

#include "core/base/file.hpp"
#include "core/base/time.hpp"
#include "core/publication/repository.hpp"
#include "hub/http/static_files.hpp"
#include "hub/publish/publish.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace mingshi::hub {
namespace {

constexpr int longest_resign{86400};
/// So many turns may find the hub's lock taken before that is trouble: an import or a publication
/// takes one or two.
constexpr int most_busy_turns{3};

/// Objects and heads are named by their content, other metadata by its version; these two are
/// replaced.
http::Lifetime lifetime_of(std::string_view path) {
  bool const replaced{path == publication::timestamp_path ||
                      path == publication::trust_anchor_path};
  return replaced ? http::Lifetime::replaced : http::Lifetime::immutable;
}

void renew(ServeOptions const& options, Health& health, Log const& log) {
  auto const said{health.soon_over};
  take_in(health, renew_timestamp(
                      options.hub_dir, system_now(),
                      {.folders = {}, .passphrases = {.known = options.passphrases, .ask = {}}}));
  if (!health.trouble.empty()) log.error("renewing the timestamp: {}", health.trouble);
  if (health.soon_over != said)
    for (auto const& warning : health.soon_over) log.error("{}", warning);
}

http::Response answer(http::Request const& request, http::StaticFiles const& files,
                      Health const& health) {
  if (request.path != "/healthz") return files(request);
  if (health.trouble.empty()) return http::plain(200, "ok");
  return http::plain(503, "the timestamp is not being renewed; see the log");
}

Result<std::chrono::seconds> parse_seconds(std::string_view text) {
  int value{0};
  auto const read{std::from_chars(text.data(), text.data() + text.size(), value)};
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 1 ||
      value > longest_resign)
    return fail(ErrorCode::invalid_input, "--resign-seconds takes a number from 1 to 86400");
  return std::chrono::seconds{value};
}

}  // namespace

void take_in(Health& health, Result<Renewed> const& renewed) {
  // Before the first publication there is nothing to sign.
  if (renewed || renewed.error().code() == ErrorCode::not_found) {
    health = {};
    if (renewed) health.soon_over = renewed->soon_over;
    return;
  }
  bool const busy{renewed.error().code() == ErrorCode::timeout};
  if (busy && ++health.busy_turns < most_busy_turns) return;  // what was wrong before still is
  health.trouble = renewed.error().detail();
}

Result<ServeOptions> parse_options(std::vector<std::string> const& arguments) {
  ServeOptions options;
  for (std::size_t i{0}; i < arguments.size(); i += 2) {
    auto const& name{arguments[i]};
    if (name != "--hub" && name != "--listen" && name != "--resign-seconds" &&
        name != "--passphrase-file")
      return fail(ErrorCode::invalid_input, "unknown option " + name);
    if (i + 1 == arguments.size()) return fail(ErrorCode::invalid_input, name + " needs a value");
    auto const& value{arguments[i + 1]};
    if (name == "--hub") options.hub_dir = value;
    if (name == "--listen") options.listen = MS_TRY(http::parse_endpoint(value));
    if (name == "--passphrase-file") options.passphrases = MS_TRY(read_passphrases(value));
    if (name == "--resign-seconds") options.resign = MS_TRY(parse_seconds(value));
  }
  if (options.hub_dir.empty()) return fail(ErrorCode::invalid_input, "--hub DIR is needed");
  return options;
}

Result<void> serve(ServeOptions const& options, Log const& log,
                   std::function<void(http::Server&)> const& listening) {
  // A mistyped --hub must not be served as an empty hub.
  std::error_code ignored;
  if (!std::filesystem::is_directory(options.hub_dir, ignored))
    return fail(ErrorCode::not_found, options.hub_dir.string() + " is no folder; see --hub");
  auto const repository{options.hub_dir / "repo"};
  MS_TRY(make_folders(repository));
  auto const files{MS_TRY(http::StaticFiles::open(repository, lifetime_of))};
  Health health;
  auto server{MS_TRY(http::Server::listen(
      options.listen, [&](http::Request const& request) { return answer(request, files, health); },
      log))};
  MS_TRY(server.stop_on_signals());
  renew(options, health, log);
  server.every(options.resign, [&] { renew(options, health, log); });
  listening(server);
  return server.run();
}

}  // namespace mingshi::hub
