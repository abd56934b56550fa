#include "kiosk/model/pages.hpp"
#include "kiosk/model/paging.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"
#include "kiosk/model/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <utility>

namespace mingshi::kiosk {
namespace {

using domain::Field;
using domain::FieldKind;
using domain::PublicRecord;
using domain::RecordType;

/// A value this long is a paragraph of its own, not a field beside its label.
constexpr std::size_t longest_field_lines{3};
/// Widest short answer at the head of a detail page.
constexpr std::size_t widest_fact{9};
constexpr std::size_t most_facts{3};
constexpr std::size_t most_row_fields{3};
constexpr std::size_t widest_row_value{24};

std::string_view phase_tag(domain::Phase phase) {
  switch (phase) {
    case domain::Phase::before:
      return "事前公开";
    case domain::Phase::during:
      return "事中公开";
    case domain::Phase::after:
      return "事后公开";
    case domain::Phase::always:
      return "长期公开";
  }
  return {};
}

std::vector<std::string> detail_fields(RecordType const& type) {
  if (!type.detail.empty()) return type.detail;
  std::vector<std::string> all;
  for (auto const& field : type.fields) all.push_back(field.name);
  return all;
}

RowVm row_vm(AppState const& state, RecordType const& type, PublicRecord const& record) {
  RowVm row{.id = record.id,
            .title = field_text(state, type, record, type.title),
            .fields = {},
            .sample = record.sample};
  for (auto const& name : type.list) {
    if (row.fields.size() == most_row_fields) break;
    if (name == type.title) continue;
    if (auto const text{field_text(state, type, record, name)}; !text.empty())
      row.fields.push_back({label_of(state, type.code, name), shortened(text, widest_row_value)});
  }
  return row;
}

void add_table(std::vector<BlockVm>& blocks, Field const& field, PublicRecord const& record) {
  auto const rows{rows_of(record, field.name)};
  if (rows.empty()) return;
  blocks.push_back({.kind = BlockKind::heading, .label = field.label, .text = {}, .cells = {}});
  for (auto const& row : rows) {
    BlockVm block{.kind = BlockKind::row, .label = {}, .text = {}, .cells = {}};
    for (auto const& column : field.columns)
      if (auto const text{cell(row, column.name)}; !text.empty())
        block.cells.push_back({column.label, std::string{text}});
    blocks.push_back(std::move(block));
  }
}

/// The number of a heading in a statute: 第一章, 第十二节.
constexpr std::array<std::string_view, 11> numerals{"一", "二", "三", "四", "五", "六",
                                                    "七", "八", "九", "十", "百"};
/// A heading of a statute is shorter than this; a longer line is a sentence that begins so.
constexpr std::size_t widest_heading{20};

/// 第一章　总则, 第二节 设定: what a statute calls its parts. 第一条 begins a sentence.
bool heads_a_part(std::string_view line) {
  auto const all{characters(line)};
  if (all.size() < 3 || all.front() != "第" || text_width(line) > widest_heading) return false;
  auto const unit{std::ranges::find_if(all.begin() + 1, all.end(), [](std::string_view c) {
    return std::ranges::find(numerals, c) == numerals.end();
  })};
  if (unit == all.begin() + 1 || unit == all.end()) return false;
  if (*unit != "编" && *unit != "章" && *unit != "节") return false;
  auto const after{unit + 1};
  return after == all.end() || *after == " " || *after == "　";
}

/// The lines of a long text, its parts under headings of their own. A first line that only says
/// the page's title again is left out.
void add_paragraphs(std::vector<BlockVm>& blocks, std::string const& text, std::string_view title) {
  std::istringstream lines{text};
  bool first{true};
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
      line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    if (std::exchange(first, false) && line == title) continue;
    bool const heading{heads_a_part(line)};
    blocks.push_back({.kind = heading ? BlockKind::heading : BlockKind::paragraph,
                      .label = heading ? line : std::string{},
                      .text = heading ? std::string{} : line,
                      .cells = {}});
  }
}

void add_text(std::vector<BlockVm>& blocks, Field const& field, std::string const& text,
              std::string_view title) {
  bool const paragraphs{field.kind == FieldKind::long_text ||
                        line_count(text, detail_value_columns) > longest_field_lines};
  if (!paragraphs || line_count(text, detail_value_columns) == 1) {
    blocks.push_back({.kind = BlockKind::field, .label = field.label, .text = text, .cells = {}});
    return;
  }
  blocks.push_back({.kind = BlockKind::heading, .label = field.label, .text = {}, .cells = {}});
  add_paragraphs(blocks, text, title);
}

std::vector<FieldVm> facts(AppState const& state, RecordType const& type,
                           PublicRecord const& record, std::set<std::string>& taken) {
  std::vector<FieldVm> out;
  for (auto const& name : type.list) {
    auto const* const field{type.field(name)};
    if (out.size() == most_facts || field == nullptr || name == type.title) continue;
    auto const text{field_text(state, type, record, name)};
    if (text.empty() || text_width(text) > widest_fact) continue;
    out.push_back({field->label, text});
    taken.insert(name);
  }
  if (out.size() < 2) {
    taken.clear();
    return {};
  }
  return out;
}

std::vector<BlockVm> blocks_of(AppState const& state, RecordType const& type,
                               PublicRecord const& record, std::set<std::string> const& taken) {
  std::vector<BlockVm> blocks;
  auto const title{field_text(state, type, record, type.title)};
  for (auto const& name : detail_fields(type)) {
    auto const* const field{type.field(name)};
    if (field == nullptr || name == type.title || taken.contains(name)) continue;
    if (field->kind == FieldKind::table) {
      add_table(blocks, *field, record);
    } else if (field->kind != FieldKind::file) {
      if (auto const text{field_text(state, type, record, name)}; !text.empty())
        add_text(blocks, *field, text, title);
    }
  }
  return blocks;
}

}  // namespace

