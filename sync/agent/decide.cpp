#include "sync/agent/decide.hpp"

#include "core/crypto/crypto.hpp"
#include "core/store/generation.hpp"
#include "sync/fetch/pace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace mingshi::sync {
namespace {

constexpr std::chrono::days full_check_every{7};
constexpr std::chrono::seconds shortest_interval{10};
constexpr std::chrono::seconds longest_interval{std::chrono::hours{1}};
constexpr std::chrono::seconds usual_interval{60};
/// More is no lease, and adding it must stay an instant.
constexpr std::int64_t most_lease_hours{24 * 366 * 10};

}  // namespace

std::string Heads::fingerprint() const {
  return crypto::sha256(crypto::sha256(records_bytes) + crypto::sha256(decisions_bytes));
}

Outcome<void> check_head(publication::PartHead const& head, std::string_view hall,
                         publication::Part part) {
  if (head.hall != hall)
    return failed(Step::content, ErrorCode::denied,
                  fmt::format("the head is the hall {}'s", head.hall));
  if (head.part != part)
    return failed(
        Step::content, ErrorCode::invalid_input,
        fmt::format("the head of {} says it is that of {}", name_of(part), name_of(head.part)));
  if (head.schema != store::schema_version)
    return failed(
        Step::content, ErrorCode::unsupported,
        fmt::format("schema {}, this program makes {}", head.schema, store::schema_version));
  return {};
}

Outcome<Answer> judge(Heads const& heads, Shown const& shown, Lease lease) {
  auto const& records{heads.records};
  auto const& decisions{heads.decisions};
  if (records.sequence != decisions.sequence)
    return failed(
        Step::pair, ErrorCode::timeout,
        fmt::format("records are at {} and decisions at {}", records.sequence, decisions.sequence));
  for (auto const& [type, state] : records.types)
    if (decisions.types.contains(type))
      return failed(Step::review, ErrorCode::denied, fmt::format("{} is in both parts", type));
  if (records.sequence < shown.sequence)
    return failed(
        Step::content, ErrorCode::conflict,
        fmt::format("generation {} does not follow {}", records.sequence, shown.sequence));
  if (records.sequence > shown.sequence) return Answer::take_up;
  if (!shown.heads.empty() && shown.heads != heads.fingerprint())
    return failed(Step::twin, ErrorCode::conflict,
                  fmt::format("another generation {} than the one that is here", shown.sequence));
  if (shown.condition == Condition::whole || lease == Lease::over) return Answer::same;
  return Answer::take_up;
}

publication::Withdrawals noted(publication::Withdrawals const& before,
                               publication::PartHead const& head, std::int64_t shown) {
  std::map<std::string_view, std::int64_t> ids;
  auto const add{[&ids, shown](auto const& withdrawn) {
    for (auto const& one : withdrawn)
      if (one.sequence > shown) ids[one.id] = std::max(ids[one.id], one.sequence);
  }};
  if (before.hall == head.hall) add(before.ids);
  add(head.withdrawn);
  publication::Withdrawals after{.hall = head.hall, .ids = {}};
  for (auto const& [id, sequence] : ids)
    after.ids.push_back({.id = std::string{id}, .sequence = sequence});
  return after;
}

Way way_for(Attempts const& attempts, std::string_view fingerprint) {
  if (attempts.heads != fingerprint || attempts.failures < failures_to_rebase) return Way::cheapest;
  return attempts.failures == failures_to_rebase ? Way::from_base : Way::none;
}

bool counts_as_attempt(Failure const& failure) {
  if (failure.step == Step::review) return true;
  return failure.step == Step::content && failure.error.code() != ErrorCode::io &&
         failure.error.code() != ErrorCode::cancelled;
}

bool is_final(Failure const& failure) {
  auto const code{failure.error.code()};
  return failure.step == Step::review ||
         (failure.step == Step::content &&
          (code == ErrorCode::unsupported || code == ErrorCode::denied));
}

Attempts after_failure(Attempts attempts, Heads const& heads, Failure const& failure) {
  if (!counts_as_attempt(failure)) return attempts;
  auto fingerprint{heads.fingerprint()};
  auto const before{attempts.heads == fingerprint ? attempts.failures : 0};
  return {.heads = std::move(fingerprint),
          .sequence = heads.records.sequence,
          .failures = is_final(failure) ? failures_to_rebase + 1 : before + 1,
          .code = std::string{trouble_code(failure.step, failure.error.code())},
          .detail = failure.error.detail()};
}

Attempts after_restart(Attempts attempts) {
  attempts.failures = std::min(attempts.failures, failures_to_rebase);
  return attempts;
}

bool is_trouble(Failure const& failure, std::int64_t passes_apart) {
  return failure.step != Step::pair || passes_apart > 1;
}

std::optional<Instant> lease_until(std::optional<Instant> as_of, std::int64_t lease_hours) {
  if (!as_of || lease_hours <= 0 || lease_hours > most_lease_hours) return std::nullopt;
  return *as_of + std::chrono::hours{lease_hours};
}

std::int64_t lease_hours_of(Heads const& heads) {
  auto const a{heads.records.lease_hours};
  auto const b{heads.decisions.lease_hours};
  if (a <= 0 || b <= 0) return std::max(a, b);
  return std::min(a, b);
}

Lease lease_at(std::optional<Instant> until, trust::TrustedTime const& time) {
  if (!until || time.confidence == trust::Confidence::suspect_future) return Lease::running;
  return time.now >= *until ? Lease::over : Lease::running;
}

bool full_check_due(std::optional<Instant> last, Instant now) {
  // A check that is said to have been in the future was noted by a clock that was wrong.
  return !last || now - *last >= full_check_every || *last > now;
}

std::chrono::milliseconds time_to_next(Rest const& rest, Instant now,
                                       std::optional<Instant> lease_until) {
  using std::chrono::milliseconds;
  Backoff const usual;
  milliseconds const interval{rest.interval};
  Backoff const bounds{.first = std::min(usual.first, interval),
                       .longest = std::min(usual.longest, interval * 60),
                       .least = std::min(usual.least, interval)};
  auto const most{static_cast<std::int64_t>(std::numeric_limits<int>::max())};
  auto wait{rest.failures > 0 ? backoff(static_cast<int>(std::min(rest.failures, most)), rest.dice,
                                        rest.asked, bounds)
                              : until_poll(now, rest.interval, rest.terminal)};
  if (lease_until && *lease_until > now) wait = std::min<milliseconds>(wait, *lease_until - now);
  return wait;
}

std::chrono::seconds poll_interval(std::optional<std::chrono::seconds> own,
                                   std::int64_t published) {
  if (own) return *own;
  if (published <= 0) return usual_interval;
  return std::chrono::seconds{
      std::clamp<std::int64_t>(published, shortest_interval.count(), longest_interval.count())};
}

}  // namespace mingshi::sync
