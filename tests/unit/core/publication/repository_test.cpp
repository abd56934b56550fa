#include "core/publication/repository.hpp"

#include "catch2/catch_test_macros.hpp"

#include <string>

namespace mingshi::publication {
namespace {

std::string const hash_a(64, 'a');
std::string const hash_b(64, 'b');

TEST_CASE("repository: paths are what docs/formats/repository.md says", "[publication]") {
  CHECK(metadata_path(trust::Role::root, 3) == "tuf/3.root.json");
  CHECK(metadata_path(trust::Role::snapshot, 12) == "tuf/12.snapshot.json");
  CHECK(metadata_path(trust::Role::targets, 1) == "tuf/1.targets.json");
  CHECK(metadata_path(trust::Role::timestamp, 9) == "tuf/timestamp.json");
  CHECK(part_target("mingchuan", Part::records) == "mingchuan/records");
  CHECK(part_head_path("mingchuan", Part::decisions, hash_a) ==
        "t/mingchuan/" + hash_a + ".decisions");
  CHECK(object_path(hash_b) == "o/bb/" + hash_b);
}

TEST_CASE("repository: only plain names are hall ids and hashes", "[publication][errors]") {
  for (auto const* good : {"a", "mingchuan", "hall-7", "650000"}) CHECK(is_hall_id(good));
  for (auto const* bad : {"", "-a", "a-", "A", "a/b", "..", "明川", "a b", "a.b"})
    CHECK_FALSE(is_hall_id(bad));
  CHECK(is_hall_id(std::string(64, 'a')));
  CHECK_FALSE(is_hall_id(std::string(65, 'a')));
  CHECK(is_sha256(hash_a));
  for (auto const& bad : {std::string{}, std::string(63, 'a'), std::string(65, 'a'),
                          std::string(64, 'A'), std::string(64, 'g')})
    CHECK_FALSE(is_sha256(bad));
}

}  // namespace
}  // namespace mingshi::publication
