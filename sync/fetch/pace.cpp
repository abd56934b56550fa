#include "sync/fetch/pace.hpp"

#include "core/crypto/crypto.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace mingshi::sync {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::int64_t slowest_limit{10 * 1024};
constexpr std::int64_t fastest_limit{std::int64_t{1} << 40U};

std::unexpected<Error> no_limit(std::string_view text) {
  return fail(ErrorCode::invalid_input,
              "not a speed limit: " + std::string{text} + " (as 200k or 200k@08:00-18:00)");
}

/// The number that `text` begins with, taken off it; none when there is none.
template <typename Number>
std::optional<Number> take_number(std::string_view& text) {
  Number number{};
  auto const [end, error]{std::from_chars(text.data(), text.data() + text.size(), number)};
  if (error != std::errc{} || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// "08:00", taken off the front of `text`.
std::optional<minutes> take_clock(std::string_view& text) {
  auto const before{text.size()};
  auto const hour{take_number<int>(text)};
  if (!hour || before - text.size() != 2 || !text.starts_with(':')) return std::nullopt;
  text.remove_prefix(1);
  auto const minute{take_number<int>(text)};
  if (!minute || before - text.size() != 5) return std::nullopt;
  if (*hour > 24 || *minute > 59 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return std::chrono::hours{*hour} + minutes{*minute};
}

bool holds(SpeedLimit const& limit, LocalTime const& time) {
  auto const at{std::chrono::floor<minutes>(time.since_midnight)};
  if (limit.from == limit.until) return true;
  if (limit.from < limit.until) return limit.from <= at && at < limit.until;
  return limit.from <= at || at < limit.until;
}

}  // namespace

milliseconds backoff(int failures, double dice, std::optional<std::chrono::seconds> asked,
                     Backoff const& bounds) {
  auto most{std::min(bounds.first, bounds.longest)};
  for (int i{1}; i < failures && most < bounds.longest; ++i)
    most = std::min(most * 2, bounds.longest);
  auto const share{std::clamp(dice, 0.0, 1.0)};
  auto const drawn{static_cast<std::int64_t>(share * static_cast<double>(most.count()))};
  auto const wait{std::max(milliseconds{drawn}, bounds.least)};
  if (!asked) return wait;
  // Those who were told the same time do not come back in the same second either.
  auto const patience{std::clamp<std::chrono::seconds>(
      *asked, std::chrono::seconds{0},
      std::chrono::duration_cast<std::chrono::seconds>(bounds.longest))};
  return std::min(patience + wait, bounds.longest);
}

milliseconds until_poll(std::chrono::sys_time<milliseconds> now, std::chrono::seconds interval,
                        std::string_view terminal) {
  milliseconds const period{interval};
  auto const hash{crypto::sha256(terminal)};
  std::uint64_t number{0};
  std::from_chars(hash.data(), hash.data() + 15, number, 16);
  milliseconds const phase{
      static_cast<std::int64_t>(number % static_cast<std::uint64_t>(period.count()))};
  auto const earliest{now.time_since_epoch() + period / 2};
  auto const over{(earliest - phase) % period};
  auto const rest{over < milliseconds{0} ? -over : (period - over) % period};
  return period / 2 + rest;
}

Result<SpeedLimit> parse_speed_limit(std::string_view text) {
  auto rest{text};
  auto speed{take_number<std::int64_t>(rest)};
  if (!speed || *speed > fastest_limit) return no_limit(text);
  for (auto const& [letter, factor] :
       {std::pair{'k', std::int64_t{1024}}, std::pair{'m', std::int64_t{1024 * 1024}}}) {
    if (!rest.starts_with(letter)) continue;
    rest.remove_prefix(1);
    speed = std::min(*speed, fastest_limit / factor) * factor;
    break;
  }
  if (*speed < slowest_limit) return no_limit(text);
  SpeedLimit limit{.bytes_per_second = *speed};
  if (rest.empty()) return limit;
  if (!rest.starts_with('@')) return no_limit(text);
  rest.remove_prefix(1);
  auto const from{take_clock(rest)};
  if (!from || !rest.starts_with('-')) return no_limit(text);
  rest.remove_prefix(1);
  auto const until{take_clock(rest)};
  if (!until || !rest.empty() || *from == *until) return no_limit(text);
  limit.from = *from;
  limit.until = *until;
  return limit;
}

std::optional<std::int64_t> speed_limit_at(std::span<SpeedLimit const> limits,
                                           LocalTime const& time) {
  std::optional<std::int64_t> strictest;
  for (auto const& limit : limits)
    if (holds(limit, time) && (!strictest || limit.bytes_per_second < *strictest))
      strictest = limit.bytes_per_second;
  return strictest;
}

void Throttle::limit(std::optional<std::int64_t> bytes_per_second, Time now) {
  if (rate_ == bytes_per_second) return;
  rate_ = bytes_per_second;
  if (rate_) rate_ = std::max<std::int64_t>(*rate_, 1);
  paid_until_ = now;
  if (!rate_) owed_ = 0;
}

bool Throttle::open(Time now) {
  if (!rate_) {
    owed_ = 0;
    return true;
  }
  auto const passed{std::chrono::duration_cast<milliseconds>(now - paid_until_)};
  if (passed > milliseconds{0}) {
    auto const most{(owed_ / *rate_ + 1) * 1000};  // all debts are paid after this long
    owed_ = std::max<std::int64_t>(0, owed_ - *rate_ * std::min(passed.count(), most) / 1000);
    paid_until_ += passed;
  }
  return owed_ <= *rate_ / 4;
}

bool RateGate::take(Time now) {
  auto const when{due()};
  if (!when || now < *when) return false;
  pending_ = false;
  last_ = now;
  return true;
}

std::optional<RateGate::Time> RateGate::due() const {
  if (!pending_) return std::nullopt;
  return last_ ? *last_ + gap_ : Time::min();
}

}  // namespace mingshi::sync
