#include "hub/assets/product_data.hpp"
#include "hub/import/attachments.hpp"
#include "hub/import/heading.hpp"
#include "hub/import/rows.hpp"
#include "hub/import/table_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

using namespace mingshi::hub;
namespace fs = std::filesystem;

namespace {

/// "10-officer.xlsx" → "officer".
std::string type_of(fs::path const& table) {
  auto const stem{table.stem().string()};
  return stem.substr(stem.find('-') + 1);
}

/// Reads one table and gives its number of records; every error is a failed check that names its
/// place.
std::size_t records_in(mingshi::domain::RecordType const& type, fs::path const& table) {
  auto book{read_table_file(table)};
  INFO(table.filename().string());
  REQUIRE(book);
  REQUIRE(book->sheets.size() == 1);
  auto& sheet{book->sheets[0]};
  REQUIRE(spread_merges_down(sheet, {}));
  Findings findings;
  auto const headings{find_headings(type, sheet, findings)};
  Attachments attachments{table.parent_path(), {}};
  auto const records{headings ? read_records(type, sheet, *headings, attachments, findings)
                              : std::vector<SheetRecord>{}};
  for (auto const& finding : findings.list()) {
    INFO(finding.row << " " << finding.column << " " << finding.problem.code << " "
                     << finding.problem.text);
    CHECK(finding.problem.severity == mingshi::domain::Severity::warning);
  }
  CHECK(headings);
  return records.size();
}

}  // namespace

TEST_CASE("sample hall: every table is read without an error", "[sample]") {
  fs::path const assets{MS_SOURCE_DIR "/assets"};
  auto const data{read_product_data(assets)};
  REQUIRE(data);
  std::size_t tables{0};
  for (auto const& entry : fs::directory_iterator{assets / "sample"}) {
    auto const& file{entry.path()};
    if (file.extension() != ".xlsx" && file.extension() != ".csv") continue;
    auto const* type{data->catalogue.find(type_of(file))};
    INFO(file.filename().string());
    REQUIRE(type != nullptr);
    CHECK(records_in(*type, file) >= 1);
    ++tables;
  }
  CHECK(tables >= 20);
  CHECK(records_in(*data->catalogue.find("officer"), assets / "sample" / "10-officer.xlsx") == 38);
  CHECK(records_in(*data->catalogue.find("legal_basis"),
                   assets / "data" / "laws" / "legal_basis.csv") == 8);
}
