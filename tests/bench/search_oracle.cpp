#include "tests/bench/search_oracle.hpp"

#include "core/search/forms.hpp"
#include "core/text/decode.hpp"

#include <algorithm>
#include <tuple>

namespace mingshi::bench {
namespace {

using search::Match;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at{text.find(what)}; at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// "lv'mei" as people type it: v, u or yu for ü.
std::vector<std::string> spellings(std::string const& reading) {
  std::vector<std::string> out;
  for (auto const* const vowel : {"v", "u", "yu"}) {
    auto typed{"'" + reading + "'"};
    for (std::string const consonant : {"l", "n"})
      for (std::string const rest : {"'", "e'"})
        for (int twice{0}; twice < 2; ++twice)  // neighbours share an apostrophe
          typed = replaced(typed, "'" + consonant + "v" + rest, "'" + consonant + "\x01" + rest);
    typed = replaced(typed, "\x01", vowel);
    std::erase(typed, '\'');
    out.push_back(typed);
  }
  return out;
}

std::string initials(std::string const& reading) {
  std::u32string out;
  bool first{true};
  for (char32_t const c : text::code_points(reading)) {
    if (first && c != U'\'') out.push_back(c);
    first = c == U'\'';
  }
  return text::to_utf8(out);
}

template <typename Holds>
bool any(std::vector<std::string> const& texts, Holds holds) {
  return std::ranges::any_of(texts, holds);
}

}  // namespace

Oracle::Oracle(std::vector<search::Keys> const& entries) : entries_{entries} {
  for (auto const& keys : entries) {
    Entry e{.name = search::name_form(keys.name),
            .number = search::number_form(keys.number),
            .spellings = {},
            .initials = {}};
    for (auto const& reading : keys.pinyin) {
      for (auto& s : spellings(reading)) e.spellings.push_back(std::move(s));
      e.initials.push_back(initials(reading));
    }
    prepared_.push_back(std::move(e));
  }
}

std::optional<Match> Oracle::match(Entry const& e, Query const& q) {
  auto const is{[&](std::string const& s) { return s == q.letters; }};
  auto const begins{[&](std::string const& s) { return s.starts_with(q.letters); }};
  bool const number{!q.number.empty()};
  bool const name{!q.name.empty()};
  bool const letters{!q.letters.empty()};
  if (number && e.number == q.number) return Match::exact_number;
  if (name && e.name == q.name) return Match::exact_name;
  if (number && text::length(q.number) >= 4 && e.number.ends_with(q.number))
    return Match::number_tail;
  if (name && e.name.starts_with(q.name)) return Match::name_prefix;
  if (letters && any(e.spellings, is)) return Match::exact_pinyin;
  if (letters && any(e.initials, is)) return Match::exact_initials;
  if (letters && any(e.spellings, begins)) return Match::pinyin_prefix;
  if (letters && any(e.initials, begins)) return Match::initials_prefix;
  if (name && e.name.contains(q.name)) return Match::name_part;
  if (number && e.number.contains(q.number)) return Match::number_part;
  return std::nullopt;
}

std::vector<search::Hit> Oracle::find(std::string_view query, std::string_view type,
                                      std::size_t limit) const {
  Query q{.name = search::name_form(query), .number = search::number_form(query), .letters = {}};
  auto const typed{search::letters_form(query)};
  if (typed && typed->find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
    q.letters = *typed;
  std::vector<search::Hit> hits;
  for (std::size_t i{0}; i < prepared_.size(); ++i) {
    if (!type.empty() && entries_[i].type != type) continue;
    if (auto const m{match(prepared_[i], q)}) hits.push_back({.entry = i, .match = *m});
  }
  std::ranges::sort(hits, {}, [&](search::Hit const& h) {
    auto const& keys{entries_[h.entry]};
    return std::tuple<Match, std::string_view, std::string_view, std::size_t>{
        h.match, keys.name, keys.record_id, h.entry};
  });
  hits.resize(std::min(hits.size(), limit));
  return hits;
}

std::uint32_t Oracle::next_letters(std::string_view letters, std::string_view type) const {
  auto const typed{search::letters_form(letters)};
  std::uint32_t bits{0};
  if (!typed) return bits;
  auto const note{[&](std::string const& s) {
    if (s.size() <= typed->size() || !s.starts_with(*typed)) return;
    auto const next{s[typed->size()]};
    if (next >= 'a' && next <= 'z') bits |= 1U << static_cast<unsigned>(next - 'a');
  }};
  for (std::size_t i{0}; i < prepared_.size(); ++i) {
    if (!type.empty() && entries_[i].type != type) continue;
    std::ranges::for_each(prepared_[i].spellings, note);
    std::ranges::for_each(prepared_[i].initials, note);
  }
  return bits;
}

}  // namespace mingshi::bench
