#include "core/receipt/line.hpp"

#include "core/crypto/crypto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mingshi::receipt {
namespace {

constexpr std::size_t sum_digits{16};

std::string sum_of(std::string_view rest) {
  return crypto::sha256(rest).substr(0, sum_digits);
}

/// The word before the next space, which it takes away.
std::string_view take_word(std::string_view& text) {
  auto const end{std::min(text.find(' '), text.size())};
  auto const word{text.substr(0, end)};
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::optional<std::int64_t> take_number(std::string_view& text) {
  auto const word{take_word(text)};
  std::int64_t value{0};
  auto const [end, error]{std::from_chars(word.data(), word.data() + word.size(), value)};
  bool const all{error == std::errc{} && end == word.data() + word.size() && value >= 0};
  return all ? std::optional{value} : std::nullopt;
}

}  // namespace

std::string make_line(Position position, std::string_view word, std::string_view json) {
  auto const rest{fmt::format("{} {} {} {}", json.size(), position, word, json)};
  return fmt::format("{} {}\n", sum_of(rest), rest);
}

std::optional<Line> read_line(std::string_view with_newline) {
  if (with_newline.size() <= sum_digits + 1 || with_newline.back() != '\n') return std::nullopt;
  auto rest{with_newline.substr(0, with_newline.size() - 1)};
  auto const sum{take_word(rest)};
  if (sum.size() != sum_digits || sum != sum_of(rest)) return std::nullopt;
  auto const length{take_number(rest)};
  auto const position{take_number(rest)};
  auto const word{take_word(rest)};
  if (!length || !position || *position < 1 || rest.size() != static_cast<std::size_t>(*length))
    return std::nullopt;
  return Line{.position = *position, .word = word, .json = rest, .whole = with_newline};
}

Scan scan(std::string_view bytes) {
  Scan found;
  std::int64_t unreadable{0};
  for (std::size_t at{0}; at < bytes.size();) {
    auto const newline{bytes.find('\n', at)};
    if (newline == std::string_view::npos) break;
    auto const line{read_line(bytes.substr(at, newline + 1 - at))};
    at = newline + 1;
    bool const grows{line && (found.lines.empty() || line->position > found.lines.back().position)};
    if (!grows) {
      ++unreadable;
      continue;
    }
    found.lines.push_back(*line);
    found.good_end = at;
    found.damaged = unreadable;
  }
  return found;
}

}  // namespace mingshi::receipt
