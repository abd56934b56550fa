#include "hub/records/records.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "hub/records/schema.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>

namespace mingshi::hub {
namespace {

using Catch::Matchers::ContainsSubstring;
using domain::Field;
using domain::FieldKind;
using domain::Presence;
using domain::Record;
using domain::RecordType;
using sqlite::Database;
using tests::TempFolder;
using namespace std::chrono_literals;

constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

Field field(std::string name, std::string label, FieldKind kind, bool certificate = false) {
  Field f;
  f.name = std::move(name);
  f.label = std::move(label);
  f.kind = kind;
  f.presence = Presence::required;
  if (certificate) f.scheme = domain::CodeScheme::certificate;
  return f;
}

/// Officers and certificates, reduced to what conflicts look at.
domain::Catalogue catalogue() {
  RecordType officer;
  officer.code = "officer";
  officer.name = "行政执法人员";
  officer.key = {"certificate_no"};
  officer.fields = {field("name", "姓名", FieldKind::person),
                    field("certificate_no", "证件编号", FieldKind::code, true),
                    field("position", "职务", FieldKind::text)};
  RecordType certificate;
  certificate.code = "certificate";
  certificate.name = "行政执法证件";
  certificate.position = 1;
  certificate.key = {"kind", "number"};
  certificate.fields = {field("holder", "持证人", FieldKind::reference),
                        field("kind", "类型", FieldKind::text),
                        field("number", "证号", FieldKind::code, true)};
  certificate.fields[0].refers_to = "officer";
  auto all{domain::Catalogue::of({officer, certificate})};
  REQUIRE(all);
  return *std::move(all);
}

Incoming officer(std::string name, std::string number, std::string position,
                 std::size_t place = 0) {
  return {.record = {.type = "officer",
                     .fields = {{"name", std::move(name)},
                                {"certificate_no", std::move(number)},
                                {"position", std::move(position)}}},
          .source = "import 人员.xlsx 人员!" + std::to_string(place + 2),
          .place = place};
}

Incoming certificate(std::string holder, std::string number, std::size_t place = 0) {
  return {.record = {.type = "certificate",
                     .fields = {{"holder", std::move(holder)},
                                {"kind", std::string{"行政执法证"}},
                                {"number", std::move(number)}}},
          .source = "import 证件.xlsx 证件!" + std::to_string(place + 2),
          .place = place};
}

Records open_or_fail(std::filesystem::path const& dir) {
  auto records{Records::open(dir)};
  if (!records) FAIL(records.error().detail());
  return *std::move(records);
}

TEST_CASE("records: a changed record is a new version, the same record is none", "[records]") {
  TempFolder const dir;
  auto const types{catalogue()};
  auto records{open_or_fail(dir.path())};
  auto const first{records.put(
      types, {officer("𠮷红", "15001", "科员"), officer("王明", "15002", "科长")}, monday)};
  REQUIRE(first);
  CHECK(first->added == 2);
  auto const second{records.put(
      types, {officer("𠮷红", "15001", "科员"), officer("王明", "15002", "队长")}, monday + 1h)};
  REQUIRE(second);
  CHECK(second->added == 0);
  CHECK(second->changed == 1);
  CHECK(second->unchanged == 1);

  auto const newest{records.newest(types)};
  REQUIRE(newest);
  REQUIRE(newest->size() == 2);
  CHECK((*newest)[0].number == 1);
  CHECK((*newest)[0].record == officer("𠮷红", "15001", "科员").record);
  CHECK((*newest)[1].number == 2);
  CHECK((*newest)[1].record == officer("王明", "15002", "队长").record);
  CHECK((*newest)[1].entered == monday + 1h);

  auto const history{records.history(types, (*newest)[1].id)};
  REQUIRE(history);
  REQUIRE(history->size() == 2);
  CHECK((*history)[0].record == officer("王明", "15002", "科长").record);
  CHECK((*history)[0].source == "import 人员.xlsx 人员!2");
}

TEST_CASE("records: they outlive the process", "[records]") {
  TempFolder const dir;
  auto const types{catalogue()};
  {
    auto records{open_or_fail(dir.path())};
    REQUIRE(records.put(types, {officer("王明", "15002", "科长")}, monday));
  }
  auto records{open_or_fail(dir.path())};
  CHECK(records.newest(types)->size() == 1);
}

TEST_CASE("records: no record of that id is not_found", "[records][errors]") {
  TempFolder const dir;
  auto records{open_or_fail(dir.path())};
  auto const history{records.history(catalogue(), "officer/1")};
  REQUIRE_FALSE(history);
  CHECK(history.error().code() == ErrorCode::not_found);
}

TEST_CASE("records: when one record cannot be put, none is", "[records][errors]") {
  TempFolder const dir;
  auto const types{catalogue()};
  auto records{open_or_fail(dir.path())};
  Incoming unknown{officer("王明", "15003", "科长")};
  unknown.record.type = "unknown";
  CHECK_FALSE(records.put(types, {officer("王明", "15002", "科长"), unknown}, monday));
  CHECK(records.newest(types)->empty());
}

TEST_CASE("conflicts: the same key twice in one import names both places", "[records][errors]") {
  TempFolder const dir;
  auto records{open_or_fail(dir.path())};
  auto const found{records.conflicts(
      catalogue(), {officer("王明", "15002", "科长", 0), officer("李强", "15003", "科员", 1),
                    officer("王明", "15002", "科员", 2)})};
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK((*found)[0].place == 2);
  CHECK((*found)[0].problem.code == "duplicate_key");
  CHECK((*found)[0].problem.field == "certificate_no");
  CHECK((*found)[0].problem.text ==
        "证件编号“15002”与前面一条（import 人员.xlsx "
        "人员!2）重复，一份表里同一条只能出现一次，请删去其中一条");
  CHECK(records.newest(catalogue())->empty());
}

TEST_CASE("conflicts: a certificate number that belongs to another person", "[records][errors]") {
  TempFolder const dir;
  auto const types{catalogue()};
  auto records{open_or_fail(dir.path())};
  REQUIRE(
      records.put(types, {officer("王明", "15002", "科长"), certificate("15002", "A1")}, monday));
  auto const found{records.conflicts(
      types, {officer("李强", "15002", "科员", 0), officer("王五", "15009", "科员", 1),
              certificate("15009", "A1", 2)})};
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].place == 0);
  CHECK((*found)[0].problem.code == "certificate_taken");
  CHECK((*found)[0].problem.text ==
        "证件编号“15002”已经登记在姓名“王明”名下（import 人员.xlsx 人员!2，2026-11-23 "
        "14:00），本条的姓名是“李强”，请核对是哪一个填错了");
  CHECK((*found)[1].place == 2);
  CHECK_THAT((*found)[1].problem.text, ContainsSubstring("证号“A1”已经登记在持证人“15002”名下"));
}

