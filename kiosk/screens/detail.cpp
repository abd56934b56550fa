#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/type.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels card_side{34};
constexpr Pixels least_label{150};
constexpr Pixels most_label{224};  ///< leaves a value its 21 characters
constexpr Pixels label_gap{20};
constexpr Pixels facts_height{150};

/// Air around the blocks. The first that fits is taken; the model's budget of lines sees to it that
/// one does.
struct Density {
  Pixels field_air, paragraph_air, card_air, heading_air;
  float line;
};
constexpr std::array<Density, 4> densities{
    {{17, 14, 12, 20, 1.5F}, {11, 10, 8, 12, 1.45F}, {6, 6, 6, 6, 1.4F}, {2, 2, 4, 2, 1.3F}}};
TextStyle const heading_style{serif(38, 1.3F)};

/// What a short answer on top is about, by the words of its label.
Icon icon_for(std::string_view label) {
  struct Hint {
    std::string_view word;
    Icon icon;
  };
  static constexpr std::array<Hint, 12> hints{{{"收费", Icon::wallet},
                                               {"时限", Icon::clock},
                                               {"时间", Icon::clock},
                                               {"日期", Icon::cal},
                                               {"日", Icon::cal},
                                               {"地", Icon::pin},
                                               {"窗口", Icon::pin},
                                               {"电话", Icon::phone},
                                               {"邮箱", Icon::mail},
                                               {"机关", Icon::bldg},
                                               {"单位", Icon::bldg},
                                               {"人", Icon::user}}};
  auto const found{std::ranges::find_if(
      hints, [&](Hint const& hint) { return label.find(hint.word) != std::string_view::npos; })};
  return found == hints.end() ? Icon::doc : found->icon;
}

/// 13: 收费, 受理时限, 办理地点.
void draw_facts(Ui& ui, Rect row, std::span<FieldVm const> facts) {
  int const count{static_cast<int>(facts.size())};
  for (int i{0}; i < count; ++i) {
    FieldVm const& fact{facts[static_cast<std::size_t>(i)]};
    Rect const card{row.column(i, count, 18)};
    draw_card(ui, card);
    Rect const inner{card.inset(26, 22)};
    ui.icon(icon_for(fact.label), {inner.x + 22, inner.y + 21}, 44, ui.palette().primary);
    ui.text({inner.x + 56, inner.y, inner.w - 56, 42}, fact.label, sans(28), ui.palette().text_2);
    Rect const value{inner.x, inner.y + 46, inner.w, inner.h - 46};
    draw_fitted(ui, value, fact.value,
                fit_text(ui, value.w, fact.value,
                         {{bold(38, 1.35F), 1}, {bold(32, 1.3F), 1}, {bold(26, 1.2F), 2}}),
                ui.palette().text);
  }
}

/// A heading stands alone; fields, paragraphs and table rows that follow one another share a card.
/// Fields after a paragraph begin a card of their own: its heading does not speak for them.
struct Group {
  std::span<BlockVm const> blocks;
  bool heading{false};
};

std::vector<Group> groups_of(std::span<BlockVm const> blocks) {
  std::vector<Group> groups;
  std::size_t begin{0};
  auto const close{[&](std::size_t end) {
    if (end > begin) groups.push_back({blocks.subspan(begin, end - begin), false});
  }};
  for (std::size_t i{0}; i < blocks.size(); ++i) {
    bool const parts{i > begin && blocks[i].kind == BlockKind::field &&
                     blocks[i - 1].kind != BlockKind::field};
    if (parts) {
      close(i);
      begin = i;
    }
    if (blocks[i].kind != BlockKind::heading) continue;
    close(i);
    groups.push_back({blocks.subspan(i, 1), true});
    begin = i + 1;
  }
  close(blocks.size());
  return groups;
}

struct Page {
  Ui& ui;
  Density density;
  Pixels width;        ///< inside a card
  Pixels label_width;  ///< the same for every field of the page

  [[nodiscard]] TextStyle body() const { return sans(32, density.line); }
  [[nodiscard]] Pixels value_width() const { return width - label_width - label_gap; }
  [[nodiscard]] bool wide_label(std::string_view label) const {
    return ui.text_width(label, sans(28)) > label_width + 1;
  }
  [[nodiscard]] Pixels field_text(std::string_view label, std::string_view value) const {
    if (wide_label(label))
      return ui.paragraph_height(width, label, sans(26, 1.35F)) +
             ui.paragraph_height(width, value, body());
    return std::max(ui.paragraph_height(value_width(), value, body()), body().line_height);
  }
  [[nodiscard]] Pixels block(BlockVm const& vm) const {
    switch (vm.kind) {
      case BlockKind::heading:
        return 0;
      case BlockKind::paragraph:
        return 2 * density.paragraph_air + ui.paragraph_height(width, vm.text, body());
      case BlockKind::field:
        return 2 * density.field_air + field_text(vm.label, vm.text);
      case BlockKind::row:
        break;
    }
    Pixels height{2 * density.field_air};
    for (FieldVm const& cell : vm.cells) height += field_text(cell.label, cell.value);
    return height;
  }
  [[nodiscard]] Pixels group(Group const& group) const {
    if (group.heading) return heading_style.line_height;
    Pixels height{2 * density.card_air};
    for (BlockVm const& vm : group.blocks) height += block(vm);
    return height;
  }
  [[nodiscard]] Pixels gap_after(Group const& group) const {
    return group.heading ? 8 : density.heading_air;
  }

