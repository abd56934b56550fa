#include "core/base/log.hpp"
#include "core/base/time.hpp"
#include "sync/agent/agent.hpp"
#include "sync/app/options.hpp"
#include "sync/app/sources.hpp"
#include "sync/app/stop_signal.hpp"
#include "sync/fetch/hints.hpp"
#include "sync/fetch/pace.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <random>
#include <span>
#include <utility>

namespace {

using namespace mingshi;

/// A number in [0, 1) from the operating system's randomness.
class Dice {
 public:
  double operator()() { return spread_(random_); }

 private:
  std::minstd_rand random_{std::random_device{}()};
  std::uniform_real_distribution<double> spread_{0.0, 1.0};
};

/// How long to sleep after a pass. A terminal that is to ask often tries again as often at first.
std::chrono::milliseconds pause(sync::Options const& options, sync::Source const& source,
                                int failures, Dice& dice) {
  if (failures > 0)
    return sync::backoff(
        failures, dice(), source.retry_after(),
        {.first = std::min<std::chrono::milliseconds>(std::chrono::seconds{30}, options.poll)});
  auto const now{std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
  return sync::until_poll(now, options.poll, options.terminal);
}

/// Polls until it is told to stop.
int poll(sync::Options const& options, sync::Agent& agent, sync::Source& source,
         sync::HintListener* hints, sync::StopSignal const& stop) {
  Dice dice;
  for (int failures{0};;) {
    bool const failed{agent.poll_once(source, system_now()) == sync::Pass::failed};
    if (options.repeat == sync::Repeat::once) return failed ? 1 : 0;
    failures = failed ? failures + 1 : 0;
    if (failed) source.distrust();
    auto const time{pause(options, source, failures, dice)};
    bool const stopped{hints == nullptr ? stop.wait(time) == sync::Wait::stop
                                        : hints->wait(time, stop.fd()) == sync::Woke::interrupted};
    if (stopped) return 0;
  }
}

int run(sync::Options options, Log const& log, sync::StopSignal const& stop) {
  if (options.terminal.empty()) options.terminal = sync::terminal_name();
  auto source{sync::open_source(options, [&stop] { return stop.requested(); })};
  if (!source) {
    log.error("{}", source.error().detail());
    return 1;
  }
  std::unique_ptr<sync::HintListener> hints;
  if (!options.hints.empty()) {
    auto listener{
        sync::HintListener::open({.url = options.hints, .proxy = options.proxy, .dice = Dice{}})};
    if (!listener) log.error("{}", listener.error().detail());
    if (listener) hints = *std::move(listener);
  }
  auto agent{sync::Agent::open(options.agent, log)};
  if (!agent) {
    log.error("{}", agent.error().detail());
    return 1;
  }
  log.info("hall {} from {} every {} s", options.agent.hall, (*source)->place(),
           options.poll.count());
  int const code{poll(options, *agent, **source, hints.get(), stop)};
  if (options.repeat == sync::Repeat::until_stopped) log.info("stopped");
  return code;
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
