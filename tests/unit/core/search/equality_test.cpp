#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/search/index.hpp"
#include "core/text/pinyin.hpp"
#include "tests/bench/search_corpus.hpp"
#include "tests/bench/search_oracle.hpp"

#include <string>

using namespace mingshi;

TEST_CASE("search: the index answers as a brute-force matcher does", "[search][oracle]") {
  auto const pinyin{text::Pinyin::create()};
  REQUIRE(pinyin);
  auto entries{bench::officers(*pinyin, 300, 7)};
  for (std::size_t i{0}; i < entries.size();
       i += 3) {  // several types, homonyms across them, long titles
    auto& keys{entries[i]};
    auto const number{"明劳监罚字〔2026〕" + std::to_string(i) + "号"};
    keys = search::make_keys(*pinyin, "penalty/" + std::to_string(i), "penalty",
                             keys.name + "违反劳动法案", number);
  }
  entries.push_back(entries.back());  // the same record twice
  auto const index{search::Index::build(entries)};
  bench::Oracle const oracle{entries};
  for (auto const& query : bench::queries(entries, 2000, 8)) {
    CAPTURE(query);
    for (std::string_view const type : {"", "officer", "penalty", "notice"}) {
      CHECK(index.find(query, type, 20) == oracle.find(query, type, 20));
      CHECK(index.next_letters(query, type) == oracle.next_letters(query, type));
    }
    CHECK(index.find(query, "", entries.size() + 1) == oracle.find(query, "", entries.size() + 1));
  }
}
