// ms_bench_search [OFFICERS [QUERIES]]: the index and the brute-force matcher side by side over
// invented officers. Exit 1 when an answer differs.
#include "core/search/index.hpp"
#include "core/text/pinyin.hpp"
#include "tests/bench/search_corpus.hpp"
#include "tests/bench/search_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

using namespace mingshi;

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

template <typename Work>
std::pair<decltype(std::declval<Work>()()), double> timed(Work work) {
  auto const begin{Clock::now()};
  auto result{work()};
  return {std::move(result), Microseconds{Clock::now() - begin}.count()};
}

void print(std::string_view who, std::vector<double> times) {
  std::ranges::sort(times);
  auto const at{[&](double part) {
    return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
  }};
  fmt::print("{:<12} p50 {:>10.1f} µs   p99 {:>10.1f} µs   max {:>10.1f} µs\n", who, at(0.5),
             at(0.99), times.back());
}

std::size_t argument(int argc, char** argv, int at, std::size_t otherwise) {
  if (argc <= at) return otherwise;
  auto const value{std::strtoul(argv[at], nullptr, 10)};
  return value > 0 ? value : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  auto const count{argument(argc, argv, 1, 100'000)};
  auto const asked{argument(argc, argv, 2, 10'000)};
  constexpr std::size_t limit{20};
  auto const pinyin{text::Pinyin::create()};
  if (!pinyin) return 1;
  auto const [entries, key_time]{timed([&] { return bench::officers(*pinyin, count, 1); })};
  auto [copy, copy_time]{timed([&] { return entries; })};
  auto const [index, build_time]{timed([&] { return search::Index::build(std::move(copy)); })};
  bench::Oracle const oracle{index.entries()};
  fmt::print("{} officers: keys {:.0f} ms, index {:.0f} ms, {:.1f} MiB held\n", count,
             key_time / 1000, build_time / 1000, static_cast<double>(index.memory()) / 1048576);

  auto const queries{bench::queries(entries, asked, 2)};
  std::vector<double> ours;
  std::vector<double> brute;
  std::vector<double> keyboard;
  std::size_t different{0};
  std::size_t found{0};
  for (auto const& query : queries) {
    auto const [fast, fast_time]{timed([&] { return index.find(query, "", limit); })};
    auto const [slow, slow_time]{timed([&] { return oracle.find(query, "", limit); })};
    auto const [bits, bits_time]{timed([&] { return index.next_letters(query, ""); })};
    ours.push_back(fast_time);
    brute.push_back(slow_time);
    keyboard.push_back(bits_time);
    if (!fast.empty()) ++found;
    if (fast != slow) {
      ++different;
      fmt::print("DIFFERENT: \"{}\"\n", query);
    }
  }
  print("index", ours);
  print("brute force", brute);
  print("next_letters", keyboard);
  fmt::print("{} queries, top {}: {} found something, {} answers differ from brute force\n",
             queries.size(), limit, found, different);
  return different == 0 ? 0 : 1;
}
