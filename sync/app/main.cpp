#include "core/base/log.hpp"
#include "core/base/machine_clock.hpp"
#include "core/health/metrics.hpp"
#include "core/publication/terminal.hpp"
#include "sync/agent/agent.hpp"
#include "sync/app/options.hpp"
#include "sync/app/sources.hpp"
#include "sync/app/stop_signal.hpp"
#include "sync/fetch/hints.hpp"

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

/// DIR/metrics.prom, for whoever watches over the terminal. Nothing else depends on it.
struct Figures {
  publication::TerminalFolder folder;
  Log const& log;

  void write() const {
    auto const written{health::write_metrics(folder, system_now(), folder.metrics_file())};
    if (!written) log.warn("metrics are not written: {}", written.error().detail());
  }
};

/// Polls until it is told to stop.
int poll(sync::Repeat repeat, sync::Agent& agent, sync::Source& source, sync::HintListener* hints,
         sync::StopSignal const& stop, Figures const& figures) {
  for (;;) {
    auto const pass{agent.poll_once(source, read_machine_clock())};
    figures.write();
    bool const in_step{pass == sync::Pass::switched || pass == sync::Pass::same};
    if (repeat == sync::Repeat::once) return in_step ? 0 : 1;
    auto const time{agent.rest()};
    bool const stopped{hints == nullptr ? stop.wait(time) == sync::Wait::stop
                                        : hints->wait(time, stop.fd()) == sync::Woke::interrupted};
    if (stopped) return 0;
  }
}

int run(sync::Options options, Log const& log, sync::StopSignal const& stop) {
  if (options.agent.terminal.empty()) options.agent.terminal = sync::terminal_name();
  options.agent.dice = Dice{};
  options.agent.stop = [&stop] { return stop.requested(); };
  auto source{sync::open_source(options, options.agent.stop)};
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
  log.info("hall {} from {}", options.agent.hall, (*source)->place());
  int const code{poll(options.repeat, *agent, **source, hints.get(), stop,
                      Figures{publication::TerminalFolder{options.agent.data}, log})};
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
