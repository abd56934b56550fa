#include "core/text/normalise.hpp"

#include "core/text/decode.hpp"
#include "core/text/gbk_private_use.hpp"
#include "core/text/utf8.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

namespace mingshi::text {
namespace {

constexpr char32_t middle_dot{U'\u00B7'};

UChar32 icu(char32_t c) {
  return static_cast<UChar32>(c);
}

/// The dots that clerks and input methods put between the parts of a name.
bool is_middle_dot(char32_t c) {
  constexpr std::u32string_view dots{
      U"\u00B7\u0387\u2022\u2024\u2027\u2219\u22C5\u25CF\u2E31\u2E33\u30FB\uFF65\uFE52\uFF0E"};
  return dots.find(c) != std::u32string_view::npos;
}

bool is_ideograph(char32_t c) {
  return u_hasBinaryProperty(icu(c), UCHAR_IDEOGRAPHIC) != 0;
}

/// U+2EBF0–U+2EE5D, ideographs that Unicode 15.1 took in for Chinese names; ICU 72 knows
/// Unicode 15.0.
bool is_extension_i(char32_t c) {
  return c >= 0x2EBF0 && c <= 0x2EE5D;
}

bool is_dash(char32_t c) {
  return u_hasBinaryProperty(icu(c), UCHAR_DASH) != 0 && c != U'\u301C' && c != U'\u3030';
}

/// A letter of a script with spaces between words: not an ideograph.
bool is_spaced_letter(char32_t c) {
  return u_isalpha(icu(c)) != 0 && !is_ideograph(c);
}

bool is_mark(char32_t c) {
  auto const mask{U_GET_GC_MASK(icu(c))};
  return (mask & U_GC_M_MASK) != 0 && u_hasBinaryProperty(icu(c), UCHAR_VARIATION_SELECTOR) == 0;
}

/// May `c` at `i` stand in a name? Letters and ideographs anywhere; the rest only between letters
/// that need it.
bool belongs(std::u32string_view name, std::size_t i) {
  auto const c{name[i]};
  if (u_isalpha(icu(c)) != 0 || is_ideograph(c)) return true;
  if (i == 0) return false;
  if (is_mark(c)) return is_spaced_letter(name[i - 1]) || is_mark(name[i - 1]);
  if (i + 1 == name.size()) return false;
  if (c == middle_dot) return true;
  bool const joint{c == U' ' || c == U'-' || c == U'\'' || c == U'\u2019'};
  return joint && (is_spaced_letter(name[i - 1]) || is_mark(name[i - 1])) &&
         is_spaced_letter(name[i + 1]);
}

}  // namespace

bool is_blank(char32_t c) {
  return u_isUWhiteSpace(icu(c)) != 0 || u_charType(icu(c)) == U_FORMAT_CHAR;
}

char32_t half_width(char32_t c) {
  return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

std::string nfc(std::string_view utf8) {
  UErrorCode status{U_ZERO_ERROR};
  auto const* const form{icu::Normalizer2::getNFCInstance(status)};
  if (U_FAILURE(status)) return std::string{utf8};
  std::string out;
  out.reserve(utf8.size());
  icu::StringByteSink<std::string> sink{&out};
  form->normalizeUTF8(0, icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())},
                      sink, nullptr, status);
  return U_SUCCESS(status) ? out : std::string{utf8};
}

std::string_view trim(std::string_view utf8) {
  std::size_t begin{utf8.size()};
  std::size_t end{utf8.size()};
  for (std::size_t at{0}; at < utf8.size();) {
    auto const step{utf8_step(utf8, at)};
    bool const ink{!step.good || !is_blank(step.code_point)};
    if (ink && begin == utf8.size()) begin = at;
    at += step.size;
    if (ink) end = at;
  }
  return begin == utf8.size() ? std::string_view{} : utf8.substr(begin, end - begin);
}

std::string normalise_name(std::string_view utf8) {
  auto const given{code_points(nfc(trim(utf8)))};
  std::u32string out;
  bool gap{false};
  for (char32_t const raw : given) {
    if (is_blank(raw)) {
      gap = true;
      continue;
    }
    auto const c{is_middle_dot(raw) ? middle_dot : assigned(raw)};
    if (gap && !out.empty() && is_spaced_letter(c) &&
        (is_spaced_letter(out.back()) || is_mark(out.back())))
      out.push_back(U' ');
    gap = false;
    out.push_back(c);
  }
  return nfc(to_utf8(out));
}

std::vector<OddCharacter> odd_characters(std::string_view utf8) {
  using Kind = OddCharacter::Kind;
  std::vector<OddCharacter> out;
  auto const name{code_points(utf8)};
  for (std::size_t i{0}; i < name.size(); ++i) {
    auto const c{name[i]};
    auto const report{
        [&](Kind kind) { out.push_back({.kind = kind, .code_point = c, .position = i + 1}); }};
    if (is_extension_i(c)) continue;
    switch (u_charType(icu(c))) {
      case U_PRIVATE_USE_CHAR:
        report(Kind::private_use);
        break;
      case U_UNASSIGNED:
      case U_SURROGATE:
        report(Kind::unassigned);
        break;
      case U_CONTROL_CHAR:
      case U_FORMAT_CHAR:
      case U_LINE_SEPARATOR:
      case U_PARAGRAPH_SEPARATOR:
        report(Kind::control);
        break;
      default:
        if (!belongs(name, i)) report(Kind::not_a_name_character);
    }
  }
  return out;
}

std::string normalise_code(std::string_view utf8) {
  std::string out;
  for (char32_t const given : code_points(nfc(utf8))) {
    if (is_blank(given)) continue;
    auto const c{half_width(given)};
    if (is_dash(c))
      out.push_back('-');
    else
      append_utf8(out, static_cast<char32_t>(u_toupper(icu(c))));
  }
  return out;
}

}  // namespace mingshi::text
