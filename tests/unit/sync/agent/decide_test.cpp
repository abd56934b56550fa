#include "sync/agent/decide.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/generators/catch_generators_range.hpp"
#include "core/store/generation.hpp"
#include "sync/agent/state.hpp"

#include <chrono>
#include <string>

using namespace mingshi;
using namespace mingshi::sync;
using publication::Part;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

Heads heads(std::int64_t sequence) {
  Heads made{.records_bytes = "records " + std::to_string(sequence),
             .decisions_bytes = "decisions " + std::to_string(sequence),
             .records = {},
             .decisions = {}};
  made.records.hall = made.decisions.hall = "mingchuan";
  made.records.part = Part::records;
  made.decisions.part = Part::decisions;
  made.records.sequence = made.decisions.sequence = sequence;
  made.records.schema = made.decisions.schema = store::schema_version;
  return made;
}

Shown shown(std::int64_t sequence, Condition condition = Condition::whole) {
  return {.sequence = sequence,
          .heads = condition == Condition::none ? "" : heads(sequence).fingerprint(),
          .condition = condition};
}

/// "same", "take_up", or the word for the failure.
std::string judged(Heads const& published, Shown const& here, Lease lease = Lease::running) {
  auto const answer{judge(published, here, lease)};
  if (!answer) return std::string{trouble_code(answer.error().step, answer.error().error.code())};
  return *answer == Answer::same ? "same" : "take_up";
}

Failure failure(Step step, ErrorCode code) {
  return {.step = step, .error = Error{code, "why"}};
}

trust::TrustedTime at(Instant time, trust::Confidence confidence = trust::Confidence::system) {
  return {.floor = now, .now = time, .expiry = time, .confidence = confidence};
}

}  // namespace

TEST_CASE("decide: a newer generation is taken up, the one that is here is not", "[sync]") {
  CHECK(judged(heads(1), shown(0, Condition::none)) == "take_up");
  CHECK(judged(heads(8), shown(7)) == "take_up");
  CHECK(judged(heads(7), shown(7)) == "same");
}

TEST_CASE("decide: what is damaged or gone is fetched again under its own sequence", "[sync]") {
  CHECK(judged(heads(7), shown(7, Condition::damaged)) == "take_up");
  CHECK(judged(heads(7), shown(7, Condition::none)) == "take_up");
  auto unreadable{shown(7, Condition::damaged)};
  unreadable.heads.clear();
  CHECK(judged(heads(7), unreadable) == "take_up");
}

TEST_CASE("decide: an older generation is a rollback, also when nothing is left of the newer one",
          "[sync]") {
  auto const condition{
      GENERATE(Condition::whole, Condition::damaged, Condition::erased, Condition::none)};
  CHECK(judged(heads(6), shown(7, condition)) == "rollback");
}

TEST_CASE("decide: parts of different sequences wait for one another", "[sync]") {
  auto published{heads(8)};
  (GENERATE(true, false) ? published.records : published.decisions).sequence = 9;
  auto const answer{judge(published, shown(7), Lease::running)};
  REQUIRE_FALSE(answer);
  CHECK(answer.error().step == Step::pair);
  CHECK_FALSE(is_trouble(answer.error(), 1));
  CHECK(is_trouble(answer.error(), 2));
  CHECK(is_trouble(failure(Step::fetch, ErrorCode::network), 1));
}

TEST_CASE("decide: another content under the sequence that is here is an alarm", "[sync]") {
  auto other{heads(7)};
  other.decisions_bytes += " ";
  CHECK(judged(other, shown(7)) == "other_content");
  CHECK(judged(other, shown(7, Condition::damaged)) == "other_content");
}

TEST_CASE("decide: a type in both parts is refused", "[sync]") {
  auto published{heads(8)};
  published.records.types["penalty"] =
      published.decisions.types["penalty"] = {.rows = 1, .set = {}};
  CHECK(judged(published, shown(7)) == "unreviewed");
}

TEST_CASE("decide: what was erased comes back when the lease runs again, and not before",
          "[sync]") {
  CHECK(judged(heads(7), shown(7, Condition::erased)) == "take_up");
  CHECK(judged(heads(7), shown(7, Condition::erased), Lease::over) == "same");
  CHECK(judged(heads(7), shown(7, Condition::none), Lease::over) == "same");
  CHECK(judged(heads(8), shown(7, Condition::erased), Lease::over) == "take_up");
}

