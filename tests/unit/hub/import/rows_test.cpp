#include "hub/import/rows.hpp"

#include "core/domain/record.hpp"
#include "hub/import/csv.hpp"
#include "workbook_maker.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace mingshi::hub;
namespace domain = mingshi::domain;
using testing::Scratch;

namespace {

constexpr std::string_view png{"\x89PNG\r\n\x1a\n"};

domain::RecordType procedure() {
  return domain::parse_record_type(R"(
code = "procedure"
name = "流程图"
name_en = "Procedures"
icon = "flow"
help = "步骤。"
phase = "before"
position = 1
key = ["name"]
title = "name"
list = ["version"]

[[field]]
name = "name"
label = "名称"
label_en = "Name"
kind = "text"
required = true

[[field]]
name = "number"
label = "编号"
label_en = "Number"
kind = "code"

[[field]]
name = "version"
label = "版本"
label_en = "Version"
kind = "text"

[[field]]
name = "text"
label = "全文"
label_en = "Text"
kind = "long_text"

[[field]]
name = "day"
label = "日期"
label_en = "Day"
kind = "date"

[[field]]
name = "picture"
label = "图"
label_en = "Picture"
kind = "file"

[[field]]
name = "steps"
label = "步骤"
label_en = "Steps"
kind = "table"

[[field.column]]
name = "no"
label = "步骤序号"
label_en = "No."
kind = "number"
required = true

[[field.column]]
name = "post"
label = "岗位"
label_en = "Post"
kind = "text"
)")
      .value();
}

struct Reading {
  std::vector<SheetRecord> records;
  std::vector<Finding> findings;

  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (auto const& finding : findings) out.push_back(finding.problem.code);
    return out;
  }
};

Reading read(domain::RecordType const& type, Sheet const& sheet, Scratch const& folder) {
  Findings findings;
  auto const headings{find_headings(type, sheet, findings)};
  REQUIRE(headings);
  Attachments attachments{folder.path(), {}};
  Reading out{.records = read_records(type, sheet, *headings, attachments, findings),
              .findings = {}};
  out.findings = findings.list();
  return out;
}

Reading read(domain::RecordType const& type, std::string_view csv) {
  Scratch const folder;
  return read(type, read_csv(csv).value().sheets.at(0), folder);
}

std::vector<domain::TableRow> steps(domain::Record const& record) {
  return std::get<std::vector<domain::TableRow>>(record.fields.at("steps"));
}

/// A sheet with the headings of the type's "名称" and "编号" and one row with these cells.
Sheet sheet_with(Cell name, Cell number) {
  name.column = 1;
  number.column = 2;
  return {.name = "表",
          .rows = {{.number = 1,
                    .cells = {{.column = 1, .text = "名称"}, {.column = 2, .text = "编号"}}},
                   {.number = 2, .cells = {std::move(name), std::move(number)}}}};
}

}  // namespace

TEST_CASE("rows: rows of the same key or of none make one record with a table", "[rows]") {
  auto const type{procedure()};
  auto const reading{read(
      type,
      "名称,版本,步骤序号,岗位\n一般程序,1.0,1,甲\n,,2,乙\n一般程序,1.0,3,\n简易程序,,1,丙\n")};
  CHECK(reading.findings.empty());
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].row == 2);
  CHECK(steps(reading.records[0].record) ==
        std::vector<domain::TableRow>{
            {{"no", "1"}, {"post", "甲"}}, {{"no", "2"}, {"post", "乙"}}, {{"no", "3"}}});
  CHECK(reading.records[1].row == 5);
  CHECK(steps(reading.records[1].record).size() == 1);
}

TEST_CASE("rows: a row that contradicts its record is named", "[rows][errors]") {
  auto const type{procedure()};
  auto const reading{read(type, "名称,版本,步骤序号\n一般程序,1.0,1\n一般程序,2.0,2\n")};
  REQUIRE(reading.codes() == std::vector<std::string>{"row_differs"});
  CHECK(reading.findings[0].row == 3);
  CHECK(reading.findings[0].column == "B 版本");
}

