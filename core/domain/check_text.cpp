#include "core/domain/cell.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mingshi::domain {
namespace {

std::size_t most_characters(Field const& field) {
  if (field.max_characters != 0) return field.max_characters;
  switch (field.kind) {
    case FieldKind::long_text:
      return 20'000;
    case FieldKind::person:
      return 20;
    case FieldKind::code:
    case FieldKind::reference:
      return 50;
    case FieldKind::document_no:
      return 100;
    default:
      return 200;
  }
}

Problem problem(Field const& field, std::string code, std::string text,
                Severity severity = Severity::error) {
  return {field.name, std::move(code), std::move(text), severity};
}

using Kind = text::OddCharacter::Kind;

Problem odd_problem(Field const& field, text::OddCharacter const& odd) {
  auto const place{fmt::format("“{}”第 {} 个字（U+{:04X}）", field.label, odd.position,
                               static_cast<std::uint32_t>(odd.code_point))};
  switch (odd.kind) {
    case Kind::private_use:
      return problem(field, "private_use",
                     place + "是自造字，别的电脑显示不出来，请换成标准字后再导入。");
    case Kind::unassigned:
      return problem(field, "unassigned", place + "不是标准汉字，请核对后重新输入。");
    case Kind::control:
      return problem(field, "control_character", place + "是看不见的控制字符，请删去。");
    case Kind::not_a_name_character:
      break;
  }
  return problem(field, "name_character",
                 place + "不能出现在姓名里，一格只写一个人的姓名，请核对。");
}

void check_characters(Field const& field, std::string_view value, std::vector<Problem>& out) {
  auto const multi_line{field.kind == FieldKind::long_text};
  for (auto const& odd : text::odd_characters(value)) {
    if (odd.kind == Kind::not_a_name_character && field.kind != FieldKind::person) continue;
    if (multi_line && (odd.code_point == U'\n' || odd.code_point == U'\t')) continue;
    out.push_back(odd_problem(field, odd));
  }
}

void check_length(Field const& field, std::string_view value, std::vector<Problem>& out) {
  auto const length{characters(value)};
  if (field.kind == FieldKind::person && (length < 2 || length > 20)) {
    out.push_back(problem(field, "name_length",
                          fmt::format("“{}”{}有 {} 个字，姓名应是 2 到 20 个字，请核对。",
                                      field.label, quote_cell(value), length)));
  } else if (auto const most{most_characters(field)}; length > most) {
    out.push_back(
        problem(field, "too_long",
                fmt::format("“{}”有 {} 个字，最多 {} 个字，请缩短。", field.label, length, most)));
  }
}

/// What the clerk may have meant: O for 0 and I for 1 are the letters the standard leaves out.
std::string suggestion(std::string_view code) {
  std::string other{code};
  std::ranges::replace(other, 'O', '0');
  std::ranges::replace(other, 'I', '1');
  return other != code && valid_social_credit_code(other)
             ? fmt::format("是不是 {}（数字 0、1 误写成了字母 O、I）？", other)
             : std::string{};
}

void check_social_credit(Field const& field, std::string_view code, std::vector<Problem>& out) {
  constexpr std::string_view alphabet{"0123456789ABCDEFGHJKLMNPQRTUWXY"};
  if (characters(code) != 18) {
    out.push_back(problem(field, "uscc_length",
                          fmt::format("“{}”应是 18 位，这里有 {} 位，请对照证照重新填写。",
                                      field.label, characters(code))));
    return;
  }
  if (auto const bad{code.find_first_not_of(alphabet)}; bad != std::string_view::npos) {
    out.push_back(problem(field, "uscc_form",
                          fmt::format("“{}”里不能有 I、O、S、V、Z 和符号，请对照证照核对。{}",
                                      field.label, suggestion(code))));
    return;
  }
  if (!valid_social_credit_code(code)) {
    out.push_back(
        problem(field, "uscc_check",
                fmt::format("“{}”最后一位校验不对，有一位写错了，请对照证照核对。", field.label)));
  }
}

/// Schemes differ by issuer and age, so this only makes somebody look.
void check_certificate(Field const& field, std::string_view number, std::vector<Problem>& out) {
  auto const digit{[](char c) { return c >= '0' && c <= '9'; }};
  auto const usual{[&](char c) { return digit(c) || (c >= 'A' && c <= 'Z') || c == '-'; }};
  if (number.size() < 8 || number.size() > 20 || !std::ranges::all_of(number, usual) ||
      std::ranges::count_if(number, digit) < 6) {
    out.push_back(problem(field, "certificate_pattern",
                          fmt::format("“{}”{}和常见的证号样式不同，请核对；没有错就不用改。",
                                      field.label, quote_cell(number)),
                          Severity::warning));
  }
}

void check_choice(Field const& field, std::string_view value, std::vector<Problem>& out) {
  if (std::ranges::find(field.choices, value) != field.choices.end()) return;
  out.push_back(problem(field, "choice",
                        fmt::format("“{}”不能填{}，请从这些里选一个：{}。", field.label,
                                    quote_cell(value), fmt::join(field.choices, "、"))));
}

void check_file(Field const& field, std::string_view name, std::vector<Problem>& out) {
  if (!name.starts_with('/') && !name.contains("..") && !name.contains('\\') && !name.contains(':'))
    return;
  out.push_back(problem(
      field, "file_name",
      fmt::format("“{}”请只写文件名，或文件夹和文件名，例如 photos/001.png。", field.label)));
}

void check_leaks(Field const& field, std::string_view value, std::vector<Problem>& out) {
  if (field.kind == FieldKind::file || field.kind == FieldKind::choice) return;
  // A code may look like a mobile number (certificates of 河北 begin with 13) or a card; it is what
  // its label says.
  auto const a_code{field.kind == FieldKind::code || field.kind == FieldKind::document_no ||
                    field.kind == FieldKind::reference};
  for (auto const& leak : find_leaks(value)) {
    if (a_code && leak.kind != Leak::Kind::identity_number) continue;
    auto const place{fmt::format("“{}”第 {} 个字起像是", field.label,
                                 characters(value.substr(0, leak.offset)) + 1)};
    switch (leak.kind) {
      case Leak::Kind::identity_number:
        out.push_back(
            problem(field, "leak_identity", place + "身份证号，不能公开，请删去后再导入。"));
        break;
      case Leak::Kind::bank_card:
        out.push_back(
            problem(field, "leak_bank_card", place + "银行卡号，不能公开，请删去后再导入。"));
        break;
      case Leak::Kind::mobile_phone:
        out.push_back(
            problem(field, "leak_mobile", place + "手机号，不能公开，请删去或换成办公电话。"));
        break;
    }
  }
}

}  // namespace

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string quote_cell(std::string_view cell) {
  constexpr std::size_t most{20};
  std::size_t end{0};
  std::size_t count{0};
  while (end < cell.size()) {
    bool const starts{(static_cast<unsigned char>(cell[end]) & 0xC0U) != 0x80U};
    if (starts && count++ == most) return "“" + std::string{cell.substr(0, end)} + "…”";
    ++end;
  }
  return "“" + std::string{cell} + "”";
}

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = text::trim(text)).empty()) {
    auto const end{std::min({text.find(' '), text.find("\u3000"), text.size()})};
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

}  // namespace

