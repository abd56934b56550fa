#pragma once

#include "kiosk/model/state.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

// What a list page holds under the citizen's choices. reduce() and the view-models both ask here,
// so that the n-th option a finger touches is the n-th that was shown.

/// The field each of the three drop-downs of the decisions list works on.
enum class Picker : std::uint8_t { year, kind, violation };
inline constexpr std::array<Picker, 3> pickers{Picker::year, Picker::kind, Picker::violation};

/// What a decision counts as under a drop-down: "2026", "罚款", …; "" when it has no such value.
[[nodiscard]] std::string picker_value(domain::PublicRecord const& decision, Picker picker);
/// Every value the decisions on show have, without 全部; years newest first, others in code point
/// order.
[[nodiscard]] std::vector<std::string> picker_options(Snapshot const& snapshot, Day today,
                                                      Picker picker);
[[nodiscard]] std::optional<std::string>& chosen(page::Decisions& page, Picker picker);
[[nodiscard]] std::optional<std::string> const& chosen(page::Decisions const& page, Picker picker);
/// Decisions on show that pass the page's filters, in list order.
[[nodiscard]] std::vector<domain::PublicRecord const*> selected_decisions(
    Snapshot const& snapshot, Day today, page::Decisions const& page);

/// What was decided, short enough for a row: 警告，罚款 8 000 元.
[[nodiscard]] std::string result_text(domain::PublicRecord const& decision);

/// Is an inspection item 重点?
[[nodiscard]] bool key_item(domain::PublicRecord const& item);
[[nodiscard]] std::vector<domain::PublicRecord const*> selected_items(
    Snapshot const& snapshot, Day today, page::Inspections const& page);
/// Classes that have items, 全部 first: the chips.
[[nodiscard]] std::vector<page::ItemClass> item_classes(Snapshot const& snapshot, Day today);
/// Lines of text an opened item takes.
[[nodiscard]] std::size_t open_lines(domain::PublicRecord const& item);
/// Ids of the items that stand open on the page, within `lines`; the newest choice wins.
[[nodiscard]] std::vector<std::string> open_items(
    std::vector<domain::PublicRecord const*> const& on_page,
    std::optional<std::vector<std::string>> const& chosen, std::size_t lines);

/// The procedure a page stands on: its id, or the first on show when the id is empty; null when
/// there is none.
[[nodiscard]] domain::PublicRecord const* procedure_of(Snapshot const& snapshot, Day today,
                                                       std::string_view id);
/// The rows of a record's table field; empty when it has none.
[[nodiscard]] std::span<domain::TableRow const> rows_of(domain::PublicRecord const& record,
                                                        std::string_view field);
[[nodiscard]] std::string_view cell(domain::TableRow const& row, std::string_view column);
/// Does the step carry the legal review?
[[nodiscard]] bool is_review(domain::TableRow const& step);
/// The step that stands selected. @pre steps is not empty
[[nodiscard]] std::size_t selected_step(std::span<domain::TableRow const> steps,
                                        page::Procedure const& page);

/// Is a banner over the page, so that less fits below it?
[[nodiscard]] bool has_banner(AppState const& state);

}  // namespace mingshi::kiosk
