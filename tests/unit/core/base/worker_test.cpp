#include "core/base/worker.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <semaphore>

using namespace mingshi;

namespace {
constexpr std::chrono::hours never{24 * 365};
}

TEST_CASE("worker: the first step runs without being asked", "[base][threads]") {
  std::counting_semaphore<> stepped{0};
  Worker const worker{[&] { stepped.release(); }, never};
  stepped.acquire();
  CHECK_FALSE(stepped.try_acquire());
}

TEST_CASE("worker: a nudge runs one further step at once", "[base][threads]") {
  std::counting_semaphore<> stepped{0};
  Worker worker{[&] { stepped.release(); }, never};
  stepped.acquire();
  worker.nudge();
  stepped.acquire();
  CHECK_FALSE(stepped.try_acquire());
}

TEST_CASE("worker: it steps again by itself when the time has passed", "[base][threads]") {
  std::counting_semaphore<> stepped{0};
  Worker const worker{[&] { stepped.release(); }, std::chrono::milliseconds{1}};
  for (int i{0}; i < 3; ++i) stepped.acquire();
  SUCCEED("three steps came");
}

TEST_CASE("worker: its end waits for the step that runs", "[base][threads]") {
  int steps{0};
  {
    Worker const worker{[&] { ++steps; }, never};
  }
  CHECK(steps == 1);
}
