#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "hub/cli/command.hpp"
#include "tests/doubles/http_server.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/unit/core/trust/repository_of_test.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::hub;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// A repository behind a real web server, and the folders of one client.
struct World {
  World() {
    repo.targets.at("targets").files.emplace("hall/明", trust::describe_target("名册"));
    repo.publish();
    files["t/hall/" + trust::describe_target("名册").sha256 + ".%E6%98%8E"] = "名册";
    files["t/" + trust::describe_target("top").sha256 + ".top"] = "top";
    REQUIRE(write_file(folder / "anchor.json", repo.disk.kept.at("root")));
  }
  [[nodiscard]] doubles::HttpResponse answer(std::string const& path) const {
    doubles::HttpResponse response;
    auto const& all{path.starts_with("m/") ? repo.server.files : files};
    auto const found{all.find(path.starts_with("m/") ? path.substr(2) : path)};
    if (found == all.end()) return {.status = 404, .headers = {}, .body = "none"};
    response.body = found->second;
    return response;
  }
  Exit run(Words words, Instant now = trust::test_now) {
    output = {};
    words.insert(words.begin(), "tuf");
    return run_command_line(words, now, output);
  }
  Exit init() {
    return run({"--metadata-dir", metadata(), "init", (folder / "anchor.json").string()});
  }
  Exit refresh(Instant now = trust::test_now) {
    return run({"--metadata-url", server.url() + "m", "--metadata-dir", metadata(), "refresh"},
               now);
  }
  Exit download(Words const& names) {
    Words words{"--metadata-url", server.url() + "m/", "--metadata-dir", metadata()};
    for (auto const& name : names) words.insert(words.end(), {"--target-name", name});
    words.insert(words.end(), {"--target-dir", (folder / "targets").string(), "--target-base-url",
                               server.url() + "t", "download"});
    return run(words);
  }
  [[nodiscard]] std::string metadata() const { return (folder / "metadata").string(); }
  [[nodiscard]] std::string kept(std::string const& name) const {
    return read_file(fs::path{metadata()} / name, 1'000'000).value_or("");
  }

  tests::TempFolder folder;
  trust::Repository repo;
  std::map<std::string, std::string> files;  ///< of targets
  Output output;
  doubles::HttpServer server{
      [this](doubles::HttpRequest const& request) { return answer(request.path); }};
};

}  // namespace

TEST_CASE("mingshi tuf: init keeps the anchor byte for byte and asks nobody", "[tuf]") {
  World world;
  CHECK(world.init() == Exit::ok);
  CHECK(world.kept("root.json") == world.repo.disk.kept.at("root"));
  CHECK(world.server.requests().empty());
  CHECK(world.init() == Exit::rejected);
}

TEST_CASE("mingshi tuf: init refuses a root that does not sign itself, and keeps nothing",
          "[tuf][errors]") {
  World world;
  REQUIRE(write_file(world.folder / "anchor.json", world.repo.file("targets")));
  CHECK(world.init() == Exit::rejected);
  CHECK_FALSE(fs::exists(fs::path{world.metadata()} / "root.json"));
  CHECK(world.refresh() == Exit::rejected);
  CHECK(world.server.requests().empty());
}

TEST_CASE("mingshi tuf: refresh keeps the four roles byte for byte and says which versions",
          "[tuf]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  CHECK(world.refresh() == Exit::ok);
  for (auto const* role : {"timestamp", "snapshot", "targets"})
    CHECK(world.kept(std::string{role} + ".json") == world.repo.file(role));
  CHECK(world.output.out == "root\t1\ntimestamp\t2\nsnapshot\t2\ntargets\t2\n");
  CHECK(world.output.err.empty());
}

TEST_CASE("mingshi tuf: the time is the one the program began at", "[tuf]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  CHECK(world.refresh(trust::test_now + std::chrono::days{7}) == Exit::rejected);
  CHECK(world.output.err.find("timeout") != std::string::npos);
}

TEST_CASE("mingshi tuf: another timestamp of the same version is told of and not used", "[tuf]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  REQUIRE(world.refresh() == Exit::ok);
  world.repo.edits["timestamp"] = [](json::Json& j) { j["note"] = 1; };
  world.repo.publish(2);
  auto const before{world.kept("timestamp.json")};
  CHECK(world.refresh() == Exit::ok);
  CHECK(world.output.err.find("same version") != std::string::npos);
  CHECK(world.kept("timestamp.json") == before);
}

TEST_CASE("mingshi tuf: download refreshes, then fetches each target once", "[tuf]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  CHECK(world.download({"hall/明", "top"}) == Exit::ok);
  CHECK(read_file(world.folder / "targets" / "hall%2F%E6%98%8E", 100) == "名册");
  CHECK(read_file(world.folder / "targets" / "top", 100) == "top");
  world.server.forget_requests();
  CHECK(world.download({"hall/明"}) == Exit::ok);
  for (auto const& request : world.server.requests()) CHECK(request.path.starts_with("m/"));
}

TEST_CASE("mingshi tuf: download stops at the first target that fails", "[tuf][errors]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  CHECK(world.download({"absent", "top"}) == Exit::rejected);
  CHECK_FALSE(fs::exists(world.folder / "targets" / "top"));
  world.files.begin()->second += "x";
  CHECK(world.download({"top", "hall/明"}) == Exit::rejected);
}

TEST_CASE("mingshi tuf: called wrongly it ends with 1 as well, and says how", "[tuf][errors]") {
  World world;
  auto const words{GENERATE(values<Words>(
      {{},
       {"--metadata-dir", "d"},
       {"--metadata-dir"},
       {"--metadata-dir="},
       {"--metadata-dir", "d", "verify"},
       {"--metadata-dir", "d", "init"},
       {"init", "root.json"},
       {"--metadata-dir", "d", "refresh"},
       {"--metadata-url", "http://127.0.0.1/", "refresh"},
       {"--metadata-dir", "d", "--metadata-dir", "e", "refresh"},
       {"--metadata-dir", "d", "--metadata-url", "u", "refresh", "--quiet"},
       {"--metadata-dir", "d", "--metadata-url", "u", "--target-dir", "t", "--target-base-url", "u",
        "download"},
       {"--metadata-dir", "d", "--metadata-url", "u", "--target-name", "n", "download"},
       {"--quiet", "refresh"}}))};
  CAPTURE(words);
  CHECK(world.run(words) == Exit::rejected);
  CHECK(world.output.err.find("usage: mingshi tuf") != std::string::npos);
  CHECK(world.server.requests().empty());
}

TEST_CASE("mingshi tuf: what is no web address is refused", "[tuf][errors]") {
  World world;
  REQUIRE(world.init() == Exit::ok);
  CHECK(world.run({"--metadata-dir", world.metadata(), "--metadata-url=file:///etc", "refresh"}) ==
        Exit::rejected);
}
