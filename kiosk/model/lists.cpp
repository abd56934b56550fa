#include "kiosk/model/pages.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ranges>

namespace mingshi::kiosk {
namespace {

using domain::PublicRecord;
using domain::TableRow;

// --- procedure
// -------------------------------------------------------------------------------------

/// A way out of the main line.
struct Branch {
  std::string condition, target;
};

/// The first conditional way in "3;5:情节轻微": the other ways are the arrow to the next step.
Branch branch_of(TableRow const& step, std::span<TableRow const> steps) {
  for (auto const part : std::views::split(cell(step, "next"), ';')) {
    std::string_view const way{part.begin(), part.end()};
    auto const colon{way.find(':')};
    if (colon == std::string_view::npos) continue;
    auto const number{way.substr(0, colon)};
    auto const target{std::ranges::find_if(
        steps, [&](TableRow const& other) { return cell(other, "no") == number; })};
    return {std::string{way.substr(colon + 1)},
            target == steps.end() ? fmt::format("转第 {} 步", number)
                                  : fmt::format("转第 {} 步 {}", number, cell(*target, "name"))};
  }
  return {};
}

StepVm step_vm(TableRow const& step, std::span<TableRow const> steps, bool selected) {
  auto const recording{cell(step, "recording")};
  auto const branch{branch_of(step, steps)};
  return {.number = std::string{cell(step, "no")},
          .name = std::string{cell(step, "name")},
          .limit = std::string{cell(step, "limit")},
          .written = recording.find("文字") != std::string_view::npos,
          .recorded = recording.find("音像") != std::string_view::npos,
          .legal_review = is_review(step),
          .selected = selected,
          .branch_condition = branch.condition,
          .branch = branch.target};
}

void fill_step(ProcedureVm& vm, TableRow const& step) {
  auto const add{[&](char const* icon, char const* label, std::string value) {
    if (!value.empty()) vm.step_fields.push_back({icon, label, std::move(value)});
  }};
  auto const recording{cell(step, "recording")};
  auto const document{cell(step, "document")};
  bool const filmed{recording.find("音像") != std::string_view::npos};
  vm.step_title = fmt::format("第 {} 步　{}", cell(step, "no"), cell(step, "name"));
  if (is_review(step)) vm.step_warning = "未通过不得作出决定";
  add("clock", "时限", std::string{cell(step, "limit")});
  add("user", is_review(step) ? "谁来审" : "谁来办", std::string{cell(step, "post")});
  add("info", "说明", std::string{cell(step, "note")});
  auto trace{recording.empty() ? std::string{} : fmt::format("{}记录", recording)};
  if (!document.empty()) trace += trace.empty() ? document : fmt::format("：{}", document);
  add(filmed ? "cam" : "doc", "怎么留痕", std::move(trace));
}

// --- inspections
// -------------------------------------------------------------------------------------

std::string_view class_name(page::ItemClass item_class) {
  switch (item_class) {
    case page::ItemClass::all:
      return "全部";
    case page::ItemClass::key:
      return "重点";
    case page::ItemClass::general:
      return "一般";
  }
  return {};
}

InspectionVm inspection_vm(AppState const& state, PublicRecord const& item, std::size_t number,
                           bool expanded) {
  auto const field{[&](char const* name) {
    return FieldVm{label_of(state, "inspection_item", name), std::string{item.text(name)}};
  }};
  return {.id = item.id,
          .number = fmt::format("{}", number),
          .name = std::string{item.text("name")},
          .item_class = std::string{item.text("class")},
          .key_item = key_item(item),
          .expanded = expanded,
          .columns = {field("object"), field("ratio"), field("method"), field("frequency")},
          .rows = {field("authority"), field("content"), field("basis")}};
}

}  // namespace

PageVm procedure_page(AppState const& state, page::Procedure const& page) {
  auto const& snapshot{*state.snapshot};
  auto const* const record{procedure_of(snapshot, today(state), page.id)};
  if (record == nullptr && !page.id.empty()) return withdrawn_page(state);
  ProcedureVm vm;
  vm.title = "执法流程";
  vm.english = "Procedure";
  vm.written_label = "文字记录";
  vm.recorded_label = "音像记录";
  if (record == nullptr) {
    vm.nothing =
        MessageVm{.title = "现在没有公示的执法流程", .lines = {"有新公示时，本机会自动更新。"}};
    return vm;
  }
  vm.title = record->text("name");
  for (auto const* other : snapshot.on_show("procedure", today(state)))
    vm.chips.push_back({std::string{other->text("category")}, other == record});
  auto const steps{rows_of(*record, "steps")};
  if (steps.empty()) return vm;
  auto const selected{selected_step(steps, page)};
  // The page follows the selected step, so that its detail below never speaks of a step elsewhere.
  auto const part{slice(steps.size(), procedure_rows, selected / procedure_rows)};
  for (auto i{part.begin}; i < part.end; ++i)
    vm.steps.push_back(step_vm(steps[i], steps, i == selected));
  fill_step(vm, steps[selected]);
  if (steps.size() > procedure_rows) vm.pager = part.pager;
  return vm;
}

InspectionsVm inspections_vm(AppState const& state, page::Inspections const& page) {
  auto const& snapshot{*state.snapshot};
  auto const day{today(state)};
  auto const all{selected_items(snapshot, day, page)};
  InspectionsVm vm;
  vm.title = "随机抽查事项清单";
  vm.english = "Inspection items";
  vm.subtitle = fmt::format("共 {} 项", snapshot.on_show("inspection_item", day).size());
  vm.wide_table = button("表格大图", Reason::wide_table_later, snapshot.hall);
  for (auto const item_class : item_classes(snapshot, day)) {
    auto const count{
        selected_items(snapshot, day, {.chosen = item_class, .turn = 0, .open = {}}).size()};
    vm.chips.push_back(
        {fmt::format("{} {}", class_name(item_class), count), item_class == page.chosen});
  }
  auto const part{slice(all.size(), inspection_rows, page.turn)};
  std::vector<PublicRecord const*> const on_page{
      all.begin() + static_cast<std::ptrdiff_t>(part.begin),
      all.begin() + static_cast<std::ptrdiff_t>(part.end)};
  auto const room{inspection_lines - (has_banner(state) ? inspection_banner_lines : 0)};
  auto const open{open_items(on_page, page.open, room)};
  for (std::size_t i{0}; i < on_page.size(); ++i)
    vm.items.push_back(inspection_vm(state, *on_page[i], part.begin + i + 1,
                                     std::ranges::find(open, on_page[i]->id) != open.end()));
  vm.pager = part.pager;
  if (all.empty())
    vm.nothing = MessageVm{.title = "现在没有公示的抽查事项",
                           .lines = {"没有公示的事项不得检查。", "有新公示时，本机会自动更新。"}};
  return vm;
}

}  // namespace mingshi::kiosk
