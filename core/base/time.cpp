#include "core/base/time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace mingshi {
namespace {

constexpr std::chrono::hours shanghai_offset{8};

/// Exactly `text.size()` decimal digits.
std::optional<int> digits(std::string_view text) {
  int value{0};
  for (char const c : text)
    if (c < '0' || c > '9') return std::nullopt;
  auto const r{std::from_chars(text.data(), text.data() + text.size(), value)};
  if (r.ec != std::errc{} || r.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

LocalTime local_time(Instant at) {
  auto const shifted{at + shanghai_offset};
  auto const day{std::chrono::floor<std::chrono::days>(shifted)};
  return {.day = day, .since_midnight = shifted - day};
}

Instant instant_of(LocalTime const& local) {
  return Instant{local.day} + local.since_midnight - shanghai_offset;
}

Instant system_now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string iso_day(Day day) {
  std::chrono::year_month_day const d{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()),
                     static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
}

std::string iso_instant(Instant at) {
  auto const day{std::chrono::floor<std::chrono::days>(at)};
  std::chrono::hh_mm_ss const t{at - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", iso_day(day), t.hours().count(), t.minutes().count(),
                     t.seconds().count());
}

std::string local_minute(Instant at) {
  auto const local{local_time(at)};
  std::chrono::hh_mm_ss const t{local.since_midnight};
  return fmt::format("{} {:02}:{:02}", iso_day(local.day), t.hours().count(), t.minutes().count());
}

Result<Day> parse_day(std::string_view text) {
  auto const bad{[&] { return fail(ErrorCode::invalid_input, "not a day: " + std::string{text}); }};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
  auto const y{digits(text.substr(0, 4))};
  auto const m{digits(text.substr(5, 2))};
  auto const d{digits(text.substr(8, 2))};
  if (!y || !m || !d) return bad();
  std::chrono::year_month_day const day{std::chrono::year{*y},
                                        std::chrono::month{static_cast<unsigned>(*m)},
                                        std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return bad();
  return Day{day};
}

Result<Instant> parse_instant(std::string_view text) {
  auto const bad{
      [&] { return fail(ErrorCode::invalid_input, "not an instant: " + std::string{text}); }};
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return bad();
  auto const day{parse_day(text.substr(0, 10))};
  auto const h{digits(text.substr(11, 2))};
  auto const m{digits(text.substr(14, 2))};
  auto const s{digits(text.substr(17, 2))};
  if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return bad();
  Instant const at{Instant{*day} + std::chrono::hours{*h} + std::chrono::minutes{*m} +
                   std::chrono::seconds{*s}};
  auto const zone{text.substr(19)};
  if (zone == "Z") return at;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return bad();
  auto const oh{digits(zone.substr(1, 2))};
  auto const om{digits(zone.substr(4, 2))};
  if (!oh || !om || *oh > 14 || *om > 59) return bad();
  auto const offset{std::chrono::hours{*oh} + std::chrono::minutes{*om}};
  return zone[0] == '+' ? at - offset : at + offset;
}

}  // namespace mingshi
