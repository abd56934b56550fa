#include "kiosk/model/selection.hpp"

#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mingshi::kiosk {

using domain::PublicRecord;

std::string picker_value(PublicRecord const& decision, Picker picker) {
  switch (picker) {
    case Picker::year: {
      auto const day{decision.day("decision_date")};
      return day ? iso_day(*day).substr(0, 4) : std::string{};
    }
    case Picker::kind:
      return std::string{decision.text("penalty_kind")};
    case Picker::violation:
      return std::string{decision.text("violation_kind")};
  }
  return {};
}

std::vector<std::string> picker_options(Snapshot const& snapshot, Day today, Picker picker) {
  std::set<std::string> values;
  for (auto const* decision : snapshot.on_show("penalty", today))
    if (auto value{picker_value(*decision, picker)}; !value.empty())
      values.insert(std::move(value));
  std::vector<std::string> out{values.begin(), values.end()};
  if (picker == Picker::year) std::ranges::reverse(out);
  return out;
}

std::optional<std::string>& chosen(page::Decisions& page, Picker picker) {
  return picker == Picker::year ? page.year : picker == Picker::kind ? page.kind : page.violation;
}

std::optional<std::string> const& chosen(page::Decisions const& page, Picker picker) {
  return picker == Picker::year ? page.year : picker == Picker::kind ? page.kind : page.violation;
}

std::vector<PublicRecord const*> selected_decisions(Snapshot const& snapshot, Day today,
                                                    page::Decisions const& page) {
  auto all{snapshot.on_show("penalty", today)};
  std::erase_if(all, [&](auto const* decision) {
    return std::ranges::any_of(pickers, [&](Picker picker) {
      auto const& want{chosen(page, picker)};
      return want && *want != picker_value(*decision, picker);
    });
  });
  return all;
}

bool key_item(PublicRecord const& item) {
  return item.text("class").starts_with("重点");
}

std::vector<PublicRecord const*> selected_items(Snapshot const& snapshot, Day today,
                                                page::Inspections const& page) {
  auto all{snapshot.on_show("inspection_item", today)};
  if (page.chosen != page::ItemClass::all)
    std::erase_if(all, [&](auto const* item) {
      return key_item(*item) != (page.chosen == page::ItemClass::key);
    });
  return all;
}

std::vector<page::ItemClass> item_classes(Snapshot const& snapshot, Day today) {
  auto const all{snapshot.on_show("inspection_item", today)};
  auto const keys{static_cast<std::size_t>(
      std::ranges::count_if(all, [](auto const* item) { return key_item(*item); }))};
  std::vector<page::ItemClass> out{page::ItemClass::all};
  if (keys > 0) out.push_back(page::ItemClass::key);
  if (keys < all.size()) out.push_back(page::ItemClass::general);
  return out;
}

std::size_t open_lines(PublicRecord const& item) {
  std::size_t lines{2};  // the four columns: label and value
  for (auto const* field : {"authority", "content", "basis"})
    if (auto const text{item.text(field)}; !text.empty())
      lines += line_count(text, inspection_columns);
  return lines;
}

std::vector<std::string> open_items(std::vector<PublicRecord const*> const& on_page,
                                    std::optional<std::vector<std::string>> const& chosen,
                                    std::size_t lines) {
  std::vector<PublicRecord const*> wanted;  // most wanted first
  if (chosen) {
    for (auto id{chosen->rbegin()}; id != chosen->rend(); ++id)
      if (auto const found{std::ranges::find(on_page, *id, &PublicRecord::id)};
          found != on_page.end())
        wanted.push_back(*found);
  } else {
    for (std::size_t i{0}; i < on_page.size() && i < 2; ++i) wanted.push_back(on_page[i]);
  }
  std::vector<std::string> open;
  std::size_t used{0};
  for (auto const* item : wanted) {
    used += open_lines(*item);
    if (!open.empty() && used > lines) break;  // one always opens, however long
    open.insert(open.begin(), item->id);
  }
  return open;
}

PublicRecord const* procedure_of(Snapshot const& snapshot, Day today, std::string_view id) {
  if (!id.empty()) {
    auto const* const found{snapshot.find(id)};
    return found != nullptr && domain::on_show(*found, today) ? found : nullptr;
  }
  auto const all{snapshot.on_show("procedure", today)};
  return all.empty() ? nullptr : all.front();
}

std::span<domain::TableRow const> rows_of(PublicRecord const& record, std::string_view field) {
  auto const found{record.fields.find(field)};
  if (found == record.fields.end()) return {};
  auto const* const rows{std::get_if<std::vector<domain::TableRow>>(&found->second)};
  if (rows == nullptr) return {};
  return *rows;
}

std::string_view cell(domain::TableRow const& row, std::string_view column) {
  auto const found{row.find(column)};
  return found == row.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_review(domain::TableRow const& step) {
  auto const mark{cell(step, "legal_review")};
  return !mark.empty() && mark != "否" && mark != "无";
}

std::size_t selected_step(std::span<domain::TableRow const> steps, page::Procedure const& page) {
  if (page.step && *page.step < steps.size()) return *page.step;
  auto const review{std::ranges::find_if(steps, is_review)};
  return review == steps.end() ? 0 : static_cast<std::size_t>(review - steps.begin());
}

bool has_banner(AppState const& state) {
  return state.snapshot != nullptr && domain::data_age(freshness(state)) != domain::DataAge::fresh;
}

}  // namespace mingshi::kiosk