std::string label_of(AppState const& state, std::string_view type, std::string_view field) {
  auto const* const declared{state.snapshot->catalogue.find(type)};
  auto const* const found{declared == nullptr ? nullptr : declared->field(field)};
  return found == nullptr ? std::string{field} : found->label;
}

std::string field_text(AppState const& state, RecordType const& type, PublicRecord const& record,
                       std::string_view name) {
  auto const* const field{type.field(name)};
  auto const found{record.fields.find(name)};
  if (field == nullptr || found == record.fields.end()) return {};
  // What the register last said is no answer by itself: it may be old, or the card run out since.
  if (type.code == "certificate" && name == "state") return certificate_verdict(record, state).word;
  auto text{domain::display_text(*field, found->second)};
  if (field->kind != FieldKind::reference) return text;
  auto const* const target{state.snapshot->find(field->refers_to + "/" + text)};
  auto const* const target_type{state.snapshot->catalogue.find(field->refers_to)};
  if (target == nullptr || target_type == nullptr) return text;
  auto const title{target->text(target_type->title)};
  return title.empty() ? text : fmt::format("{}（{}）", title, text);
}

PageVm list_page(AppState const& state, page::List const& page) {
  auto const* const type{state.snapshot->catalogue.find(page.type)};
  if (type == nullptr) return withdrawn_page(state);
  if (hidden_by_lease(state, page.type)) return withheld_page(state);
  auto const all{state.snapshot->on_show(page.type, today(state))};
  bool const remedies{type->code == "remedy"};
  ListVm vm;
  vm.title = remedies ? "监督投诉" : type->name;
  vm.english = remedies ? "Supervision" : type->name_en;
  vm.help = type->help;
  vm.count = fmt::format("共 {} 项{}", all.size(), type->newest_first ? "，新的在前" : "");
  auto const part{slice(all.size(), list_rows, page.turn)};
  for (auto i{part.begin}; i < part.end; ++i) vm.rows.push_back(row_vm(state, *type, *all[i]));
  vm.pager = part.pager;
  if (all.empty())
    vm.nothing =
        MessageVm{.title = "现在没有这一类公示", .lines = {"有新公示时，本机会自动更新。"}};
  return vm;
}

TypesVm types_vm(AppState const& state, page::Types const& page) {
  auto const& types{state.snapshot->catalogue.types()};
  TypesVm vm;
  vm.title = "更多公示";
  vm.english = "All disclosures";
  vm.help = "行政执法公示的全部类别，点一类就能看";
  auto const part{slice(types.size(), types_rows, page.turn)};
  for (auto i{part.begin}; i < part.end; ++i) {
    auto const& type{types[i]};
    auto const count{state.snapshot->on_show(type.code, today(state)).size()};
    vm.rows.push_back({.type = type.code,
                       .icon = type.icon,
                       .name = type.name,
                       .english = type.name_en,
                       .help = type.help,
                       .tag = std::string{phase_tag(type.phase)},
                       .count = hidden_by_lease(state, type.code) ? std::string{"暂不显示"}
                                                                  : fmt::format("{} 项", count)});
  }
  vm.pager = part.pager;
  return vm;
}

PageVm detail_page(AppState const& state, page::Detail const& page) {
  // What the lease has erased is not called withdrawn.
  if (hidden_by_lease(state, page.id.substr(0, page.id.find('/')))) return withheld_page(state);
  auto const* const record{state.snapshot->find(page.id)};
  auto const* const type{record == nullptr ? nullptr
                                           : state.snapshot->catalogue.find(record->type)};
  if (record == nullptr || type == nullptr || !domain::on_show(*record, today(state)))
    return withdrawn_page(state);
  std::set<std::string> taken;
  DetailVm vm;
  vm.type = type->code;
  vm.eyebrow = type->name;
  vm.title = field_text(state, *type, *record, type->title);
  vm.english = type->name_en;
  vm.sample = record->sample;
  vm.facts = facts(state, *type, *record, taken);
  auto const room{detail_lines - (has_banner(state) ? banner_lines : 0)};
  auto const pages{pages_of(blocks_of(state, *type, *record, taken),
                            room - (vm.facts.empty() ? 0 : facts_lines), room)};
  vm.pager = pager(pages.size(), page.turn);
  vm.paged = pages.size() > 1;
  vm.blocks = pages[vm.pager.turn];
  if (vm.pager.turn > 0) vm.facts.clear();
  vm.report = {"公示有误", {}};
  return vm;
}

}  // namespace mingshi::kiosk
