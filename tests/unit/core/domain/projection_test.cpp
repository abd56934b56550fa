#include "core/domain/projection.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"

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

Record penalty_of(std::string kind) {
  return {"penalty",
          {{"document_no", "明劳监罚〔2026〕18号"},
           {"case_name", "欧阳示例未公示工资支付制度案"},
           {"party_name", "欧阳示例"},
           {"party_kind", std::move(kind)},
           {"social_credit_code", "91350100M000100Y43"},
           {"legal_representative", "欧阳示例"},
           {"facts", "当事人欧阳示例（代码91350100M000100Y43）未公示。"},
           {"fine", Money{20'000}},
           {"decision_date", day("2026-11-19")}}};
}

Projection projected(Record const& record, MaskingPolicy const& policy = default_masking_policy()) {
  auto projection{project(type(record.type), record, policy, Origin::sample)};
  REQUIRE(projection);
  return *std::move(projection);
}

std::string sealed(std::string const& json, std::string const& code = "penalty") {
  auto const record{read_projection(type(code), json, crypto::sha256(json))};
  REQUIRE_FALSE(record);
  CHECK(record.error().code() == ErrorCode::corrupt);
  return record.error().detail();
}

}  // namespace

TEST_CASE("projection: a natural person is named by the surname alone, in every text",
          "[domain][privacy]") {
  auto const projection{projected(penalty_of("自然人"))};
  auto const& record{projection.record};
  CHECK(record.text("party_name") == "欧阳某");
  CHECK(record.text("case_name") == "欧阳某未公示工资支付制度案");
  CHECK(record.text("facts") == "当事人欧阳某（代码***）未公示。");
  CHECK_FALSE(record.fields.contains("social_credit_code"));
  CHECK_THAT(projection.canonical_json, !ContainsSubstring("欧阳示例"));
  CHECK_THAT(projection.canonical_json, !ContainsSubstring("91350100M000100Y43"));
}

TEST_CASE("projection: a name that begins another masked name gives nothing of it away",
          "[domain][privacy]") {
  auto record{penalty_of("自然人")};
  record.fields["party_name"] = std::string{"张小"};
  record.fields["legal_representative"] = std::string{"张小明"};
  record.fields["facts"] = std::string{"张小明与张小未公示。"};
  CHECK(projected(record).record.text("facts") == "张某与张某未公示。");
}

TEST_CASE("projection: a firm is shown whole", "[domain][privacy]") {
  auto const record{projected(penalty_of("法人及非法人组织")).record};
  CHECK(record.text("party_name") == "欧阳示例");
  CHECK(record.text("social_credit_code") == "91350100M000100Y43");
  CHECK(record.text("legal_representative") == "欧阳示例");
}

TEST_CASE("projection: a minor is not published at all", "[domain][privacy]") {
  auto const refused{
      project(type("penalty"), penalty_of("未成年人"), default_masking_policy(), Origin::real)};
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == ErrorCode::denied);
  CHECK_THAT(refused.error().detail(), !ContainsSubstring("欧阳"));
}

TEST_CASE("projection: a party of unknown kind is protected", "[domain][privacy]") {
  auto record{penalty_of("")};
  record.fields.erase("party_kind");
  CHECK(projected(record).record.text("party_name") == "欧阳某");
}

TEST_CASE("projection: the deployment may hide or show a natural person's name",
          "[domain][privacy]") {
  auto policy{default_masking_policy()};
  policy.actions["natural_party_name"] = MaskAction::hide;
  auto const hidden{projected(penalty_of("自然人"), policy)};
  CHECK_FALSE(hidden.record.fields.contains("party_name"));
  CHECK(hidden.record.text("case_name") == "***未公示工资支付制度案");
  policy.actions["natural_party_name"] = MaskAction::show;
  CHECK(projected(penalty_of("自然人"), policy).record.text("party_name") == "欧阳示例");
}

TEST_CASE("masking: an item the policy does not name is hidden", "[domain][privacy]") {
  CHECK(MaskingPolicy{}.action("phone") == MaskAction::hide);
  CHECK(default_masking_policy().action("minor") == MaskAction::refuse);
  CHECK(default_masking_policy().action("natural_party_name") == MaskAction::surname_only);
  CHECK(is_masking_item("home_address"));
  CHECK_FALSE(is_masking_item("homeaddress"));
}

TEST_CASE("masking: the mask of a name has one length", "[domain][privacy]") {
  CHECK(surname_only("张三") == "张某");
  CHECK(surname_only("张三丰") == "张某");
  CHECK(surname_only("欧阳锋") == "欧阳某");
  CHECK(surname_only("欧阳") == "欧某");  // 欧 is a surname too
  CHECK(surname_only("𬭎示例") == "𬭎某");
  CHECK(surname_only("买买提·艾力") == "买某");
}

