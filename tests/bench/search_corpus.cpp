#include "tests/bench/search_corpus.hpp"

#include "core/text/decode.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace mingshi::bench {
namespace {

struct Surname {
  std::string_view name;
  std::size_t per_100k;  ///< rounded, from general knowledge
};

constexpr std::array<Surname, 120> surnames{{
    {"王", 7200}, {"李", 7100}, {"张", 6700}, {"刘", 5100}, {"陈", 4700}, {"杨", 3300},
    {"赵", 2100}, {"黄", 2400}, {"周", 2000}, {"吴", 2000}, {"徐", 1500}, {"孙", 1400},
    {"胡", 1150}, {"朱", 1150}, {"高", 1100}, {"林", 1300}, {"何", 1200}, {"郭", 1150},
    {"马", 1300}, {"罗", 1000}, {"梁", 850},  {"宋", 820},  {"郑", 780},  {"谢", 760},
    {"韩", 680},  {"唐", 670},  {"冯", 650},  {"于", 620},  {"董", 610},  {"萧", 300},
    {"程", 570},  {"曹", 560},  {"袁", 540},  {"邓", 590},  {"许", 600},  {"傅", 320},
    {"沈", 500},  {"曾", 580},  {"彭", 570},  {"吕", 470},  {"苏", 460},  {"卢", 460},
    {"蒋", 450},  {"蔡", 450},  {"贾", 420},  {"丁", 430},  {"魏", 450},  {"薛", 320},
    {"叶", 420},  {"阎", 220},  {"余", 410},  {"潘", 410},  {"杜", 400},  {"戴", 350},
    {"夏", 350},  {"钟", 340},  {"汪", 330},  {"田", 400},  {"任", 370},  {"姜", 370},
    {"范", 360},  {"方", 350},  {"石", 350},  {"姚", 330},  {"谭", 310},  {"廖", 330},
    {"邹", 310},  {"熊", 310},  {"金", 310},  {"陆", 300},  {"郝", 260},  {"孔", 240},
    {"白", 260},  {"崔", 260},  {"康", 240},  {"毛", 240},  {"邱", 220},  {"秦", 230},
    {"江", 240},  {"史", 210},  {"顾", 220},  {"侯", 210},  {"邵", 200},  {"孟", 200},
    {"龙", 220},  {"万", 190},  {"段", 190},  {"钱", 170},  {"汤", 170},  {"尹", 180},
    {"黎", 170},  {"易", 160},  {"常", 160},  {"武", 170},  {"乔", 160},  {"贺", 160},
    {"赖", 150},  {"龚", 150},  {"文", 140},  {"单", 60},   {"仇", 40},   {"解", 50},
    {"查", 30},   {"盖", 25},   {"区", 25},   {"朴", 20},   {"缪", 30},   {"覃", 90},
    {"翟", 70},   {"乐", 20},   {"欧阳", 80}, {"上官", 15}, {"司马", 10}, {"诸葛", 10},
    {"尉迟", 4},  {"万俟", 2},  {"令狐", 4},  {"皇甫", 8},  {"单于", 1},  {"佴", 2},
}};

/// The more common ones stand first: the lower of two rolls chooses.
constexpr std::u32string_view given_characters{
    U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉文红建国志海春梅兰燕晓玲俊峰辉波鹏飞宁琳雪"
    U"婷浩宇欣怡子涵梓轩"
    U"佳诗雨嘉博思远天泽瑞雅琪晨曦悦一凡可心若彤皓然睿昊哲铭翔凯亮斌健康永福贵生林森淼鑫成龙凤莲花"
    U"月云青松柏清泉源江河"
    U"山石金银铁锋钢立新民忠义仁德信诚和顺安乐行长重茜晟璐瑶珍珠琴瑟书画棋香荣光耀宗祖庆祥瑞卿绿吕"
    U"𬭎𠮷䶮堃喆"};

constexpr std::u32string_view garbage{
    U"zqxvü'  AZ09Ａｚ９〔〕第号·.，张王単☃𠮷\u0301\u200B-/%_*\\\""};

std::size_t roll_skewed(Dice& dice, std::size_t sides) {
  return std::min(dice.roll(sides), dice.roll(sides));
}

std::string_view roll_surname(Dice& dice, std::size_t sum) {
  auto left{dice.roll(sum)};
  for (auto const& s : surnames) {
    if (left < s.per_100k) return s.name;
    left -= s.per_100k;
  }
  return surnames.front().name;
}

std::string full_width(std::string_view text) {
  std::u32string out;
  for (char32_t const c : text::code_points(text))
    out.push_back(c > 0x20 && c < 0x7F ? c + 0xFEE0 : c);
  return text::to_utf8(out);
}

std::string piece(Dice& dice, std::string_view text, bool from_start) {
  auto const all{text::code_points(text)};
  if (all.empty()) return {};
  auto const begin{from_start ? 0 : dice.roll(all.size())};
  auto const size{1 + dice.roll(all.size() - begin)};
  return text::to_utf8(std::u32string_view{all}.substr(begin, size));
}

std::string without(std::string text, char c) {
  std::erase(text, c);
  return text;
}

std::string initials(std::string_view reading) {
  std::string out;
  for (std::size_t i{0}; i < reading.size(); ++i)
    if (i == 0 || reading[i - 1] == '\'') out.push_back(reading[i]);
  return out;
}

std::string spaced(Dice& dice, std::string_view reading) {
  constexpr std::array<std::string_view, 5> gaps{"", " ", "'", "　", " ’"};
  std::string out;
  for (char const c : reading) {
    if (c == '\'')
      out += gaps[dice.roll(gaps.size())];
    else
      out.push_back(
          dice.roll(2) == 0 ? c : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
  }
  return out;
}

std::string rubbish(Dice& dice) {
  std::u32string out;
  for (auto left{1 + dice.roll(6)}; left > 0; --left)
    out.push_back(garbage[dice.roll(garbage.size())]);
  return text::to_utf8(out);
}

std::string query(Dice& dice, search::Keys const& keys) {
  auto const& reading{keys.pinyin[dice.roll(keys.pinyin.size())]};
  auto const letters{without(reading, '\'')};
  auto const kind{dice.roll(100)};
  if (kind < 14) return keys.name;
  if (kind < 24) return piece(dice, keys.name, true);
  if (kind < 32) return piece(dice, keys.name, false);
  if (kind < 43) return letters;
  if (kind < 58) return letters.substr(0, 1 + dice.roll(letters.size()));
  if (kind < 68) return initials(reading);
  if (kind < 73) return initials(reading).substr(0, 1 + dice.roll(2));
  if (kind < 79) return spaced(dice, reading);
  if (kind < 87) return keys.number.substr(keys.number.size() - 4);
  if (kind < 91) return keys.number;
  if (kind < 94) return piece(dice, keys.number, false);
  if (kind < 96) return full_width(dice.roll(2) == 0 ? letters : keys.number);
  return rubbish(dice);
}

}  // namespace

std::size_t Dice::roll(std::size_t sides) {  // splitmix64
  state_ += 0x9E3779B97F4A7C15U;
  auto z{state_};
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return static_cast<std::size_t>((z ^ (z >> 31U)) % sides);
}

std::vector<search::Keys> officers(text::Pinyin const& pinyin, std::size_t count,
                                   std::uint64_t seed) {
  Dice dice{seed};
  std::size_t sum{0};
  for (auto const& s : surnames) sum += s.per_100k;
  std::vector<search::Keys> out;
  out.reserve(count);
  for (std::size_t i{0}; i < count; ++i) {
    std::string name{roll_surname(dice, sum)};
    for (auto left{dice.roll(100) < 17 ? 1 : 2}; left > 0; --left)
      text::append_utf8(name, given_characters[roll_skewed(dice, given_characters.size())]);
    auto const serial{std::to_string(100000000 + (i * 7919) % 900000000)};
    auto const number{"99" + serial};
    out.push_back(search::make_keys(pinyin, "officer/" + number, "officer", name, number));
  }
  return out;
}

std::vector<std::string> queries(std::vector<search::Keys> const& entries, std::size_t count,
                                 std::uint64_t seed) {
  std::vector<std::string> out;
  for (char c{'a'}; c <= 'z'; ++c) out.emplace_back(1, c);
  for (char c{'0'}; c <= '9'; ++c) out.emplace_back(1, c);
  for (std::string_view const q : {"",
                                   " ",
                                   "'",
                                   "·",
                                   "第",
                                   "号",
                                   "王",
                                   "伟",
                                   "zh",
                                   "wa",
                                   "wang",
                                   "99",
                                   "100",
                                   "9910",
                                   "ww",
                                   "lu",
                                   "lyu",
                                   "lü",
                                   "lv",
                                   "xian",
                                   "万俟",
                                   "𠮷",
                                   "\xF0\x9F\x98\x80"})
    out.emplace_back(q);
  Dice dice{seed};
  while (out.size() < count) out.push_back(query(dice, entries[dice.roll(entries.size())]));
  return out;
}

}  // namespace mingshi::bench
