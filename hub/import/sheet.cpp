#include "hub/import/sheet.hpp"

#include <algorithm>
#include <optional>

namespace mingshi::hub {

Cell const* SheetRow::at(std::size_t column) const {
  auto const it{std::ranges::lower_bound(cells, column, {}, &Cell::column)};
  return it != cells.end() && it->column == column ? &*it : nullptr;
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

void spread_merges_down(Sheet& sheet) {
  for (auto const& merge : sheet.merges) {
    auto row{std::ranges::lower_bound(sheet.rows, merge.first_row, {}, &SheetRow::number)};
    if (row == sheet.rows.end() || row->number != merge.first_row) continue;
    auto const* top{row->at(merge.first_column)};
    if (top == nullptr) continue;
    auto const value{*top};
    // Rows without any other content stay absent: a merge alone does not make a record.
    for (++row; row != sheet.rows.end() && row->number <= merge.last_row; ++row) {
      auto const place{std::ranges::lower_bound(row->cells, value.column, {}, &Cell::column)};
      if (place == row->cells.end() || place->column != value.column)
        row->cells.insert(place, value);
    }
  }
}

}  // namespace mingshi::hub
