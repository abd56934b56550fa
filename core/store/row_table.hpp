#pragma once

#include "core/base/result.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/part_head.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/part_states.hpp"
#include "core/store/tables.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingshi::store {

/// One part's rows while op logs are played: follows counts and set hashes, and takes away the
/// search keys of every row that changes. The two parts do not see each other's rows, so that a
/// type may move between them.
/// @pre the Database is not moved meanwhile
class RowTable {
 public:
  /// @param touched gets the number of every row that has lost its search keys
  [[nodiscard]] static Result<RowTable> create(sqlite::Database& db, publication::Part part,
                                               std::vector<std::int64_t>& touched);
  /// Takes over the part's states from the table. @errors corrupt
  [[nodiscard]] Result<void> load_states();
  /// Takes all of the part's rows away.
  [[nodiscard]] Result<void> clear();
  /// After the log that followed clear(): from now on an id may be there already.
  void end_log() { fresh_ = false; }
  /// @errors corrupt a remove or merge of what is not there; as publication::patched()
  [[nodiscard]] Result<void> play(publication::Op const& op);
  [[nodiscard]] publication::PartState state() const { return states_.state(); }

 private:
  /// A row without its text, and where it is.
  struct Stored {
    std::int64_t number{0};
    Row row;
  };
  /// Statements in the order in which create() makes them.
  struct Statements {
    sqlite::Statement find, projection, update, remove, remove_key, remove_readings;
  };
  RowTable(sqlite::Database& db, publication::Part part, std::vector<std::int64_t>& touched,
           Statements statements, RowInserter inserter)
      : db_{&db},
        part_{part},
        touched_{&touched},
        sql_{std::move(statements)},
        inserter_{std::move(inserter)} {}

  [[nodiscard]] Result<void> play(publication::Remove const& op);
  [[nodiscard]] Result<void> play(publication::Put const& op);
  [[nodiscard]] Result<void> play(publication::Merge const& op);
  [[nodiscard]] Result<std::optional<Stored>> find(std::string_view id);
  [[nodiscard]] Result<Stored> existing(std::string_view id);
  [[nodiscard]] Result<void> replace(Stored const& before, publication::Entry entry);
  [[nodiscard]] Result<void> forget_keys(std::int64_t number);

  sqlite::Database* db_;
  publication::Part part_;
  std::vector<std::int64_t>* touched_;
  Statements sql_;
  RowInserter inserter_;
  PartStates states_;
  bool fresh_{false};  ///< nothing but what was put since clear(): ids of one log are unique
};

}  // namespace mingshi::store
