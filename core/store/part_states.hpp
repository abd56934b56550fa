#pragma once

#include "core/base/result.hpp"
#include "core/publication/part_head.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/generation.hpp"
#include "core/store/set_hash.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::store {

/// Counts and set hashes of one part, followed change by change.
class PartStates {
 public:
  void add(Row const& row);
  /// @errors corrupt there is no such row by the count
  [[nodiscard]] Result<void> subtract(Row const& row);
  void clear() { types_.clear(); }
  /// Takes over what a database or head says. @errors corrupt a malformed set hash
  [[nodiscard]] Result<void> load(publication::PartState const& state);
  [[nodiscard]] publication::PartState state() const;

 private:
  struct TypeStates {
    std::int64_t rows{0};
    SetHash set;
  };
  std::map<std::string, TypeStates, std::less<>> types_;
};

/// The table `part_type`. @errors corrupt; io
[[nodiscard]] Result<publication::PartState> read_states(sqlite::Database& db,
                                                         publication::Part part);
/// Replaces the part's rows of the table.
[[nodiscard]] Result<void> write_states(sqlite::Database& db, publication::Part part,
                                        publication::PartState const& state);

}  // namespace mingshi::store
