#include "core/trust/path_pattern.hpp"

#include "catch2/catch_test_macros.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace mingshi::trust;

namespace {

struct Pair {
  std::string_view pattern, path;
};

}  // namespace

TEST_CASE("pattern: what shell-style patterns cover", "[trust][pattern]") {
  for (auto const& [pattern, path] : std::vector<Pair>{{"", ""},
                                                       {"a", "a"},
                                                       {"a/b", "a/b"},
                                                       {"*", ""},
                                                       {"*", "a"},
                                                       {"**", "ab"},
                                                       {"*a", "aaa"},
                                                       {"a*", "a"},
                                                       {"a*c", "abbc"},
                                                       {"a*b*c", "axbxbxc"},
                                                       {"*ab", "aab"},
                                                       {"?", "a"},
                                                       {"a?c", "abc"},
                                                       {"?", "明"},
                                                       {"?"
                                                        "?/?",
                                                        "明川/录"},
                                                       {"*录", "记录"},
                                                       {"*录", "录录"},
                                                       {"*.tgz", ".tgz"},
                                                       {"a/*/c", "a/b/c"},
                                                       {"a/*", "a/"},
                                                       {"/*", "/a"},
                                                       {"[ab]", "b"},
                                                       {"[a-c]x", "bx"},
                                                       {"[a-c]", "a"},
                                                       {"[a-c]", "c"},
                                                       {"[a-]", "-"},
                                                       {"[--0]", "."},
                                                       {"[a-b-c]", "-"},
                                                       {"[a-b-c]", "c"},
                                                       {"[!a]", "b"},
                                                       {"[!b-a]", "x"},
                                                       {"[]]", "]"},
                                                       {"[]a]", "a"},
                                                       {"[!]]", "a"},
                                                       {"[!]", "[!]"},
                                                       {"[^a]", "^"},
                                                       {"[^a]", "a"},
                                                       {"[一-龥]", "明"},
                                                       {"[明川]*", "川流"},
                                                       {"[!明]", "川"},
                                                       {"[", "["},
                                                       {"[a", "[a"},
                                                       {"[]", "[]"},
                                                       {"x[a", "x[a"},
                                                       {"\\*", "\\x"},
                                                       {"\\[a]", "\\a"},
                                                       {"*[0-9].md", "note7.md"}}) {
    CAPTURE(pattern, path);
    CHECK(matches_pattern(pattern, path));
  }
}

TEST_CASE("pattern: what they do not cover", "[trust][pattern]") {
  for (auto const& [pattern, path] : std::vector<Pair>{{"", "a"},
                                                       {"a", ""},
                                                       {"a", "A"},
                                                       {"a", "b"},
                                                       {"a", "ab"},
                                                       {"ab", "a"},
                                                       {"*a", "ab"},
                                                       {"a*c", "abcd"},
                                                       {"a*b", "ac"},
                                                       {"?", ""},
                                                       {"?", "ab"},
                                                       {"?", "明川"},
                                                       {"a?", "a"},
                                                       {"*", "a/b"},
                                                       {"?", "/"},
                                                       {"a?b", "a/b"},
                                                       {"[/]", "/"},
                                                       {"[!a]", "/"},
                                                       {"*/b", "b"},
                                                       {"a/*", "a"},
                                                       {"a/*", "b/x"},
                                                       {"a/*", "a/b/c"},
                                                       {"a", "a/b"},
                                                       {"a/b", "a"},
                                                       {"a/b", "a/c"},
                                                       {"a/", "a"},
                                                       {"/a", "a"},
                                                       {"[ab]", "c"},
                                                       {"[ab]", ""},
                                                       {"[a-c]", "d"},
                                                       {"[b-c]", "a"},
                                                       {"[b-a]", "a"},
                                                       {"[!ab]", "b"},
                                                       {"[!a]", "a"},
                                                       {"[!]]", "]"},
                                                       {"[a-]", "b"},
                                                       {"[一-龥]", "a"},
                                                       {"[明]", "川"},
                                                       {"\\*", "*"},
                                                       {"\\?", "?"},
                                                       {"*.md", "README.MD"}}) {
    CAPTURE(pattern, path);
    CHECK_FALSE(matches_pattern(pattern, path));
  }
}

TEST_CASE("pattern: the worst pattern takes no time to speak of", "[trust][pattern]") {
  std::string pattern;
  for (int i{0}; i < 200; ++i) pattern += "*a";
  CHECK_FALSE(matches_pattern(pattern + "b", std::string(2000, 'a')));
  CHECK(matches_pattern(pattern, std::string(2000, 'a')));
}

TEST_CASE("pattern: a role covers what one of its patterns does", "[trust][pattern]") {
  DelegatedRole role{.name = "r", .keys = {}, .paths = {"a/*", "b"}};
  CHECK(covers(role, "a/x"));
  CHECK(covers(role, "b"));
  CHECK_FALSE(covers(role, "c"));
  role.paths.clear();
  CHECK_FALSE(covers(role, "b"));
}

TEST_CASE("pattern: a role covers the paths whose hash begins as it says", "[trust][pattern]") {
  // SHA-256 of "abc": ba7816bf…
  DelegatedRole role{.name = "r", .keys = {}, .by = DelegatedRole::By::hash_prefix};
  CHECK_FALSE(covers(role, "abc"));
  role.paths = {"00", "ba7"};
  CHECK(covers(role, "abc"));
  CHECK_FALSE(covers(role, "abd"));
  role.paths = {"a7"};
  CHECK_FALSE(covers(role, "abc"));
  role.paths = {""};
  CHECK(covers(role, "abc"));
  role.paths = {"*"};
  CHECK_FALSE(covers(role, "abc"));
}
