#include "hub/import/attachments.hpp"

#include "workbook_maker.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>

using namespace mingshi::hub;
using testing::Scratch;

namespace {
constexpr std::string_view png{"\x89PNG\r\n\x1a\n"};
}

TEST_CASE("attachments: a text beside the spreadsheet is read without its mark", "[attachments]") {
  Scratch const folder;
  folder.write("laws/甲法.md", "\xEF\xBB\xBF第一条\r\n第二条");
  Attachments const attachments{folder.path(), {}};
  CHECK(attachments.text("laws/甲法.md").value() == "第一条\n第二条");
  CHECK(attachments.text("laws\\甲法.md").value() == "第一条\n第二条");
}

TEST_CASE("attachments: a picture gives its hash and is remembered", "[attachments]") {
  Scratch const folder;
  folder.write("photos/1.png", png);
  Attachments attachments{folder.path(), {}};
  auto const sha256{attachments.picture("photos/1.png")};
  REQUIRE(sha256);
  CHECK(*sha256 == "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6");
  CHECK(attachments.pictures().at(*sha256) == folder.path() / "photos/1.png");
}

TEST_CASE("attachments: nothing outside the folder is opened", "[attachments][security]") {
  Scratch const outside;
  outside.write("secret.md", "secret");
  Scratch const folder;
  std::filesystem::create_symlink(outside.path() / "secret.md", folder.path() / "link.md");
  Attachments const attachments{folder.path(), {}};
  for (auto const& name :
       {std::string{"link.md"}, std::string{"../x.md"}, std::string{"a/../../x.md"},
        std::string{"C:\\x.md"}, (outside.path() / "secret.md").string()}) {
    auto const text{attachments.text(name)};
    INFO(name);
    REQUIRE_FALSE(text);
    CHECK(text.error().code == "file_path");
  }
}

TEST_CASE("attachments: what cannot be used is said plainly", "[attachments][errors]") {
  Scratch const folder;
  folder.write("gbk.md", "\xB5\xDA");
  folder.write("empty.md", "");
  folder.write("not.png", "GIF89a");
  folder.write("large.png", std::string{png} + std::string(std::size_t{6} << 20, 'x'));
  std::filesystem::create_directory(folder.path() / "dir");
  Attachments attachments{folder.path(), {}};
  CHECK(attachments.text("gone.md").error().code == "file_missing");
  CHECK(attachments.text("gbk.md").error().code == "file_encoding");
  CHECK(attachments.text("empty.md").error().code == "file_empty");
  CHECK(attachments.text("dir").error().code == "file_kind");
  CHECK(attachments.picture("not.png").error().code == "file_kind");
  CHECK(attachments.picture("large.png").error().code == "file_large");
  CHECK(attachments.pictures().empty());
}
