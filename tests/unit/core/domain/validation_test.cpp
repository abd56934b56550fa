#include "core/domain/validation.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"

#include <algorithm>
#include <filesystem>

namespace {

using namespace mingshi;
using namespace mingshi::domain;
using Catch::Matchers::ContainsSubstring;

RecordType type(std::string const& code) {
  auto const text{
      read_file(std::filesystem::path{MS_SOURCE_DIR} / "assets/records" / (code + ".toml"),
                std::size_t{1} << 20U)};
  REQUIRE(text);
  auto type{parse_record_type(*text)};
  REQUIRE(type);
  return *std::move(type);
}

Day day(std::string_view text) {
  auto const parsed{parse_day(text)};
  REQUIRE(parsed);
  return *parsed;
}

Record officer() {
  return {"officer",
          {{"name", "顾𬭎"},
           {"unit", "明川区劳动监察大队一中队"},
           {"position", "副中队长"},
           {"certificate_no", "99150310027"},
           {"category", "劳动保障监察"},
           {"region", "示例省明川市明川区"},
           {"photo", "photos/99150310027.png"}}};
}

Record penalty() {
  return {"penalty",
          {{"document_no", "明劳监罚〔2026〕18号"},
           {"case_name", "未按月足额支付工资案"},
           {"party_name", "示例甲建筑劳务公司"},
           {"party_kind", "法人及非法人组织"},
           {"social_credit_code", "91350100M000100Y43"},
           {"violation_kind", "未按月足额支付工资"},
           {"facts", "2026年7月至9月，未按月足额支付17名农民工工资。"},
           {"basis", "《保障农民工工资支付条例》第五十五条"},
           {"penalty_kind", "罚款"},
           {"penalty_content", "罚款人民币50 000元"},
           {"fine", Money{5'000'000}},
           {"filed_date", day("2026-10-12")},
           {"notified_date", day("2026-11-06")},
           {"legal_review", "已通过法制审核"},
           {"legal_review_date", day("2026-11-13")},
           {"decision_date", day("2026-11-19")},
           {"publish_until", day("2027-11-23")},
           {"authority", "明川区劳动监察大队"},
           {"authority_code", "91350100M000100Y43"},
           {"procedure_kind", "普通"},
           {"officers", "周明远、顾𬭎"}}};
}

/// "code@field" of every problem.
std::vector<std::string> codes(RecordType const& type, Record const& record) {
  std::vector<std::string> out;
  for (auto const& problem : validate(type, record)) {
    CHECK(problem.text.ends_with("。"));
    out.push_back(problem.code + "@" + problem.field);
  }
  return out;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("validation: whole records have no problem", "[domain][validation]") {
  CHECK(codes(type("officer"), officer()).empty());
  CHECK(codes(type("penalty"), penalty()).empty());
}

TEST_CASE("validation: a missing required field is named", "[domain][validation]") {
  auto record{officer()};
  record.fields.erase("position");
  record.fields["unit"] = std::string{};
  auto const problems{validate(type("officer"), record)};
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].field == "unit");
  CHECK(problems[1] == Problem{"position", "required", "缺少“职务”，请填写。", Severity::error});
}

TEST_CASE("validation: a field that the type does not declare is refused", "[domain][validation]") {
  auto record{officer()};
  record.fields["birth_date"] = day("1990-01-01");
  CHECK(codes(type("officer"), record) == Codes{"unknown_field@birth_date"});
  record = officer();
  record.fields["unit"] = Money{5};
  CHECK(codes(type("officer"), record) == Codes{"value_kind@unit"});
}

TEST_CASE("validation: the dates of a penalty do not go backwards", "[domain][validation]") {
  auto record{penalty()};
  record.fields["notified_date"] = day("2026-11-14");
  auto const problems{validate(type("penalty"), record)};
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "date_order");
  CHECK(problems[0].field == "legal_review_date");
  CHECK_THAT(problems[0].text,
             ContainsSubstring("“法制审核日期”2026-11-13 早于“告知日期”2026-11-14"));
  record.fields["notified_date"] = day("2026-11-13");  // the same day is in order
  CHECK(codes(type("penalty"), record).empty());
}