std::vector<Problem> check_text(Field const& field, std::string_view value) {
  std::vector<Problem> out;
  check_length(field, value, out);
  check_characters(field, value, out);
  if (field.kind == FieldKind::choice) check_choice(field, value, out);
  if (field.kind == FieldKind::file) check_file(field, value, out);
  if (field.scheme == CodeScheme::social_credit) check_social_credit(field, value, out);
  if (field.scheme == CodeScheme::certificate) check_certificate(field, value, out);
  check_leaks(field, value, out);
  return out;
}

std::vector<std::string> people_in(std::string_view cell) {
  constexpr std::string_view separators{"\n,;/"};
  std::string flat;
  for (std::size_t at{0}; at < cell.size();) {
    auto const rest{cell.substr(at)};
    bool const wide{rest.starts_with("、") || rest.starts_with("，") || rest.starts_with("；") ||
                    rest.starts_with("／")};
    if (wide || separators.contains(cell[at])) {
      flat += '\n';
      at += wide ? 3 : 1;
    } else {
      flat += cell[at++];
    }
  }
  std::vector<std::string> people;
  std::set<std::string> seen;
  auto const add{[&](std::string_view person) {
    auto name{text::normalise_name(person)};
    if (!name.empty() && seen.insert(name).second) people.push_back(std::move(name));
  }};
  std::string_view left{flat};
  while (!left.empty()) {
    auto const end{std::min(left.find('\n'), left.size())};
    auto const piece{text::trim(left.substr(0, end))};
    left.remove_prefix(std::min(end + 1, left.size()));
    // A blank parts names when every side is a name; in "张 三" it only pads one.
    auto const parts{words_of(piece)};
    bool const names{std::ranges::all_of(parts, [](std::string_view part) {
      return characters(part) >= 2 && static_cast<unsigned char>(part.front()) >= 0x80U;
    })};
    if (names) {
      for (auto const part : parts) add(part);
    } else {
      add(piece);
    }
  }
  return people;
}

}  // namespace mingshi::domain
