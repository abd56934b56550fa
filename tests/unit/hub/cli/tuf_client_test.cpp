#include "hub/cli/tuf_client.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/trust/names.hpp"
#include "core/trust/signing.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::hub;
namespace fs = std::filesystem;

namespace {

/// Files by path, and what was asked for.
class FakeSource final : public sync::Source {
 public:
  [[nodiscard]] Result<sync::Document> get(std::string_view path, std::size_t cap,
                                           std::string_view known_version) override {
    asked.emplace_back(path);
    caps.push_back(cap);
    CHECK(known_version.empty());
    if (broken) return std::unexpected{*broken};
    auto const found{files.find(std::string{path})};
    if (found == files.end()) return fail(ErrorCode::not_found, "none");
    return sync::Document{.bytes = found->second, .version = {}};
  }
  [[nodiscard]] Result<void> download_all(std::span<sync::Download const> /*downloads*/) override {
    return fail(ErrorCode::unsupported, "not asked for here");
  }
  std::map<std::string, std::string> files;
  std::vector<std::string> asked;
  std::vector<std::size_t> caps;
  std::optional<Error> broken;
};

std::set<std::string> names_in(fs::path const& folder) {
  std::set<std::string> names;
  for (auto const& entry : fs::directory_iterator{folder})
    names.insert(entry.path().filename().string());
  return names;
}

std::string content(fs::path const& file) {
  return read_file(file, 1'000'000).value();
}

}  // namespace

TEST_CASE("tuf folder: documents are kept byte for byte under escaped names", "[tuf]") {
  tests::TempFolder const temp;
  TufFolder folder{temp / "made"};
  CHECK_FALSE(folder.load("root"));
  REQUIRE(folder.save("root", "{ }\n"));
  REQUIRE(folder.save("../明", "x"));
  CHECK(folder.load("root") == "{ }\n");
  CHECK(folder.load("../明") == "x");
  CHECK(names_in(temp / "made") == std::set<std::string>{"root.json", "..%2F%E6%98%8E.json"});
  CHECK(names_in(temp.path()) == std::set<std::string>{"made"});
  REQUIRE(folder.save("root", "{}"));
  CHECK(folder.load("root") == "{}");
  REQUIRE(folder.remove("root"));
  CHECK_FALSE(folder.load("root"));
  CHECK(folder.remove("root"));
}

TEST_CASE("tuf folder: what cannot be a file name or a file is an error", "[tuf][errors]") {
  tests::TempFolder const temp;
  TufFolder folder{temp.path()};
  CHECK_FALSE(folder.save(std::string(5000, 'r'), "x"));
  CHECK_FALSE(folder.load(std::string(5000, 'r')));
  fs::create_directory(temp / "root.json");
  CHECK_FALSE(folder.load("root"));
  CHECK_FALSE(folder.save("root", "x"));
  fs::create_directory(temp / "root.json" / "x");
  CHECK(folder.remove("root").error().code() == ErrorCode::io);
}

TEST_CASE("tuf folder: a planted link is replaced, not written through", "[tuf][errors]") {
  tests::TempFolder const temp;
  fs::create_directory(temp / "metadata");
  REQUIRE(write_file(temp / "victim", "precious"));
  fs::create_symlink(temp / "victim", temp / "metadata" / "timestamp.json");
  TufFolder folder{temp / "metadata"};
  REQUIRE(folder.save("timestamp", "new"));
  CHECK(content(temp / "victim") == "precious");
  CHECK(folder.load("timestamp") == "new");
}

TEST_CASE("tuf server: none is none, trouble is trouble", "[tuf]") {
  FakeSource source;
  TufServer server{source};
  source.files["1.%3F.json"] = "x";
  CHECK(server.fetch("1.%3F.json", 7).value() == "x");
  CHECK(source.caps == std::vector<std::size_t>{7});
  CHECK(server.fetch("absent", 7).value() == std::nullopt);
  source.broken = Error{ErrorCode::network, "cut"};
  CHECK(server.fetch("1.%3F.json", 7).error().code() == ErrorCode::network);
}

