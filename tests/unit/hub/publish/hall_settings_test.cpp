#include "hub/publish/hall_settings.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>

namespace mingshi::hub {
namespace {

using tests::TempFolder;

TEST_CASE("hall settings: the first use writes defaults that can be read again", "[publish]") {
  TempFolder const dir;
  auto const first{hall_settings(dir / "hub")};
  REQUIRE(first);
  CHECK(first->hall.id == "hall");
  CHECK(std::filesystem::exists(dir / "hub/hall.toml"));
  CHECK(hall_settings(dir / "hub") == *first);
}

TEST_CASE("hall settings: what the file says is taken, unknown keys are passed over", "[publish]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "hall.toml",
                     "id = \"mingchuan\"\nname = \"明川区劳动监察大队\"\nhotline = \"0000-12345\"\n"
                     "window = \"一楼 3 号窗口\"\nname_fr = \"x\"\n"));
  auto const settings{hall_settings(dir.path())};
  REQUIRE(settings);
  auto const* const hall{&settings->hall};
  CHECK(settings->texts.empty());
  CHECK(hall->name == "明川区劳动监察大队");
  CHECK(hall->hotline == "0000-12345");
  CHECK(hall->window == "一楼 3 号窗口");
  CHECK(hall->platform_url.empty());
}

TEST_CASE("hall settings: the English name and the service hours become texts of the terminal",
          "[publish]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "hall.toml",
                     "id = \"a\"\nname = \"甲\"\nname_en = \"Mingchuan District\"\n"
                     "service_hours = \"9:00–12:00\"\n"));
  auto const settings{hall_settings(dir.path())};
  REQUIRE(settings);
  CHECK(settings->texts ==
        std::map<std::string, std::string>{{"hall_english", "Mingchuan District"},
                                           {"service_hours", "9:00–12:00"}});
}

TEST_CASE("hall settings: a wrong file is refused in words that say where", "[publish][errors]") {
  TempFolder const dir;
  auto const [text, message]{GENERATE(table<std::string, std::string>(
      {{"id = \"Ming Chuan\"\nname = \"a\"\n",
        "hall.toml 里的 id 只能用小写字母、数字和短横线，例如 mingchuan"},
       {"name = \"a\"\n", "hall.toml 里的 id 只能用小写字母、数字和短横线，例如 mingchuan"},
       {"id = \"a\"\n", "hall.toml 里缺少 name（单位名称）"},
       {"id = \"a\"\nname = 5\n", "hall.toml 里的 name 应当是带引号的文字"},
       {"id = \"a\"\nname = \"b\"\nservice_hours = 9\n",
        "hall.toml 里的 service_hours 应当是带引号的文字"}}))};
  REQUIRE(write_file(dir / "hall.toml", text));
  auto const hall{hall_settings(dir.path())};
  REQUIRE_FALSE(hall);
  CHECK(hall.error().code() == ErrorCode::invalid_input);
  CHECK(hall.error().detail() == message);
}

TEST_CASE("hall settings: a line that is no TOML is named", "[publish][errors]") {
  TempFolder const dir;
  REQUIRE(write_file(dir / "hall.toml", "id = \"a\"\nname = 明川\n"));
  auto const hall{hall_settings(dir.path())};
  REQUIRE_FALSE(hall);
  CHECK_THAT(hall.error().detail(), Catch::Matchers::StartsWith("hall.toml 第 2 行"));
}

}  // namespace
}  // namespace mingshi::hub
