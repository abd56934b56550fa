#include "core/trust/names.hpp"

#include "catch2/catch_test_macros.hpp"

#include <set>
#include <string>
#include <string_view>

using namespace mingshi::trust;
using namespace std::string_view_literals;

TEST_CASE("names: a role is one path segment, whatever it is called", "[trust][names]") {
  CHECK(escaped_role("mingchuan.records-2") == "mingchuan.records-2");
  CHECK(escaped_role("AZaz09_.-~") == "AZaz09_.-~");
  CHECK(escaped_role("../delegatedrole") == "..%2Fdelegatedrole");
  CHECK(escaped_role("?#% =") == "%3F%23%25%20%3D");
  CHECK(escaped_role("明") == "%E6%98%8E");
  CHECK(escaped_role("a\0b"sv) == "a%00b");
  CHECK(metadata_file_name("root", 3) == "3.root.json");
  CHECK(metadata_file_name("timestamp", std::nullopt) == "timestamp.json");
  CHECK(metadata_file_name("../x", 1) == "1...%2Fx.json");
}

TEST_CASE("names: a target's file is one segment of at most 255 bytes", "[trust][names]") {
  std::string const long_path(5000, 'x');
  std::set<std::string> names;
  for (auto const path :
       {"a"sv, "../a"sv, "/etc/passwd"sv, "a/../../b"sv, "."sv, ".."sv, "..."sv, "%2E"sv, "a\0b"sv,
        "明川/记录"sv, std::string_view{long_path}, std::string_view{long_path}.substr(1),
        std::string_view{long_path}.substr(0, 255), std::string_view{long_path}.substr(0, 256)}) {
    auto const name{target_file_name(path)};
    CAPTURE(path, name);
    CHECK(name.find('/') == std::string::npos);
    CHECK(name.find('\0') == std::string::npos);
    CHECK(name.size() <= 255);
    CHECK(name != ".");
    CHECK(name != "..");
    CHECK(names.insert(name).second);
  }
  CHECK(target_file_name("..") == "%2E%2E");
  CHECK(target_file_name(".") == "%2E");
  CHECK(target_file_name("%2E") == "%252E");
  CHECK(target_file_name("a/b") == "a%2Fb");
  CHECK(target_file_name(long_path.substr(0, 255)) == long_path.substr(0, 255));
  auto const shortened{target_file_name(long_path)};
  CHECK(shortened.size() == 255);
  CHECK(shortened.starts_with(std::string(190, 'x') + "="));
}

TEST_CASE("names: a target's URL has the hash before its last segment", "[trust][names]") {
  CHECK(target_url_path("a", std::nullopt) == "a");
  CHECK(target_url_path("a", "00ff"sv) == "00ff.a");
  CHECK(target_url_path("x/y/a", "00ff"sv) == "x/y/00ff.a");
  CHECK(target_url_path("x/y/a", std::nullopt) == "x/y/a");
  CHECK(target_url_path("/x//a", std::nullopt) == "/x//a");
  CHECK(target_url_path("x/", "00ff"sv) == "x/00ff.");
}

TEST_CASE("names: in a target's URL stays what may stand there, and nothing climbs",
          "[trust][names]") {
  CHECK(target_url_path("明川/记录", "00ff"sv) == "%E6%98%8E%E5%B7%9D/00ff.%E8%AE%B0%E5%BD%95");
  CHECK(target_url_path("a%20b!$&'()*+,;=:@~", std::nullopt) == "a%20b!$&'()*+,;=:@~");
  CHECK(target_url_path("a b?c#d\\e\"", std::nullopt) == "a%20b%3Fc%23d%5Ce%22");
  CHECK(target_url_path("../../x", std::nullopt) == "%2E%2E/%2E%2E/x");
  CHECK(target_url_path("./x/..", std::nullopt) == "%2E/x/%2E%2E");
  CHECK(target_url_path("x/..", "00ff"sv) == "x/00ff...");
  CHECK(target_url_path("../x", "00ff"sv) == "%2E%2E/00ff.x");
  CHECK(target_url_path(".../x", std::nullopt) == ".../x");
}
