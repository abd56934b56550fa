#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/health/metrics.hpp"
#include "core/health/report.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::health;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

class Scratch {
 public:
  [[nodiscard]] publication::TerminalFolder folder() const {
    return publication::TerminalFolder{folder_.path()};
  }

 private:
  tests::TempFolder folder_;
};

Instant const noon{parse_instant("2026-11-23T12:00:00Z").value()};

/// A terminal at generation 42 on which all is well.
Report well() {
  Report report;
  report.current = 42;
  report.status = publication::Status{
      .generation = 42,
      .as_of = noon,
      .last_contact = noon,
      .last_error = std::nullopt,
      .time = publication::TimeWord{.floor = noon, .confidence = trust::Confidence::system},
      .lease_until = noon + 72h};
  return report;
}

}  // namespace

TEST_CASE("health: a folder is read with all that is in it", "[health]") {
  Scratch const scratch;
  auto const folder{scratch.folder()};
  CHECK(read_report(publication::TerminalFolder{folder.root() / "none"}).error().code() ==
        ErrorCode::not_found);
  auto const empty{read_report(folder).value()};
  CHECK_FALSE(empty.current);
  CHECK_FALSE(empty.status);
  CHECK_FALSE(empty.status_trouble.empty());

  REQUIRE(make_folders(folder.generation(42)));
  REQUIRE(replace_link(folder.current_link(), "generations/000042"));
  REQUIRE(publication::write_status(folder, *well().status));
  REQUIRE(publication::write_withdrawals(
      folder, {.hall = "h", .ids = {{"notice/1", 42}, {"notice/2", 43}, {"notice/3", 44}}}));
  auto spool{receipt::Spool::open(folder.receipts("sync")).value()};
  receipt::Receipt applied;
  applied.id = "x";
  applied.kind = receipt::Kind::applied;
  REQUIRE(spool.append(applied, receipt::Durability::now));
  auto const report{read_report(folder).value()};
  CHECK(report.current == 42);
  CHECK(report.status == well().status);
  CHECK(report.status_trouble.empty());
  CHECK(report.withdrawals_waiting == 2);
  REQUIRE(report.spools.size() == 1);
  CHECK(report.spools.front().writer == "sync");
  CHECK(report.spools.front().state.last == 1);
  CHECK(attention(report, noon).empty());
}

TEST_CASE("health: everything that needs somebody is named, and nothing else", "[health]") {
  CHECK(attention(well(), noon + 72h).empty());
  CHECK(attention(well(), noon + 72h + 1s) == std::vector{Attention::lease_over});
  CHECK(attention(Report{}, noon) == std::vector{Attention::no_generation, Attention::no_status});
  auto report{well()};
  report.status->last_error = publication::Trouble{"unreachable", "no answer", noon};
  CHECK(attention(report, noon) == std::vector{Attention::trouble});
  for (auto const confidence : {trust::Confidence::floor_only, trust::Confidence::suspect_future}) {
    report = well();
    report.status->time->confidence = confidence;
    CHECK(attention(report, noon) == std::vector{Attention::clock});
  }
  report = well();
  report.spools = {{"sync", {}}, {"kiosk", {}}};
  CHECK(attention(report, noon).empty());
  report.spools[1].state.dropped[receipt::Kind::shown] = 3;
  report.spools[0].state.damaged = 1;
  CHECK(attention(report, noon) ==
        std::vector{Attention::receipts_dropped, Attention::receipts_damaged});
}

TEST_CASE("health: the metrics are these lines", "[health]") {
  auto report{well()};
  report.status->last_error = publication::Trouble{"unreachable", "no answer", noon};
  report.withdrawals_waiting = 2;
  report.spools = {{"kiosk", {}}};
  report.spools[0].state = {.last = 12,
                            .acknowledged = 2,
                            .bytes = 3456,
                            .files = 1,
                            .held = {},
                            .dropped = {{receipt::Kind::shown, 3}, {receipt::Kind::fault, 1}},
                            .damaged = 0};
  auto const text{metrics(report, noon)};
  for (auto const* line :
       {"mingshi_generation 42\n", "mingshi_attention{what=\"trouble\"} 1\n",
        "mingshi_attention{what=\"receipts_dropped\"} 1\n", "mingshi_withdrawals_waiting 2\n",
        "mingshi_data_as_of_seconds 1795435200\n", "mingshi_lease_until_seconds 1795694400\n",
        "mingshi_trouble{code=\"unreachable\"} 1\n", "mingshi_clock{confidence=\"system\"} 1\n",
        "mingshi_clock{confidence=\"floor_only\"} 0\n",
        "mingshi_receipts_waiting{writer=\"kiosk\"} 10\n",
        "mingshi_receipts_dropped{writer=\"kiosk\"} 4\n"}) {
    CAPTURE(line);
    CHECK(text.find("\n" + std::string{line}) != std::string::npos);
  }
  CHECK(text.ends_with("\n# EOF\n"));
  CHECK(text.find("\n\n") == std::string::npos);
}

TEST_CASE("health: the metrics of an empty folder are whole too", "[health]") {
  Scratch const scratch;
  auto const file{scratch.folder().metrics_file()};
  REQUIRE(write_metrics(scratch.folder(), noon, file));
  auto const text{read_file(file, 10'000).value()};
  CHECK(text.starts_with("# TYPE mingshi_generation gauge\n"));
  CHECK(text.find("mingshi_generation 0\n") != std::string::npos);
  CHECK(text.ends_with("# EOF\n"));
}
