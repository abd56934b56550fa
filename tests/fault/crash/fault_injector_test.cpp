#include "tests/fault/crash/fault_injector.hpp"

#include "catch2/catch_test_macros.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <csignal>
#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::tests;

namespace {

/// A program that writes one file in the folder and moves another.
Command copier(TempFolder const& folder) {
  return {"sh", "-c",
          "echo two words > " + (folder / "a").string() + " && mv " + (folder / "a").string() +
              " " + (folder / "b").string()};
}

}  // namespace

TEST_CASE("fault injector: only calls that touch the folder count", "[fault][syscalls]") {
  TempFolder const folder;
  TempFolder const elsewhere;
  auto const there{run_with_fault(copier(folder), folder.path(), Fault::none, 0, "/dev/null")};
  REQUIRE(there);
  CHECK(there->ended == Ended{});
  CHECK(there->calls >= 3);  // open, write, rename
  CHECK(there->hit.empty());
  auto const nothing{run_with_fault(copier(folder), elsewhere.path(), Fault::none, 0, "/dev/null")};
  REQUIRE(nothing);
  CHECK(nothing->calls == 0);
}

TEST_CASE("fault injector: the first call fails, the program is told, nothing happened",
          "[fault][syscalls]") {
  for (auto const fault : {Fault::io_error, Fault::no_space, Fault::dead_disk, Fault::full_disk}) {
    TempFolder const folder;
    auto const run{run_with_fault(copier(folder), folder.path(), fault, 1, "/dev/null")};
    REQUIRE(run);
    CAPTURE(name_of(fault), run->hit);
    CHECK(run->ended.how == Ended::How::exited);
    CHECK(run->ended.code != 0);
    CHECK(run->hit == "openat " + (folder / "a").string());
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}

TEST_CASE("fault injector: a killed process did not make the call", "[fault][syscalls]") {
  TempFolder const folder;
  auto const run{
      run_with_fault({"mkdir", (folder / "made").string()}, folder.path(), Fault::kill, 1, "")};
  REQUIRE(run);
  CHECK(run->ended == Ended{.how = Ended::How::killed, .code = SIGKILL});
  CHECK(run->hit == "mkdir " + (folder / "made").string());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("fault injector: every fault has a name", "[fault][syscalls]") {
  for (auto const fault : {Fault::none, Fault::io_error, Fault::no_space, Fault::kill,
                           Fault::short_write, Fault::dead_disk, Fault::full_disk})
    CHECK(fault_named(name_of(fault)) == fault);
  CHECK(fault_named("flood") == std::nullopt);
}
