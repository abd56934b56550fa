#pragma once

#include "core/base/time.hpp"
#include "core/domain/record.hpp"
#include "kiosk/model/chrome_vm.hpp"
#include "kiosk/model/state.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

// --- time ----------------------------------------------------------------------------------------
/// The civil day at the state's clock.
[[nodiscard]] Day today(AppState const& state);
/// "14:32".
[[nodiscard]] std::string clock_text(Instant at);
/// "11月23日 星期一".
[[nodiscard]] std::string date_text(Day day);
/// The time of day and the day as a screen shows them: no time at all is better than a wrong one.
/// "--:--" and 时间未校准 when the clock is not trusted.
[[nodiscard]] std::string clock_shown(AppState const& state);
[[nodiscard]] std::string date_shown(AppState const& state);
/// "11月23日".
[[nodiscard]] std::string day_text(Day day);
/// "11-20".
[[nodiscard]] std::string month_day(Day day);
/// The time of day when it is on `today`, else "11月22日 09:00".
[[nodiscard]] std::string short_time(Instant at, Day today);
/// "5 小时 32 分", "3 天 4 小时", "12 分"; negative counts as nothing.
[[nodiscard]] std::string duration_text(std::chrono::seconds span);
/// Whole months that fit between two days: the last day of a month follows the 31st.
[[nodiscard]] int whole_months(Day from, Day until);
/// "1 年 7 个月", "8 个月", "12 天". @pre from <= until
[[nodiscard]] std::string span_text(Day from, Day until);

// --- text ----------------------------------------------------------------------------------------
/// The characters of valid UTF-8, one view each.
[[nodiscard]] std::vector<std::string_view> characters(std::string_view utf8);
/// Width in Han characters, rounded up; ASCII is half as wide.
[[nodiscard]] std::size_t text_width(std::string_view utf8);
/// Lines it takes, "\n" ending one; at least 1.
[[nodiscard]] std::size_t line_count(std::string_view utf8, std::size_t columns);
/// At most `width` Han characters of it, with …… at the end when something was left out.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t width);
/// "5 万元", "3.26 万元", "8 000 元".
[[nodiscard]] std::string short_money(domain::Money money);
/// 请到一楼 3 号窗口 — or 请到窗口 when the hall names none.
[[nodiscard]] std::string go_to_window(store::Hall const& hall);

// --- controls
// --------------------------------------------------------------------------------------
/// Why a control stands in its place but cannot be used now. A touch on it shows the reason in the
/// data strip.
enum class Reason : std::uint8_t {
  none,  ///< it can be used
  handwriting_later,
  large_text_later,
  contrast_later,
  low_reach_later,
  help_later,
  at_start,  ///< 返回 and 首页 on the home page
  first_page,
  last_page,
  no_such_letter,  ///< no name on record goes on with that letter
  number_full,
  nothing_typed,
  wide_table_later,  ///< 表格大图
  nothing_filtered
};

/// What the data strip says when a disabled control was touched.
[[nodiscard]] std::string reason_text(Reason reason, store::Hall const& hall);

/// A button that cannot be used for `reason`; none = it can.
[[nodiscard]] ButtonVm button(std::string label, Reason reason, store::Hall const& hall);

/// Which part of a list stands on the page, and its pager. `turn` beyond the end gives the last
/// page.
struct Slice {
  std::size_t begin{0}, end{0};
  PagerVm pager;
};
[[nodiscard]] Slice slice(std::size_t count, std::size_t rows, std::size_t turn);
/// The pager of `pages` pages standing at `turn`.
[[nodiscard]] PagerVm pager(std::size_t pages, std::size_t turn);

}  // namespace mingshi::kiosk