TEST_CASE("tuf download: a target is checked and written under its escaped path", "[tuf]") {
  tests::TempFolder const temp;
  FakeSource source;
  auto const target{trust::describe_target("名册")};
  source.files["%E6%98%8E/" + target.sha256 + ".x"] = "名册";
  source.files["%E6%98%8E/x"] = "名册";
  auto const hashed{GENERATE(Hashed::yes, Hashed::no)};
  REQUIRE(download_target(source, "明/x", target, hashed, temp / "made"));
  CHECK(content(temp / "made" / "%E6%98%8E%2Fx") == "名册");
  CHECK(source.caps == std::vector<std::size_t>{6});
  CHECK(source.asked.back().starts_with(hashed == Hashed::yes ? "%E6%98%8E/" + target.sha256
                                                              : "%E6%98%8E/x"));
  REQUIRE(download_target(source, "明/x", target, hashed, temp / "made"));
  CHECK(source.asked.size() == 1);
}

TEST_CASE("tuf download: a target that only names SHA-512 is found by that", "[tuf]") {
  tests::TempFolder const temp;
  FakeSource source;
  auto const hash{crypto::digest("sha512", "x").value()};
  source.files[hash + ".t"] = "x";
  trust::Target const target{.length = 1, .sha256 = {}, .other_hashes = {{"sha512", hash}}};
  REQUIRE(download_target(source, "t", target, Hashed::yes, temp.path()));
  CHECK(content(temp / "t") == "x");
}

TEST_CASE("tuf download: other bytes leave the folder as it was", "[tuf][errors]") {
  tests::TempFolder const temp;
  FakeSource source;
  auto const target{trust::describe_target("right")};
  REQUIRE(write_file(temp / "t", "older"));
  for (std::string const bytes : {"wrong", "right and more", "righ", ""}) {
    source.files["t"] = bytes;
    CHECK(download_target(source, "t", target, Hashed::no, temp.path()).error().code() ==
          ErrorCode::corrupt);
  }
  source.files.clear();
  CHECK(download_target(source, "t", target, Hashed::no, temp.path()).error().code() ==
        ErrorCode::not_found);
  source.broken = Error{ErrorCode::timeout, "slow"};
  CHECK(download_target(source, "t", target, Hashed::no, temp.path()).error().code() ==
        ErrorCode::timeout);
  CHECK(content(temp / "t") == "older");
  CHECK(names_in(temp.path()) == std::set<std::string>{"t"});
}

TEST_CASE("GHSA-jqc5-w2xx-5vq4 go-tuf, CVE-2021-41131 python-tuf: no target's path leads out",
          "[tuf][cve]") {
  tests::TempFolder const temp;
  fs::create_directory(temp / "targets");
  FakeSource source;
  auto const target{trust::describe_target("x")};
  std::string const path{GENERATE(as<std::string>{}, "../x", "../../../../tmp/x", "/etc/x",
                                  "a/../../b", ".", "..", std::string("a\0b", 3),
                                  std::string(5000, 'x'), std::string(5000, '/'))};
  source.files[trust::target_url_path(path, std::nullopt)] = "x";
  REQUIRE(download_target(source, path, target, Hashed::no, temp / "targets"));
  CHECK(names_in(temp.path()) == std::set<std::string>{"targets"});
  CHECK(names_in(temp / "targets").size() == 1);
  REQUIRE(download_target(source, path, target, Hashed::no, temp / "targets"));
  CHECK(source.asked.size() == 1);
}

TEST_CASE("CVE-2026-6968 tough: a link planted in the target folder leads nowhere", "[tuf][cve]") {
  tests::TempFolder const temp;
  fs::create_directory(temp / "targets");
  FakeSource source;
  auto const target{trust::describe_target("right")};
  source.files["t"] = "right";
  SECTION("to a file elsewhere, which stays as it was") {
    REQUIRE(write_file(temp / "victim", "precious"));
    fs::create_symlink(temp / "victim", temp / "targets" / "t");
    REQUIRE(download_target(source, "t", target, Hashed::no, temp / "targets"));
    CHECK(content(temp / "victim") == "precious");
  }
  SECTION("to a file elsewhere that is the target: still no copy of ours") {
    REQUIRE(write_file(temp / "elsewhere", "right"));
    fs::create_symlink(temp / "elsewhere", temp / "targets" / "t");
    REQUIRE(download_target(source, "t", target, Hashed::no, temp / "targets"));
    CHECK(source.asked.size() == 1);
  }
  SECTION("to nothing, which stays nothing") {
    fs::create_symlink(temp / "victim", temp / "targets" / "t");
    REQUIRE(download_target(source, "t", target, Hashed::no, temp / "targets"));
    CHECK_FALSE(fs::exists(temp / "victim"));
  }
  CHECK(fs::is_regular_file(fs::symlink_status(temp / "targets" / "t")));
  CHECK(content(temp / "targets" / "t") == "right");
}