TEST_CASE("validation: a decision needs two different officers, in the simple procedure too",
          "[domain][validation]") {
  struct Row {
    char const* officers;
    bool enough;
  };
  auto const row{GENERATE(Row{"周明远、顾𬭎", true}, Row{"周明远,顾𬭎", true},
                          Row{"周明远；顾𬭎", true}, Row{"周明远 顾𬭎", true},
                          Row{"周明远\n顾𬭎", true}, Row{"周明远", false}, Row{"张 三", false},
                          Row{"周明远、周明远", false}, Row{"周明远、", false})};
  auto record{penalty()};
  record.fields["procedure_kind"] = GENERATE(std::string{"普通"}, std::string{"简易"});
  record.fields["officers"] = row.officers;
  INFO(row.officers);
  auto const found{codes(type("penalty"), record)};
  CHECK((std::ranges::find(found, "too_few_people@officers") == found.end()) == row.enough);
}

TEST_CASE("validation: an ordinary procedure needs a passed legal review", "[domain][validation]") {
  auto record{penalty()};
  record.fields["legal_review"] = "简易程序不需审核";
  CHECK(codes(type("penalty"), record) == Codes{"must_be@legal_review"});
  record = penalty();
  record.fields.erase("legal_review_date");
  CHECK(codes(type("penalty"), record) == Codes{"required_when@legal_review_date"});
}

