#include "core/base/file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <sys/stat.h>

#include <cstdlib>

using namespace mingshi;

namespace {
/// A folder of its own for one test, removed at its end.
struct Folder {
  Folder() {
    std::string name{(std::filesystem::temp_directory_path() / "ms-file-XXXXXX").string()};
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};
std::size_t entries(std::filesystem::path const& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder}, {}));
}
}  // namespace

TEST_CASE("file: what was written reads back, zero bytes and all", "[base][file]") {
  Folder const dir;
  std::string const bytes{"a\0b\n", 4};
  REQUIRE(write_file(dir.path / "x", bytes));
  CHECK(read_file(dir.path / "x", 4) == bytes);
  CHECK(entries(dir.path) == 1);
}

TEST_CASE("file: a secret file is readable by its owner alone", "[base][file]") {
  Folder const dir;
  REQUIRE(write_file(dir.path / "key", "s", Access::owner_only));
  struct stat info{};
  REQUIRE(::stat((dir.path / "key").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
}

TEST_CASE("file: a missing file, a folder and one over the cap are told apart",
          "[base][file][errors]") {
  Folder const dir;
  CHECK(read_file(dir.path / "none", 10).error().code() == ErrorCode::not_found);
  CHECK(read_file(dir.path, 10).error().code() == ErrorCode::invalid_input);
  REQUIRE(write_file(dir.path / "x", "12345"));
  CHECK(read_file(dir.path / "x", 4).error().code() == ErrorCode::invalid_input);
  CHECK(read_file(dir.path / "x", 5));
}

TEST_CASE("file: a pipe nobody writes to is refused, not waited for", "[base][file][errors]") {
  Folder const dir;
  REQUIRE(::mkfifo((dir.path / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(dir.path / "pipe", 10).error().code() == ErrorCode::invalid_input);
}

TEST_CASE("file: a write that cannot be finished leaves the old content and no litter",
          "[base][file][errors]") {
  Folder const dir;
  REQUIRE(make_folders(dir.path / "sub" / "x"));  // a folder stands where the file should go
  CHECK_FALSE(write_file(dir.path / "sub" / "x", "new"));
  CHECK(entries(dir.path / "sub") == 1);
  CHECK(std::filesystem::is_directory(dir.path / "sub" / "x"));
  CHECK(write_file(dir.path / "gone" / "x", "new").error().code() == ErrorCode::not_found);
}

TEST_CASE("file: a link is replaced in one step and may dangle", "[base][file]") {
  Folder const dir;
  REQUIRE(replace_link(dir.path / "current", "generations/1"));
  REQUIRE(replace_link(dir.path / "current", "generations/2"));
  CHECK(std::filesystem::read_symlink(dir.path / "current") == "generations/2");
  CHECK(entries(dir.path) == 1);
}