TEST_CASE("decide: a head must be this hall's, of this part and for this program", "[sync]") {
  auto head{heads(8).records};
  CHECK(check_head(head, "mingchuan", Part::records));
  auto const code{[&] {
    auto const checked{check_head(head, "mingchuan", Part::records)};
    return checked ? ""
                   : std::string{trouble_code(checked.error().step, checked.error().error.code())};
  }};
  SECTION("another hall") {
    head.hall = "other";
    CHECK(code() == "wrong_hall");
  }
  SECTION("the other part") {
    head.part = Part::decisions;
    CHECK(code() == "damaged");
  }
  SECTION("another schema") {
    head.schema = store::schema_version + 1;
    CHECK(code() == "unsupported_format");
  }
}

TEST_CASE("decide: three failures lead to the base, one more to quarantine", "[sync]") {
  auto const published{heads(8)};
  auto const mark{published.fingerprint()};
  Attempts attempts;
  CHECK(way_for(attempts, mark) == Way::cheapest);
  for (int i{0}; i < 2; ++i) {
    attempts = after_failure(attempts, published, failure(Step::content, ErrorCode::corrupt));
    CHECK(way_for(attempts, mark) == Way::cheapest);
  }
  attempts = after_failure(attempts, published, failure(Step::content, ErrorCode::corrupt));
  CHECK(way_for(attempts, mark) == Way::from_base);
  attempts = after_failure(attempts, published, failure(Step::content, ErrorCode::corrupt));
  CHECK(way_for(attempts, mark) == Way::none);
  CHECK(attempts.sequence == 8);
  CHECK(attempts.code == "damaged");
  CHECK(attempts.detail == "why");

  CHECK(way_for(attempts, heads(9).fingerprint()) == Way::cheapest);
  CHECK(way_for(after_restart(attempts), mark) == Way::from_base);
  auto const next{after_failure(attempts, heads(9), failure(Step::content, ErrorCode::corrupt))};
  CHECK(next.failures == 1);
}

TEST_CASE("decide: a failure on the way says nothing of the generation", "[sync]") {
  auto const [step, code]{GENERATE(table<Step, ErrorCode>({
      {Step::fetch, ErrorCode::network},
      {Step::fetch, ErrorCode::corrupt},
      {Step::trust, ErrorCode::denied},
      {Step::terminal, ErrorCode::io},
      {Step::content, ErrorCode::io},
      {Step::content, ErrorCode::cancelled},
      {Step::pair, ErrorCode::timeout},
      {Step::twin, ErrorCode::conflict},
  }))};
  CHECK_FALSE(counts_as_attempt(failure(step, code)));
  CHECK(after_failure({}, heads(8), failure(step, code)) == Attempts{});
}

TEST_CASE("decide: what no attempt can mend is not attempted again", "[sync]") {
  auto const [step, code]{GENERATE(table<Step, ErrorCode>({
      {Step::review, ErrorCode::denied},
      {Step::content, ErrorCode::unsupported},
      {Step::content, ErrorCode::denied},
  }))};
  auto const attempts{after_failure({}, heads(8), failure(step, code))};
  CHECK(way_for(attempts, heads(8).fingerprint()) == Way::none);
}

TEST_CASE("decide: what is withdrawn is noted until the generation without it is here", "[sync]") {
  auto head{heads(8).records};
  head.withdrawn = {{.id = "officer/1", .sequence = 7}, {.id = "officer/2", .sequence = 8}};
  auto const first{noted({}, head, 6)};
  CHECK(first == publication::Withdrawals{.hall = "mingchuan",
                                          .ids = {{.id = "officer/1", .sequence = 7},
                                                  {.id = "officer/2", .sequence = 8}}});
  auto decisions{heads(8).decisions};
  decisions.withdrawn = {{.id = "penalty/9", .sequence = 8}};
  CHECK(noted(first, decisions, 6).ids.size() == 3);
  CHECK(noted(first, decisions, 7).ids ==
        std::vector<publication::Withdrawal>{{.id = "officer/2", .sequence = 8},
                                             {.id = "penalty/9", .sequence = 8}});
  CHECK(noted(first, decisions, 8).ids.empty());
  CHECK(noted({.hall = "other", .ids = first.ids}, decisions, 6).ids.size() == 1);
}

