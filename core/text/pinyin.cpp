#include "core/text/pinyin.hpp"

#include "core/text/decode.hpp"
#include "core/text/tables.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

namespace mingshi::text {
namespace {

constexpr std::size_t most_readings{8};
constexpr std::size_t longest_surname{3};

/// How one character, or a surname of several, may be read: each option holds a marked syllable a
/// character.
using Syllables = std::vector<std::string>;
using Options = std::vector<Syllables>;

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (std::size_t begin{0}; begin <= text.size();) {
    auto const end{std::min(text.find(at, begin), text.size())};
    out.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::map<std::u32string, Options> table_of(std::span<tables::ReadingRow const> rows) {
  std::map<std::u32string, Options> out;
  for (auto const& row : rows) {
    auto& options{out[code_points(row.characters)]};
    for (auto const& reading : split(row.readings, '|')) options.push_back(split(reading, ' '));
  }
  return out;
}

/// "lǚ" → "lv": the base letters, ü as v.
std::string without_marks(std::string_view marked) {
  UErrorCode status{U_ZERO_ERROR};
  auto const* const nfd{icu::Normalizer2::getNFDInstance(status)};
  auto const text{icu::UnicodeString::fromUTF8(
      icu::StringPiece{marked.data(), static_cast<std::int32_t>(marked.size())})};
  if (U_FAILURE(status)) return std::string{marked};
  std::string utf8;
  nfd->normalize(text, status).toUTF8String(utf8);
  std::u32string out;
  for (char32_t const c : code_points(utf8)) {
    if (c == U'\u0308' && !out.empty() && out.back() == U'u')
      out.back() = U'v';
    else if (c < 0x300 || c > 0x36F)
      out.push_back(c);
  }
  return to_utf8(out);
}

bool is_ideograph(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) != 0;
}

/// Every way to choose one option a position: the likeliest first, then those that differ in one
/// place, then in two.
Options choices(std::vector<Options> const& positions) {
  Syllables first;
  for (auto const& options : positions) first.push_back(options.front().front());
  Options out{first};
  auto const vary{[&](Syllables const& base, std::size_t from, Options& into) {
    for (std::size_t i{from}; i < positions.size(); ++i)
      for (auto const& option : positions[i]) {
        if (option == positions[i].front()) continue;
        into.push_back(base);
        into.back()[i] = option.front();
        if (into.size() >= most_readings) return;
      }
  }};
  vary(first, 0, out);
  for (std::size_t i{0}; i + 1 < positions.size() && out.size() < most_readings; ++i)
    for (std::size_t k{1}; k < positions[i].size() && out.size() < most_readings; ++k) {
      auto base{first};
      base[i] = positions[i][k].front();
      vary(base, i + 1, out);
    }
  return out;
}

Options joined(Options const& heads, Options const& tails) {
  Options out;
  for (auto const& tail : tails)
    for (auto const& head : heads) {
      out.push_back(head);
      out.back().insert(out.back().end(), tail.begin(), tail.end());
    }
  return out;
}

Result<std::unique_ptr<icu::Transliterator>> transliterator(char const* id) {
  UErrorCode status{U_ZERO_ERROR};
  std::unique_ptr<icu::Transliterator> made{
      icu::Transliterator::createInstance(id, UTRANS_FORWARD, status)};
  if (U_FAILURE(status) || !made)
    return fail(ErrorCode::unsupported, std::string{"ICU has no "} + id, status);
  return made;
}

}  // namespace

struct Pinyin::Impl {
  std::unique_ptr<icu::Transliterator> ordinary, of_surnames;
  std::map<std::u32string, Options> surnames{table_of(tables::surnames)};
  std::map<std::u32string, Options> names{table_of(tables::names)};
  std::unordered_map<char32_t, Options> given_cache, surname_cache;
  std::unordered_map<std::string, std::string> plain_cache;

  Options look_up(char32_t c, std::map<std::u32string, Options> const& table,
                  icu::Transliterator const& otherwise) const {
    if (auto const row{table.find(std::u32string(1, c))}; row != table.end()) return row->second;
    if (c < 0x80) return {{std::string(1, static_cast<char>(u_tolower(static_cast<UChar32>(c))))}};
    if (!is_ideograph(c)) return {{to_utf8({&c, 1})}};
    icu::UnicodeString text{static_cast<UChar32>(c)};
    otherwise.transliterate(text);
    std::string reading;
    text.trim().toUTF8String(reading);
    return {{reading}};
  }

  Options const& given(char32_t c) {
    auto const [at, fresh]{given_cache.try_emplace(c)};
    if (fresh) at->second = look_up(c, names, *ordinary);
    return at->second;
  }

  Options const& surname(char32_t c) {
    auto const [at, fresh]{surname_cache.try_emplace(c)};
    if (fresh) {
      bool const rare{!surnames.contains(std::u32string(1, c)) &&
                      names.contains(std::u32string(1, c))};
      at->second = rare ? given(c) : look_up(c, surnames, *of_surnames);
    }
    return at->second;
  }

  std::string const& plain(std::string const& marked) {
    auto const [at, fresh]{plain_cache.try_emplace(marked)};
    if (fresh) at->second = without_marks(marked);
    return at->second;
  }

  Options given_names(std::u32string_view text) {
    std::vector<Options> positions;
    positions.reserve(text.size());
    for (char32_t const c : text) positions.push_back(given(c));
    return choices(positions);
  }

  /// The readings of a person's name. A compound surname goes before the same characters taken one
  /// by one.
  Options person(std::u32string_view name) {
    for (auto size{std::min(longest_surname, name.size())}; size > 1; --size) {
      auto const row{surnames.find(std::u32string{name.substr(0, size)})};
      if (row == surnames.end()) continue;
      auto heads{row->second};
      auto const one_by_one{joined(surname(name.front()), given_names(name.substr(1, size - 1)))};
      heads.insert(heads.end(), one_by_one.begin(), one_by_one.end());
      return joined(heads, given_names(name.substr(size)));
    }
    return joined(surname(name.front()), given_names(name.substr(1)));
  }
};

Pinyin::Pinyin(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Pinyin::Pinyin(Pinyin&&) noexcept = default;
Pinyin& Pinyin::operator=(Pinyin&&) noexcept = default;
Pinyin::~Pinyin() = default;

Result<Pinyin> Pinyin::create() {
  auto impl{std::make_unique<Impl>()};
  impl->ordinary = MS_TRY(transliterator("Han-Latin"));
  impl->of_surnames = MS_TRY(transliterator("Han-Latin/Names"));
  return Pinyin{std::move(impl)};
}

std::vector<Reading> Pinyin::readings(std::string_view name, Naming naming) const {
  auto const text{code_points(name)};
  if (text.empty()) return {Reading{}};
  std::vector<Reading> out;
  for (auto& marked : naming == Naming::person ? impl_->person(text) : impl_->given_names(text)) {
    Reading reading{.syllables = {}, .marked = std::move(marked)};
    for (auto const& syllable : reading.marked) reading.syllables.push_back(impl_->plain(syllable));
    bool const known{std::ranges::find(out, reading.syllables, &Reading::syllables) != out.end()};
    if (!known) out.push_back(std::move(reading));
    if (out.size() == most_readings) break;
  }
  return out;
}

}  // namespace mingshi::text
