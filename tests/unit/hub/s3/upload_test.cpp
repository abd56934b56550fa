#include "hub/s3/upload.hpp"

#include "catch2/catch_test_macros.hpp"

#include <string>
#include <vector>

namespace mingshi::hub::s3 {
namespace {

using Files = std::map<std::string, std::int64_t>;

Files const repository{{"o/ab/1", 10},
                       {"root.json", 5},
                       {"t/hall/2.records", 3},
                       {"tuf/1.root.json", 5},
                       {"tuf/2.hall.records.json", 6},
                       {"tuf/2.snapshot.json", 7},
                       {"tuf/2.targets.json", 8},
                       {"tuf/timestamp.json", 9}};

TEST_CASE("s3 upload: what names another file comes after it, the timestamp last", "[s3]") {
  auto const plan{plan_upload(repository, {})};
  CHECK(plan.put == std::vector<std::string>{"o/ab/1", "t/hall/2.records", "tuf/1.root.json",
                                             "tuf/2.hall.records.json", "tuf/2.targets.json",
                                             "tuf/2.snapshot.json", "root.json",
                                             "tuf/timestamp.json"});
  CHECK(plan.remove.empty());
}

TEST_CASE("s3 upload: what is there goes no second time; what may change always does", "[s3]") {
  auto const plan{plan_upload(repository, repository)};
  CHECK(plan.put == std::vector<std::string>{"root.json", "tuf/timestamp.json"});
}

TEST_CASE("s3 upload: an object of another length is sent again", "[s3]") {
  auto remote{repository};
  remote["o/ab/1"] = 9;
  CHECK(plan_upload(repository, remote).put.front() == "o/ab/1");
}

TEST_CASE("s3 upload: what the repository no longer holds is taken away, metadata stay", "[s3]") {
  auto remote{repository};
  remote.emplace("o/cd/withdrawn", 1);
  remote.emplace("t/hall/1.records", 1);
  remote.emplace("tuf/1.snapshot.json", 1);
  remote.emplace("somebody/else", 1);
  CHECK(plan_upload(repository, remote).remove ==
        std::vector<std::string>{"o/cd/withdrawn", "t/hall/1.records"});
}

TEST_CASE("s3 upload: unfinished and foreign files are not sent", "[s3]") {
  auto local{repository};
  local.emplace("o/ab/.new-1", 1);
  local.emplace("tuf/notes.txt", 1);
  local.emplace("README", 1);
  CHECK(plan_upload(local, {}).put == plan_upload(repository, {}).put);
}

}  // namespace
}  // namespace mingshi::hub::s3
