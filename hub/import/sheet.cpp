#include "hub/import/sheet.hpp"

#include <fmt/format.h>

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

std::expected<void, Finding> spread_merges_down(Sheet& sheet, Limits const& limits) {
  std::size_t looked_at{0};
  std::size_t bytes{0};
  for (auto const& merge : sheet.merges) {
    auto row{std::ranges::lower_bound(sheet.rows, merge.first_row, {}, &SheetRow::number)};
    if (row == sheet.rows.end() || row->number != merge.first_row) continue;
    auto const* top{row->at(merge.first_column)};
    if (top == nullptr) continue;
    auto const value{*top};
    // Rows without any other content stay absent: a merge alone does not make a record.
    for (++row; row != sheet.rows.end() && row->number <= merge.last_row; ++row) {
      bytes += value.text.size();
      if (++looked_at > limits.cells || bytes > limits.text_bytes)
        return std::unexpected{bad_file(
            "too_many_cells",
            fmt::format("工作表“{}”：合并单元格过多或过大，请取消合并后再导入", sheet.name),
            sheet.name)};
      auto const place{std::ranges::lower_bound(row->cells, value.column, {}, &Cell::column)};
      if (place == row->cells.end() || place->column != value.column)
        row->cells.insert(place, value);
    }
  }
  return {};
}

}  // namespace mingshi::hub
