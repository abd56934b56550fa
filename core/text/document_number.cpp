#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"

#include <algorithm>
#include <array>

namespace mingshi::text {
namespace {

/// Opening and closing brackets seen around the year, half-width forms (normalise_code makes the
/// others so).
constexpr std::u32string_view opening{U"〔【[(〈《「『{<（［"};
constexpr std::u32string_view closing{U"〕】])〉》」』}>）］"};

constexpr std::u32string_view ordinal{U"第"};
constexpr std::u32string_view number_sign{U"号號"};

bool in(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

/// The year when `text` is four digits of a plausible one, "年" after it or not.
std::optional<int> year_of(std::u32string_view text) {
  if (text.ends_with(U'年')) text.remove_suffix(1);
  if (text.size() != 4) return std::nullopt;
  int year{0};
  for (char32_t const c : text) {
    if (c < U'0' || c > U'9') return std::nullopt;
    year = year * 10 + static_cast<int>(c - U'0');
  }
  return year >= 1949 && year <= 2099 ? std::optional{year} : std::nullopt;
}

struct YearPlace {
  std::size_t open, close;
  int year;
};

/// The last bracketed year: an issuer may have brackets of its own.
std::optional<YearPlace> find_year(std::u32string_view text) {
  std::optional<YearPlace> found;
  for (std::size_t open{0}; open < text.size(); ++open) {
    if (!in(opening, text[open])) continue;
    auto const close{text.find_first_of(closing, open)};
    if (close == std::u32string_view::npos) break;
    if (auto const year{year_of(text.substr(open + 1, close - open - 1))})
      found = YearPlace{.open = open, .close = close, .year = *year};
  }
  return found;
}

std::u32string_view bare_serial(std::u32string_view text) {
  if (text.starts_with(ordinal)) text.remove_prefix(1);
  if (!text.empty() && in(number_sign, text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

DocumentNumber parse_document_number(std::string_view utf8) {
  DocumentNumber out;
  out.raw = std::string{trim(utf8)};
  auto const code{code_points(normalise_code(out.raw))};
  std::u32string key;
  for (char32_t const c : code)
    if (!in(opening, c) && !in(closing, c) && !in(ordinal, c) && !in(number_sign, c))
      key.push_back(c);
  out.search_key = to_utf8(key);
  auto const place{find_year(code)};
  if (!place) return out;
  auto const serial{bare_serial(std::u32string_view{code}.substr(place->close + 1))};
  if (serial.empty()) return out;
  out.issuer = to_utf8(std::u32string_view{code}.substr(0, place->open));
  out.year = place->year;
  out.serial = to_utf8(serial);
  return out;
}

}  // namespace mingshi::text
