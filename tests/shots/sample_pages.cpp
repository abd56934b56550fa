#include "tests/shots/sample_pages.hpp"

#include <string>

namespace mingshi::kiosk::sample {
namespace {

constexpr char const* later{"下一版提供，需要帮助请到 3 号窗口"};

PersonVm person(std::string id, std::string name, std::string pinyin, std::string unit) {
  PersonVm vm;
  vm.id = "officer/" + id;
  vm.name = std::move(name);
  vm.pinyin = std::move(pinyin);
  vm.unit_position = unit + "　监察员";
  vm.unit = std::move(unit);
  vm.number = "证号 " + id;
  vm.photo = std::move(id);
  return vm;
}

std::vector<PersonVm> people() {
  auto gu{person("99150310027", "顾𬭎", "gù hóng", "一中队")};
  gu.unit_position = "一中队　副中队长";
  gu.validity = "有效期至 2028-06-30";
  gu.badge = {domain::Badge::valid, "有效"};
  auto gao{person("99150310038", "高海宁", "gāo hǎi níng", "二中队")};
  gao.validity = "有效期至 2027-09-14";
  gao.badge = {domain::Badge::valid, "有效"};
  auto ge{person("99150310019", "葛恒", "gě héng", "三中队")};
  ge.validity = "2026-10-31 到期，未换证";
  ge.badge = {domain::Badge::expired, "已过期"};
  ge.subdued = true;
  auto gong{person("99150310008", "龚惠", "gōng huì", "原一中队")};
  gong.validity = "2026-03-01 调离注销";
  gong.badge = {domain::Badge::not_valid, "已注销"};
  gong.subdued = true;
  return {gu, gao, ge, gong};
}

SearchVm search() {
  SearchVm vm;
  vm.title = "查执法人员";
  vm.english = "Find an officer";
  vm.help = "输入姓名或证件号，三种方法任选一种";
  vm.clear = {"清除", {}};
  vm.erase = {"退格", {}};
  vm.everyone = {"不会输入？看照片找人", {}};
  vm.everyone_count = "全部 38 人";
  for (std::size_t i{0}; i < 26; ++i)
    vm.letters.at(i).label = std::string(1, static_cast<char>('A' + static_cast<char>(i)));
  for (std::size_t i{0}; i < 10; ++i)
    vm.digits.at(i).label = std::string(1, static_cast<char>('0' + static_cast<char>(i)));
  vm.card_number = "99150310027";
  vm.card_help = {"号码在执法证正面", "共 11 位数字，照着输入即可。", "只记得后 4 位也能查。"};
  vm.foot = "输满 11 位后自动查询";
  return vm;
}

std::vector<TabVm> tabs(SearchTab chosen) {
  return {{SearchTab::handwriting, {"手写", "手写输入下一版提供，现在请用拼音或证件号"}, false},
          {SearchTab::pinyin, {"拼音", {}}, chosen == SearchTab::pinyin},
          {SearchTab::number, {"证件号", {}}, chosen == SearchTab::number}};
}

PagerVm pager(std::string text, bool previous, bool next) {
  return {.text = std::move(text),
          .turn = 0,
          .previous = {"上一页", previous ? "" : "已经是第一页"},
          .next = {"下一页", next ? "" : "已经是最后一页"}};
}

}  // namespace

ChromeVm chrome() {
  ChromeVm vm;
  vm.header = {.hall = "明川区劳动监察大队",
               .service = "行政执法公示",
               .english = "Disclosure Kiosk",
               .sample = true,
               .clock = "14:32",
               .date = "11月23日 星期一"};
  vm.strip = {.tone = StripTone::fresh,
              .text = "数据截至 2026-11-23 14:00 · 已与区级公示平台同步",
              .english = "Data as of 14:00"};
  vm.dock = {.back = {"返回", {}},
             .home = {"首页", {}},
             .large_text = {"大字", later},
             .contrast = {"高对比", later},
             .low_reach = {"低位", later},
             .help = {"呼叫帮助", later}};
  return vm;
}

BannerVm banner() {
  return {.title = "网络断开，下面是 09:00 的数据",
          .text = "证件状态可能有变化，请到 3 号窗口核对。",
          .retry = {"重试", {}}};
}

IdleVm idle() {
  return {.seconds = 18,
          .left = 0.6F,
          .title = "您还在看吗？",
          .lines = {"时间到后会清除刚才查过的内容，", "并回到首页，保护您的隐私。"},
          .hint = "点屏幕任何地方也可以继续　Touch to continue",
          .end = {"结束并清除", {}},
          .keep = {"继续看", {}}};
}

AttractVm attract() {
  return {.hall = "明川区劳动监察大队",
          .hall_english = "Mingchuan District Labour Inspection",
          .service = "行政执法公示",
          .slogan_first = "执法信息",
          .slogan_second = "一查便知",
          .offers = "查人员　查流程　查决定",
          .invitation = "触摸屏幕开始",
          .invitation_english = "Touch anywhere to start",
          .promise = "不用登录，不收集个人信息",
          .ways = "也可以这样开始",
          .large_text = {"大字版", later},
          .contrast = {"高对比版", later},
          .low_reach = {"低位操作", later},
          .as_of = "数据截至 2026-11-23 14:00",
          .hours = "服务时间 9:00–12:00　13:30–17:00"};
}

HomeVm home() {
  HomeVm vm;
  vm.title = "您想查什么？";
  vm.subtitle = "点一下就能看，不用登录，不留个人信息";
  vm.officers = {"officer",
                 "badge",
                 "查执法人员",
                 "Verify an officer's certificate",
                 "核对证件真假，看看是否有效",
                 "",
                 ""};
  vm.tiles = {
      {"procedure", "flow", "执法流程", "Procedures", "一件事怎么办、多久办完", "事前公开", ""},
      {"inspection_item", "list", "抽查清单", "Inspection lists", "今年查什么、查哪些单位",
       "事前公开", ""},
      {"penalty", "decision", "执法决定", "Decisions", "已经作出的处罚和处理", "事后公开", ""},
      {"service_guide", "guide", "服务指南", "Service guide", "要带什么、到哪个窗口", "办事", ""}};
  vm.supervision = {"remedy", "mega", "监督投诉", "Supervision", "对执法有意见，或遇到欠薪",
                    "",       ""};
  vm.news = NewsVm{"notice/1", "新公示", "关于开展 2026 年冬季根治欠薪专项行动的公告", "11-20"};
  vm.more = {"更多公示", {}};
  return vm;
}

SearchVm search_pinyin() {
  auto vm{search()};
  vm.tab = SearchTab::pinyin;
  vm.tabs = tabs(SearchTab::pinyin);
  vm.typed = "GH";
  vm.hint = "打拼音首字母就行";
  vm.found = "找到 3 位，点选即可";
  vm.people = people();
  vm.people.pop_back();
  return vm;
}

SearchVm search_number() {
  auto vm{search()};
  vm.tab = SearchTab::number;
  vm.tabs = tabs(SearchTab::number);
  vm.clear = {"重输", {}};
  vm.typed = "9915 0310 0";
  vm.hint = "还差 2 位";
  return vm;
}

ResultsVm results() {
  ResultsVm vm;
  vm.title = "找到 4 位";
  vm.english = "4 results";
  vm.chips = {{"全部 4", true}, {"有效 2", false}, {"已过期 1", false}, {"已注销 1", false}};
  vm.change_query = {"改查询", {}};
  vm.people = people();
  vm.note_before = "证件“已过期”“已注销”的人员不得执法。您";
  vm.note_strong = "有权拒绝检查";
  vm.note_after = "，并可到“监督投诉”反映。";
  vm.pager = pager("1 / 1", false, false);
  return vm;
}

OfficerVm officer() {
  OfficerVm vm;
  vm.title = "执法人员证件信息";
  vm.english = "Officer certificate";
  vm.name = "顾𬭎";
  vm.pinyin = "gù　hóng";
  vm.photo = "99150310027";
  vm.badge = {domain::Badge::valid, "有效"};
  vm.explanation = "证件在有效期内。";
  vm.rare_character = "𬭎";
  vm.rare_note = "生僻字：左“钅”右“宏”，读 hóng";
  vm.fields = {{"单位", "明川区劳动监察大队　一中队"},
               {"职务", "副中队长"},
               {"证件编号", "99150310027"},
               {"执法类别", "劳动保障监察"},
               {"执法区域", "示例省明川市明川区"}};
  vm.validity = ValidityVm{.from = "2023-07-01",
                           .until = "2028-06-30",
                           .until_label = "有效期至",
                           .remaining = "今天，还剩 1 年 7 个月",
                           .today = 0.68F,
                           .in_force = true};
  vm.qr_content = "https://example.invalid/officer/99150310027";
  vm.qr_title = "扫码带走";
  vm.qr_lines = {"在手机上再核对", "一次，二维码", "10 分钟内有效"};
  vm.stamp_title = "数据截至";
  vm.stamp_time = "2026-11-23 14:00";
  vm.stamp_source = "来源：区级公示平台";
  vm.again = {"再查一位", {}};
  vm.mismatch = {"与本人不符", {}};
  return vm;
}

ProcedureVm procedure() {
  ProcedureVm vm;
  vm.title = "普通程序行政处罚流程";
  vm.english = "Procedure";
  vm.chips = {{"行政处罚", true}, {"行政检查", false}, {"投诉处理", false}};
  vm.written_label = "文字记录";
  vm.recorded_label = "音像记录";
  vm.steps = {
      {"1", "受理立案", "5 个工作日内", true, false, false, false, "", ""},
      {"2", "调查取证", "60 个工作日内", false, true, false, false, "情况复杂",
       "可延长 30 个工作日"},
      {"3", "事先告知", "书面送达当事人", true, false, false, false, "当事人要求", "组织听证"},
      {"4", "陈述申辩", "充分听取意见", false, true, false, false, "", ""},
      {"5", "法制审核", "10 个工作日内", true, false, true, true, "审核未通过",
       "退回补正，不得决定"},
      {"6", "作出决定", "负责人批准", true, false, false, false, "涉嫌犯罪", "移送司法机关"},
      {"7", "送达文书", "7 日内", false, true, false, false, "", ""},
      {"8", "公示归档", "7 个工作日内公示", true, false, false, false, "", ""}};
  vm.step_title = "第 5 步　法制审核";
  vm.step_warning = "未通过不得作出决定";
  vm.step_fields = {{"clock", "时限", "自收到送审材料起 10 个工作日（示例）"},
                    {"user", "谁来审", "法制审核岗，不参与本案办理的人员"},
                    {"scale", "依据", "《行政处罚法》第五十八条"},
                    {"doc", "怎么留痕", "文字记录：法制审核意见书，随案归档"}};
  return vm;
}

InspectionsVm inspections() {
  InspectionsVm vm;
  vm.title = "随机抽查事项清单";
  vm.english = "2026 edition";
  vm.subtitle = "明劳监〔2026〕9号　共 12 项　2026-03-01 起施行";
  vm.chips = {{"全部 12", true}, {"重点 4", false}, {"一般 8", false}};
  vm.wide_table = {"表格大图", "表格大图下一版提供，点每一项可看全部内容"};
  auto const item{[](std::string number, std::string name, std::string kind) {
    InspectionVm i;
    i.id = "inspection_item/" + number;
    i.number = std::move(number);
    i.name = std::move(name);
    i.item_class = std::move(kind);
    return i;
  }};
  auto pay{item("1", "工资支付情况检查", "重点事项")};
  pay.key_item = true;
  pay.expanded = true;
  pay.columns = {{"抽查对象", "用工单位"},
                 {"抽查比例", "不低于 5%"},
                 {"抽查方式", "现场检查"},
                 {"抽查频次", "每年 2 次"}};
  pay.rows = {
      {"抽查主体", "明川区劳动监察大队"},
      {"抽查内容", "是否按月足额支付工资、是否低于最低工资标准；工资专用账户和实名制管理是否落实"},
      {"抽查依据", "《劳动保障监察条例》第十一条、《保障农民工工资支付条例》第四十条"}};
  auto contract{item("2", "劳动合同订立情况检查", "一般事项")};
  contract.expanded = true;
  contract.columns = {{"抽查对象", "用工单位"},
                      {"抽查比例", "不低于 3%"},
                      {"抽查方式", "书面＋现场"},
                      {"抽查频次", "每年 1 次"}};
  contract.rows = {{"抽查主体", "明川区劳动监察大队"},
                   {"抽查内容", "是否订立书面劳动合同、是否交付劳动者、是否扣押证件或收取押金"},
                   {"抽查依据", "《劳动合同法》第七十四条、第八十四条"}};
  vm.items = {pay, contract, item("3", "工作时间与休息休假检查", "一般事项"),
              item("4", "女职工和未成年工保护检查", "一般事项")};
  vm.pager = pager("1 / 3", false, true);
  return vm;
}

DecisionsVm decisions() {
  DecisionsVm vm;
  vm.title = "执法决定公示";
  vm.english = "Enforcement decisions";
  vm.pickers = {{"年份", "2026 年", false, false},
                {"决定种类", "处罚和处理", true, false},
                {"违法事由", "全部", false, false}};
  vm.count_before = "共";
  vm.count = "23";
  vm.count_after = "件，新的在前";
  vm.clear_filters = {"清除筛选", {}};
  auto const row{[](std::string id, std::string party, std::string document, std::string violation,
                    std::string result) {
    return DecisionRowVm{
        "penalty/" + id,   std::move(party),   std::move(document), std::move(violation),
        std::move(result), ReviewMark::passed, "法制审核",          true};
  }};
  vm.rows = {row("18", "示例甲建筑劳务公司", "明劳监罚〔2026〕18号　2026-11-19",
                 "未按月足额支付工资", "罚款 5 万元"),
             row("17", "示例乙餐饮管理公司", "明劳监罚〔2026〕17号　2026-11-16",
                 "未订立书面劳动合同", "责令改正"),
             row("16", "示例丙服装加工厂", "明劳监罚〔2026〕16号　2026-11-12", "违法延长工作时间",
                 "警告，罚款 8 千元"),
             row("42", "示例丁物业服务公司", "明劳监理〔2026〕42号　2026-11-10", "克扣保洁员工资",
                 "支付 3.26 万元"),
             row("5", "示例己汽修服务部", "明劳监罚当〔2026〕5号　2026-11-05", "未公示工资支付制度",
                 "警告")};
  vm.rows.back().mark = ReviewMark::simple;
  vm.rows.back().mark_word = "简易程序";
  vm.pager = pager("1 / 5", false, true);
  return vm;
}

DecisionVm decision() {
  DecisionVm vm;
  vm.id = "penalty/18";
  vm.eyebrow = "行政处罚决定书　明劳监罚〔2026〕18号";
  vm.title = "未按月足额支付工资案";
  vm.sample = true;
  vm.mark = ReviewMark::passed;
  vm.review_title = "已通过法制审核";
  vm.review_line = "2026-11-13　审核意见书第 31 号";
  vm.review_points = {"看审核要点", {}};
  vm.fields = {
      {"当事人", "示例甲建筑劳务公司", "统一社会信用代码 9199****XX（示例）", false},
      {"违法事实",
       "2026 年 7 月至 9 月，未按月足额支付 17 名农民工工资，经责令限期改正逾期未全部改正。", "",
       false},
      {"处罚依据", "《保障农民工工资支付条例》第五十五条（示例）", "", false},
      {"决定内容", "罚款人民币 50 000 元", "", true},
      {"执法人员", "周明远、顾𬭎（证号尾号 0001、0027）", "", false}};
  vm.milestones = {{"立案", "10-12", MilestoneState::done},
                   {"告知", "11-06", MilestoneState::done},
                   {"审核", "11-13", MilestoneState::review},
                   {"决定", "11-19", MilestoneState::done},
                   {"公示", "11-23", MilestoneState::done}};
  vm.qr_content = "https://example.invalid/penalty/18";
  vm.qr_title = "扫码看全文";
  vm.until_label = "公示期至";
  vm.until = "2027-11-23";
  vm.remedy_title = "当事人不服怎么办";
  vm.remedy_text = "收到决定书 60 日内可向明川区人民政府申请行政复议，6 个月内可提起行政诉讼。";
  vm.report = {"公示有误", {}};
  vm.original = {"看决定书原文", {}};
  return vm;
}

ListVm list() {
  ListVm vm;
  vm.title = "服务指南";
  vm.english = "Service guides";
  vm.help = "要带什么、到哪个窗口、多久办完";
  vm.count = "共 3 项";
  vm.rows = {{"service_guide/1",
              "投诉拖欠工资",
              {{"办理时限", "5 个工作日内决定是否受理"},
               {"办公地址", "明川区示例路 1 号政务大厅一楼"},
               {"办公电话", "0000-12333（示例）"}},
              true},
             {"service_guide/2",
              "劳动用工备案",
              {{"办理时限", "当场办结"}, {"办公地址", "明川区示例路 1 号政务大厅一楼"}},
              true},
             {"service_guide/3", "举报使用童工", {{"办理时限", "60 个工作日"}}, true}};
  vm.pager = pager("1 / 1", false, false);
  return vm;
}

TypesVm types() {
  TypesVm vm;
  vm.title = "更多公示";
  vm.english = "All disclosures";
  vm.help = "行政执法公示的全部类别，点一类就能看";
  vm.rows = {
      {"officer", "badge", "行政执法人员", "Officers", "姓名、单位、职务、证件编号", "事前公开",
       "38 项"},
      {"certificate", "badge", "行政执法证件", "Certificates", "证件是不是有效", "事前公开",
       "38 项"},
      {"authority", "bldg", "行政执法主体", "Authorities", "谁有权执法", "事前公开", "1 项"},
      {"entrustment", "doc", "行政执法委托书", "Entrustments", "受谁委托、能做什么", "事前公开",
       "1 项"},
      {"power_item", "list", "权责清单", "Power items", "有哪些职权、依据是什么", "事前公开",
       "3 项"},
      {"legal_basis", "scale", "执法依据", "Legal basis", "法律法规全文", "事前公开", "8 项"},
      {"procedure", "flow", "执法流程图", "Procedures", "一件事怎么办、多久办完", "事前公开",
       "3 项"},
      {"service_guide", "guide", "服务指南", "Service guides", "要带什么、到哪个窗口", "办事",
       "3 项"}};
  vm.pager = pager("1 / 4", false, true);
  return vm;
}

DetailVm detail() {
  DetailVm vm;
  vm.type = "service_guide";
  vm.eyebrow = "服务指南";
  vm.title = "投诉拖欠工资";
  vm.english = "Service guide";
  vm.sample = true;
  vm.facts = {{"收费", "不收费"}, {"受理时限", "5 个工作日"}, {"办理地点", "一楼 3 号窗口"}};
  vm.blocks = {{BlockKind::field, "办理依据", "《劳动保障监察条例》第九条", {}},
               {BlockKind::field, "办公时间", "工作日 9:00–12:00　13:30–17:00", {}},
               {BlockKind::field, "办公地址", "明川区示例路 1 号政务大厅一楼", {}},
               {BlockKind::field, "咨询电话", "0000-12333（示例）", {}},
               {BlockKind::heading, "您要带什么", "", {}},
               {BlockKind::row, "", "", {{"材料", "身份证"}, {"说明", "原件，核对后当场退还"}}},
               {BlockKind::row,
                "",
                "",
                {{"材料", "能证明您在这里上班的材料"}, {"说明", "合同、工牌、考勤任选"}}},
               {BlockKind::heading, "怎么办", "", {}},
               {BlockKind::paragraph,
                "",
                "到 3 号窗口递交投诉。5 个工作日内决定是否受理，受理后 60 "
                "个工作日内调查处理，结果用短信或电话告诉您。",
                {}}};
  vm.pager = pager("1 / 1", false, false);
  vm.report = {"公示有误", {}};
  return vm;
}

}  // namespace mingshi::kiosk::sample
