// Writes receipts into DATA/receipts, for the recorder: as many a pass as fit beside one another.
// usage: ms_spool_writer DATA PASS
#include "tests/fault/crash/spool_example.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  using namespace mingshi;
  constexpr std::int64_t a_pass{136};
  auto const* const marks{std::getenv("MS_SHIM_MARKS")};
  if (argc != 3 || marks == nullptr) return 2;
  auto const pass{std::strtoll(argv[2], nullptr, 10)};
  auto const done{tests::write_spool(std::filesystem::path{argv[1]} / "receipts",
                                     (pass - 1) * a_pass + 1, pass * a_pass, marks)};
  if (!done) fmt::print(stderr, "{}\n", done.error().detail());
  return done ? 0 : 1;
}
