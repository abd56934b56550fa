#include "hub/cli/options.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace mingshi::hub;

namespace {

auto parse(std::vector<std::string> const& arguments, std::size_t words = 1) {
  std::vector<OptionSpec> const specs{{.name = "--hub"},
                                      {.name = "--json", .kind = OptionSpec::Kind::flag}};
  return parse_options(arguments, specs, words);
}

}  // namespace

TEST_CASE("options: values stand after the name or after =", "[options]") {
  for (auto const& arguments : {std::vector<std::string>{"--hub", "dir", "file", "--json"},
                                std::vector<std::string>{"file", "--json", "--hub=dir"}}) {
    auto const options{parse(arguments)};
    REQUIRE(options);
    CHECK(options->get("--hub") == "dir");
    CHECK(options->has("--json"));
    CHECK(options->words == std::vector<std::string>{"file"});
  }
}

TEST_CASE("options: -- ends them, a single dash is a word", "[options]") {
  CHECK(parse({"--", "--hub"})->words == std::vector<std::string>{"--hub"});
  CHECK(parse({"-"})->words == std::vector<std::string>{"-"});
}

TEST_CASE("options: what makes no sense is said", "[options][errors]") {
  CHECK(parse({"f", "--nub", "x"}).error() == "unknown option --nub");
  CHECK(parse({"f", "--hub"}).error() == "--hub needs a value");
  CHECK(parse({"f", "--hub="}).error() == "--hub needs a value");
  CHECK(parse({"f", "--json=1"}).error() == "--json takes no value");
  CHECK(parse({"f", "--hub", "a", "--hub=b"}).error() == "--hub is given twice");
  CHECK(parse({"f", "g"}).error() == "what is \"g\"?");
  CHECK_FALSE(parse({}).has_value());
}

TEST_CASE("options: counts are whole and in range", "[options]") {
  CHECK(parse_count("30", 1, 30) == 30);
  CHECK_FALSE(parse_count("31", 1, 30));
  CHECK_FALSE(parse_count("0", 1, 30));
  CHECK_FALSE(parse_count("3x", 1, 30));
  CHECK_FALSE(parse_count("", 1, 30));
  CHECK_FALSE(parse_count("99999999999", 1, 30));
}
