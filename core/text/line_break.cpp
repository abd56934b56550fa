#include "core/text/line_break.hpp"

#include "core/text/utf8.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>

namespace mingshi::text {
namespace {

constexpr std::u32string_view never_first{
    U"，。、；：！？）》”’〉」』】〕〗｝］…‥·％℃,.;:!?)]}%\u2019\u30FB\u2027"};
constexpr std::u32string_view never_last{U"（《“‘〈「『【〔〖｛［￥([{¥$"};

/// What may follow a number and must stay on its line. Longer ones before their own beginnings.
constexpr std::array<std::u32string_view, 45> units{
    U"个工作日", U"个自然日", U"个百分点", U"个小时", U"个月", U"工作日", U"平方米", U"小时",
    U"分钟",     U"万元",     U"亿元",     U"公里",   U"周年", U"周岁",   U"千克",   U"毫升",
    U"年",       U"月",       U"日",       U"号",     U"时",   U"点",     U"分",     U"秒",
    U"个",       U"位",       U"名",       U"人",     U"次",   U"项",     U"条",     U"款",
    U"件",       U"元",       U"万",       U"亿",     U"倍",   U"岁",     U"天",     U"周",
    U"届",       U"期",       U"级",       U"户",     U"份"};

struct Character {
  char32_t code_point;
  std::size_t begin, end;  ///< bytes in the text
  bool breakable;          ///< a line may begin here
  bool cluster;            ///< a line may begin here if it must: at least no character is cut
};
using Characters = std::vector<Character>;

bool in(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}
bool is_space(Character const& c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c.code_point)) != 0;
}
bool is_digit(Character const& c) {
  return u_isdigit(static_cast<UChar32>(c.code_point)) != 0;
}
bool is_ink(Character const& c) {
  return u_isalnum(static_cast<UChar32>(c.code_point)) != 0;
}

Characters characters_of(std::string_view text, std::size_t begin, std::size_t end) {
  Characters out;
  for (std::size_t at{begin}; at < end;) {
    auto const step{utf8_step(text, at)};
    out.push_back({.code_point = step.good ? step.code_point : U'\uFFFD',
                   .begin = at,
                   .end = at + step.size,
                   .breakable = false,
                   .cluster = false});
    at += step.size;
  }
  return out;
}

/// Sets `mark` of every character that a boundary of `boundaries` stands before. Without an
/// iterator: of all.
void mark_boundaries(icu::BreakIterator* boundaries, std::string_view paragraph, std::size_t base,
                     Characters& characters, bool Character::* mark) {
  UErrorCode status{U_ZERO_ERROR};
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, paragraph.data(), static_cast<std::int64_t>(paragraph.size()), &status);
  if (boundaries != nullptr) boundaries->setText(&text, status);
  if (boundaries == nullptr || U_FAILURE(status)) {
    for (auto& c : characters) c.*mark = true;
  } else {
    auto at{characters.begin()};
    for (auto k{boundaries->first()}; k != icu::BreakIterator::DONE; k = boundaries->next()) {
      auto const byte{base + static_cast<std::size_t>(k)};
      at = std::find_if(at, characters.end(), [&](auto const& c) { return c.begin >= byte; });
      if (at != characters.end() && at->begin == byte) (*at).*mark = true;
    }
  }
  utext_close(&text);
}

/// The end of the unit that begins at `at`, or `at` when none does.
std::size_t unit_end(Characters const& cs, std::size_t at) {
  for (auto const unit : units) {
    if (at + unit.size() > cs.size()) continue;
    bool const same{std::equal(unit.begin(), unit.end(),
                               cs.begin() + static_cast<std::ptrdiff_t>(at),
                               [](char32_t u, auto const& c) { return u == c.code_point; })};
    if (same) return at + unit.size();
  }
  return at;
}

/// Numbers keep their unit, 第 its number, a paragraph its indent.
void keep_together(Characters& cs) {
  for (std::size_t i{0}; i < cs.size() && is_space(cs[i]); ++i)
    if (i + 1 < cs.size()) cs[i + 1].breakable = false;
  for (std::size_t i{0}; i < cs.size(); ++i) {
    if (is_digit(cs[i]) && i > 0 && cs[i - 1].code_point == U'第') cs[i].breakable = false;
    if (!is_digit(cs[i]) || (i + 1 < cs.size() && is_digit(cs[i + 1]))) continue;
    auto unit{i + 1};
    while (unit < cs.size() && is_space(cs[unit])) ++unit;
    for (auto j{i + 1}; unit < cs.size() && j < unit_end(cs, unit); ++j) cs[j].breakable = false;
  }
}

/// Takes away the beginnings and ends of a line that Chinese typesetting forbids; not even a forced
/// break may have them.
void forbid(Characters& cs) {
  std::size_t ink{0};  // the last character before i that is no space
  for (std::size_t i{1}; i < cs.size(); ++i) {
    if (in(never_first, cs[i].code_point) || in(never_last, cs[ink].code_point) || is_space(cs[i]))
      cs[i].breakable = cs[i].cluster = false;
    if (!is_space(cs[i])) ink = i;
  }
}

