#include "core/base/machine_clock.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace mingshi;
using namespace std::chrono_literals;

TEST_CASE("machine clock: it reads the clock of the process and a time since the start", "[base]") {
  auto const before{system_now()};
  auto const first{read_machine_clock()};
  auto const second{read_machine_clock()};
  CHECK(first.now >= before);
  CHECK(second.now >= first.now);
  CHECK(first.up > 0s);
  CHECK(second.up >= first.up);
}
