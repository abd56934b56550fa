#include "sync/fetch/folder_source.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
namespace fs = std::filesystem;

namespace {

void must(Result<void> const& result) {
  REQUIRE(result);
}

/// A stick with a repository on it, and a terminal's disk.
struct Stick {
  Stick() {
    must(make_folders(folder / "tuf"));
    must(make_folders(folder / "o/ab"));
    must(write_file(folder / "tuf/timestamp.json", "{}"));
  }
  std::unique_ptr<FolderSource> open() const { return FolderSource::open(folder.path()).value(); }
  Download put(std::string const& name, std::string const& bytes) const {
    must(write_file(folder / ("o/ab/" + name), bytes));
    return {.path = "o/ab/" + name,
            .size = static_cast<std::int64_t>(bytes.size()),
            .sha256 = crypto::sha256(bytes),
            .file = disk / name};
  }
  tests::TempFolder folder;
  tests::TempFolder disk;
};

std::string long_bytes() {
  std::string bytes;
  for (int i{0}; i < 300'000; ++i) bytes += static_cast<char>(i * 7 % 251);
  return bytes;
}

}  // namespace

TEST_CASE("folder: documents and objects come as from a server", "[fetch]") {
  Stick const stick;
  auto const source{stick.open()};
  auto const first{source->get("tuf/timestamp.json", 2, "").value()};
  CHECK(first.bytes == "{}");
  CHECK_FALSE(source->get("tuf/timestamp.json", 2, first.version).value().bytes);
  CHECK(source->get("tuf/timestamp.json", 1, "").error().code() == ErrorCode::corrupt);
  CHECK(source->get("tuf/2.root.json", 100, "").error().code() == ErrorCode::not_found);
  CHECK(source->get("none/2.root.json", 100, "").error().code() == ErrorCode::not_found);

  std::array const all{stick.put("a", long_bytes()), stick.put("b", ""), stick.put("c", "丙")};
  must(source->download_all(all));
  CHECK(read_file(all[0].file, 1'000'000).value() == long_bytes());
  CHECK(read_file(all[1].file, 10).value().empty());
  CHECK(read_file(all[2].file, 10).value() == "丙");
}

TEST_CASE("folder: the folder above repo/ will do, one without metadata will not", "[fetch]") {
  tests::TempFolder const hub;
  CHECK(FolderSource::open(hub.path()).error().code() == ErrorCode::not_found);
  CHECK(FolderSource::open(hub / "none").error().code() == ErrorCode::not_found);
  must(make_folders(hub / "repo/tuf"));
  must(write_file(hub / "repo/tuf/timestamp.json", "x"));
  CHECK(FolderSource::open(hub.path()).value()->get("tuf/timestamp.json", 9, "").value().bytes ==
        "x");
}

TEST_CASE("folder: nothing outside of it can be reached", "[fetch][errors]") {
  Stick const stick;
  tests::TempFolder const outside;
  must(write_file(outside / "secret", "secret"));
  fs::create_symlink(outside / "secret", stick.folder / "tuf/link.json");
  fs::create_symlink(outside.path(), stick.folder / "linked");
  fs::create_symlink("timestamp.json", stick.folder / "tuf/within.json");
  fs::create_directory(stick.folder / "tuf/folder.json");
  REQUIRE(::mkfifo((stick.folder / "tuf/pipe.json").c_str(), 0600) == 0);
  auto const source{stick.open()};
  auto const up{"../" + outside.path().filename().string() + "/secret"};
  for (std::string const& path :
       {up, "tuf/../" + up, (outside / "secret").string(), std::string{"tuf/link.json"},
        std::string{"linked/secret"}, std::string{"tuf/within.json"},
        std::string{"tuf/folder.json"}, std::string{"tuf/pipe.json"},
        std::string{"tuf//timestamp.json"}, std::string{"./tuf/timestamp.json"}, std::string{""},
        std::string{"/"}, std::string{"tuf/timestamp.json/"},
        std::string("tuf/timestamp.json\0x", 20)}) {
    CAPTURE(path);
    CHECK(source->get(path, 100, "").error().code() == ErrorCode::not_found);
    CHECK(source
              ->download({.path = path,
                          .size = 6,
                          .sha256 = crypto::sha256("secret"),
                          .file = stick.disk / "got"})
              .error()
              .code() == ErrorCode::not_found);
    CHECK_FALSE(fs::exists(stick.disk / "got"));
  }
}

TEST_CASE("folder: other bytes than were signed never get the name", "[fetch][errors]") {
  Stick const stick;
  auto const source{stick.open()};
  auto what{stick.put("a", long_bytes())};
  auto const good{stick.put("b", "good")};
  auto bytes{long_bytes()};
  SECTION("changed") {
    bytes[200'000] ^= 1;
    SUCCEED("checked below");
  }
  SECTION("shorter") {
    bytes.pop_back();
    SUCCEED("checked below");
  }
  SECTION("longer") {
    bytes += 'x';
    SUCCEED("checked below");
  }
  must(write_file(stick.folder / what.path, bytes));
  CHECK(source->download_all(std::array{what, good}).error().code() == ErrorCode::corrupt);
  CHECK_FALSE(fs::exists(what.file));
  CHECK(is_regular_file(good.file));  // the others are had all the same
  must(write_file(stick.folder / what.path, long_bytes()));
  must(source->download(what));
}

TEST_CASE("folder: an object begun elsewhere is gone on with, a wrong beginning is not",
          "[fetch][fault]") {
  Stick const stick;
  auto const what{stick.put("a", long_bytes())};
  auto begun{long_bytes().substr(0, 150'000)};
  must(write_file(stick.disk / "a.part", begun));
  must(stick.open()->download(what));
  CHECK(read_file(what.file, 1'000'000).value() == long_bytes());
  fs::remove(what.file);
  begun[7] ^= 1;
  must(write_file(stick.disk / "a.part", begun));
  must(stick.open()->download(what));
  CHECK(read_file(what.file, 1'000'000).value() == long_bytes());
}

TEST_CASE("folder: a medium that cannot be written to is read all the same", "[fetch]") {
  Stick const stick;
  auto const what{stick.put("a", "甲")};
  fs::permissions(stick.folder / "o/ab/a", fs::perms::owner_read);
  fs::permissions(stick.folder / "o/ab", fs::perms::owner_read | fs::perms::owner_exec);
  fs::permissions(stick.folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(stick.open()->download(what));
  fs::permissions(stick.folder.path(), fs::perms::owner_all);
  fs::permissions(stick.folder / "o/ab", fs::perms::owner_all);
}

TEST_CASE("folder: a request to stop ends a copy and keeps what came", "[fetch]") {
  Stick const stick;
  auto const what{stick.put("a", long_bytes())};
  int asked{0};
  auto const source{
      FolderSource::open(stick.folder.path(), [&asked] { return ++asked > 2; }).value()};
  CHECK(source->download(what).error().code() == ErrorCode::cancelled);
  CHECK(fs::file_size(stick.disk / "a.part") == 2 * 65'536);
  must(stick.open()->download(what));
  CHECK(read_file(what.file, 1'000'000).value() == long_bytes());
}
