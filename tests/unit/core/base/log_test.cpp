#include "core/base/log.hpp"

#include "core/base/file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

using namespace mingshi;

namespace {

/// What standard error gets while `work` runs.
template <typename Work>
std::string standard_error_of(Work work) {
  std::string name{(std::filesystem::temp_directory_path() / "ms-log-XXXXXX").string()};
  int const file{::mkstemp(name.data())};
  int const before{::dup(STDERR_FILENO)};
  REQUIRE(file >= 0);
  REQUIRE(::dup2(file, STDERR_FILENO) >= 0);
  work();
  REQUIRE(::dup2(before, STDERR_FILENO) >= 0);
  ::close(before);
  ::close(file);
  auto text{read_file(name, 10'000)};
  std::filesystem::remove(name);
  REQUIRE(text);
  return *std::move(text);
}

}  // namespace

TEST_CASE("log: an event is one line, whatever a server put into it", "[base][log][security]") {
  auto const text{standard_error_of([] {
    Log const log{"test"};
    log.warn("spec_version {}", "1\n2026-11-23 mingshi-sync info all is well\x1b[2J\x7f");
  })};
  CHECK(std::ranges::count(text, '\n') == 1);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("spec_version 1 2026-11-23") != std::string::npos);
  CHECK(text.find(" warning ") != std::string::npos);
}

TEST_CASE("log: a log that keeps nothing writes nothing", "[base][log]") {
  CHECK(standard_error_of([] { Log::none().error("lost"); }).empty());
}