/// Fills lines from the characters of one paragraph.
class Filler {
 public:
  Filler(std::string_view text, Characters const& cs, float width,
         std::function<float(std::string_view)> const& advance)
      : text_{text}, cs_{cs}, width_{width}, advance_{advance} {}

  void fill(std::vector<Line>& out) const {
    std::vector<std::size_t> starts{0};
    while (starts.back() < cs_.size()) starts.push_back(next_start(starts.back()));
    feed_orphan(starts);
    for (std::size_t i{0}; i + 1 < starts.size(); ++i) {
      auto const last{ink_end(starts[i], starts[i + 1])};
      auto const begin{cs_[starts[i]].begin};
      out.push_back({.begin = begin, .end = last > starts[i] ? cs_[last - 1].end : begin});
    }
  }

 private:
  /// One past the last character of [first, last) that is no space.
  [[nodiscard]] std::size_t ink_end(std::size_t first, std::size_t last) const {
    while (last > first && is_space(cs_[last - 1])) --last;
    return last;
  }

  [[nodiscard]] bool fits(std::size_t first, std::size_t last) const {
    auto const end{ink_end(first, last)};
    if (end == first) return true;
    auto const begin{cs_[first].begin};
    return advance_(text_.substr(begin, cs_[end - 1].end - begin)) <= width_;
  }

  [[nodiscard]] std::size_t next_break(std::size_t from, bool Character::* mark) const {
    auto i{from + 1};
    while (i < cs_.size() && !(cs_[i].*mark)) ++i;
    return i;
  }

  /// Where the line after the one that starts at `first` starts: the last break whose text fits;
  /// when not even the first does, a break between any two characters; when nothing fits, the text
  /// sticks out.
  [[nodiscard]] std::size_t next_start(std::size_t first) const {
    for (auto const mark : {&Character::breakable, &Character::cluster}) {
      std::size_t best{first};
      for (auto i{next_break(first, mark)}; fits(first, i); i = next_break(i, mark)) {
        best = i;
        if (i == cs_.size()) break;
      }
      if (best > first) return best;
    }
    return next_break(first, &Character::cluster);
  }

  [[nodiscard]] std::size_t ink(std::size_t first, std::size_t last) const {
    auto const at{[this](std::size_t i) { return cs_.begin() + static_cast<std::ptrdiff_t>(i); }};
    return static_cast<std::size_t>(std::count_if(at(first), at(last), is_ink));
  }

  /// A last line of one character gets a second from the line above, if that one keeps two.
  void feed_orphan(std::vector<std::size_t>& starts) const {
    if (starts.size() < 3) return;
    auto& start{starts[starts.size() - 2]};
    auto const above{starts[starts.size() - 3]};
    if (ink(start, cs_.size()) != 1) return;
    for (auto i{start - 1}; i > above && ink(above, i) >= 2; --i) {
      if (!cs_[i].breakable) continue;
      if (fits(i, cs_.size())) start = i;
      return;
    }
  }

  std::string_view text_;
  Characters const& cs_;
  float width_;
  std::function<float(std::string_view)> const& advance_;
};

}  // namespace

struct LineBreaker::Impl {
  std::unique_ptr<icu::BreakIterator> lines, clusters;
};

LineBreaker::LineBreaker() : impl_{std::make_unique<Impl>()} {
  icu::Locale const locale{"zh", "CN"};
  UErrorCode status{U_ZERO_ERROR};
  impl_->lines.reset(icu::BreakIterator::createLineInstance(locale, status));
  impl_->clusters.reset(icu::BreakIterator::createCharacterInstance(locale, status));
}
LineBreaker::LineBreaker(LineBreaker&&) noexcept = default;
LineBreaker& LineBreaker::operator=(LineBreaker&&) noexcept = default;
LineBreaker::~LineBreaker() = default;

std::vector<Line> LineBreaker::lines(std::string_view utf8, float width,
                                     std::function<float(std::string_view)> const& advance) {
  std::vector<Line> out;
  for (std::size_t begin{0}; begin < utf8.size();) {
    auto const end{std::min(utf8.find('\n', begin), utf8.size())};
    auto const paragraph{utf8.substr(begin, end - begin)};
    auto characters{characters_of(utf8, begin, end)};
    mark_boundaries(impl_->lines.get(), paragraph, begin, characters, &Character::breakable);
    mark_boundaries(impl_->clusters.get(), paragraph, begin, characters, &Character::cluster);
    keep_together(characters);
    forbid(characters);
    if (characters.empty())
      out.push_back({.begin = begin, .end = begin});
    else
      Filler{utf8, characters, width, advance}.fill(out);
    begin = end + 1;
  }
  return out;
}

}  // namespace mingshi::text
