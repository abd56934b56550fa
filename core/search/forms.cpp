#include "core/search/forms.hpp"

#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"

#include <algorithm>
#include <array>

namespace mingshi::search {
namespace {

char32_t lower(char32_t c) {
  return c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c;
}

bool is_control(char32_t c) {
  return c < 0x20 || c == 0x7F;
}

bool has_umlaut(std::string_view syllable) {
  constexpr std::array<std::string_view, 4> all{"lv", "lve", "nv", "nve"};
  return std::ranges::find(all, syllable) != all.end();
}

/// The first character of a syllable. @pre valid UTF-8
std::string_view first_character(std::string_view syllable) {
  std::size_t size{std::min<std::size_t>(1, syllable.size())};
  while (size < syllable.size() && (static_cast<unsigned char>(syllable[size]) & 0xC0U) == 0x80U)
    ++size;
  return syllable.substr(0, size);
}

}  // namespace

std::string name_form(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (char32_t const given : text::code_points(text::normalise_name(utf8))) {
    auto const c{lower(text::half_width(given))};
    if (!text::is_blank(c) && !is_control(c) && c != U'·' && c != U'.') text::append_utf8(out, c);
  }
  return out;
}

std::string number_form(std::string_view utf8) {
  auto out{text::parse_document_number(utf8).search_key};
  std::erase(out, '\0');
  return out;
}

std::optional<std::string> letters_form(std::string_view utf8) {
  std::string out;
  for (char32_t const given : text::code_points(text::nfc(utf8))) {
    if (text::is_blank(given) || given == U'\'' || given == U'\u2019' || given == U'＇') continue;
    auto const c{lower(text::half_width(given))};
    if (c == U'ü' || c == U'Ü')
      out.push_back('v');
    else if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'))
      out.push_back(static_cast<char>(c));
    else
      return std::nullopt;
  }
  return out;
}

PinyinForms pinyin_forms(std::string_view reading) {
  PinyinForms out;
  std::string as_v;
  std::string as_u;
  std::string as_yu;
  for (std::size_t begin{0}; begin < reading.size();) {
    auto const end{std::min(reading.find('\'', begin), reading.size())};
    auto const syllable{reading.substr(begin, end - begin)};
    begin = end + 1;
    as_v += syllable;
    out.initials += first_character(syllable);
    if (!has_umlaut(syllable)) {
      as_u += syllable;
      as_yu += syllable;
      continue;
    }
    auto const vowel_on{syllable.substr(2)};
    as_u += std::string{syllable.front()} + "u" + std::string{vowel_on};
    as_yu += std::string{syllable.front()} + "yu" + std::string{vowel_on};
  }
  out.full.push_back(as_v);
  if (as_u != as_v) {
    out.full.push_back(as_u);
    out.full.push_back(as_yu);
  }
  return out;
}

}  // namespace mingshi::search