TEST_CASE("projection: only declared fields leave", "[domain][privacy]") {
  auto record{penalty_of("法人及非法人组织")};
  record.fields["internal_note"] = "不公开";
  CHECK_THAT(projected(record).canonical_json, !ContainsSubstring("不公开"));
}

TEST_CASE("projection: a key that tells what is masked is refused", "[domain][privacy]") {
  auto record{penalty_of("自然人")};
  record.fields["document_no"] = "欧阳示例1号";
  auto const refused{project(type("penalty"), record, default_masking_policy(), Origin::real)};
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == ErrorCode::denied);
}

TEST_CASE("projection: the bytes are canonical and the hash is theirs", "[domain]") {
  Record const record{"annual_stats",
                      {{"year", std::int64_t{2025}},
                       {"authority", "明川区劳动监察大队"},
                       {"item", "行政\"处罚\""},
                       {"count", std::int64_t{12}},
                       {"amount", Money{326}}}};
  auto const projection{projected(record)};
  CHECK(
      projection.canonical_json ==
      R"({"fields":{"amount":326,"authority":"明川区劳动监察大队","count":12,"item":"行政\"处罚\"",)"
      R"("year":2025},"id":"annual_stats/2025/明川区劳动监察大队/行政\"处罚\"","sample":true,)"
      R"("type":"annual_stats"})");
  CHECK(projection.record.sha256 == crypto::sha256(projection.canonical_json));
}

TEST_CASE("projection: the publication period comes from the record", "[domain]") {
  auto record{penalty_of("法人及非法人组织")};
  CHECK(projected(record).record.publish_from == day("2026-11-19"));
  CHECK(projected(record).record.publish_until == day("2027-11-19"));
  record.fields["publish_until"] = day("2027-02-28");
  CHECK(projected(record).record.publish_until == day("2027-02-28"));
  record.fields.erase("publish_until");
  record.fields["decision_date"] = day("2024-02-29");
  CHECK(projected(record).record.publish_until == day("2025-02-28"));
  Record const guide{"service_guide", {{"name", "投诉"}}};
  CHECK_FALSE(projected(guide).record.publish_from);
  CHECK_FALSE(projected(guide).record.publish_until);
}

TEST_CASE("projection: what was written is read back the same", "[domain]") {
  Record const procedure{"procedure",
                         {{"category", "行政处罚"},
                          {"name", "普通程序"},
                          {"steps", std::vector<TableRow>{{{"no", "1"}, {"name", "立案"}},
                                                          {{"no", "2"}, {"name", "𬭎"}}}}}};
  for (auto const& record : {penalty_of("自然人"), penalty_of("法人及非法人组织"), procedure}) {
    auto const projection{projected(record)};
    auto const read{
        read_projection(type(record.type), projection.canonical_json, projection.record.sha256)};
    REQUIRE(read);
    CHECK(*read == projection.record);
  }
}

TEST_CASE("projection: a changed byte is corrupt", "[domain][errors]") {
  auto const projection{projected(penalty_of("法人及非法人组织"))};
  auto json{projection.canonical_json};
  json.replace(json.find("20000"), 5, "20001");
  auto const read{read_projection(type("penalty"), json, projection.record.sha256)};
  REQUIRE_FALSE(read);
  CHECK(read.error().code() == ErrorCode::corrupt);
}

TEST_CASE("projection: bytes of the wrong form are corrupt, whatever their hash",
          "[domain][errors]") {
  auto const good{projected(penalty_of("法人及非法人组织")).canonical_json};
  auto const changed{[&](std::string_view from, std::string_view to) {
    auto json{good};
    json.replace(json.find(from), from.size(), to);
    return json;
  }};
  CHECK_THAT(sealed(""), ContainsSubstring("projection"));
  CHECK_THAT(sealed("[]"), ContainsSubstring("members"));
  CHECK_THAT(sealed(changed(R"("sample":true)", R"("sample":1)")), ContainsSubstring("members"));
  CHECK_THAT(sealed(changed(R"("sample":true)", R"("sample":true,"x":1)")),
             ContainsSubstring("members"));
  CHECK_THAT(sealed(changed("\"fine\":20000", "\"fine\":\"a\"")), ContainsSubstring("fine"));
  CHECK_THAT(sealed(changed("\"fine\"", "\"fein\"")), ContainsSubstring("fein"));
  CHECK_THAT(sealed(changed(R"("sample":true)", R"("sample": true)")),
             ContainsSubstring("canonical"));
  CHECK_THAT(sealed(changed("18号", "19号")), ContainsSubstring("id"));
  CHECK_THAT(sealed(changed(R"("publish_until":"2027-11-19")", R"("publish_until":"2027-11-31")")),
             ContainsSubstring("publish_until"));
  CHECK_THAT(sealed(good, "notice"), ContainsSubstring("not a notice"));
}
