#include "sync/fetch/part_file.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
namespace fs = std::filesystem;

namespace {

std::string const content{"明示公开,一字不差"};

struct Place {
  tests::TempFolder folder;
  Download what{.path = "o/x",
                .size = static_cast<std::int64_t>(content.size()),
                .sha256 = crypto::sha256(content),
                .file = folder / "object"};
  fs::path part{folder / "object.part"};

  [[nodiscard]] PartFile open() const { return PartFile::open(what).value(); }
};

void must(Result<void> const& result) {
  REQUIRE(result);
}

}  // namespace

TEST_CASE("part: an object gets its name only whole and verified", "[fetch]") {
  Place const place;
  auto file{place.open()};
  CHECK(file.have() == 0);
  must(file.append(content.substr(0, 5)));
  CHECK_FALSE(file.whole());
  CHECK_FALSE(is_done(place.what));
  CHECK(fs::file_size(place.part) == 5);
  must(file.append(content.substr(5)));
  REQUIRE(file.whole());
  must(file.finish());
  CHECK(is_done(place.what));
  CHECK(read_file(place.what.file, 1000).value() == content);
  CHECK_FALSE(fs::exists(place.part));
}

TEST_CASE("part: what an earlier process left is gone on with", "[fetch]") {
  Place const place;
  must(write_file(place.part, content.substr(0, 7)));
  auto file{place.open()};
  CHECK(file.have() == 7);
  must(file.append(content.substr(7)));
  must(file.finish());
  CHECK(read_file(place.what.file, 1000).value() == content);
}

TEST_CASE("part: a byte that rotted in it is found at the end, and nothing of it stays",
          "[fetch][fault]") {
  Place const place;
  auto rotten{content.substr(0, 7)};
  rotten[3] ^= 1;
  must(write_file(place.part, rotten));
  auto file{place.open()};
  must(file.append(content.substr(7)));
  CHECK(file.finish().error().code() == ErrorCode::corrupt);
  CHECK_FALSE(fs::exists(place.what.file));
  CHECK(file.have() == 0);
  must(file.append(content));
  must(file.finish());
  CHECK(is_done(place.what));
}

TEST_CASE("part: one longer than the object is no part of it", "[fetch][fault]") {
  Place const place;
  must(write_file(place.part, content + "x"));
  CHECK(place.open().have() == 0);
  must(write_file(place.part, content));
  auto file{place.open()};
  CHECK(file.whole());
  must(file.finish());
}

TEST_CASE("part: what was appended can be taken back", "[fetch]") {
  Place const place;
  auto file{place.open()};
  must(file.append(content.substr(0, 7)));
  must(file.append("page of a portal"));
  must(file.cut_back(7));
  CHECK(file.have() == 7);
  must(file.cut_back(100));
  CHECK(file.have() == 7);
  must(file.append(content.substr(7)));
  must(file.finish());
}

TEST_CASE("part: an object of which nothing came leaves nothing", "[fetch]") {
  Place const place;
  {
    auto file{place.open()};
    CHECK(fs::exists(place.part));
    auto const moved{std::move(file)};
  }
  CHECK_FALSE(fs::exists(place.part));
}

TEST_CASE("part: an object of no bytes is one", "[fetch]") {
  tests::TempFolder const folder;
  Download const nothing{
      .path = "o/x", .size = 0, .sha256 = crypto::sha256(""), .file = folder / "empty"};
  auto file{PartFile::open(nothing).value()};
  REQUIRE(file.whole());
  must(file.finish());
  CHECK(is_done(nothing));
}

TEST_CASE("part: a link, a pipe or a folder under its name is not followed", "[fetch][errors]") {
  Place const place;
  SECTION("link") {
    must(write_file(place.folder / "victim", "precious"));
    fs::create_symlink(place.folder / "victim", place.part);
  }
  SECTION("pipe") {
    REQUIRE(::mkfifo(place.part.c_str(), 0600) == 0);
  }
  SECTION("folder") {
    fs::create_directory(place.part);
    SUCCEED("checked below");
  }
  CHECK(PartFile::open(place.what).error().code() == ErrorCode::io);
  if (fs::exists(place.folder / "victim")) {
    CHECK(read_file(place.folder / "victim", 100).value() == "precious");
  }
}

TEST_CASE("part: a folder that is not there is the disk's trouble", "[fetch][errors]") {
  CHECK(PartFile::open({.path = "o/x", .size = 1, .sha256 = {}, .file = "/nonexistent/x"})
            .error()
            .code() == ErrorCode::io);
}

TEST_CASE("part: another thing under the object's name is not the object", "[fetch]") {
  Place const place;
  fs::create_directory(place.what.file);
  CHECK_FALSE(is_done(place.what));
  fs::remove(place.what.file);
  must(write_file(place.what.file, content.substr(1)));
  CHECK_FALSE(is_done(place.what));
  fs::remove(place.what.file);
  must(write_file(place.folder / "elsewhere", content));
  fs::create_symlink(place.folder / "elsewhere", place.what.file);
  CHECK_FALSE(is_done(place.what));
}
