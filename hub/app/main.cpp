#include "hub/app/serve.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
  using namespace mingshi;
  constexpr int failed{1};
  constexpr int misuse{2};
  constexpr char const* usage{
      "usage: mingshi-hub --hub DIR [--listen 127.0.0.1:0] [--resign-seconds 300] "
      "[--passphrase-file FILE]\n"};
  Log const log{"mingshi-hub"};
  if (argc == 2 && std::string_view{argv[1]} == "--help")
    return std::fputs(usage, stdout) < 0 ? failed : 0;
  auto const options{hub::parse_options({argv + 1, argv + argc})};
  if (!options) {
    log.error("{}", options.error().detail());
    static_cast<void>(std::fputs(usage, stderr));
    return misuse;
  }
  auto const served{hub::serve(*options, log, [](hub::http::Server const& server) {
    static_cast<void>(std::printf("listening %s\n", server.url().c_str()));
    static_cast<void>(std::fflush(stdout));
  })};
  if (served) return 0;
  log.error("{}", served.error().detail());
  return failed;
}