TEST_CASE("decide: the shorter lease counts, and no lease has no end", "[sync]") {
  auto both{heads(8)};
  CHECK(lease_hours_of(both) == 0);
  both.records.lease_hours = 72;
  CHECK(lease_hours_of(both) == 72);
  both.decisions.lease_hours = 24;
  CHECK(lease_hours_of(both) == 24);

  CHECK(lease_until(now, 24) == now + hours{24});
  CHECK_FALSE(lease_until(now, 0));
  CHECK_FALSE(lease_until(now, INT64_MAX));
  CHECK_FALSE(lease_until(std::nullopt, 24));
}

TEST_CASE("decide: a lease ends at its second, by a clock that is believed", "[sync]") {
  CHECK(lease_at(now + hours{24}, at(now + hours{24} - seconds{1})) == Lease::running);
  CHECK(lease_at(now + hours{24}, at(now + hours{24})) == Lease::over);
  CHECK(lease_at(std::nullopt, at(now + days{9999})) == Lease::running);
  CHECK(lease_at(now, at(now + days{9999}, trust::Confidence::suspect_future)) == Lease::running);
}

TEST_CASE("decide: every byte is read once a week, whatever the clock did", "[sync]") {
  CHECK(full_check_due(std::nullopt, now));
  CHECK_FALSE(full_check_due(now - days{7} + seconds{1}, now));
  CHECK(full_check_due(now - days{7}, now));
  CHECK(full_check_due(now + seconds{1}, now));
}

TEST_CASE("decide: the publisher sets the interval within bounds, the terminal's own word wins",
          "[sync]") {
  CHECK(poll_interval(std::nullopt, 0) == seconds{60});
  CHECK(poll_interval(std::nullopt, 300) == seconds{300});
  CHECK(poll_interval(std::nullopt, 1) == seconds{10});
  CHECK(poll_interval(std::nullopt, INT64_MAX) == hours{1});
  CHECK(poll_interval(std::nullopt, -5) == seconds{60});
  CHECK(poll_interval(seconds{2}, 300) == seconds{2});
}

TEST_CASE("decide: after failures the wait grows, within sixty intervals and six hours", "[sync]") {
  Rest rest{.interval = minutes{1}, .failures = 1, .dice = 0.999};
  auto const first{time_to_next(rest, now, {})};
  CHECK(first > seconds{25});
  CHECK(first <= seconds{30});
  rest.failures = 3;
  CHECK(time_to_next(rest, now, {}) > seconds{110});
  rest.failures = INT64_MAX;
  CHECK(time_to_next(rest, now, {}) > minutes{59});
  CHECK(time_to_next(rest, now, {}) <= hours{1});
  rest.interval = hours{1};
  CHECK(time_to_next(rest, now, {}) <= hours{6});
  rest = {.interval = seconds{1}, .failures = 1, .dice = 0.999};
  CHECK(time_to_next(rest, now, {}) <= seconds{1});
}

TEST_CASE("decide: nobody sleeps over the end of a lease", "[sync]") {
  Rest const rest{.interval = hours{1}, .terminal = "a"};
  CHECK(time_to_next(rest, now, now + seconds{5}) == seconds{5});
  CHECK(time_to_next(rest, now, now - seconds{5}) >= minutes{30});
}

TEST_CASE("state: a pass goes forward step by step and may rest at any of them", "[sync]") {
  auto const from{GENERATE(from_range(all_states))};
  bool const resting{from == State::idle || from == State::backing_off ||
                     from == State::quarantined};
  CHECK(may_follow(from, State::polling) == resting);
  CHECK(may_follow(from, State::backing_off) != resting);
  CHECK(may_follow(from, State::idle) != resting);
  CHECK(may_follow(from, State::applying) == (from == State::verifying));
  CHECK(state_named(name_of(from)) == from);
  CHECK_FALSE(state_named("asleep"));
}
