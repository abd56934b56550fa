#include "core/domain/calendar.hpp"

#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::domain {
namespace {

std::chrono::year year_of(Day day) {
  return std::chrono::year_month_day{day}.year();
}

bool weekend(Day day) {
  std::chrono::weekday const weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

struct Notice {
  std::chrono::year year;
  bool announced;
  std::vector<std::pair<Day, bool>> off;
};

Result<Notice> read_notice(std::string_view text) {
  json::Json const document = MS_TRY(json::parse_strict(text));  // braces would make a list of it
  auto const bad{[](std::string_view what) {
    return fail(ErrorCode::invalid_input, "calendar: " + std::string{what});
  }};
  if (!document.is_object() || !document.contains("year") ||
      !document["year"].is_number_integer() || !document.contains("papers") ||
      !document["papers"].is_array() || !document.contains("days") ||
      !document["days"].is_array()) {
    return bad("year, papers or days is missing or of the wrong kind");
  }
  auto const year{document["year"].get<std::int64_t>()};
  if (year < 1949 || year > 9999) return bad("no such year");
  Notice notice{std::chrono::year{static_cast<int>(year)}, !document["papers"].empty(), {}};
  for (auto const& entry : document["days"]) {
    if (!entry.is_object() || !entry.contains("date") || !entry["date"].is_string() ||
        !entry.contains("isOffDay") || !entry["isOffDay"].is_boolean()) {
      return bad("a day without date or isOffDay");
    }
    auto const day{MS_TRY(parse_day(entry["date"].get_ref<std::string const&>()))};
    notice.off.emplace_back(day, entry["isOffDay"].get<bool>());
  }
  return notice;
}

}  // namespace

Result<Calendar> Calendar::parse(std::vector<std::string_view> const& years) {
  std::vector<Notice> notices;
  for (auto const text : years) notices.push_back(MS_TRY(read_notice(text)));
  // A notice also names days of the years beside its own; where two speak of a day, the later one
  // knew more.
  std::ranges::stable_sort(notices, {}, &Notice::year);
  Calendar calendar;
  for (auto const& notice : notices) {
    if (!calendar.announced_.emplace(notice.year, notice.announced).second) {
      return fail(ErrorCode::invalid_input, "calendar: a year is given twice");
    }
    for (auto const& [day, off] : notice.off) calendar.off_.insert_or_assign(day, off);
  }
  return calendar;
}

bool Calendar::announced(std::chrono::year year) const {
  auto const found{announced_.find(year)};
  return found != announced_.end() && found->second;
}

bool Calendar::working_day(Day day) const {
  auto const found{off_.find(day)};
  return found == off_.end() ? !weekend(day) : !found->second;
}

Deadline add_working_days(Calendar const& calendar, Day from, int n) {
  Deadline deadline{from, false};
  for (int counted{0}; counted < n;) {
    deadline.last_day += std::chrono::days{1};
    deadline.provisional = deadline.provisional || !calendar.announced(year_of(deadline.last_day));
    if (calendar.working_day(deadline.last_day)) ++counted;
  }
  return deadline;
}

Deadline add_days(Calendar const& calendar, Day from, int n) {
  Deadline deadline{from + std::chrono::days{n}, false};
  deadline.provisional = !calendar.announced(year_of(deadline.last_day));
  while (!calendar.working_day(deadline.last_day)) {
    deadline.last_day += std::chrono::days{1};
    deadline.provisional = deadline.provisional || !calendar.announced(year_of(deadline.last_day));
  }
  return deadline;
}

}  // namespace mingshi::domain
