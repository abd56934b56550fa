#include "core/store/part_states.hpp"

#include "core/store/tables.hpp"

#include <utility>

namespace mingshi::store {

using publication::Part;
using publication::PartState;

void PartStates::add(Row const& row) {
  auto& type{types_[row.type]};
  ++type.rows;
  type.set.add(row);
}

Result<void> PartStates::subtract(Row const& row) {
  auto const type{types_.find(row.type)};
  if (type == types_.end())
    return fail(ErrorCode::corrupt, "more rows of type " + row.type + " than were counted");
  type->second.set.subtract(row);
  if (--type->second.rows > 0) return {};
  if (type->second.set != SetHash{})
    return fail(ErrorCode::corrupt, "the set hash of type " + row.type + " is not its rows'");
  types_.erase(type);
  return {};
}

Result<void> PartStates::load(PartState const& state) {
  types_.clear();
  for (auto const& [type, of_type] : state) {
    auto set{SetHash::from_hex(of_type.set)};
    if (!set) return fail(ErrorCode::corrupt, set.error().detail());
    types_.emplace(type, TypeStates{.rows = of_type.rows, .set = *set});
  }
  return {};
}

PartState PartStates::state() const {
  PartState state;
  for (auto const& [type, of_type] : types_)
    state.emplace(type, publication::TypeState{.rows = of_type.rows, .set = of_type.set.hex()});
  return state;
}

Result<PartState> read_states(sqlite::Database& db, Part part) {
  auto statement{MS_TRY(prepare(db, "SELECT type, rows, set_hash FROM part_type WHERE part=?"))};
  MS_TRY(statement.bind({name_of(part)}));
  PartState state;
  while (MS_TRY(statement.step()))
    state.emplace(statement.text(0),
                  publication::TypeState{.rows = statement.integer(1), .set = statement.text(2)});
  return state;
}

Result<void> write_states(sqlite::Database& db, Part part, PartState const& state) {
  MS_TRY(MS_TRY(db.prepare("DELETE FROM part_type WHERE part=?")).run({name_of(part)}));
  auto insert{MS_TRY(db.prepare("INSERT INTO part_type VALUES(?,?,?,?)"))};
  for (auto const& [type, of_type] : state)
    MS_TRY(insert.run({name_of(part), type, of_type.rows, of_type.set}));
  return {};
}

}  // namespace mingshi::store