TEST_CASE("rows: every fault of every row is reported, with its place", "[rows][errors]") {
  auto const type{procedure()};
  auto const reading{read(
      type,
      "名称,日期,步骤序号,岗位\n甲,不是日期,1,\n,2026-01-01,,\n乙,2026-02-30,x,丙\n丁,,,戊\n")};
  std::vector<std::string> places;
  for (auto const& finding : reading.findings)
    places.push_back(std::to_string(finding.row) + finding.column);
  CHECK(places ==
        std::vector<std::string>{"2B 日期", "3B 日期", "4B 日期", "4C 步骤序号", "5C 步骤序号"});
}

TEST_CASE("rows: cells that hold no value of the clerk's are refused", "[rows][errors]") {
  auto const type{procedure()};
  Scratch const folder;
  auto const code{[&](Cell const& number) {
    return read(type, sheet_with({.text = "甲"}, number), folder).codes();
  }};
  CHECK(code({.kind = CellKind::error, .text = "#N/A"}) == std::vector<std::string>{"cell_error"});
  CHECK(code({.kind = CellKind::uncomputed, .text = "公式"}) ==
        std::vector<std::string>{"cell_formula"});
  CHECK(code({.kind = CellKind::imprecise_number, .text = "123456789012345680"}) ==
        std::vector<std::string>{"number_precision"});
  CHECK(code({.kind = CellKind::text, .text = "9.91503E+10"}) ==
        std::vector<std::string>{"number_precision"});
}

TEST_CASE("rows: a number where a code should be is a warning, once a column", "[rows]") {
  auto const type{procedure()};
  Scratch const folder;
  auto sheet{sheet_with({.text = "甲"}, {.kind = CellKind::number, .text = "123"})};
  sheet.rows.push_back(sheet.rows[1]);
  sheet.rows[2].number = 3;
  sheet.rows[2].cells[0].text = "乙";
  auto const reading{read(type, sheet, folder)};
  REQUIRE(reading.codes() == std::vector<std::string>{"number_not_text"});
  CHECK(reading.findings[0].problem.severity == domain::Severity::warning);
  CHECK(reading.records.size() == 2);
}

TEST_CASE("rows: a hidden row is taken with a warning, an empty one is passed over", "[rows]") {
  auto const type{procedure()};
  Scratch const folder;
  auto sheet{sheet_with({.text = "甲"}, {.text = " 　"})};
  sheet.rows[1].visibility = Visibility::hidden;
  sheet.rows.push_back({.number = 3, .cells = {{.column = 1, .text = "　"}}});
  auto const reading{read(type, sheet, folder)};
  CHECK(reading.codes() == std::vector<std::string>{"hidden_row"});
  CHECK(reading.records.size() == 1);
}

TEST_CASE("rows: headings repeated among the data are refused", "[rows][errors]") {
  auto const type{procedure()};
  std::string csv{"名称,版本\n"};
  for (int i{0}; i < 12; ++i) csv += "程序" + std::to_string(i) + ",1\n";
  auto const reading{read(type, csv + "名称,版本\n甲,1\n")};
  REQUIRE(reading.codes() == std::vector<std::string>{"heading_rows"});
  CHECK(reading.findings[0].row == 14);
}

TEST_CASE("rows: @ loads a text, a file field takes a picture", "[rows]") {
  auto const type{procedure()};
  Scratch const folder;
  folder.write("全文.md", "第一条 甲\n第二条 乙\n");
  folder.write("a.png", png);
  auto const reading{
      read(type, read_csv("名称,全文,图\n甲,@全文.md,a.png\n乙,@没有.md,b.png\n").value().sheets[0],
           folder)};
  REQUIRE(reading.codes() == std::vector<std::string>{"file_missing", "file_missing"});
  CHECK(reading.findings[0].column == "B 全文");
  CHECK(reading.findings[1].column == "C 图");
  auto const& fields{reading.records.at(0).record.fields};
  CHECK(std::get<std::string>(fields.at("text")).starts_with("第一条 甲\n第二条 乙"));
  CHECK(std::get<std::string>(fields.at("picture")).size() == 64);
}

TEST_CASE("rows: a day with a time of day in a date column is that day", "[rows]") {
  auto const type{procedure()};
  Scratch const folder;
  auto sheet{sheet_with({.text = "甲"}, {.kind = CellKind::date, .text = "2026-11-23 14:30"})};
  sheet.rows[0].cells[1].text = "日期";
  auto const reading{read(type, sheet, folder)};
  CHECK(reading.findings.empty());
  CHECK(std::get<mingshi::Day>(reading.records.at(0).record.fields.at("day")) ==
        mingshi::parse_day("2026-11-23").value());
}
