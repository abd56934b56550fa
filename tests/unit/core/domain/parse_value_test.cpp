#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/domain/record.hpp"
#include "core/domain/validation.hpp"

namespace {

using namespace mingshi;
using namespace mingshi::domain;
using Catch::Matchers::ContainsSubstring;

Field field(FieldKind kind) {
  return {.name = "f", .label = "栏目", .kind = kind};
}

std::string problem_code(Field const& field, std::string_view cell) {
  auto const value{parse_value(field, cell)};
  if (value) return "";
  CHECK(value.error().field == field.name);
  CHECK_THAT(value.error().text, ContainsSubstring(field.label));
  return value.error().code;
}

}  // namespace

TEST_CASE("cell: a date is read in every form clerks type", "[domain][validation]") {
  auto const* const cell{GENERATE("2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日",
                                  "20261123", "２０２６年１１月２３日", " 2026 年 11 月 23 日 ",
                                  "2026-11-23 00:00:00", "2026/11/23 0:00", "2026-11-23T00:00:00")};
  INFO(cell);
  auto const value{parse_value(field(FieldKind::date), cell)};
  REQUIRE(value);
  CHECK(*value == Value{*parse_day("2026-11-23")});
}

TEST_CASE("cell: one digit is enough for a month or day", "[domain][validation]") {
  CHECK(parse_value(field(FieldKind::date), "2026年1月3日").value() ==
        Value{*parse_day("2026-01-03")});
}

TEST_CASE("cell: what is no date is refused with a reason", "[domain][validation]") {
  struct Row {
    char const* cell;
    char const* code;
  };
  auto const row{GENERATE(
      Row{"26-11-23", "date_form"}, Row{"2026年11月", "date_form"}, Row{"长期", "date_form"},
      Row{"2026-11-23 14:32", "date_form"}, Row{"2026-11/23", "date_form"},
      Row{"46349", "date_form"}, Row{"11/23/2026", "date_form"},
      Row{"2026-02-29", "date_impossible"}, Row{"2026-13-01", "date_impossible"},
      Row{"2026-11-31", "date_impossible"}, Row{"2026-00-10", "date_impossible"},
      Row{"0226-11-23", "date_range"}, Row{"9999-12-31", "date_range"})};
  INFO(row.cell);
  CHECK(problem_code(field(FieldKind::date), row.cell) == row.code);
}

