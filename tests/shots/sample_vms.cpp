#include "tests/shots/sample_vms.hpp"

#include "tests/shots/sample_pages.hpp"

#include <utility>

namespace mingshi::kiosk {
namespace {

constexpr char const* long_firm{
    "示例省明川市明川区特别长名称建筑安装工程劳务分包与人力资源综合服务股份有限公司分公司"};
constexpr char const* long_name{"阿卜杜热合曼·阿卜杜拉艾则孜江·𬭎䶮𪚥𠮷"};

ScreenVm screen(PageVm page) {
  ScreenVm vm;
  vm.chrome = sample::chrome();
  vm.page = std::move(page);
  return vm;
}

ScreenVm offline(PageVm page) {
  auto vm{screen(std::move(page))};
  vm.chrome.banner = sample::banner();
  vm.chrome.strip = {.tone = StripTone::stale,
                     .text = "数据截至 2026-11-23 09:00 · 已离线 5 小时 32 分",
                     .english = "Stale data"};
  return vm;
}

std::string repeated(std::string const& text, int times) {
  std::string out;
  for (int i{0}; i < times; ++i) out += text;
  return out;
}

ResultsVm stale_results() {
  auto vm{sample::results()};
  vm.title = "找到 3 位";
  vm.english = "3 results";
  vm.chips = {{"全部 3", true}, {"有效 2", false}, {"已过期 1", false}};
  vm.people.pop_back();
  for (std::size_t i{0}; i < 2; ++i)
    vm.people[i].badge = {domain::Badge::valid_as_of, "09:00 有效"};
  vm.note_before = "虚线标签表示";
  vm.note_strong = "未经最新核对";
  vm.note_after = "。联网后会自动更新。";
  return vm;
}

ResultsVm long_results() {
  auto vm{sample::results()};
  vm.chips.push_back({"待核实 12", false});
  vm.chips.push_back({"其他无效 3", false});
  vm.people[0].name = long_name;
  vm.people[0].unit_position = "示例省明川市明川区劳动保障监察综合行政执法大队第十二中队　副中队长";
  vm.people[1].badge = {domain::Badge::unverified, "待核实，请到窗口核对"};
  vm.people[2].unit_position = "示例省明川市明川区劳动保障监察综合行政执法大队第十二中队　副中队长";
  vm.people[3].name = "欧阳慕容";
  vm.people[3].badge = {domain::Badge::valid_as_of, "有效（截至 14:00）"};
  return vm;
}

OfficerVm officer_like(domain::Badge badge, std::string word, std::string explanation) {
  auto vm{sample::officer()};
  vm.badge = {badge, std::move(word)};
  vm.explanation = std::move(explanation);
  return vm;
}

OfficerVm long_officer() {
  auto vm{officer_like(
      domain::Badge::unverified, "待核实，请到窗口核对",
      "本机数据超过 24 小时没有更新，不能说明证件现在是否有效，请到一楼 3 号窗口核对。")};
  vm.name = long_name;
  vm.pinyin = "ā　bǔ　dù　rè　hé　màn　ā　bǔ　dù　lā　ài　zé　zī　jiāng";
  vm.fields[0].value = "示例省明川市明川区劳动保障监察综合行政执法大队第十二中队";
  vm.fields[4].value = "示例省明川市明川区及示例经济技术开发区、示例高新技术产业园区全部行政区域";
  return vm;
}

SearchVm long_search() {
  auto vm{sample::search_pinyin()};
  vm.typed = "GHABCDEFGHIJKLMNOPQRST";
  vm.found = "找到 17 位，点选即可";
  vm.more = ButtonVm{"看全部 17 位", {}};
  vm.people[0].name = long_name;
  vm.people[1].unit = "示例省明川市明川区劳动保障监察综合行政执法大队第十二中队";
  for (char const letter : {'Q', 'X', 'V'})
    vm.letters.at(static_cast<std::size_t>(letter - 'A')).why = "没有拼音接着是这个字母的人员";
  return vm;
}

SearchVm nobody_by(SearchVm vm) {
  vm.found = {};
  vm.people = {};
  vm.nothing = MessageVm{
      "没有找到",
      {"换个写法试试，或看照片找人。", "多音字姓氏可以换一个读音，例如“单”可以打 S，也可以打 D。"}};
  return vm;
}

ProcedureVm long_procedure() {
  auto vm{sample::procedure()};
  vm.title = "示例省明川市明川区重大劳动保障违法行为普通程序行政处罚流程";
  vm.chips.push_back({"重大劳动保障违法行为社会公布", false});
  vm.steps[1].name = "调查取证并依法采取先行登记保存措施";
  vm.steps[1].branch = "转第 8 步 公示归档并移送有管辖权的人力资源社会保障行政部门";
  vm.steps[2].limit = "自立案之日起六十个工作日内书面送达当事人";
  for (auto& step : vm.steps) step.written = step.recorded = true;
  for (auto& field : vm.step_fields) field.value = repeated(field.value + "；", 3);
  return vm;
}

InspectionsVm long_inspections() {
  auto vm{sample::inspections()};
  vm.items[0].name = "用人单位遵守工资支付、最低工资标准和农民工工资专用账户规定情况的专项检查";
  vm.items[0].columns[0].value = "全区在建工程施工总承包单位";
  vm.items[0].columns[1].value = "60-70家（不低于5%）";
  vm.items[0].rows[1].value = repeated(vm.items[0].rows[1].value, 4);
  vm.items[1].expanded = false;
  return vm;
}

DecisionsVm long_decisions() {
  auto vm{sample::decisions()};
  vm.pickers[2].value = "以暴力、威胁手段强迫劳动";
  vm.rows[0].party = long_firm;
  vm.rows[0].violation = "未按照规定存储工资保证金并拒不改正，违法延长劳动者工作时间";
  vm.rows[0].result = "警告，罚款 12.5 万元，没收违法所得 3.26 万元，责令停业";
  vm.rows[1].party = "顾𬭎个体餐饮店（示例）";
  return vm;
}

DecisionsVm open_decisions() {
  auto vm{sample::decisions()};
  vm.pickers[2].open = true;
  vm.options = {{"全部", true},
                {"未按月足额支付工资", false},
                {"未订立书面劳动合同", false},
                {"违法延长工作时间", false},
                {"未按照规定存储工资保证金并拒不改正", false}};
  return vm;
}

DecisionVm long_decision() {
  auto vm{sample::decision()};
  vm.title = "示例省明川市明川区特别长名称建筑安装工程劳务分包公司未按月足额支付农民工工资案";
  vm.fields[0].value = long_firm;
  vm.fields[1].value = repeated(vm.fields[1].value, 4);
  vm.fields[2].value = repeated(vm.fields[2].value + "、", 3);
  return vm;
}

DecisionVm simple_decision() {
  auto vm{sample::decision()};
  vm.mark = ReviewMark::simple;
  vm.review_title = "简易程序";
  vm.review_line = "当场作出的处罚，依法不需法制审核";
  vm.milestones.erase(vm.milestones.begin() + 1, vm.milestones.begin() + 3);
  return vm;
}

ListVm long_list() {
  auto vm{sample::list()};
  for (auto& row : vm.rows) row.title = long_firm;
  vm.rows.push_back(vm.rows[0]);
  vm.rows.push_back(vm.rows[0]);
  vm.rows[3].id = "service_guide/4";
  vm.rows[4].id = "service_guide/5";
  return vm;
}

DetailVm long_detail() {
  auto vm{sample::detail()};
  vm.title = long_firm;
  vm.facts.clear();
  vm.paged = true;
  vm.pager.text = "2 / 12";
  vm.pager.previous.why = vm.pager.next.why = {};
  vm.blocks = {{BlockKind::heading, "条款全文", "", {}}};
  for (int i{0}; i < 6; ++i)
    vm.blocks.push_back(
        {BlockKind::paragraph,
         "",
         "第十一条　劳动保障行政部门对下列事项实施劳动保障监察：用人单位制定内部劳动保障规章制度的"
         "情况；用人单位与劳动者订立劳动合同的情况；用人单位遵守禁止使用童工规定的情况。",
         {}});
  return vm;
}

DetailVm many_fields() {
  auto vm{sample::detail()};
  vm.facts.clear();
  vm.blocks.clear();
  for (int i{0}; i < 20; ++i)
    vm.blocks.push_back({BlockKind::field, "统一社会信用代码", "9199****XX（示例）", {}});
  return vm;
}

}  // namespace

std::vector<Sample> ordinary_samples() {
  std::vector<Sample> out{{"05-attract", screen(sample::attract())},
                          {"06-home", screen(sample::home())},
                          {"07b-search-pinyin", screen(sample::search_pinyin())},
                          {"07c-search-number", screen(sample::search_number())},
                          {"08-results", screen(sample::results())},
                          {"09-officer", screen(sample::officer())},
                          {"10-procedure", screen(sample::procedure())},
                          {"11-inspections", screen(sample::inspections())},
                          {"12a-decisions", screen(sample::decisions())},
                          {"12b-decision", screen(sample::decision())},
                          {"13-detail", screen(sample::detail())},
                          {"14-list", screen(sample::list())},
                          {"types", screen(sample::types())},
                          {"16-idle", screen(sample::officer())},
                          {"17a-offline", offline(stale_results())}};
  out[13].screen.chrome.idle = sample::idle();
  auto& home{out[1].screen.chrome.dock};
  home.back.why = home.home.why = "这里就是首页";
  return out;
}

std::vector<Sample> extreme_samples() {
  auto no_results{sample::results()};
  no_results.people.clear();
  no_results.chips.clear();
  no_results.nothing = MessageVm{"没有找到", {"换个写法试试，或看照片找人。"}};
  auto no_rows{sample::list()};
  no_rows.rows.clear();
  no_rows.nothing = MessageVm{"现在没有这一类公示", {"有新公示时，本机会自动更新。"}};
  auto untyped{sample::search_pinyin()};
  untyped.typed = untyped.found = {};
  untyped.people.clear();
  untyped.clear.why = untyped.erase.why = "还没有输入内容";
  auto full_number{sample::search_number()};
  full_number.typed = "9915 0310 027";
  full_number.search_number = ButtonVm{"查询", {}};
  auto cancelled{
      officer_like(domain::Badge::not_valid, "已注销", "这个证件已经注销，持证人不得执法。")};
  cancelled.subdued = true;
  cancelled.validity->in_force = false;
  cancelled.validity->remaining = "2026-03-01 起已注销";
  std::vector<Sample> out{
      {"officer-as-of", offline(officer_like(domain::Badge::valid_as_of, "有效（截至 09:00）",
                                             "本机数据是 09:00 的，之后的变化还不知道。"))},
      {"officer-expired",
       screen(officer_like(domain::Badge::expired, "已过期", "证件 2026-10-31 到期，没有换证。"))},
      {"officer-cancelled", screen(cancelled)},
      {"officer-long", screen(long_officer())},
      {"officer-long-offline", offline(long_officer())},
      {"search-long", screen(long_search())},
      {"search-untyped", screen(untyped)},
      {"search-nobody", screen(nobody_by(sample::search_pinyin()))},
      {"search-number-nobody", screen(nobody_by(full_number))},
      {"search-offline", offline(long_search())},
      {"search-number-offline", offline(full_number)},
      {"results-long", screen(long_results())},
      {"results-long-offline", offline(long_results())},
      {"results-none", screen(no_results)},
      {"home-offline", offline(sample::home())},
      {"procedure-long", screen(long_procedure())},
      {"procedure-offline", offline(sample::procedure())},
      {"inspections-long", screen(long_inspections())},
      {"inspections-offline", offline(long_inspections())},
      {"decisions-long", screen(long_decisions())},
      {"decisions-open", screen(open_decisions())},
      {"decisions-offline", offline(long_decisions())},
      {"decision-long", screen(long_decision())},
      {"decision-simple", screen(simple_decision())},
      {"decision-offline", offline(sample::decision())},
      {"list-long", screen(long_list())},
      {"list-none", screen(no_rows)},
      {"list-offline", offline(long_list())},
      {"types-offline", offline(sample::types())},
      {"detail-long", screen(long_detail())},
      {"detail-many", screen(many_fields())},
      {"detail-offline", offline(sample::detail())},
      {"message",
       screen(MessagePageVm{
           {"这条公示已撤下", {"发布机关已经撤回，或者公示期已满，本机不再显示它的内容。"}},
           {"回首页", {}}})},
      {"reason", screen(sample::home())}};
  out.back().screen.chrome.strip = {.tone = StripTone::reason,
                                    .text = "大字模式下一版提供。需要帮助，请到一楼 3 号窗口",
                                    .english = {}};
  return out;
}

}  // namespace mingshi::kiosk
