#pragma once

#include "core/base/result.hpp"
#include "core/publication/part_head.hpp"
#include "core/sqlite/database.hpp"
#include "core/store/generation.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::store {

/// A row without its text.
struct RowSummary {
  std::int64_t number{0};  ///< of the row, in this file only
  std::string id;
  std::string sha256;
  friend bool operator==(RowSummary const&, RowSummary const&) = default;
};

/// Goes through the rows of one part, by id. @pre its Reader is neither moved nor destroyed
class RowScan {
 public:
  /// nullopt after the last. @errors corrupt; io
  [[nodiscard]] Result<std::optional<RowSummary>> next();

 private:
  friend class Reader;
  explicit RowScan(sqlite::Statement statement) : statement_{std::move(statement)} {}
  sqlite::Statement statement_;
};

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
  /// Pictures, documents and videos, by hash.
  [[nodiscard]] Result<std::vector<Media>> media();
  [[nodiscard]] Result<Hall> hall();
  [[nodiscard]] Result<std::int64_t> sequence();
  /// The signed head that the part was brought to, its bytes; none in a file that no head vouches
  /// for.
  [[nodiscard]] Result<std::optional<std::string>> head(publication::Part part);
  /// Counts and set hashes of a part, as kept in the file.
  [[nodiscard]] Result<publication::PartState> states(publication::Part part);
  [[nodiscard]] Result<RowScan> scan(publication::Part part);
  /// The row of that number. @errors not_found
  [[nodiscard]] Result<Row> row_numbered(std::int64_t number);
  [[nodiscard]] Result<std::vector<std::string>> record_types();

 private:
  explicit Reader(sqlite::Database db) : db_{std::move(db)} {}
  sqlite::Database db_;
};

}  // namespace mingshi::store
