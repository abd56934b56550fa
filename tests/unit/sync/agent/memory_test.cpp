#include "sync/agent/memory.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <chrono>

using namespace mingshi;
using namespace mingshi::sync;

namespace {

Memory full_memory() {
  Instant const at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
  return {.attempts = {.heads = std::string(64, 'a'),
                       .sequence = 7,
                       .failures = 3,
                       .code = "damaged",
                       .detail = "与签名不符"},
          .apart = 2,
          .confirmed = 6,
          .checked_at = at,
          .hidden_as_of = at + std::chrono::hours{1},
          .told = "damaged"};
}

}  // namespace

TEST_CASE("memory: what an agent remembers survives a restart", "[sync]") {
  tests::TempFolder const folder;
  auto const file{folder / "agent.json"};
  auto const memory{GENERATE(Memory{}, full_memory())};
  REQUIRE(write_memory(file, memory));
  CHECK(read_memory(file) == memory);
}

TEST_CASE("memory: a file that is missing, damaged or newer does no harm", "[sync][errors]") {
  tests::TempFolder const folder;
  auto const file{folder / "agent.json"};
  CHECK(read_memory(file) == Memory{});
  auto const bytes{GENERATE("", "rot", "[]", R"({"confirmed":-1})", R"({"confirmed":"6"})",
                            R"({"checked_at":"yesterday"})", R"({"attempts":7})",
                            R"({"attempts":{"failures":1.5}})", R"({"told":null})")};
  REQUIRE(write_file(file, bytes));
  CHECK_FALSE(parse_memory(bytes));
  CHECK(read_memory(file) == Memory{});
  CHECK(parse_memory(R"({"confirmed":6,"new":[]})")->confirmed == 6);
}
