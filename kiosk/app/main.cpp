#include "kiosk/app/terminal.hpp"

#include <clocale>
#include <csignal>
#include <cstdio>

int main(int argc, char** argv) {
  using namespace mingshi;
  std::signal(SIGPIPE, SIG_IGN);
  std::setlocale(LC_NUMERIC, "C");  // libmpv refuses to work under another
  std::span const arguments{argv, static_cast<std::size_t>(argc)};
  auto const options{kiosk::parse_options(arguments.subspan(argc > 0 ? 1 : 0))};
  if (!options) {
    bool const help{options.error().code() == ErrorCode::cancelled};
    if (!help) std::fputs(("mingshi-kiosk: " + options.error().detail() + "\n").c_str(), stderr);
    std::fputs(kiosk::usage, help ? stdout : stderr);
    return help ? 0 : 2;
  }
  Log const log{"mingshi-kiosk"};
  return options->role == kiosk::TerminalRole::wall ? kiosk::run_wall(*options, log)
                                                    : kiosk::run_touch(*options, log);
}
