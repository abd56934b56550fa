#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/domain/record.hpp"
#include "core/domain/record_type.hpp"
#include "core/domain/validation.hpp"
#include "core/sqlite/database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mingshi::hub {

/// One version of one record, as entered. Versions are only ever added.
struct Version {
  std::int64_t number{0};  ///< 1, 2, … within the record
  std::string id;          ///< record id
  domain::Record record;
  std::string sha256;  ///< of the record's canonical JSON, unmasked
  Instant entered{};
  std::string source;  ///< where it came from: "import officers.xlsx 人员!7"
  friend bool operator==(Version const&, Version const&) = default;
};

/// What putting records did.
struct PutSummary {
  std::int64_t added{0};      ///< new records
  std::int64_t changed{0};    ///< new versions of known records
  std::int64_t unchanged{0};  ///< identical to the newest version: nothing written
};

/// A record to put, with the place it came from (for messages and the version's source).
struct Incoming {
  domain::Record record;
  std::string source;
  std::size_t place{0};  ///< the caller's row index, given back in Conflict
};

/// An incoming record that contradicts the store or another incoming one.
struct Conflict {
  std::size_t place{0};
  domain::Problem problem;
};

/// The hub's records: append-only versions in hub.db.
/// @threads one at a time; one process writes
class Records {
 public:
  /// Opens or creates DIR/hub.db and migrates it to the newest schema.
  /// @errors unsupported a newer schema; corrupt; io
  [[nodiscard]] static Result<Records> open(std::filesystem::path const& hub_dir);

  /// Checks many records against each other and the store, without writing: the same key twice, a
  /// certificate number that belongs to another person, a reference to a record that exists neither
  /// in the store nor among `incoming`, a person who acted without a certificate valid on that day
  /// (see uncertified(), which also warns).
  [[nodiscard]] Result<std::vector<Conflict>> conflicts(domain::Catalogue const& catalogue,
                                                        std::vector<Incoming> const& incoming);
  /// Appends versions, all in one transaction.
  /// @pre conflicts() found nothing worse than a warning
  /// @after-failure nothing was written
  [[nodiscard]] Result<PutSummary> put(domain::Catalogue const& catalogue,
                                       std::vector<Incoming> const& incoming, Instant now);

  /// The newest version of every record, by type and id.
  [[nodiscard]] Result<std::vector<Version>> newest(domain::Catalogue const& catalogue);
  /// Every version of one record, oldest first. @errors not_found
  [[nodiscard]] Result<std::vector<Version>> history(domain::Catalogue const& catalogue,
                                                     std::string_view id);

 private:
  explicit Records(sqlite::Database db) : db_{std::move(db)} {}
  sqlite::Database db_;
};

}  // namespace mingshi::hub