TEST_CASE("conflicts: the same person again, with another post, is none", "[records]") {
  TempFolder const dir;
  auto const types{catalogue()};
  auto records{open_or_fail(dir.path())};
  REQUIRE(records.put(types, {officer("王明", "15002", "科长")}, monday));
  auto const found{records.conflicts(types, {officer("王明", "15002", "队长")})};
  if (!found) FAIL(found.error().detail());
  CHECK(found->empty());
}

TEST_CASE("conflicts: a holder must be known, in the store or in the same import",
          "[records][errors]") {
  TempFolder const dir;
  auto const types{catalogue()};
  auto records{open_or_fail(dir.path())};
  REQUIRE(records.put(types, {officer("王明", "15002", "科长")}, monday));
  auto const found{records.conflicts(
      types, {certificate("15002", "A1", 0), certificate("15003", "A2", 1),
              certificate("15004", "A3", 2), officer("李强", "15003", "科员", 3)})};
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK((*found)[0].place == 2);
  CHECK((*found)[0].problem.code == "missing_reference");
  CHECK((*found)[0].problem.text ==
        "持证人“15004”在“行政执法人员”里没有登记，请核对编号，或者先导入“行政执法人员”");
}

TEST_CASE("hub.db: versions cannot be changed or deleted, by nobody", "[records][errors]") {
  TempFolder const dir;
  {
    auto records{open_or_fail(dir.path())};
    REQUIRE(records.put(catalogue(), {officer("王明", "15002", "科长")}, monday));
  }
  auto db{Database::open(dir / "hub.db", Database::Mode::read_write)};
  REQUIRE(db);
  CHECK_FALSE(db->execute("UPDATE record_version SET json='{}'"));
  CHECK_FALSE(db->execute("DELETE FROM record_version"));
  // A REPLACE deletes without firing the trigger for it.
  CHECK_FALSE(
      db->execute("INSERT OR REPLACE INTO record_version "
                  "SELECT id, number, type, '{}', sha256, entered, source FROM record_version"));
  CHECK_FALSE(db->execute(
      "INSERT INTO record_version "
      "SELECT id, number + 2, type, json, sha256, entered, source FROM record_version"));
  CHECK(db->integer("SELECT count(*) FROM record_version WHERE json='{}'") == 0);
  CHECK(db->integer("SELECT count(*) FROM record_version") == 1);
}

