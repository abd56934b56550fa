#include "core/domain/cell.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace mingshi::domain {
namespace {

using Parsed = std::expected<Value, Problem>;

std::unexpected<Problem> wrong(Field const& field, std::string code, std::string text) {
  return std::unexpected{Problem{field.name, std::move(code), std::move(text), Severity::error}};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

template <typename Integer>
std::optional<Integer> integer(std::string_view digits) {
  Integer value{};
  auto const [end, error]{std::from_chars(digits.data(), digits.data() + digits.size(), value)};
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return value;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at{text.find(from)}; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// "2,039" → "2039"; none when a comma stands where no thousands end.
std::optional<std::string> without_thousands(std::string_view text) {
  auto const point{std::min(text.find('.'), text.size())};
  std::string out;
  std::optional<std::size_t> group;
  for (auto const c : text.substr(0, point)) {
    if (c == ',') {
      if (out.empty() || out.size() > 12 || (group ? *group != 3 : out.size() > 3))
        return std::nullopt;
      group = 0;
    } else {
      out += c;
      if (group) ++*group;
    }
  }
  if (group && *group != 3) return std::nullopt;
  return out + std::string{text.substr(point)};
}

// --- dates ---

/// Year, month and day of 2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日, 20261123.
std::optional<std::array<std::string_view, 3>> date_parts(std::string_view text) {
  if (text.size() == 8 && all_digits(text)) {
    return std::array{text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)};
  }
  auto const first{text.find_first_of("-/.")};
  if (first == std::string_view::npos) return std::nullopt;
  auto const second{text.find(text[first], first + 1)};
  if (second == std::string_view::npos) return std::nullopt;
  std::array const parts{text.substr(0, first), text.substr(first + 1, second - first - 1),
                         text.substr(second + 1)};
  if (parts[0].size() != 4 || !std::ranges::all_of(parts, [](std::string_view part) {
        return part.size() <= 4 && all_digits(part);
      })) {
    return std::nullopt;
  }
  return parts[1].size() <= 2 && parts[2].size() <= 2 ? std::optional{parts} : std::nullopt;
}

/// Spreadsheets give a day as midnight: 2026/11/23 0:00:00.
std::string_view without_midnight(std::string_view text) {
  for (std::string_view const tail : {"00:00:00.000", "00:00:00", "0:00:00", "00:00", "0:00"}) {
    if (text.size() > tail.size() && text.ends_with(tail)) {
      text.remove_suffix(tail.size());
      if (text.ends_with('T')) text.remove_suffix(1);
      return text;
    }
  }
  return text;
}

Parsed parse_date(Field const& field, std::string_view cell) {
  auto text{text::normalise_code(cell)};
  if (text.ends_with("日")) text.resize(text.size() - std::string_view{"日"}.size());
  replace_all(text, "年", "-");
  replace_all(text, "月", "-");
  // normalise_code dropped the blank before the time: "2026/11/230:00:00"
  auto const colon{text.find(':')};
  auto const parts{
      date_parts(colon == std::string::npos ? std::string_view{text} : without_midnight(text))};
  if (!parts) {
    auto const serial{text.size() == 5 && all_digits(text)};
    return wrong(field, "date_form",
                 fmt::format("“{}”里的{}认不出是哪一天，请写成 2026-11-23 这样。{}", field.label,
                             quote_cell(cell),
                             serial ? "这像是表格软件的日期序号，请把这一列的格式改成日期。" : ""));
  }
  auto const year{integer<int>((*parts)[0])};
  auto const month{integer<unsigned>((*parts)[1])};
  auto const day{integer<unsigned>((*parts)[2])};
  std::chrono::year_month_day const date{std::chrono::year{year.value_or(0)},
                                         std::chrono::month{month.value_or(0)},
                                         std::chrono::day{day.value_or(0)}};
  if (!date.ok()) {
    return wrong(
        field, "date_impossible",
        fmt::format("“{}”里的{}，日历上没有这一天，请核对。", field.label, quote_cell(cell)));
  }
  if (date.year() < std::chrono::year{1949} || date.year() > std::chrono::year{2199}) {
    return wrong(field, "date_range",
                 fmt::format("“{}”里的{}，年份应在 1949 到 2199 之间，请核对。", field.label,
                             quote_cell(cell)));
  }
  return Day{date};
}

// --- money and numbers ---

/// Takes away 人民币, ¥ and a unit; the unit written in the cell goes before the column's.
MoneyUnit take_unit(std::string& text, MoneyUnit unit) {
  for (std::string_view const sign : {"人民币", "RMB", "CNY", "¥", "￥"}) {
    if (text.starts_with(sign)) text.erase(0, sign.size());
  }
  for (std::string_view const tail : {"整", "圆"}) {
    if (text.ends_with(tail))
      text.replace(text.size() - tail.size(), tail.size(), tail == "圆" ? "元" : "");
  }
  constexpr std::string_view ten_thousand{"万元"};
  constexpr std::string_view yuan{"元"};
  if (text.ends_with(ten_thousand)) {
    text.resize(text.size() - ten_thousand.size());
    return MoneyUnit::ten_thousand_yuan;
  }
  if (text.ends_with(yuan)) {
    text.resize(text.size() - yuan.size());
    return MoneyUnit::yuan;
  }
  return unit;
}

Parsed parse_money(Field const& field, std::string_view cell) {
  auto text{text::normalise_code(cell)};
  auto const unit{take_unit(text, field.money_unit)};
  auto const label{fmt::format("“{}”里的{}", field.label, quote_cell(cell))};
  if (text.starts_with('-') || text.starts_with('(')) {
    return wrong(field, "money_negative", label + "是负数，金额不能小于 0，请核对。");
  }
  replace_all(text, "，", ",");
  auto const plain{without_thousands(text)};
  auto const point{plain ? std::min(plain->find('.'), plain->size()) : 0};
  auto const whole{plain ? std::string_view{*plain}.substr(0, point) : std::string_view{}};
  auto fraction{plain && point < plain->size() ? std::string_view{*plain}.substr(point + 1)
                                               : std::string_view{}};
  if (!all_digits(whole) || (point < plain->size() && !all_digits(fraction))) {
    return wrong(field, "money_form", label + "不是金额，请只写数字，例如 2039.5。");
  }
  std::size_t const places{unit == MoneyUnit::yuan ? 2U : 6U};
  while (fraction.size() > places && fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > places) {
    return wrong(field, "money_precision",
                 label + fmt::format("小数太多，{}最多 {} 位小数（精确到分），请核对。",
                                     unit == MoneyUnit::yuan ? "元" : "万元", places));
  }
  auto digits{std::string{whole} + std::string{fraction}};
  digits.append(places - fraction.size(), '0');
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  constexpr std::size_t most_digits{16};  // 100 万亿元
  auto const fen{digits.size() > most_digits ? std::nullopt : integer<std::int64_t>(digits)};
  if (!fen) return wrong(field, "money_range", label + "大得不合常理，请核对金额和单位。");
  return Money{*fen};
}

Parsed parse_number(Field const& field, std::string_view cell) {
  auto text{text::normalise_code(cell)};
  replace_all(text, "，", ",");
  auto plain{without_thousands(text)};
  if (plain && plain->ends_with(".0"))
    plain->resize(plain->size() - 2);  // a spreadsheet's whole number
  auto const number{plain && all_digits(*plain) && plain->size() <= 15
                        ? integer<std::int64_t>(*plain)
                        : std::nullopt};
  if (!number) {
    return wrong(
        field, "number_form",
        fmt::format("“{}”里的{}不是整数，请只写数字，例如 12。", field.label, quote_cell(cell)));
  }
  return *number;
}

// --- texts ---

/// One line: a line break within a cell becomes a blank, "\r\n" in paragraphs "\n".
std::string lines(FieldKind kind, std::string_view cell) {
  std::string text{cell};
  replace_all(text, "\r\n", "\n");
  replace_all(text, "\r", "\n");
  if (kind != FieldKind::long_text) {
    replace_all(text, "\n", " ");
    replace_all(text, "\t", " ");
  }
  return text;
}

/// The choice itself, or the only one that begins or ends with what was typed: 许可 → 行政许可.
/// What names the column as well is understood too: 普通程序 in 程序 → 普通.
std::string chosen(Field const& field, std::string text) {
  if (std::ranges::find(field.choices, text) != field.choices.end() || characters(text) < 2)
    return text;
  auto const meant{
      [&](std::string_view choice) { return choice.starts_with(text) || choice.ends_with(text); }};
  for (auto const& choice : field.choices)
    if (text == choice + field.label) return choice;
  if (std::ranges::count_if(field.choices, meant) != 1) return text;
  return *std::ranges::find_if(field.choices, meant);
}

std::string normalised(Field const& field, std::string_view cell) {
  switch (field.kind) {
    case FieldKind::person:
      return text::normalise_name(cell);
    case FieldKind::code:
    case FieldKind::reference:
      return text::normalise_code(cell);
    case FieldKind::choice:
      return chosen(field, text::nfc(text::trim(cell)));
    default:
      return text::nfc(text::trim(lines(field.kind, cell)));
  }
}

}  // namespace

std::expected<Value, Problem> parse_value(Field const& field, std::string_view cell) {
  switch (field.kind) {
    case FieldKind::date:
      return parse_date(field, cell);
    case FieldKind::money:
      return parse_money(field, cell);
    case FieldKind::number:
      return parse_number(field, cell);
    case FieldKind::table:
      return wrong(
          field, "table_cell",
          fmt::format("“{}”是一张小表，请按它的列分行填写，不要写在一格里。", field.label));
    default:
      break;
  }
  auto text{normalised(field, cell)};
  auto problems{check_text(field, text)};
  auto const error{std::ranges::find(problems, Severity::error, &Problem::severity)};
  if (error != problems.end()) return std::unexpected{std::move(*error)};
  return text;
}

}  // namespace mingshi::domain
