#include "hub/keys/passphrase.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>

namespace mingshi::hub {
namespace {

using tests::TempFolder;

TEST_CASE("passphrase file: a line each, its owner's alone", "[keys]") {
  TempFolder const dir;
  auto const file{dir / "pass"};
  REQUIRE(write_file(file, "one passphrase\r\n\n 两 \n", Access::owner_only));
  CHECK(read_passphrases(file) == std::vector<std::string>{"one passphrase", " 两 "});
}

TEST_CASE("passphrase file: readable by others, empty or missing is told in Chinese",
          "[keys][errors]") {
  TempFolder const dir;
  auto const file{dir / "pass"};
  REQUIRE(write_file(file, "one passphrase\n"));
  CHECK(read_passphrases(file).error().detail().contains("chmod 600"));
  REQUIRE(write_file(file, "\n\n", Access::owner_only));
  CHECK(read_passphrases(file).error().detail().contains("没有口令"));
  CHECK(read_passphrases(dir / "none").error().code() == ErrorCode::not_found);
}

TEST_CASE("passphrase: one that is made is long and never the same", "[keys]") {
  auto const one{make_passphrase()};
  auto const two{make_passphrase()};
  REQUIRE(one);
  REQUIRE(two);
  CHECK(one->size() == 32);
  CHECK(*one != *two);
}

}  // namespace
}  // namespace mingshi::hub
