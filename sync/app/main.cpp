#include "core/base/log.hpp"
#include "core/base/time.hpp"
#include "sync/agent/agent.hpp"
#include "sync/app/options.hpp"
#include "sync/app/stop_signal.hpp"
#include "sync/fetch/http_source.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <random>
#include <span>
#include <utility>

namespace {

using namespace mingshi;

/// The time to the next poll: halls switched on by the same clock do not ask all at once.
std::chrono::milliseconds with_jitter(std::chrono::seconds poll, std::minstd_rand& random) {
  std::uniform_int_distribution<int> percent{80, 120};
  return std::chrono::milliseconds{poll} * percent(random) / 100;
}

int run(sync::Options const& options, Log const& log, sync::StopSignal const& stop) {
  auto source{sync::HttpSource::open({.base_url = options.url,
                                      .proxy = {},
                                      .stop_requested = [&stop] { return stop.requested(); }})};
  if (!source) {
    log.error("{}", source.error().detail());
    return source.error().code() == ErrorCode::invalid_input ? 2 : 1;
  }
  auto agent{sync::Agent::open(options.agent, log)};
  if (!agent) {
    log.error("{}", agent.error().detail());
    return 1;
  }
  log.info("hall {} from {} every {} s", options.agent.hall, options.url, options.poll.count());
  std::minstd_rand random{std::random_device{}()};
  for (;;) {
    auto const pass{agent->poll_once(**source, system_now())};
    if (options.repeat == sync::Repeat::once) return pass == sync::Pass::failed ? 1 : 0;
    if (stop.wait(with_jitter(options.poll, random)) == sync::Wait::stop) break;
  }
  log.info("stopped");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a server that hangs up must not end the process
  sync::StopSignal const stop;
  std::span const arguments{argv, static_cast<std::size_t>(argc)};
  auto const options{sync::parse_options(arguments.subspan(argc > 0 ? 1 : 0))};
  if (!options) {
    bool const help{options.error().code() == ErrorCode::cancelled};
    std::fputs(help ? "" : ("mingshi-sync: " + options.error().detail() + "\n").c_str(), stderr);
    std::fputs(sync::usage, help ? stdout : stderr);
    return help ? 0 : 2;
  }
  return run(*options, Log{"mingshi-sync"}, stop);
}
