#include "core/base/mailbox.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>

using namespace mingshi;

TEST_CASE("mailbox: keeps each sender's order and wakes once per post", "[base][threads]") {
  std::atomic<int> wakes{0};
  Mailbox<std::pair<int, int>> box{[&] { ++wakes; }};
  {
    std::jthread const a{[&] {
      for (int i{0}; i < 1000; ++i) box.post({0, i});
    }};
    std::jthread const b{[&] {
      for (int i{0}; i < 1000; ++i) box.post({1, i});
    }};
  }
  int next[2]{0, 0};
  for (auto const& [who, i] : box.drain()) CHECK(i == next[who]++);
  CHECK(next[0] == 1000);
  CHECK(next[1] == 1000);
  CHECK(wakes == 2000);
}

TEST_CASE("mailbox: draining while others post loses nothing and repeats nothing",
          "[base][threads]") {
  Mailbox<int> box{[] {}};
  std::vector<int> seen;
  {
    std::jthread const sender{[&] {
      for (int i{0}; i < 5000; ++i) box.post(i);
    }};
    while (seen.size() < 5000)
      for (int const i : box.drain()) seen.push_back(i);
  }
  for (int i{0}; i < 5000; ++i) REQUIRE(seen[static_cast<std::size_t>(i)] == i);
  CHECK(box.drain().empty());
}