  /// @returns the height drawn
  Pixels draw_field(Point at, std::string_view label, std::string_view value) const {
    Palette const& colors{ui.palette()};
    if (wide_label(label)) {
      Pixels const first{
          ui.paragraph({at.x, at.y, width, 400}, label, sans(26, 1.35F), colors.text_3)};
      return first + ui.paragraph({at.x, at.y + first, width, 1000}, value, body(), colors.text);
    }
    ui.text({at.x, at.y, label_width, body().line_height}, label, sans(28, body().line_height / 28),
            colors.text_3);
    ui.paragraph({at.x + label_width + label_gap, at.y, value_width(), 1000}, value, body(),
                 colors.text);
    return field_text(label, value);
  }

  void draw_block(Rect rect, BlockVm const& vm) const {
    if (vm.kind == BlockKind::paragraph) {
      ui.paragraph({rect.x, rect.y + density.paragraph_air, rect.w, rect.h}, vm.text, body(),
                   ui.palette().text);
      return;
    }
    Pixels y{rect.y + density.field_air};
    if (vm.kind == BlockKind::field) {
      draw_field({rect.x, y}, vm.label, vm.text);
      return;
    }
    for (FieldVm const& cell : vm.cells) y += draw_field({rect.x, y}, cell.label, cell.value);
  }

  void draw_group(Rect rect, Group const& group) const {
    if (group.heading) {
      ui.text(rect, group.blocks.front().label, heading_style, ui.palette().text);
      return;
    }
    draw_card(ui, rect);
    Rect rest{rect.inset(card_side, density.card_air)};
    bool first{true};
    for (BlockVm const& vm : group.blocks) {
      Rect const row{rest.take_top(block(vm))};
      bool const parted{vm.kind != BlockKind::paragraph};
      if (!std::exchange(first, false) && parted)
        ui.fill({row.x, row.y - 1, row.w, 2}, ui.palette().line);
      draw_block(row, vm);
    }
  }
};

/// As wide as the widest label that does not take its value's room.
Pixels label_column(Ui const& ui, std::span<BlockVm const> blocks) {
  Pixels width{least_label};
  auto const widen{[&](std::string_view label) {
    Pixels const needed{ui.text_width(label, sans(28))};
    if (needed <= most_label + 1) width = std::max(width, std::min(needed, most_label));
  }};
  for (BlockVm const& block : blocks) {
    if (block.kind == BlockKind::field) widen(block.label);
    for (FieldVm const& cell : block.cells) widen(cell.label);
  }
  return width;
}

void draw_blocks(Ui& ui, Rect area, std::span<BlockVm const> blocks) {
  std::vector<Group> const groups{groups_of(blocks)};
  Page page{ui, densities.front(), area.w - 2 * card_side, label_column(ui, blocks)};
  for (Density const& density : densities) {
    page.density = density;
    Pixels height{0};
    for (Group const& group : groups) height += page.group(group) + page.gap_after(group);
    if (height <= area.h) break;
  }
  for (Group const& group : groups)
    page.draw_group(area.take_top(page.group(group), page.gap_after(group)), group);
}

/// 公示公告, 示例, then the title. @returns the height used
Pixels draw_title(Ui& ui, Rect main, DetailVm const& vm, bool tight) {
  Palette const& colors{ui.palette()};
  TextStyle const eyebrow{sans(28)};
  Pixels y{main.y + (tight ? 8 : 18)};
  std::array const runs{
      Run{.text = vm.eyebrow, .style = eyebrow, .color = colors.text_2},
      Run{.text = vm.english, .style = sans(24, 1.4F), .color = colors.text_3, .gap_before = 18}};
  Pixels const tag{vm.sample ? ui.tag_width("示例") + 16 : 0};
  ui.text_runs({main.x, y, main.w - tag, eyebrow.line_height}, runs);
  if (vm.sample) ui.tag({main.right() - tag + 16, y - 1}, "示例", Tone::seal);
  y += eyebrow.line_height + 2;
  Fitted const title{
      fit_text(ui, main.w, vm.title, {{serif(56), 1}, {serif(44), 2}, {serif(34), 3}})};
  y += ui.paragraph({main.x, y, main.w, title.height}, vm.title, title.style, colors.text,
                    {.max_lines = title.lines});
  return y - main.y;
}

}  // namespace

std::optional<Touch> draw_detail(Ui& ui, DetailVm const& vm, Space const& space) {
  Controls controls{ui};
  Rect rest{space.main};
  rest.take_bottom(20);
  Rect foot{rest.take_bottom(button_height, 16)};
  rest.take_top(draw_title(ui, rest, vm, space.tight), space.tight ? 10 : 20);
  if (!vm.facts.empty()) draw_facts(ui, rest.take_top(facts_height, 20), vm.facts);
  if (vm.paged) {
    controls.drag_turns(rest, vm.pager);
    controls.button(foot.take_left(236, gutter), vm.report,
                    {.icon = Icon::mega, .kind = ButtonKind::supervision}, touch::OpenRemedies{});
    controls.pager(foot, vm.pager);
  } else {
    controls.button(foot.column(0, 2, gutter), vm.report,
                    {.icon = Icon::mega, .kind = ButtonKind::supervision}, touch::OpenRemedies{});
  }
  draw_blocks(ui, rest, vm.blocks);
  return controls.touch();
}

}  // namespace mingshi::kiosk::screens
