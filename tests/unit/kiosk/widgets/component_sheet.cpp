#include "component_sheet.hpp"

#include <array>
#include <string>

namespace mingshi::kiosk {
namespace {

constexpr std::string_view reason{"演示：现在不能用"};

void heading(Ui& ui, Pixels y, std::string_view title, std::string_view english) {
  auto const& k{ui.theme().kiosk};
  std::array const runs{
      Run{.text = title, .style = {Face::serif_bold, 38, 50}, .color = ui.palette().text},
      Run{.text = english, .style = k.caption, .color = ui.palette().text_3, .gap_before = 14}};
  ui.text_runs({48, y, 984, 50}, runs);
}

void buttons(Ui& ui, Rect area) {
  heading(ui, area.y, "按钮", "Buttons: normal / focus / busy / disabled");
  std::array const row{
      Button{.label = "查询", .icon = Icon::search},
      Button{.label = "查询", .icon = Icon::search, .key = "focus", .focused = true},
      Button{.label = "查询中", .icon = Icon::sync, .busy = true},
      Button{.label = "查询", .icon = Icon::search, .key = "off", .disabled_reason = reason}};
  Rect const line{48, area.y + 62, 984, 104};
  for (int i{0}; i < 4; ++i) ui.button(line.column(i, 4, 24), row[static_cast<std::size_t>(i)]);
  std::array const other{
      Button{.label = "再查", .icon = Icon::search, .kind = ButtonKind::secondary},
      Button{.label = "不符", .icon = Icon::mega, .kind = ButtonKind::supervision},
      Button{.label = "表格大图", .kind = ButtonKind::quiet}};
  Rect const second{line.moved(0, 128)};
  for (int i{0}; i < 3; ++i) ui.button(second.column(i, 3, 24), other[static_cast<std::size_t>(i)]);
}

void marks(Ui& ui, Pixels top) {
  heading(ui, top, "状态标记", "icon + word + colour");
  std::array const badges{Badge{.label = "有效", .icon = Icon::ok, .tone = Tone::ok},
                          Badge{.label = "已过期", .icon = Icon::warn, .tone = Tone::warn},
                          Badge{.label = "已注销", .icon = Icon::bad, .tone = Tone::muted},
                          Badge{.label = "09:00 有效", .icon = Icon::clock, .dashed = true},
                          Badge{.label = "法制审核", .icon = Icon::shield}};
  Pixels x{48};
  for (auto const& badge : badges) x += ui.badge({x, top + 62}, badge) + 10;
  x = 48;
  std::array const chips{Chip{.label = "已选", .selected = true}, Chip{.label = "未选"},
                         Chip{.label = "不可用", .disabled_reason = reason}};
  for (auto const& chip : chips) {
    Pixels const w{ui.chip_width(chip)};
    ui.chip({x, top + 136, w, 80}, chip);
    x += w + 16;
  }
  x += ui.tag({x, top + 154}, "事前公开") + 16;
  x += ui.tag({x, top + 154}, "办事", Tone::neutral) + 16;
  ui.tag({x, top + 154}, "不得决定", Tone::seal);
}

void fields(Ui& ui, Pixels top) {
  heading(ui, top, "输入框", "Field: normal / active / error");
  Rect const row{48, top + 66, 984, 112};
  ui.field(row.column(0, 3, 24), {.label = "姓名", .value = "", .icon = Icon::search});
  ui.field(row.column(1, 3, 24),
           {.label = "首字母", .value = "GH", .icon = Icon::search, .active = true});
  ui.field(row.column(2, 3, 24), {.label = "编号", .value = "9915 03", .error = "还差 5 位数字"});
}

void elevations(Ui& ui, Pixels top) {
  heading(ui, top, "海拔", "Elevation: 0 line, 1 card, 2 raised, 3 modal");
  std::array const levels{Elevation::e0, Elevation::e1, Elevation::e2, Elevation::e3};
  for (int i{0}; i < 4; ++i) {
    Rect const rect{Rect{48, top + 62, 984, 96}.column(i, 4, 28)};
    ui.box(rect, {.fill = ui.palette().surface,
                  .line = i < 2 ? ui.palette().line : transparent,
                  .line_width = 2,
                  .radius = 24,
                  .elevation = levels[static_cast<std::size_t>(i)]});
    ui.text(rect, "e" + std::to_string(i), ui.theme().kiosk.body, ui.palette().text, Align::centre,
            Vertical::centre);
  }
}

void tiles(Ui& ui, Pixels top) {
  Rect const row{48, top, 984, 304};
  ui.tile(row.column(0, 2, 24), {.icon = Icon::flow,
                                 .title = "执法流程",
                                 .english = "Procedures",
                                 .help = "一件事怎么办、多久办完",
                                 .tag = "事前公开"});
  ui.tile(row.column(1, 2, 24), {.icon = Icon::guide,
                                 .title = "服务指南",
                                 .english = "Service guide",
                                 .help = "要带什么、到哪个窗口",
                                 .tag = "办事",
                                 .tag_tone = Tone::neutral});
  ui.tile({48, top + 328, 984, 168}, {.icon = Icon::mega,
                                      .title = "监督投诉",
                                      .english = "Supervision",
                                      .help = "对执法有意见，或遇到欠薪",
                                      .tone = Tone::seal});
}

void keyboard(Ui& ui, Pixels top) {
  std::array const tabs{Tab{.label = "手写", .icon = Icon::pen, .disabled_reason = reason},
                        Tab{.label = "拼音", .icon = Icon::keyb},
                        Tab{.label = "编号", .icon = Icon::pad}};
  ui.tabs({48, top, 600, 104}, "input", tabs, 1);
  Rect const row{48, top + 124, 600, 120};
  ui.key(row.column(0, 6, 10), {.label = "Q"});
  ui.key(row.column(1, 6, 10), {.label = "W"});
  ui.key(row.column(2, 6, 10), {.label = "E", .disabled_reason = reason});
  ui.key(row.column(3, 6, 10), {.label = "退格", .icon = Icon::bksp, .kind = KeyKind::action});
  ui.key({452, top + 124, 196, 120}, {.label = "清空", .kind = KeyKind::action});
  ui.ring({740, top + 70}, 60, 14, ui.palette().sunken);
  ui.ring({740, top + 70}, 60, 14, ui.palette().gold, 0, 0.7F);
  ui.qr({860, top, 172, 172}, "https://example.invalid/示例", "示例二维码");
  ui.review_mark({690, top + 150, 100, 100});
  ui.mark({804, top + 180, 64, 64});
  ui.image("none", {900, top + 180, 60, 76}, {.label = "照片", .radius = 14});
  ui.line({980, top + 190}, {1030, top + 240}, ui.palette().seal, 4);
}

void dock(Ui& ui) {
  ui.pager({48, 1628, 984, 96}, 0, 3);
  ui.fill({0, 1736, 1080, 184}, ui.palette().surface);
  ui.line({0, 1736}, {1080, 1736}, ui.palette().line, 2);
  std::array const row{DockButton{Icon::back, "返回", reason, false},
                       DockButton{Icon::home, "首页", "", false},
                       DockButton{Icon::text, "大字", "", true},
                       DockButton{Icon::contrast, "高对比", "", false},
                       DockButton{Icon::low, "低位", reason, false},
                       DockButton{Icon::bell, "呼叫帮助", reason, false}};
  Rect const line{32, 1760, 1016, 136};
  for (int i{0}; i < 6; ++i) {
    ui.dock_button(line.column(i, 6, 16), row[static_cast<std::size_t>(i)]);
  }
}

}  // namespace

void draw_keyboard_sheet(Ui& ui) {
  keyboard(ui, 60);
  ui.dashed_line({48, 380}, {1032, 380}, ui.palette().seal, 3);
  ui.paragraph({48, 420, 984, 600},
               "行政机关及其执法人员应当文明执法，尊重和保护当事人合法权益。执法人员与案件有直接利"
               "害关系（含亲属）的，"
               "应当回避；2026 年 7 月 1 日起，“双随机、一公开”抽查计划须在 20 个工作日内公布。",
               ui.theme().kiosk.body, ui.palette().text);
  ui.card({48, 700, 984, 240}, {.label = "卡片"}, Elevation::e2);
  ui.image("none", {72, 724, 152, 192}, {.label = "照片", .radius = 14});
  ui.art("officer", {260, 724, 148, 192});
  ui.fill({48, 980, 400, 120}, ui.palette().primary, 24, Corners::top);
  ui.stroke({480, 980, 400, 120}, ui.palette().primary, 4, 24, Corners::bottom);
  ui.icon_turned(Icon::sync, {960, 1040}, 64, ui.palette().text, 0.12F);
  ui.art("attract-hills", {0, 1140, 439, 780});
  ui.art("attract-sun", {460, 1140, 300, 300});
}

void draw_component_sheet(Ui& ui) {
  ui.mark({48, 28, 68, 68});
  std::array const title{
      Run{.text = "组件与状态", .style = {Face::serif_bold, 52, 65}, .color = ui.palette().text},
      Run{.text = "顾𬭎 𠮷 𪚥 示例",
          .style = ui.theme().kiosk.body,
          .color = ui.palette().text_2,
          .gap_before = 20}};
  ui.text_runs({136, 28, 896, 68}, title, Align::left, Vertical::centre);
  buttons(ui, {48, 110, 984, 300});
  marks(ui, 430);
  fields(ui, 664);
  elevations(ui, 896);
  tiles(ui, 1076);
  dock(ui);
}

}  // namespace mingshi::kiosk
