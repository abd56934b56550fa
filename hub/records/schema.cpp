#include "hub/records/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

namespace mingshi::hub {
namespace {

/// migrate.01: append-only versions. The triggers hold for every program that opens the file, not
/// only for ours; the third stops INSERT OR REPLACE, which fires no DELETE trigger.
constexpr std::string_view migration_01{R"(
CREATE TABLE record_version(
  id TEXT NOT NULL, number INTEGER NOT NULL CHECK(number > 0), type TEXT NOT NULL,
  json TEXT NOT NULL, sha256 TEXT NOT NULL, entered TEXT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY(id, number)
) STRICT;
CREATE TRIGGER record_version_is_never_changed BEFORE UPDATE ON record_version
BEGIN SELECT RAISE(ABORT, 'versions are only ever added'); END;
CREATE TRIGGER record_version_is_never_deleted BEFORE DELETE ON record_version
BEGIN SELECT RAISE(ABORT, 'versions are only ever added'); END;
CREATE TRIGGER record_version_follows_the_last BEFORE INSERT ON record_version
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM record_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'versions are only ever added'); END;
)"};

constexpr std::array<std::string_view, hub_schema_version> migrations{migration_01};

Result<std::int64_t> version_of(sqlite::Database& db) {
  auto const application{MS_TRY(db.integer("PRAGMA application_id"))};
  auto const version{MS_TRY(db.integer("PRAGMA user_version"))};
  auto const tables{MS_TRY(db.integer("SELECT count(*) FROM sqlite_schema"))};
  bool const fresh{application == 0 && version == 0 && tables == 0};
  if (!fresh && application != hub_application_id)
    return fail(ErrorCode::corrupt, "not a hub database");
  if (version > hub_schema_version)
    return fail(ErrorCode::unsupported,
                fmt::format("hub.db has schema version {}, this program knows up to {}", version,
                            hub_schema_version));
  return version;
}

}  // namespace

Result<void> migrate(sqlite::Database& db) {
  for (;;) {
    auto transaction{MS_TRY(sqlite::Transaction::begin(db))};
    // Asked under the lock: another process may have migrated a moment ago.
    auto const version{MS_TRY(version_of(db))};
    if (version == hub_schema_version) return transaction.commit();
    MS_TRY(db.execute(migrations.at(static_cast<std::size_t>(version))));
    MS_TRY(db.execute(fmt::format("PRAGMA application_id={}; PRAGMA user_version={}",
                                  hub_application_id, version + 1)));
    MS_TRY(transaction.commit());
  }
}

}  // namespace mingshi::hub
