#pragma once

#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace mingshi::hub {

/// What a cell holds. The last three have a text to show, but it is not what the clerk meant.
enum class CellKind : std::uint8_t {
  text,
  number,
  date,
  boolean,
  imprecise_number,  ///< more digits than Excel keeps: the last ones are lost
  error,             ///< #N/A, #REF! …
  uncomputed         ///< a formula whose value the program that wrote the file did not store
};

struct Cell {
  std::size_t column{0};  ///< 1 = A
  CellKind kind{CellKind::text};
  std::string
      text;  ///< UTF-8, as the spreadsheet shows it; dates as 2026-11-23 or 2026-11-23 14:30
  friend bool operator==(Cell const&, Cell const&) = default;
};

enum class Visibility : std::uint8_t { shown, hidden };

struct SheetRow {
  std::size_t number{0};  ///< 1-based, as the spreadsheet program shows it
  Visibility visibility{Visibility::shown};
  std::vector<Cell> cells{};  ///< by column; cells without content are left out

  [[nodiscard]] Cell const* at(std::size_t column) const;  ///< nullptr when empty
  friend bool operator==(SheetRow const&, SheetRow const&) = default;
};

/// A merged range, inclusive.
struct Merge {
  std::size_t first_row{0}, last_row{0}, first_column{0}, last_column{0};
  friend bool operator==(Merge const&, Merge const&) = default;
};

/// One sheet of a workbook; a CSV file is one sheet without a name.
struct Sheet {
  std::string name{};
  Visibility visibility{Visibility::shown};
  std::vector<SheetRow> rows{};  ///< by number; rows without content are left out
  std::vector<Merge> merges{};
  std::vector<std::size_t> hidden_columns{};
  friend bool operator==(Sheet const&, Sheet const&) = default;
};

struct Book {
  std::vector<Sheet> sheets{};
};

/// "A", "Z", "AA". @pre column >= 1
[[nodiscard]] std::string column_letters(std::size_t column);

/// Gives every cell of a range merged downwards the value of its top cell, as the clerk who merged
/// "单位" over five people means it. Ranges merged across columns keep their value in the first
/// first column only.
/// @errors too_many_cells when the copies would go beyond `limits`: merges of a sane sheet never
/// overlap, those of a hostile one can ask for any amount of work and memory
[[nodiscard]] std::expected<void, Finding> spread_merges_down(Sheet& sheet, Limits const& limits);

}  // namespace mingshi::hub
