#include "hub/records/records.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/record_json.hpp"
#include "core/json/json.hpp"
#include "hub/records/schema.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace mingshi::hub {
namespace {

using json::Json;

constexpr std::string_view version_columns{
    "SELECT id, number, json, sha256, entered, source FROM record_version "};

std::string canonical(domain::Record const& record) {
  Json object = Json::object();
  object["type"] = record.type;
  object["fields"] = domain::fields_to_json(record.fields);
  return json::canonical(object);
}

Result<domain::Record> read_record(domain::Catalogue const& catalogue, std::string_view bytes) {
  auto const parsed = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  if (!parsed.is_object() || !parsed.contains("type") || !parsed.contains("fields") ||
      !parsed["type"].is_string() || !parsed["fields"].is_object())
    return fail(ErrorCode::corrupt, "not a record");
  auto code{parsed["type"].get<std::string>()};
  auto const* const type{catalogue.find(code)};
  if (type == nullptr)
    return fail(ErrorCode::unsupported, "record type " + code + " is not declared");
  // A field that its declaration has lost since is passed over, so that old versions stay readable.
  Json known = Json::object();
  for (auto const& [name, value] : parsed["fields"].items())
    if (type->field(name) != nullptr) known[name] = value;
  auto fields{MS_TRY(domain::fields_from_json(*type, known))};
  return domain::Record{.type = std::move(code), .fields = std::move(fields)};
}

Result<Version> version_at(sqlite::Statement const& row, domain::Catalogue const& catalogue) {
  auto id{row.text(0)};
  auto const bytes{row.text(2)};
  auto sha256{row.text(3)};
  if (crypto::sha256(bytes) != sha256)
    return fail(ErrorCode::corrupt, "hub.db: " + id + " is not what was entered");
  auto record{read_record(catalogue, bytes)};
  if (!record) return std::unexpected{std::move(record).error().while_doing("hub.db: " + id)};
  auto const entered{MS_TRY(parse_instant(row.text(4)))};
  return Version{.number = row.integer(1),
                 .id = std::move(id),
                 .record = *std::move(record),
                 .sha256 = std::move(sha256),
                 .entered = entered,
                 .source = row.text(5)};
}

Result<std::vector<Version>> all_versions(sqlite::Statement& rows,
                                          domain::Catalogue const& catalogue) {
  std::vector<Version> versions;
  while (MS_TRY(rows.step())) versions.push_back(MS_TRY(version_at(rows, catalogue)));
  return versions;
}

}  // namespace

Result<Records> Records::open(std::filesystem::path const& hub_dir) {
  MS_TRY(make_folders(hub_dir));
  auto db{MS_TRY(sqlite::Database::open(hub_dir / "hub.db", sqlite::Database::Mode::read_write))};
  auto migrated{migrate(db)};
  if (!migrated) return std::unexpected{std::move(migrated).error().while_doing("opening hub.db")};
  return Records{std::move(db)};
}

Result<PutSummary> Records::put(domain::Catalogue const& catalogue,
                                std::vector<Incoming> const& incoming, Instant now) {
  PutSummary summary;
  auto const entered{iso_instant(now)};
  auto transaction{MS_TRY(sqlite::Transaction::begin(db_))};
  auto newest{MS_TRY(db_.prepare(
      "SELECT number, sha256 FROM record_version WHERE id=? ORDER BY number DESC LIMIT 1"))};
  auto insert{MS_TRY(db_.prepare("INSERT INTO record_version VALUES(?,?,?,?,?,?,?)"))};
  for (auto const& item : incoming) {
    auto const* const type{catalogue.find(item.record.type)};
    if (type == nullptr)
      return fail(ErrorCode::bug, "record type " + item.record.type + " is not declared");
    auto const id{domain::record_id(*type, item.record.fields)};
    auto const bytes{canonical(item.record)};
    auto const sha256{crypto::sha256(bytes)};
    MS_TRY(newest.bind({id}));
    bool const known{MS_TRY(newest.step())};
    if (known && newest.text(1) == sha256) {
      ++summary.unchanged;
      continue;
    }
    std::int64_t const number{known ? newest.integer(0) + 1 : 1};
    MS_TRY(insert.run({id, number, item.record.type, bytes, sha256, entered, item.source}));
    ++(known ? summary.changed : summary.added);
  }
  MS_TRY(transaction.commit());
  return summary;
}

Result<std::vector<Version>> Records::newest(domain::Catalogue const& catalogue) {
  auto rows{MS_TRY(db_.prepare(std::string{version_columns} +
                               "AS v WHERE number=(SELECT max(number) FROM record_version "
                               "WHERE id=v.id) ORDER BY type, id"))};
  return all_versions(rows, catalogue);
}

Result<std::vector<Version>> Records::history(domain::Catalogue const& catalogue,
                                              std::string_view id) {
  auto rows{MS_TRY(db_.prepare(std::string{version_columns} + "WHERE id=? ORDER BY number"))};
  MS_TRY(rows.bind({id}));
  auto versions{MS_TRY(all_versions(rows, catalogue))};
  if (versions.empty()) return fail(ErrorCode::not_found, "no record " + std::string{id});
  return versions;
}

}  // namespace mingshi::hub
