#include "kiosk/model/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::kiosk {
namespace {

using std::chrono::year_month_day;

/// The same day `months` later; the last of the month when that month is shorter.
Day add_months(Day from, int months) {
  year_month_day const start{from};
  year_month_day later{start + std::chrono::months{months}};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return Day{later};
}

}  // namespace

Day today(AppState const& state) {
  return local_time(state.now).day;
}

std::string clock_text(Instant at) {
  auto const minutes{std::chrono::floor<std::chrono::minutes>(local_time(at).since_midnight)};
  return fmt::format("{:02}:{:02}", minutes.count() / 60, minutes.count() % 60);
}

std::string date_text(Day day) {
  static constexpr std::array<std::string_view, 7> names{"日", "一", "二", "三", "四", "五", "六"};
  std::chrono::weekday const weekday{day};
  return fmt::format("{} 星期{}", day_text(day), names.at(weekday.c_encoding()));
}

std::string day_text(Day day) {
  year_month_day const date{day};
  return fmt::format("{}月{}日", unsigned{date.month()}, unsigned{date.day()});
}

std::string clock_shown(AppState const& state) {
  return state.clock == domain::ClockTrust::trusted ? clock_text(state.now) : "--:--";
}

std::string date_shown(AppState const& state) {
  return state.clock == domain::ClockTrust::trusted ? date_text(today(state)) : "时间未校准";
}

std::string month_day(Day day) {
  year_month_day const date{day};
  return fmt::format("{:02}-{:02}", unsigned{date.month()}, unsigned{date.day()});
}

std::string short_time(Instant at, Day today) {
  Day const day{local_time(at).day};
  if (day == today) return clock_text(at);
  return fmt::format("{} {}", day_text(day), clock_text(at));
}

std::string duration_text(std::chrono::seconds span) {
  auto const minutes{std::max<std::int64_t>(0, span.count() / 60)};
  auto const hours{minutes / 60};
  if (hours >= 24) return fmt::format("{} 天 {} 小时", hours / 24, hours % 24);
  if (hours > 0) return fmt::format("{} 小时 {} 分", hours, minutes % 60);
  return fmt::format("{} 分", minutes);
}

int whole_months(Day from, Day until) {
  year_month_day const a{from};
  year_month_day const b{until};
  int const years{int{b.year()} - int{a.year()}};
  int const months{years * 12 + static_cast<int>(unsigned{b.month()}) -
                   static_cast<int>(unsigned{a.month()})};
  return add_months(from, months) <= until ? months : months - 1;
}

std::string span_text(Day from, Day until) {
  int const months{whole_months(from, until)};
  if (months <= 0) return fmt::format("{} 天", (until - from).count());
  if (months < 12) return fmt::format("{} 个月", months);
  if (months % 12 == 0) return fmt::format("{} 年", months / 12);
  return fmt::format("{} 年 {} 个月", months / 12, months % 12);
}

std::vector<std::string_view> characters(std::string_view utf8) {
  std::vector<std::string_view> out;
  for (std::size_t at{0}; at < utf8.size();) {
    std::size_t length{1};
    while (at + length < utf8.size() &&
           (static_cast<unsigned char>(utf8[at + length]) & 0xC0U) == 0x80U)
      ++length;
    out.push_back(utf8.substr(at, length));
    at += length;
  }
  return out;
}

std::size_t text_width(std::string_view utf8) {
  std::size_t halves{0};
  for (auto const c : characters(utf8)) halves += c.size() == 1 ? 1U : 2U;
  return (halves + 1) / 2;
}

std::size_t line_count(std::string_view utf8, std::size_t columns) {
  std::size_t lines{0};
  for (std::size_t at{0}; at <= utf8.size();) {
    auto const end{std::min(utf8.find('\n', at), utf8.size())};
    auto const width{text_width(utf8.substr(at, end - at))};
    lines += std::max<std::size_t>(1, (width + columns - 1) / columns);
    at = end + 1;
  }
  return std::max<std::size_t>(1, lines);
}

std::string shortened(std::string_view utf8, std::size_t width) {
  if (text_width(utf8) <= width) return std::string{utf8};
  std::size_t halves{0};
  std::string out;
  for (auto const c : characters(utf8)) {
    halves += c.size() == 1 ? 1U : 2U;
    if (halves + 4 > width * 2) break;
    out += c;
  }
  return out + "……";
}

std::string short_money(domain::Money money) {
  auto const yuan{money.fen / 100};
  if (money.fen % 100 == 0 && yuan >= 10'000 && yuan % 100 == 0) {
    auto const hundredths{yuan / 100};
    if (hundredths % 100 == 0) return fmt::format("{} 万元", hundredths / 100);
    auto const decimals{fmt::format("{:02}", hundredths % 100)};
    return fmt::format("{}.{} 万元", hundredths / 100,
                       decimals.ends_with('0') ? decimals.substr(0, 1) : decimals);
  }
  domain::Field field;
  field.kind = domain::FieldKind::money;
  return domain::display_text(field, money);
}

std::string go_to_window(store::Hall const& hall) {
  return hall.window.empty() ? "请到窗口" : "请到" + hall.window;
}

std::string reason_text(Reason reason, store::Hall const& hall) {
  auto const later{[&](std::string_view what) {
    return fmt::format("{}下一版提供。需要帮助，{}", what, go_to_window(hall));
  }};
  switch (reason) {
    case Reason::none:
      return {};
    case Reason::handwriting_later:
      return "手写输入下一版提供，现在请用拼音或证件号";
    case Reason::large_text_later:
      return later("大字模式");
    case Reason::contrast_later:
      return later("高对比模式");
    case Reason::low_reach_later:
      return later("低位操作");
    case Reason::help_later:
      return fmt::format("按键呼叫下一版提供。需要帮助，{}", go_to_window(hall));
    case Reason::at_start:
      return "这里就是首页";
    case Reason::first_page:
      return "已经是第一页";
    case Reason::last_page:
      return "已经是最后一页";
    case Reason::no_such_letter:
      return "没有拼音接着是这个字母的人员";
    case Reason::number_full:
      return "证件号共 11 位，已经输满";
    case Reason::nothing_typed:
      return "还没有输入内容";
    case Reason::wide_table_later:
      return "表格大图下一版提供，点每一项可看全部内容";
    case Reason::nothing_filtered:
      return "现在没有筛选，已显示全部";
  }
  return {};
}

ButtonVm button(std::string label, Reason reason, store::Hall const& hall) {
  return {.label = std::move(label), .why = reason_text(reason, hall)};
}

PagerVm pager(std::size_t pages, std::size_t turn) {
  auto const all{std::max<std::size_t>(1, pages)};
  auto const at{std::min(turn, all - 1)};
  store::Hall const any;
  return {.text = fmt::format("{} / {}", at + 1, all),
          .turn = at,
          .previous = button("上一页", at == 0 ? Reason::first_page : Reason::none, any),
          .next = button("下一页", at + 1 == all ? Reason::last_page : Reason::none, any)};
}

Slice slice(std::size_t count, std::size_t rows, std::size_t turn) {
  auto const pages{std::max<std::size_t>(1, (count + rows - 1) / rows)};
  auto const at{std::min(turn, pages - 1)};
  return {.begin = at * rows, .end = std::min(count, (at + 1) * rows), .pager = pager(pages, at)};
}

}  // namespace mingshi::kiosk