TEST_CASE("hub.db: it holds unmasked records and is its owner's alone", "[records][privacy]") {
  TempFolder const dir;
  auto records{open_or_fail(dir.path())};
  REQUIRE(records.put(catalogue(), {officer("王明", "15002", "科长")}, monday));
  using std::filesystem::perms;
  auto const others{perms::group_all | perms::others_all};
  for (auto const* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) {
    CAPTURE(name);
    CHECK((std::filesystem::status(dir / name).permissions() & others) == perms::none);
  }
}

TEST_CASE("hub.db: a newer schema is unsupported, another program's file is corrupt",
          "[records][errors]") {
  TempFolder const dir;
  auto const [sql, code]{
      GENERATE(table<std::string, ErrorCode>({{"PRAGMA user_version=2", ErrorCode::unsupported},
                                              {"PRAGMA application_id=7", ErrorCode::corrupt}}))};
  {
    auto const made{open_or_fail(dir.path())};
  }
  {
    auto db{Database::open(dir / "hub.db", Database::Mode::read_write)};
    REQUIRE(db);
    REQUIRE(db->execute(sql));
  }
  auto const records{Records::open(dir.path())};
  REQUIRE_FALSE(records);
  CHECK(records.error().code() == code);
}

TEST_CASE("hub.db: a version that is not what was entered is corrupt", "[records][errors]") {
  TempFolder const dir;
  {
    auto records{open_or_fail(dir.path())};
    REQUIRE(records.put(catalogue(), {officer("王明", "15002", "科长")}, monday));
  }
  {
    auto db{Database::open(dir / "hub.db", Database::Mode::read_write)};
    REQUIRE(db);
    REQUIRE(
        db->execute("DROP TRIGGER record_version_is_never_changed; "
                    "UPDATE record_version SET json=replace(json,'科长','局长')"));
  }
  auto records{open_or_fail(dir.path())};
  auto const newest{records.newest(catalogue())};
  REQUIRE_FALSE(newest);
  CHECK(newest.error().code() == ErrorCode::corrupt);
}

TEST_CASE("records: a field that its declaration has lost is passed over", "[records]") {
  TempFolder const dir;
  auto records{open_or_fail(dir.path())};
  REQUIRE(records.put(catalogue(), {officer("王明", "15002", "科长")}, monday));
  auto types{catalogue().types()};
  types[0].fields.pop_back();
  auto const smaller{domain::Catalogue::of(types)};
  REQUIRE(smaller);
  auto const newest{records.newest(*smaller)};
  REQUIRE(newest);
  CHECK_FALSE((*newest)[0].record.fields.contains("position"));
}

}  // namespace
}  // namespace mingshi::hub
