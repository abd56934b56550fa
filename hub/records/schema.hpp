#pragma once

#include "core/base/result.hpp"
#include "core/sqlite/database.hpp"

namespace mingshi::hub {

/// PRAGMA application_id of hub.db: "MSHB".
inline constexpr int hub_application_id{0x4D534842};
/// PRAGMA user_version of hub.db: the number of the newest migration.
inline constexpr int hub_schema_version{1};

/// Brings hub.db to the newest schema, one numbered migration after another, each in a transaction
/// of its own.
/// @errors corrupt another program's database; unsupported a newer schema than this program knows;
/// io; timeout
/// @after-failure the file has the schema of the last migration that succeeded
[[nodiscard]] Result<void> migrate(sqlite::Database& db);

}  // namespace mingshi::hub
