// Check characters of 统一社会信用代码, 身份证 and bank cards, and the search for the latter two in
// texts.
#include "core/base/time.hpp"
#include "core/domain/validation.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace mingshi::domain {
namespace {

constexpr std::string_view social_credit_alphabet{"0123456789ABCDEFGHJKLMNPQRTUWXY"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}
int digit(char c) {
  return c - '0';
}

bool real_birth_date(std::string_view digits) {
  std::string iso{digits.substr(0, 4)};
  iso += '-';
  iso += digits.substr(4, 2);
  iso += '-';
  iso += digits.substr(6, 2);
  return digits.front() >= '1' && digits.front() <= '2' && parse_day(iso).has_value();
}

/// Digits that stand together in a text, as ASCII, with the place of each. Half- or full-width; X
/// may end them.
struct Run {
  std::string digits;
  std::vector<std::size_t> begin;  ///< byte offset of each digit
  std::size_t end{0};              ///< byte offset after the last
};

struct DigitStep {
  char digit{0};  ///< 0 = no digit
  std::size_t size{1};
};

DigitStep digit_at(std::string_view text, std::size_t at) {
  if (is_digit(text[at])) return {text[at], 1};
  if (text[at] == 'X' || text[at] == 'x') return {'X', 1};
  if (!text.substr(at).starts_with("\xEF\xBC") || at + 2 >= text.size()) return {};
  auto const last{static_cast<unsigned char>(text[at + 2])};
  if (last >= 0x90U && last <= 0x99U) return {static_cast<char>('0' + (last - 0x90U)), 3};  // ０–９
  if (last == 0xB8U) return {'X', 3};                                                       // Ｘ
  return {};
}

bool is_latin_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::vector<Run> runs_of_digits(std::string_view text) {
  std::vector<Run> runs;
  for (std::size_t at{0}; at < text.size();) {
    auto step{digit_at(text, at)};
    if (step.digit == 0 || step.digit == 'X') {
      at += step.size;
      continue;
    }
    Run run;
    bool open{true};
    while (open && at < text.size()) {
      step = digit_at(text, at);
      open = step.digit != 0;
      if (!open) break;
      run.digits += step.digit;
      run.begin.push_back(at);
      at += step.size;
      open = step.digit != 'X';
    }
    run.end = at;
    runs.push_back(std::move(run));
  }
  return runs;
}

bool bank_card(std::string_view digits) {
  constexpr std::string_view issuers{"34569"};  // first digits of the cards in use in China
  return all_digits(digits) && issuers.contains(digits.front()) && valid_luhn(digits) &&
         !valid_social_credit_code(digits);
}

bool mobile_phone(std::string_view digits) {
  if (digits.size() == 13 && digits.starts_with("86")) digits.remove_prefix(2);
  return digits.size() == 11 && all_digits(digits) && digits[0] == '1' && digits[1] >= '3';
}

std::optional<Leak::Kind> leak_kind(std::string_view digits) {
  if (valid_identity_number(digits)) return Leak::Kind::identity_number;
  if (mobile_phone(digits)) return Leak::Kind::mobile_phone;
  if (bank_card(digits)) return Leak::Kind::bank_card;
  return std::nullopt;
}

/// The same numbers written in groups: 138 0013 8000, 6222-0212-…, 110101 19900307 7299.
bool grouped_like_a_leak(std::span<Run const> runs) {
  auto const size{[&](std::size_t i) { return runs[i].digits.size(); }};
  if (runs.size() == 3 && size(0) == 3 && size(1) == 4 && size(2) == 4) return true;
  if (runs.size() == 3 && size(0) == 6 && size(1) == 8 && size(2) == 4) return true;
  if (runs.size() < 4 || runs.size() > 5) return false;
  for (std::size_t i{0}; i + 1 < runs.size(); ++i) {
    if (size(i) != 4) return false;
  }
  return size(runs.size() - 1) <= 4;
}

std::optional<Leak> grouped_leak(std::string_view text, std::span<Run const> runs) {
  if (!grouped_like_a_leak(runs)) return std::nullopt;
  std::string digits;
  for (std::size_t i{0}; i < runs.size(); ++i) {
    if (i > 0) {
      auto const gap{text.substr(runs[i - 1].end, runs[i].begin.front() - runs[i - 1].end)};
      if (gap != " " && gap != "-") return std::nullopt;
    }
    digits += runs[i].digits;
  }
  auto const kind{leak_kind(digits)};
  if (!kind) return std::nullopt;
  return Leak{*kind, runs.front().begin.front(), runs.back().end - runs.front().begin.front()};
}

std::optional<Leak> single_leak(std::string_view text, Run const& run) {
  auto const begin{run.begin.front()};
  auto const kind{leak_kind(run.digits)};
  // "X" may have been the first letter of a word after a number of digits alone.
  if (!kind) {
    if (!run.digits.ends_with('X')) return std::nullopt;
    auto const shorter{std::string_view{run.digits}.substr(0, run.digits.size() - 1)};
    auto const other{leak_kind(shorter)};
    if (!other) return std::nullopt;
    return Leak{*other, begin, run.begin.back() - begin};
  }
  // Inside a longer code of letters and digits, such as a 统一社会信用代码, digits are no number of
  // their own.
  if (*kind != Leak::Kind::identity_number && begin > 0 && is_latin_letter(text[begin - 1]) &&
      run.end < text.size() && is_latin_letter(text[run.end])) {
    return std::nullopt;
  }
  return Leak{*kind, begin, run.end - begin};
}

}  // namespace

bool valid_social_credit_code(std::string_view code) {
  if (code.size() != 18) return false;
  std::size_t sum{0};
  std::size_t weight{1};
  for (auto const c : code.substr(0, 17)) {
    auto const value{social_credit_alphabet.find(c)};
    if (value == std::string_view::npos) return false;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return social_credit_alphabet[(31 - sum % 31) % 31] == code[17];
}

bool valid_identity_number(std::string_view number) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view checks{"10X98765432"};
  if (number.size() != 18 || !all_digits(number.substr(0, 17))) return false;
  if (number.front() == '0' || !real_birth_date(number.substr(6, 8))) return false;
  int sum{0};
  for (std::size_t i{0}; i < weights.size(); ++i) sum += weights[i] * digit(number[i]);
  auto const last{number[17] == 'x' ? 'X' : number[17]};
  return checks[static_cast<std::size_t>(sum % 11)] == last;
}

bool valid_luhn(std::string_view digits) {
  if (digits.size() < 13 || digits.size() > 19 || !all_digits(digits)) return false;
  int sum{0};
  for (std::size_t i{0}; i < digits.size(); ++i) {
    auto value{digit(digits[digits.size() - 1 - i])};
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

std::vector<Leak> find_leaks(std::string_view text) {
  std::vector<Leak> leaks;
  auto const runs{runs_of_digits(text)};
  for (std::size_t i{0}; i < runs.size(); ++i) {
    if (auto const leak{single_leak(text, runs[i])}) {
      leaks.push_back(*leak);
      continue;
    }
    for (std::size_t const count : {5U, 4U, 3U}) {
      if (i + count > runs.size()) continue;
      if (auto const leak{grouped_leak(text, std::span{runs}.subspan(i, count))}) {
        leaks.push_back(*leak);
        i += count - 1;
        break;
      }
    }
  }
  return leaks;
}

}  // namespace mingshi::domain
