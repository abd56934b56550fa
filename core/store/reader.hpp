#pragma once

#include "core/base/result.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/generation.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::store {

/// Reads one published generation. The file never changes once it has its name, so a Reader takes
/// no locks and several may be open at once.
/// @threads one thread per Reader
class Reader {
 public:
  /// @errors not_found no such file; corrupt not a disclosure database, or damaged; unsupported
  /// another schema
  ///         version; io
  [[nodiscard]] static Result<Reader> open(std::filesystem::path const& file);

  /// Everything, in one pass: rows by id, media by hash, search keys by record id.
  /// Does not recompute the rows' hashes: domain::read_projection does, for each record before it
  /// is shown.
  /// @errors corrupt; io; as for the calls below
  [[nodiscard]] Result<Generation> generation();
  /// One row. @errors not_found
  [[nodiscard]] Result<Row> row(std::string_view id);
  /// Rows of every type, counted.
  [[nodiscard]] Result<std::map<std::string, std::int64_t>> counts();
  [[nodiscard]] Result<std::vector<search::Keys>> search_keys();
  [[nodiscard]] Result<Hall> hall();
  [[nodiscard]] Result<std::int64_t> sequence();

 private:
  explicit Reader(sqlite::Database db) : db_{std::move(db)} {}
  sqlite::Database db_;
};

}  // namespace mingshi::store
