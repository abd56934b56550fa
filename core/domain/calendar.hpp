#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace mingshi::domain {

/// The State Council's holiday notices, year by year: which weekdays are off and which weekends are
/// worked (调休).
/// @source assets/data/calendar (holiday-cn, MIT)
class Calendar {
 public:
  Calendar() = default;
  /// @param years one JSON document a year, of holiday-cn's form; a year whose `papers` is empty is
  /// not announced
  /// @errors invalid_input
  [[nodiscard]] static Result<Calendar> parse(std::vector<std::string_view> const& years);
  /// Has the notice for that year been issued?
  [[nodiscard]] bool announced(std::chrono::year year) const;
  [[nodiscard]] bool working_day(Day day) const;

 private:
  std::map<Day, bool> off_;  ///< exceptions from Monday–Friday: true = off
  std::map<std::chrono::year, bool> announced_;
};

struct Deadline {
  Day last_day;      ///< the act is in time on this day
  bool provisional;  ///< 暂定: the count ran into a year whose notice is not out
  friend bool operator==(Deadline const&, Deadline const&) = default;
};

/// The n-th working day after `from`; the start day is not counted. @pre n >= 1 @source 行政处罚法
/// 85
[[nodiscard]] Deadline add_working_days(Calendar const& calendar, Day from, int n);
/// n natural days after `from`; ending on a rest day it moves to the next working day. @pre n >= 1
/// @source 行政复议法 88 by reference to 民事诉讼法: 期间届满的最后一日是法定休假日的, 顺延
[[nodiscard]] Deadline add_days(Calendar const& calendar, Day from, int n);

}  // namespace mingshi::domain
