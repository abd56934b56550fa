#include "hub/records/certified.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/records/records.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>
#include <vector>

namespace mingshi::hub {
namespace {

using domain::Record;
using domain::Severity;
using tests::TempFolder;
using namespace std::chrono_literals;

constexpr Instant monday{Day{2026y / 11 / 23} + 6h};
constexpr Day act{2026y / 11 / 19};

Record officer(std::string name, std::string number) {
  return {.type = "officer",
          .fields = {{"name", std::move(name)}, {"certificate_no", std::move(number)}}};
}

Record certificate(std::string holder, std::string state = "有效", Day until = 2027y / 1 / 1,
                   Day since = 2026y / 11 / 1) {
  Record record{.type = "certificate",
                .fields = {{"holder", holder},
                           {"kind", std::string{"行政执法证"}},
                           {"issuer", std::string{"区司法局"}},
                           {"number", std::move(holder)},
                           {"valid_from", Day{2024y / 1 / 1}},
                           {"valid_until", until},
                           {"state", state}}};
  if (state != "有效" && state != "过期") record.fields["state_since"] = since;
  return record;
}

Record decision(std::string officers, Day day = act) {
  return {.type = "penalty",
          .fields = {{"document_no", std::string{"明劳监罚〔2026〕18号"}},
                     {"officers", std::move(officers)},
                     {"decision_date", day}}};
}

/// What the hub says of `incoming` when `stored` is in it.
std::vector<Conflict> conflicts(std::vector<Record> stored, std::vector<Record> const& incoming) {
  TempFolder const dir;
  auto const data{read_product_data(std::filesystem::path{MS_SOURCE_DIR} / "assets")};
  REQUIRE(data);
  auto records{Records::open(dir.path())};
  REQUIRE(records);
  std::vector<Incoming> before;
  for (auto& record : stored) before.push_back({std::move(record), "test", before.size()});
  REQUIRE(records->put(data->catalogue, before, monday));
  std::vector<Incoming> now;
  for (auto const& record : incoming) now.push_back({record, "test", now.size()});
  auto found{records->conflicts(data->catalogue, now)};
  REQUIRE(found);
  return *std::move(found);
}

TEST_CASE("certified: officers whose certificates were valid on the day are no conflict",
          "[records]") {
  CHECK(conflicts({officer("周明远", "99150310001"), officer("顾泓", "99150310002"),
                   certificate("99150310001"), certificate("99150310002")},
                  {decision("周明远、顾泓")})
            .empty());
}

TEST_CASE("certified: a certificate that was not valid on the day refuses the decision",
          "[records][errors]") {
  auto const [held, said]{GENERATE(table<Record, std::string>(
      {{certificate("99150310002", "有效", 2026y / 11 / 18), "2024-01-01 至 2026-11-18，有效"},
       {certificate("99150310002", "暂扣"), "2024-01-01 至 2027-01-01，暂扣"},
       {certificate("99150310002", "注销", 2027y / 1 / 1, act),
        "2024-01-01 至 2027-01-01，注销"}}))};
  auto const found{conflicts({officer("周明远", "99150310001"), officer("顾泓", "99150310002"),
                              certificate("99150310001"), held},
                             {decision("周明远、顾泓")})};
  REQUIRE(found.size() == 1);
  CHECK(found[0].problem ==
        domain::Problem{.field = "officers",
                        .code = "certificate_not_valid",
                        .text = "“执法人员”里的“顾泓”在“决定日期”2026-11-19 没有有效的执法证件"
                                "（99150310002：" +
                                said +
                                "），请核对人员和日期（行政处罚法 "
                                "第四十二条：由具有行政执法资格的人员实施）"});
}

TEST_CASE("certified: what happened to a certificate after the day does not matter", "[records]") {
  auto const held{
      GENERATE(certificate("99150310001", "注销", 2027y / 1 / 1, act + std::chrono::days{1}),
               certificate("99150310001", "过期", act))};
  CHECK(conflicts({officer("周明远", "99150310001"), held}, {decision("周明远")}).empty());
}

TEST_CASE("certified: of two people of one name, one with a valid certificate is enough",
          "[records]") {
  CHECK(conflicts({officer("王芳", "99150310001"), officer("王芳", "99150310002"),
                   certificate("99150310001", "注销"), certificate("99150310002")},
                  {decision("王芳")})
            .empty());
}

TEST_CASE("certified: people the register does not know are a warning, not a refusal",
          "[records]") {
  auto const found{conflicts({officer("周明远", "99150310001")}, {decision("周明远、退休者")})};
  REQUIRE(found.size() == 2);
  CHECK(found[0].problem.code == "certificate_unknown");
  CHECK(found[1].problem.code == "officer_unknown");
  for (auto const& conflict : found) CHECK(conflict.problem.severity == Severity::warning);
}

TEST_CASE("certified: an officer of the same import goes before the store", "[records]") {
  CHECK(conflicts({officer("周明远", "99150310001"), certificate("99150310001", "暂扣")},
                  {certificate("99150310001"), decision("周明远")})
            .empty());
}

}  // namespace
}  // namespace mingshi::hub