TEST_CASE("cell: money is exact to the 分", "[domain][validation]") {
  struct Row {
    char const* cell;
    MoneyUnit unit;
    std::int64_t fen;
  };
  constexpr auto yuan{MoneyUnit::yuan};
  constexpr auto wan{MoneyUnit::ten_thousand_yuan};
  auto const row{
      GENERATE(Row{"2,039", yuan, 203'900}, Row{"2，039.5", yuan, 203'950},
               Row{"１２３４．５６", yuan, 123'456}, Row{"¥1,234,567.80", yuan, 123'456'780},
               Row{"5", wan, 5'000'000}, Row{"0.000001", wan, 1}, Row{"3.260000", wan, 3'260'000},
               Row{"5万元", yuan, 5'000'000}, Row{"200元", wan, 20'000},
               Row{"人民币200元整", yuan, 20'000}, Row{"0", wan, 0}, Row{"1.5000", yuan, 150},
               Row{"　800　", yuan, 80'000}, Row{"0012", yuan, 1'200})};
  auto money{field(FieldKind::money)};
  money.money_unit = row.unit;
  INFO(row.cell);
  auto const value{parse_value(money, row.cell)};
  REQUIRE(value);
  CHECK(*value == Value{Money{row.fen}});
}

TEST_CASE("cell: what is no amount is refused with a reason", "[domain][validation]") {
  struct Row {
    char const* cell;
    char const* code;
  };
  auto const row{GENERATE(
      Row{"-5", "money_negative"}, Row{"－5", "money_negative"}, Row{"2,03", "money_form"},
      Row{"20,3,9", "money_form"}, Row{",039", "money_form"}, Row{"伍万元", "money_form"},
      Row{"5.", "money_form"}, Row{".5", "money_form"}, Row{"5亿", "money_form"},
      Row{"1.2.3", "money_form"}, Row{"1e5", "money_form"}, Row{"0.001", "money_precision"},
      Row{"0.0000001万元", "money_precision"}, Row{"99999999999999999", "money_range"})};
  INFO(row.cell);
  CHECK(problem_code(field(FieldKind::money), row.cell) == row.code);
}

TEST_CASE("cell: a whole number", "[domain][validation]") {
  CHECK(parse_value(field(FieldKind::number), "2,039").value() == Value{std::int64_t{2039}});
  CHECK(parse_value(field(FieldKind::number), "１２.0").value() == Value{std::int64_t{12}});
  for (auto const* cell : {"-1", "1.5", "十二", "12345678901234567890"}) {
    INFO(cell);
    CHECK(problem_code(field(FieldKind::number), cell) == "number_form");
  }
}

TEST_CASE("cell: a name loses its padding and keeps its characters", "[domain][validation]") {
  auto const person{field(FieldKind::person)};
  CHECK(parse_value(person, "　张　三 ").value() == Value{"张三"});
  CHECK(parse_value(person, "顾𬭎").value() == Value{"顾𬭎"});
  CHECK(parse_value(person, "买买提•艾力").value() == Value{"买买提·艾力"});
  CHECK(problem_code(person, "张") == "name_length");
  CHECK(problem_code(person, std::string(60, 'a')) == "name_length");
  CHECK(problem_code(person, "张三1") == "name_character");
  CHECK(problem_code(person, "张三、李四") == "name_character");
  CHECK(problem_code(person, "张\uF8FF") == "private_use");
  CHECK(problem_code(person, "张\U0003FFFD") == "unassigned");
  CHECK_THAT(parse_value(person, "张\uF8FF").error().text,
             ContainsSubstring("第 2 个字（U+F8FF）"));
}

TEST_CASE("cell: a credit code is checked, and a likely slip suggested but not made",
          "[domain][validation]") {
  auto code{field(FieldKind::code)};
  code.scheme = CodeScheme::social_credit;
  CHECK(parse_value(code, "９１３５０１００m000100y43").value() == Value{"91350100M000100Y43"});
  CHECK(problem_code(code, "91350100M000100Y4") == "uscc_length");
  CHECK(problem_code(code, "91350100M000100Y44") == "uscc_check");
  CHECK(problem_code(code, "91350100M0001*0Y43") == "uscc_form");
  auto const slip{parse_value(code, "9135O1O0M000I00Y43")};
  REQUIRE_FALSE(slip);
  CHECK(slip.error().code == "uscc_form");
  CHECK_THAT(slip.error().text, ContainsSubstring("91350100M000100Y43"));
}

TEST_CASE("cell: an unusual certificate number only warns", "[domain][validation]") {
  auto code{field(FieldKind::code)};
  code.scheme = CodeScheme::certificate;
  CHECK(parse_value(code, "示执12").value() == Value{"示执12"});
  RecordType type{.code = "t", .name = "类", .fields = {code}};
  auto const problems{validate(type, {"t", {{"f", "示执12"}}})};
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "certificate_pattern");
  CHECK(problems[0].severity == Severity::warning);
}

TEST_CASE("cell: a choice may be shortened when only one is meant", "[domain][validation]") {
  auto choice{field(FieldKind::choice)};
  choice.choices = {"行政许可", "行政处罚", "行政强制"};
  CHECK(parse_value(choice, " 行政处罚 ").value() == Value{"行政处罚"});
  CHECK(parse_value(choice, "许可").value() == Value{"行政许可"});
  CHECK(problem_code(choice, "行政") == "choice");
  Field const procedure{
      .name = "f", .label = "程序", .kind = FieldKind::choice, .choices = {"简易", "普通"}};
  CHECK(parse_value(procedure, "普通程序").value() == Value{"普通"});
  CHECK(problem_code(procedure, "快速程序") == "choice");
  CHECK(problem_code(choice, "可") == "choice");
  CHECK_THAT(parse_value(choice, "没收").error().text,
             ContainsSubstring("行政许可、行政处罚、行政强制"));
}

TEST_CASE("cell: texts are one line, paragraphs keep their lines, neither grows without end",
          "[domain][validation]") {
  CHECK(parse_value(field(FieldKind::text), " 明川区\r\n一中队 ").value() ==
        Value{"明川区 一中队"});
  CHECK(parse_value(field(FieldKind::long_text), "一\r\n二").value() == Value{"一\n二"});
  auto text{field(FieldKind::text)};
  text.max_characters = 3;
  CHECK(parse_value(text, "甲乙丙"));
  CHECK(problem_code(text, "甲乙丙丁") == "too_long");
  CHECK(problem_code(field(FieldKind::text), "甲\x01乙") == "control_character");
  CHECK(problem_code(field(FieldKind::text), "甲\uE000乙") == "private_use");
}

TEST_CASE("cell: a 文号 keeps what was typed", "[domain][validation]") {
  CHECK(parse_value(field(FieldKind::document_no), " 【2020】TQ第Q-4008号 ").value() ==
        Value{"【2020】TQ第Q-4008号"});
}

TEST_CASE("cell: a file is named from beside the table, never from elsewhere",
          "[domain][validation]") {
  CHECK(parse_value(field(FieldKind::file), "photos/001.png"));
  for (auto const* cell : {"/etc/passwd", "../001.png", "C:\\001.png", "file://x"}) {
    INFO(cell);
    CHECK(problem_code(field(FieldKind::file), cell) == "file_name");
  }
}

TEST_CASE("cell: a table is not written into one cell", "[domain][validation]") {
  CHECK(problem_code(field(FieldKind::table), "1 立案") == "table_cell");
}