TEST_CASE("validation: the simple procedure has its limits", "[domain][validation]") {
  struct Row {
    char const* party;
    std::int64_t fen;
    bool allowed;
  };
  auto const row{GENERATE(Row{"自然人", 20'000, true}, Row{"自然人", 20'001, false},
                          Row{"法人及非法人组织", 300'000, true},
                          Row{"法人及非法人组织", 300'001, false},
                          Row{"个体工商户", 300'001, false})};
  auto record{penalty()};
  record.fields["procedure_kind"] = "简易";
  record.fields["legal_review"] = "简易程序不需审核";
  record.fields["party_kind"] = row.party;
  record.fields["fine"] = Money{row.fen};
  INFO(row.party << " " << row.fen);
  CHECK(codes(type("penalty"), record) == (row.allowed ? Codes{} : Codes{"amount_limit@fine"}));
}

TEST_CASE("validation: a certificate out of force says since when", "[domain][validation]") {
  Record record{"certificate",
                {{"holder", "99150310027"},
                 {"kind", "行政执法证"},
                 {"number", "99150310027"},
                 {"issuer", "示例省司法厅"},
                 {"valid_from", day("2028-07-01")},
                 {"valid_until", day("2028-06-30")},
                 {"state", "注销"}}};
  CHECK(codes(type("certificate"), record) ==
        Codes{"date_order@valid_until", "required_when@state_since"});
}

TEST_CASE("validation: a flow chart leads only to steps that exist", "[domain][validation]") {
  auto const steps{[](char const* next) {
    return Record{"procedure",
                  {{"category", "行政处罚"},
                   {"name", "普通程序"},
                   {"steps", std::vector<TableRow>{{{"no", "1"}, {"name", "立案"}, {"next", next}},
                                                   {{"no", "2"}, {"name", "调查"}}}}}};
  }};
  auto const procedure{type("procedure")};
  CHECK(codes(procedure, steps("2")).empty());
  CHECK(codes(procedure, steps("2；1：退回补正")).empty());
  CHECK(codes(procedure, steps("3;2:情节轻微")) == Codes{"step_next@steps"});
  auto twice{steps("2")};
  std::get<std::vector<TableRow>>(twice.fields["steps"]).push_back({{"no", "2"}, {"name", "决定"}});
  CHECK(codes(procedure, twice) == Codes{"step_twice@steps"});
  auto nameless{steps("2")};
  std::get<std::vector<TableRow>>(nameless.fields["steps"])[1].erase("name");
  auto const problems{validate(procedure, nameless)};
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].text == "“步骤”第 2 行：缺少“环节名称”，请填写。");
  auto choice{steps("2")};
  std::get<std::vector<TableRow>>(choice.fields["steps"])[0]["recording"] = "录像带";
  CHECK(codes(procedure, choice) == Codes{"choice@steps"});
  auto letter{steps("2")};
  std::get<std::vector<TableRow>>(letter.fields["steps"])[1]["no"] = "二";
  CHECK(codes(procedure, letter) == Codes{"number_form@steps", "step_next@steps"});
}

TEST_CASE("validation: nothing that identifies a person leaks in any text", "[domain][privacy]") {
  auto record{penalty()};
  record.fields["facts"] =
      "经查，身份证号11010519491231002X、手机13800138000、卡号6222021234567890128。";
  auto const found{codes(type("penalty"), record)};
  CHECK(found == Codes{"leak_identity@facts", "leak_mobile@facts", "leak_bank_card@facts"});
  auto const problems{validate(type("penalty"), record)};
  for (auto const& problem : problems) CHECK_THAT(problem.text, !ContainsSubstring("13800138000"));
  CHECK_THAT(problems[0].text, ContainsSubstring("第 8 个字起"));
}

TEST_CASE("validation: a leak hides neither in a table nor in a code", "[domain][privacy]") {
  auto record{officer()};
  record.fields["certificate_no"] = "11010519491231002X";
  CHECK(codes(type("officer"), record) == Codes{"leak_identity@certificate_no"});
  record.fields["certificate_no"] = "13800138000";  // certificates of 河北 begin so
  CHECK(codes(type("officer"), record).empty());
  Record const procedure{
      "procedure",
      {{"category", "行政处罚"},
       {"name", "普通程序"},
       {"steps",
        std::vector<TableRow>{{{"no", "1"}, {"name", "立案"}, {"note", "电话13800138000"}}}}}};
  CHECK(codes(type("procedure"), procedure) == Codes{"leak_mobile@steps"});
}

TEST_CASE("leaks: numbers of persons are found however they are written", "[domain][privacy]") {
  using enum Leak::Kind;
  struct Row {
    char const* text;
    std::vector<Leak::Kind> kinds;
  };
  auto const row{GENERATE(
      Row{"13800138000", {mobile_phone}}, Row{"电话138 0013 8000", {mobile_phone}},
      Row{"138-0013-8000", {mobile_phone}}, Row{"１３８００１３８０００", {mobile_phone}},
      Row{"+8613800138000", {mobile_phone}}, Row{"11010519491231002x", {identity_number}},
      Row{"110105 19491231 002X", {identity_number}}, Row{"6222 0212 3456 7890 128", {bank_card}},
      Row{"13800138000X号", {mobile_phone}}, Row{"12800138000", {}}, Row{"138001380001", {}},
      Row{"2026-11-23 0000-12345", {}}, Row{"11010519491231002Y", {}},
      Row{"110105194913310021", {}}, Row{"6222021234567890121", {}}, Row{"91350100M000100Y43", {}},
      Row{"12333", {}}, Row{"", {}})};
  std::vector<Leak::Kind> kinds;
  for (auto const& leak : find_leaks(row.text)) kinds.push_back(leak.kind);
  INFO(row.text);
  CHECK(kinds == row.kinds);
}

TEST_CASE("leaks: the place is given in bytes", "[domain][privacy]") {
  CHECK(find_leaks("电话13800138000。") == std::vector{Leak{Leak::Kind::mobile_phone, 6, 11}});
}

TEST_CASE("checksums: the golden credit code", "[domain][validation]") {
  CHECK(valid_social_credit_code("91350100M000100Y43"));
  for (char const c : std::string_view{"0124567890ABCDEFGHJKLMNPQRTUWXY"}) {
    CHECK_FALSE(valid_social_credit_code(std::string{"91350100M000100Y4"} + c));
  }
  CHECK_FALSE(valid_social_credit_code("91350100M000100Y4"));
  CHECK_FALSE(valid_social_credit_code("9135010OM000100Y43"));
}

TEST_CASE("checksums: identity numbers and cards", "[domain][validation]") {
  CHECK(valid_identity_number("11010519491231002X"));
  CHECK_FALSE(valid_identity_number("110105194912310021"));
  CHECK_FALSE(valid_identity_number("11010519491331002X"));  // month 13
  CHECK(valid_luhn("4111111111111111"));
  CHECK_FALSE(valid_luhn("4111111111111112"));
  CHECK_FALSE(valid_luhn("0"));
}
