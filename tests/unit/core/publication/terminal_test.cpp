#include "core/publication/terminal.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"

#include <stdlib.h>

#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::publication;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, removed with all it holds.
class Scratch {
 public:
  Scratch() {
    auto name{(fs::temp_directory_path() / "ms-terminal-XXXXXX").string()};
    path_ = ::mkdtemp(name.data());
  }
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  ~Scratch() { fs::remove_all(path_); }
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

Instant const noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} +
                   std::chrono::hours{12}};

}  // namespace

TEST_CASE("terminal: an empty folder has no current generation", "[publication]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  CHECK(folder.current().error().code() == ErrorCode::not_found);
  CHECK(folder.list()->empty());
  CHECK(read_status(folder).error().code() == ErrorCode::not_found);
}

TEST_CASE("terminal: current names a generation", "[publication]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  REQUIRE(make_folders(folder.generation(42)));
  REQUIRE(replace_link(folder.current_link(), fs::path{"generations"} / generation_name(42)));
  auto const current{folder.current().value()};
  CHECK(current.sequence == 42);
  CHECK(current.folder == scratch.path() / "generations" / "000042");
}

TEST_CASE("terminal: a current that points elsewhere is corrupt", "[publication][errors]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  for (auto const* target :
       {"generations/7", "generations/000000", "generations/x", "000007", "/generations/000007",
        "generations/../000007", "other/generations/000007", "generations/-00007"}) {
    CAPTURE(target);
    REQUIRE(replace_link(folder.current_link(), target));
    CHECK(folder.current().error().code() == ErrorCode::corrupt);
  }
  fs::remove(folder.current_link());
  fs::create_directory(folder.current_link());
  CHECK(folder.current().error().code() == ErrorCode::corrupt);
}

TEST_CASE("terminal: generations are listed oldest first, other names not at all",
          "[publication]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  for (auto const* name : {"000002", "1000000", "000010", ".new-000011", "3", "000000", "x"})
    fs::create_directories(folder.generations() / name);
  auto const found{folder.list().value()};
  REQUIRE(found.size() == 3);
  CHECK(found[0].sequence == 2);
  CHECK(found[1].sequence == 10);
  CHECK(found[2].sequence == 1'000'000);
  CHECK(found[2].folder == folder.generation(1'000'000));
}

TEST_CASE("terminal: names lie where docs/formats/repository.md says", "[publication]") {
  TerminalFolder const folder{"/d"};
  std::string const hash(64, 'a');
  CHECK(folder.object(hash) == "/d/objects/aa/" + hash);
  CHECK(folder.trust_file(trust::Role::root) == "/d/trust/root.json");
  CHECK(folder.trust_file(trust::Role::timestamp) == "/d/trust/timestamp.json");
  CHECK(folder.status_file() == "/d/status.json");
}

TEST_CASE("status: what is written is read back", "[publication]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  Status const empty{};
  Status const full{.generation = 42,
                    .as_of = noon,
                    .last_contact = noon + std::chrono::minutes{5},
                    .last_error = Trouble{.code = "damaged", .detail = "坏 \"o\"\n", .at = noon}};
  REQUIRE(write_status(folder, full));
  CHECK(read_status(folder).value() == full);
  REQUIRE(write_status(folder, empty));
  CHECK(read_status(folder).value() == empty);
  CHECK(format_status(empty) ==
        "{\"as_of\":null,\"generation\":0,\"last_contact\":null,\"last_error\":null}\n");
}

TEST_CASE("status: anything malformed is refused", "[publication][errors]") {
  for (auto const* bad :
       {"", "[]", "null", "{}", R"({"generation":1})",
        R"({"generation":"1","as_of":null,"last_contact":null,"last_error":null})",
        R"({"generation":-1,"as_of":null,"last_contact":null,"last_error":null})",
        R"({"generation":1,"as_of":"today","last_contact":null,"last_error":null})",
        R"({"generation":1,"as_of":null,"last_contact":7,"last_error":null})",
        R"({"generation":1,"as_of":null,"last_contact":null})",
        R"({"generation":1,"as_of":null,"last_contact":null,"last_error":"x"})",
        R"({"generation":1,"as_of":null,"last_contact":null,"last_error":{"code":"x"}})"}) {
    CAPTURE(bad);
    CHECK(parse_status(bad).error().code() == ErrorCode::invalid_input);
  }
}

TEST_CASE("status: what newer agents say of time, lease and work is optional", "[publication]") {
  Status const full{.generation = 42,
                    .as_of = noon,
                    .last_contact = noon,
                    .last_error = std::nullopt,
                    .time = TimeWord{.floor = noon, .confidence = trust::Confidence::floor_only},
                    .lease_until = noon + std::chrono::hours{72},
                    .next_poll = noon + std::chrono::minutes{5},
                    .source = "http://mirror/",
                    .state = "backing_off",
                    .retries = 3};
  CHECK(parse_status(format_status(full)).value() == full);
  std::string const plain{R"({"generation":1,"as_of":null,"last_contact":null,"last_error":null)"};
  CHECK(parse_status(plain + R"(,"time":null,"lease_until":null})").value() ==
        parse_status(plain + "}").value());
  // Words of newer software are as if nothing had been said.
  CHECK_FALSE(
      parse_status(plain + R"(,"time":{"floor":"2026-11-23T12:00:00Z","confidence":"sure"}})")
          .value()
          .time);
  for (auto const* bad : {R"(,"time":7})", R"(,"time":{"floor":"now","confidence":"system"}})",
                          R"(,"time":{"confidence":"system"}})", R"(,"lease_until":"soon"})",
                          R"(,"source":1})", R"(,"retries":-1})", R"(,"retries":"3"})"}) {
    CAPTURE(bad);
    CHECK(parse_status(plain + bad).error().code() == ErrorCode::invalid_input);
  }
}

TEST_CASE("withdrawn.json: what is written is read back, no file is no withdrawal",
          "[publication]") {
  Scratch const scratch;
  TerminalFolder const folder{scratch.path()};
  CHECK(read_withdrawals(folder).value() == Withdrawals{});
  Withdrawals const some{.hall = "mingchuan",
                         .ids = {{.id = "penalty/明劳监罚202618", .sequence = 43},
                                 {.id = "officer/99150310027", .sequence = 40}}};
  REQUIRE(write_withdrawals(folder, some));
  CHECK(read_withdrawals(folder).value() == some);
  for (auto const* bad :
       {"", "[]", "{}", R"({"hall":"h"})", R"({"hall":1,"ids":[]})", R"({"hall":"h","ids":{}})",
        R"({"hall":"h","ids":["x"]})", R"({"hall":"h","ids":[{"id":"x"}]})",
        R"({"hall":"h","ids":[{"id":"x","sequence":"1"}]})"}) {
    CAPTURE(bad);
    CHECK(parse_withdrawals(bad).error().code() == ErrorCode::invalid_input);
  }
}
