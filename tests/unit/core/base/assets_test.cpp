#include "core/base/assets.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace fs = std::filesystem;
using mingshi::ErrorCode;
using mingshi::find_assets;

namespace {

/// A folder of its own that goes with the test.
class Scratch {
 public:
  Scratch() {
    std::string name{(fs::temp_directory_path() / "ms-assets-XXXXXX").string()};
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("assets: the folder given wins and must hold records", "[assets]") {
  Scratch const dir;
  auto const missing{find_assets(dir.path(), dir.path() / "bin" / "mingshi")};
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code() == ErrorCode::not_found);
  CHECK(missing.error().detail().find(dir.path().string()) != std::string::npos);
  fs::create_directories(dir.path() / "records");
  CHECK(find_assets(dir.path(), {}).value() == dir.path());
}

TEST_CASE("assets: an installed program finds share/mingshi beside its bin", "[assets]") {
  Scratch const dir;
  fs::create_directories(dir.path() / "share" / "mingshi" / "records");
  CHECK(find_assets({}, dir.path() / "bin" / "mingshi").value() ==
        dir.path() / "share" / "mingshi");
}
