#include "hub/import/number_format.hpp"

#include "core/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mingshi::hub {
namespace {

using Look = NumberFormat::Look;

constexpr double first_imprecise{1e15};   ///< a double keeps 15 decimal digits
constexpr double last_serial{2'958'465};  ///< 9999-12-31
constexpr double seconds_a_day{86'400};

/// The format's first section without quoted text, escaped characters and [colours].
std::string bare_code(std::string_view code) {
  std::string bare;
  for (std::size_t i{0}; i < code.size() && code[i] != ';'; ++i) {
    char const c{code[i]};
    if (c == '"' || c == '[') {
      auto const close{code.find(c == '"' ? '"' : ']', i + 1)};
      if (close == std::string_view::npos) break;
      i = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      bare += c;
    }
  }
  return bare;
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string decimal(double value) {
  auto text{fmt::format("{:.15g}", value)};
  return text.find('e') == std::string::npos
             ? text
             : without_trailing_zeros(fmt::format("{:.12f}", value));
}

/// Excel's day count as text; empty when there is no such day.
std::string serial_text(double serial, DateSystem system) {
  if (!(serial >= 0) || serial > last_serial) return {};
  auto day{std::floor(serial)};
  auto second{std::round((serial - day) * seconds_a_day)};
  if (second >= seconds_a_day) {
    day += 1;
    second = 0;
  }
  auto const minutes{static_cast<int>(second) / 60};
  auto const time{fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)};
  if (system == DateSystem::from_1900 && day < 1) return time;
  // 1900 was no leap year, but Excel counts a 29 February 1900: its days before it are one ahead.
  auto const shift{system == DateSystem::from_1904 ? 24'107 : day < 60 ? 25'568 : 25'569};
  auto const text{iso_day(Day{std::chrono::days{static_cast<int>(day) - shift}})};
  return second > 0 ? text + " " + time : text;
}

}  // namespace

NumberFormat number_format(int id, std::string_view code) {
  auto const within{[id](int first, int last) { return id >= first && id <= last; }};
  if (within(14, 22) || within(27, 36) || within(45, 47) || within(50, 58))
    return {.look = Look::date};
  if (within(9, 10)) return {.look = Look::percent};
  auto const bare{bare_code(code)};
  if (bare == "General") return {};
  if (bare.find_first_of("ymdhsYMDHS") != std::string::npos) return {.look = Look::date};
  if (bare.find('%') != std::string::npos) return {.look = Look::percent};
  if (bare.size() > 1 && std::ranges::all_of(bare, [](char c) { return c == '0'; }))
    return {.look = Look::zero_padded, .width = bare.size()};
  return {};
}

Cell show_number(std::string_view stored, NumberFormat format, DateSystem system) {
  double value{0};
  auto const read{std::from_chars(stored.data(), stored.data() + stored.size(), value)};
  if (read.ec != std::errc{} || read.ptr != stored.data() + stored.size() || !std::isfinite(value))
    return {.kind = CellKind::text, .text = std::string{stored}};
  if (format.look == Look::date) {
    if (auto text{serial_text(value, system)}; !text.empty())
      return {.kind = CellKind::date, .text = std::move(text)};
  }
  if (format.look == Look::percent)
    return {.kind = CellKind::number, .text = decimal(value * 100) + "%"};
  if (value != std::trunc(value)) return {.kind = CellKind::number, .text = decimal(value)};
  if (std::abs(value) >= first_imprecise)
    return {.kind = CellKind::imprecise_number, .text = fmt::format("{:.0f}", value)};
  auto digits{fmt::format("{:.0f}", value)};
  if (format.look == Look::zero_padded && digits.size() < format.width) {
    digits.insert(0, format.width - digits.size(), '0');
    return {.kind = CellKind::text,
            .text = std::move(digits)};  // what the clerk sees has its zeros: no warning
  }
  return {.kind = CellKind::number, .text = std::move(digits)};
}

}  // namespace mingshi::hub
