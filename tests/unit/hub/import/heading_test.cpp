#include "hub/import/heading.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace mingshi::hub;
namespace domain = mingshi::domain;

namespace {

domain::RecordType penalty() {
  domain::RecordType type{.code = "penalty", .name = "行政处罚决定"};
  type.fields = {{.name = "no",
                  .label = "决定书文号",
                  .presence = domain::Presence::required,
                  .synonyms = {"文号", "行政相对人代码_1（统一社会信用代码）"}},
                 {.name = "party", .label = "相对人名称", .presence = domain::Presence::required},
                 {.name = "fine",
                  .label = "罚款金额",
                  .kind = domain::FieldKind::money,
                  .money_unit = domain::MoneyUnit::ten_thousand_yuan}};
  type.key = {"no"};
  return type;
}

Sheet sheet_of(std::vector<std::vector<std::string>> const& rows) {
  Sheet sheet{.name = "表"};
  for (std::size_t r{0}; r < rows.size(); ++r) {
    SheetRow row{.number = r + 1};
    for (std::size_t c{0}; c < rows[r].size(); ++c)
      if (!rows[r][c].empty())
        row.cells.push_back({.column = c + 1, .kind = CellKind::text, .text = rows[r][c]});
    if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

/// The code of the first finding for a sheet that must be refused.
domain::Problem refusal(std::vector<std::vector<std::string>> const& rows) {
  auto const type{penalty()};
  Findings findings;
  CHECK_FALSE(find_headings(type, sheet_of(rows), findings));
  REQUIRE_FALSE(findings.list().empty());
  return findings.list()[0].problem;
}

}  // namespace

TEST_CASE("headings: found below a title row, by synonym, in any order", "[heading]") {
  auto const type{penalty()};
  Findings findings;
  auto const map{find_headings(
      type,
      sheet_of({{"处罚决定一览表"}, {}, {"序号", "相对人\n名称 *", "文号："}, {"1", "甲", "乙"}}),
      findings)};
  REQUIRE(map);
  CHECK(findings.list().empty());
  CHECK(map->row == 3);
  REQUIRE(map->columns.size() == 2);
  CHECK(map->of(type.fields[0])->column == 3);
  CHECK(map->of(type.fields[1])->label() == "B 相对人名称 *");
  CHECK(map->of(type.fields[2]) == nullptr);
}

TEST_CASE("headings: full-width forms, remarks and units are understood", "[heading]") {
  auto const type{penalty()};
  Findings findings;
  auto const map{find_headings(type,
                               sheet_of({{"行政相对人代码＿１（统一社会信用代码）",
                                          "相对人名称（必填）", "罚款金额（单位：万元）"}}),
                               findings)};
  REQUIRE(map);
  CHECK(map->columns.size() == 3);
}

TEST_CASE("headings: the marks that clerks put on what must be filled in mean nothing",
          "[heading]") {
  auto const type{penalty()};
  Findings findings;
  auto const map{find_headings(
      type, sheet_of({{"※文号", "相对人\r\n名称【必填】", "★罚款金额［万元］"}}), findings)};
  REQUIRE(map);
  CHECK(findings.list().empty());
  CHECK(map->columns.size() == 3);
}

TEST_CASE("headings: a money column in the other unit is refused", "[heading][errors]") {
  auto const problem{refusal({{"文号", "相对人名称", "罚款金额(元)"}})};
  CHECK(problem.code == "heading_unit");
  CHECK(problem.text.find("万元") != std::string::npos);
}

TEST_CASE("headings: an unknown one is named with its nearest neighbour", "[heading][errors]") {
  auto const problem{refusal({{"文号", "相对人名称", "罚款金颔"}})};
  CHECK(problem.code == "heading_unknown");
  CHECK(problem.text.find("“罚款金颔”") != std::string::npos);
  CHECK(problem.text.find("“罚款金额”") != std::string::npos);
  CHECK(refusal({{"文号", "相对人名称", "天气"}}).text.find("是否应为") == std::string::npos);
}

TEST_CASE("headings: doubled, missing and absent ones are refused", "[heading][errors]") {
  CHECK(refusal({{"文号", "相对人名称", "决定书文号"}}).code == "heading_twice");
  CHECK(refusal({{"文号", "罚款金额"}}).code == "heading_missing");
  CHECK(refusal({{"文号", "相对人名称"}, {"1", "甲", "多出的"}}).code == "heading_none");
}

TEST_CASE("headings: two rows of them are refused, above the data or within", "[heading][errors]") {
  CHECK(refusal({{"文号", "相对人名称"}, {"1", "甲"}, {"文号", "相对人名称"}}).code ==
        "heading_rows");
  auto const type{penalty()};
  Findings findings;
  auto const sheet{sheet_of({{"文号", "相对人名称"}, {"文号", "相对人名称"}})};
  CHECK_FALSE(find_headings(type, sheet, findings));
  auto const map{find_headings(type, sheet_of({{"文号", "相对人名称"}}), findings)};
  REQUIRE(map);
  CHECK(repeats_headings(*map, sheet.rows[1]));
}

TEST_CASE("headings: a sheet without any is no error of its own", "[heading]") {
  auto const type{penalty()};
  Findings findings;
  CHECK_FALSE(find_headings(type, sheet_of({{"填表说明"}, {"请勿改动"}}), findings));
  CHECK(findings.list().empty());
}
