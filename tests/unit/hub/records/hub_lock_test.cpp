#include "hub/records/hub_lock.hpp"

#include "catch2/catch_test_macros.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <optional>

namespace mingshi::hub {
namespace {

TEST_CASE("hub lock: one holder at a time, and free again afterwards", "[records]") {
  tests::TempFolder const dir;
  {
    auto const held{HubLock::acquire(dir / "hub", WhenBusy::wait)};
    REQUIRE(held);
    auto const second{HubLock::acquire(dir / "hub", WhenBusy::refuse)};
    REQUIRE_FALSE(second);
    CHECK(second.error().code() == ErrorCode::timeout);
  }
  CHECK(HubLock::acquire(dir / "hub", WhenBusy::refuse));
}

}  // namespace
}  // namespace mingshi::hub
