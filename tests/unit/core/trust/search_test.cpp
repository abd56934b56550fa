#include "core/trust/search.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/trust/signing.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace mingshi;
using namespace mingshi::trust;

namespace {

using Names = std::vector<std::string>;

/// Roles in memory, and the order in which they are asked: "delegator>role".
struct Tree {
  std::map<std::string, Targets> roles{{"targets", empty()}};
  Names asked;

  static Targets empty() { return {.version = 1, .expires = {}, .files = {}}; }
  DelegatedRole& edge(std::string const& from, std::string const& to, Names paths = {"*"}) {
    roles.try_emplace(from, empty());
    roles.try_emplace(to, empty());
    auto& above{roles.at(from).delegations};
    if (!above) above.emplace();
    above->roles.push_back({.name = to, .keys = {}, .paths = std::move(paths)});
    return above->roles.back();
  }
  void file(std::string const& role, std::string const& path) {
    roles.at(role).files.emplace(path, describe_target(role));
  }
  Result<std::optional<Target>> find(std::string_view path) {
    asked.clear();
    return find_target(
        path,
        [this](std::string const& role, std::string const& delegator) -> Result<Targets const*> {
          asked.push_back(delegator + ">" + role);
          auto const found{roles.find(role)};
          if (found == roles.end()) return fail(ErrorCode::network, "no " + role);
          return &found->second;
        });
  }
};

}  // namespace

TEST_CASE("search: the top-level targets are asked first and may settle it", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.file("targets", "x");
  tree.file("a", "x");
  CHECK(tree.find("x").value() == describe_target("targets"));
  CHECK(tree.asked == Names{"root>targets"});
}

TEST_CASE("search: depth first, in the order of the list", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.edge("targets", "b");
  tree.edge("a", "c");
  tree.edge("c", "d");
  tree.edge("a", "e");
  CHECK(tree.find("x").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets", "targets>a", "a>c", "c>d", "a>e", "targets>b"});
  tree.file("b", "x");
  tree.file("e", "x");
  CHECK(tree.find("x").value() == describe_target("e"));
  CHECK(tree.asked == Names{"root>targets", "targets>a", "a>c", "c>d", "a>e"});
}

TEST_CASE("search: a role is not asked about paths it may not vouch for", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a", {"a/*"});
  tree.edge("targets", "b", {"b/*"});
  tree.file("a", "b/x");
  CHECK(tree.find("b/x").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets", "targets>b"});
  CHECK(tree.find("c").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets"});
}

TEST_CASE("search: a path must be delegated all the way down", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a", {"a/*"});
  tree.edge("a", "b", {"b/*"});
  tree.file("b", "b/x");
  tree.file("b", "a/x");
  CHECK(tree.find("b/x").value() == std::nullopt);
  CHECK(tree.find("a/x").value() == std::nullopt);
}

TEST_CASE("search: after a terminating delegation only what hangs below it", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.edge("targets", "b");
  tree.edge("a", "c").terminating = true;
  tree.edge("a", "d");
  tree.edge("c", "e");
  for (auto const* role : {"b", "d"}) tree.file(role, "x");
  CHECK(tree.find("x").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets", "targets>a", "a>c", "c>e"});
}

TEST_CASE("search: a terminating delegation of other paths ends nothing", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a", {"a/*"}).terminating = true;
  tree.edge("targets", "b");
  tree.file("b", "x");
  CHECK(tree.find("x").value() == describe_target("b"));
}

TEST_CASE("search: siblings before a terminating one are still asked, in order",
          "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.edge("targets", "b").terminating = true;
  tree.edge("targets", "c");
  CHECK(tree.find("x").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets", "targets>a", "targets>b"});
}

TEST_CASE("search: cycles and diamonds are walked once", "[trust][search]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.edge("targets", "b");
  tree.edge("b", "c");
  tree.edge("a", "c");
  tree.edge("c", "a");
  tree.edge("c", "c");
  CHECK(tree.find("x").value() == std::nullopt);
  CHECK(tree.asked == Names{"root>targets", "targets>a", "a>c", "targets>b"});
}

TEST_CASE("search: a role that cannot be had ends the search; the next is not asked instead",
          "[trust][search][errors]") {
  Tree tree;
  tree.edge("targets", "a");
  tree.edge("targets", "b");
  tree.file("b", "x");
  tree.roles.erase("a");
  CHECK(tree.find("x").error().code() == ErrorCode::network);
  CHECK(tree.asked == Names{"root>targets", "targets>a"});
}

TEST_CASE("search: thirty-two delegations are followed and no more", "[trust][search][errors]") {
  Tree tree;
  auto const name{[](std::size_t i) { return i == 0 ? "targets" : "r" + std::to_string(i); }};
  for (std::size_t i{0}; i < max_delegations; ++i) tree.edge(name(i), name(i + 1));
  CHECK(tree.find("x").value() == std::nullopt);
  CHECK(tree.asked.size() == 33);
  tree.file(name(32), "x");
  CHECK(tree.find("x").value() == describe_target(name(32)));
  tree.edge(name(32), name(33));
  CHECK(tree.find("y").error().code() == ErrorCode::unsupported);
  CHECK(tree.asked.size() == 33);
}
