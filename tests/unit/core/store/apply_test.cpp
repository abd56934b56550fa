#include "core/store/apply.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/store/reader.hpp"
#include "tests/unit/core/store/history.hpp"

#include <algorithm>
#include <random>
#include <string>

namespace mingshi::store {
namespace {

namespace fs = std::filesystem;
using publication::Part;

constexpr std::size_t cap{1U << 26U};

/// Applies, and says why when it cannot.
void apply_or_fail(Update const& update, fs::path const& out) {
  auto const applied{apply(update, out)};
  if (!applied) FAIL(applied.error().detail());
}

/// Does the file hold what the hub's own database of that sequence holds?
void check_same(fs::path const& made, fs::path const& hubs) {
  auto const checked{check(made)};
  if (!checked) FAIL(checked.error().detail());
  auto a{Reader::open(made)};
  auto b{Reader::open(hubs)};
  REQUIRE(a);
  REQUIRE(b);
  auto const is{a->generation()};
  auto const must{b->generation()};
  REQUIRE(is);
  REQUIRE(must);
  CHECK(is->rows == must->rows);
  CHECK(is->search_keys == must->search_keys);
  CHECK(is->hall == must->hall);
  CHECK(is->sequence == must->sequence);
  CHECK(is->issued == must->issued);
  CHECK(is->record_types == must->record_types);
  CHECK(is->calendar == must->calendar);
  CHECK(is->texts == must->texts);
  CHECK(is->programme == must->programme);
  for (auto const part : publication::all_parts) CHECK(a->states(part) == b->states(part));
}

Sample notice(std::string number, std::string title = "公告") {
  return {.type = "notice", .number = std::move(number), .fields = {{"title", std::move(title)}}};
}
Sample penalty(std::string number, std::string title = "处罚") {
  return {.type = "penalty", .number = std::move(number), .fields = {{"title", std::move(title)}}};
}

History::Records records_of(std::vector<Sample> const& samples) {
  History::Records records;
  for (auto const& sample : samples) records.emplace(id_of(sample), sample);
  return records;
}

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t n) {
  return std::uniform_int_distribution<std::size_t>{0, n - 1}(random);
}

Sample random_sample(Random& random) {
  static constexpr std::array types{"notice", "penalty", "ruling"};
  static constexpr std::array titles{
      "顾𬭎", "单红", "关于欠薪的公告", "\"引号\\斜杠", "换行\n制表\t", "", "a"};
  Sample sample{.type = types.at(below(random, types.size())),
                .number = "〔2026〕" + std::to_string(below(random, 30)) + "号"};
  if (below(random, 4) != 0) sample.fields["title"] = titles.at(below(random, titles.size()));
  if (below(random, 2) != 0) sample.fields["body"] = std::string(below(random, 300), 'x') + "内容";
  for (auto n{below(random, 4)}; n > 0; --n)
    sample.steps.push_back(std::to_string(below(random, 3)));
  if (below(random, 3) == 0)
    sample.publish_from = "2026-11-0" + std::to_string(1 + below(random, 9));
  if (below(random, 3) == 0) sample.publish_until = "2027-02-28";
  return sample;
}

/// Some records come, change and go.
void step(History::Records& records, Random& random) {
  for (auto n{below(random, 12)}; n > 0; --n) {
    auto sample{random_sample(random)};
    records.insert_or_assign(id_of(sample), std::move(sample));
  }
  std::erase_if(records, [&](auto const&) { return below(random, 6) == 0; });
  if (below(random, 10) == 0) records.clear();
}

/// A random way from `from` to `to`.
std::vector<std::int64_t> way(std::int64_t from, std::int64_t to, Random& random) {
  std::vector<std::int64_t> stops{from};
  while (stops.back() < to)
    stops.push_back(
        stops.back() + 1 +
        static_cast<std::int64_t>(below(random, static_cast<std::size_t>(to - stops.back()))));
  return stops;
}

TEST_CASE("apply: along any way the rows, keys and sets are those of the whole database",
          "[store][apply]") {
  Random random{GENERATE(1U, 2U, 3U, 4U, 5U, 6U)};
  History history;
  History::Records records;
  bool ruled{true};
  for (int i{0}; i < 10; ++i) {
    step(records, random);
    if (below(random, 3) == 0) ruled = !ruled;
    history.publish(records, ruled);
  }
  fs::path have;
  std::int64_t sequence{0};
  for (int i{0}; i < 8; ++i) {
    auto const to{sequence + 1 +
                  static_cast<std::int64_t>(
                      below(random, static_cast<std::size_t>(history.last() - sequence)))};
    auto older{sequence == 0 ? std::nullopt : std::optional{have}};
    // Each part goes its own way; now and then one begins from nothing.
    auto const begin{[&] { return sequence == 0 || below(random, 4) == 0 ? 0 : sequence; }};
    auto const out{history.fresh()};
    auto const update{history.update(way(begin(), to, random), way(begin(), to, random), older)};
    apply_or_fail(update, out);
    check_same(out, history.database(to));
    have = out;
    sequence = to == history.last() ? 0 : to;
  }
}

TEST_CASE("apply: the older file is read only, and one file is left", "[store][apply]") {
  History history;
  history.publish(records_of({notice("1"), penalty("1")}));
  history.publish(records_of({notice("1", "改了"), notice("2"), penalty("2")}));
  auto const first{history.fresh()};
  apply_or_fail(history.update({0, 1}), first);
  auto const before{read_file(first, cap).value()};
  auto const second{history.fresh()};
  apply_or_fail(history.update({1, 2}, first), second);
  check_same(second, history.database(2));
  CHECK(read_file(first, cap) == before);
  for (auto const& entry : fs::directory_iterator{second.parent_path()})
    CHECK_FALSE(entry.path().filename().string().contains("-journal"));
}

TEST_CASE("apply: the same update gives the same bytes", "[store][apply]") {
  History history;
  history.publish(records_of({notice("1"), notice("2"), penalty("1")}));
  auto const update{history.update({0, 1})};
  auto const a{history.fresh()};
  auto const b{history.fresh()};
  apply_or_fail(update, a);
  apply_or_fail(update, b);
  CHECK(read_file(a, cap).value() == read_file(b, cap).value());
}

TEST_CASE("apply: what was withdrawn or changed is in no page of the new file",
          "[store][apply][privacy]") {
  History history;
  std::string const secret{"示例被撤回的当事人"};
  History::Records records;
  for (int i{0}; i < 200; ++i) {
    auto const sample{penalty(std::to_string(i), secret + std::to_string(i))};
    records.emplace(id_of(sample), sample);
  }
  history.publish(records);
  for (auto& [id, sample] : records) sample.fields["title"] = "处罚";
  for (int i{0}; i < 200; i += 2) records.erase("penalty/" + std::to_string(i));
  history.publish(records);
  auto const first{history.fresh()};
  apply_or_fail(history.update({0, 1}), first);
  REQUIRE(read_file(first, cap)->contains(secret));
  auto const second{history.fresh()};
  apply_or_fail(history.update({1, 2}, first), second);
  check_same(second, history.database(2));
  CHECK_FALSE(read_file(second, cap)->contains(secret));
}

TEST_CASE("apply: a type that is declared otherwise has its keys made anew", "[store][apply]") {
  History history;
  history.publish(records_of({notice("1", "单红")}));
  history.publish(records_of({notice("1", "单红")}));
  auto const first{history.fresh()};
  apply_or_fail(history.update({0, 1}), first);
  auto update{history.update({1, 2}, first)};
  for (auto& text : update.settings.record_types)
    if (auto const at{text.find("title = \"title\"")}; at != std::string::npos)
      text.replace(at, 15, "title = \"no\"\nsearch_name = \"no\"");
  auto const second{history.fresh()};
  apply_or_fail(update, second);
  auto reader{Reader::open(second)};
  REQUIRE(reader);
  auto const keys{reader->search_keys()};
  REQUIRE(keys);
  REQUIRE(keys->size() == 1);
  CHECK(keys->front().name == "1");
}

TEST_CASE("apply: heads signed again over the same rows need no op log", "[store][apply]") {
  History history;
  history.publish(records_of({notice("1"), penalty("1")}));
  auto const first{history.fresh()};
  apply_or_fail(history.update({0, 1}), first);
  auto update{history.update({1}, first)};
  auto head{history.head(Part::decisions, 1)};
  head.lease_hours = 24;
  update.decisions.head = publication::format_part_head(head);
  auto const second{history.fresh()};
  apply_or_fail(update, second);
  check_same(second, history.database(1));
  auto reader{Reader::open(second)};
  REQUIRE(reader);
  CHECK(reader->head(Part::decisions).value() == update.decisions.head);
}

TEST_CASE("erase: a type's rows, keys and own media are gone, and nothing else",
          "[store][erase][privacy]") {
  History history;
  std::string const photo(64, '1');
  std::string const shared(64, '2');
  auto person{penalty("1", "示例要抹去的姓名")};
  person.fields["body"] = "照片 " + photo + " 和 " + shared;
  auto other{notice("1")};
  other.fields["body"] = shared;
  history.publish(records_of({person, other}));
  auto update{history.update({0, 1})};
  update.media = {{.sha256 = photo, .size = 1, .kind = "jpg"},
                  {.sha256 = shared, .size = 2, .kind = "jpg"}};
  auto const whole{history.fresh()};
  apply_or_fail(update, whole);
  auto const out{history.fresh()};
  auto const media{erase_types(whole, {"penalty", "licence"}, out)};
  REQUIRE(media);
  CHECK(*media == std::vector{photo});
  CHECK_FALSE(read_file(out, cap)->contains("要抹去"));
  auto reader{Reader::open(out)};
  REQUIRE(reader);
  auto const left{reader->generation()};
  REQUIRE(left);
  REQUIRE(left->rows.size() == 1);
  CHECK(left->rows[0].id == "notice/1");
  CHECK(left->search_keys.size() == 1);
  REQUIRE(left->media.size() == 1);
  CHECK(left->media[0].sha256 == shared);
  CHECK(reader->head(Part::records).value().has_value());
  CHECK_FALSE(reader->head(Part::decisions).value().has_value());
  CHECK(check(out));

  // The next update must begin from nothing in that part, and then agrees again.
  history.publish(records_of({person, other, notice("2")}));
  auto const refused{apply(history.update({1, 2}, out), history.fresh())};
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == ErrorCode::conflict);
  auto const next{history.fresh()};
  apply_or_fail(history.update({1, 2}, {0, 2}, out), next);
  check_same(next, history.database(2));
}

}  // namespace
}  // namespace mingshi::store
