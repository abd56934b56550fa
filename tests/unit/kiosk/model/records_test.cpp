#include "kiosk/model/paging.hpp"
#include "sample.hpp"

#include <set>

using namespace mingshi;
using namespace mingshi::kiosk;
using namespace mingshi::kiosk::sample;

namespace {

AppState home(Hall const& hall) {
  return touched(terminal(hall.snapshot()), {touch::Begin{}});
}

domain::PublicRecord& notice(Hall& hall, std::string const& title, std::string const& date) {
  auto& record{hall.add("notice", title,
                        {{"title", title},
                         {"body", std::string{"正文。"}},
                         {"issuer", std::string{"明川区劳动监察大队"}},
                         {"published_on", day(date)}})};
  record.publish_from = day(date);
  return record;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i{0}; i < times; ++i) out += text;
  return out;
}

Hall with_items(int count) {
  Hall hall;
  for (int i{1}; i <= count; ++i) {
    auto const name{"事项" + std::to_string(i)};
    hall.add("inspection_item", name,
             {{"name", name},
              {"authority", std::string{"明川区劳动监察大队"}},
              {"object", std::string{"用工单位"}},
              {"content", std::string{"是否按月足额支付工资"}},
              {"basis", std::string{"《劳动保障监察条例》第十一条"}},
              {"ratio", std::string{"不低于 5%"}},
              {"method", std::string{"现场检查"}},
              {"frequency", std::string{"每年 2 次"}},
              {"class", std::string{i == 1 ? "重点事项" : "一般事项"}}});
  }
  return hall;
}

domain::TableRow step(std::string no, std::string name, std::string review = "否",
                      std::string next = "") {
  return {{"no", std::move(no)},
          {"name", std::move(name)},
          {"limit", "5 个工作日"},
          {"post", "监察员"},
          {"recording", "文字和音像"},
          {"document", "立案审批表"},
          {"legal_review", std::move(review)},
          {"next", std::move(next)}};
}

}  // namespace

TEST_CASE("home: the newest notice on show stands below the tiles", "[model]") {
  Hall hall;
  notice(hall, "旧公告", "2026-10-01");
  notice(hall, "新公告", "2026-11-20");
  notice(hall, "明天才发布的公告", "2026-11-24");
  auto const vm{shown<HomeVm>(home(hall))};
  REQUIRE(vm.news.has_value());
  CHECK(vm.news->title == "新公告");
  CHECK(vm.news->date == "11-20");
  CHECK(vm.more.label == "更多公示");
  CHECK(vm.tiles.size() == 4);
}

TEST_CASE("types: every declared type can be reached from 更多公示", "[model]") {
  auto state{touched(home(Hall{}), {touch::OpenTypes{}})};
  std::set<std::string> reached;
  for (int turn{0}; turn < 10; ++turn) {
    for (auto const& row : shown<TypesVm>(state).rows) {
      reached.insert(row.type);
      auto const opened{view_model(touched(state, {touch::OpenList{row.type}}))};
      CHECK_FALSE(std::holds_alternative<MessagePageVm>(opened.page));
    }
    state = touched(std::move(state), {touch::NextPage{}});
  }
  std::set<std::string> declared;
  for (auto const& type : state.snapshot->catalogue.types()) declared.insert(type.code);
  CHECK(reached == declared);
}

TEST_CASE("list: newest first where the declaration says so, and nothing that is off show",
          "[model]") {
  Hall hall;
  notice(hall, "甲", "2026-10-01");
  notice(hall, "乙", "2026-11-20");
  notice(hall, "丙", "2026-01-05").publish_until = day("2026-11-22");
  auto const vm{shown<ListVm>(touched(home(hall), {touch::OpenList{"notice"}}))};
  REQUIRE(vm.rows.size() == 2);
  CHECK(vm.rows.at(0).title == "乙");
  CHECK(vm.rows.at(0).fields.at(0) == FieldVm{"发布日期", "2026-11-20"});
  CHECK(vm.rows.at(1).title == "甲");
  CHECK(vm.count == "共 2 项，新的在前");
}

TEST_CASE("list: its last day shows a record, the next hides it, offline too", "[model]") {
  Hall hall;
  notice(hall, "甲", "2026-11-01").publish_until = day("2026-11-23");
  auto state{touched(home(hall), {touch::OpenRecord{"notice/甲"}})};
  CHECK(shown<DetailVm>(state).title == "甲");
  state = reduce(std::move(state),
                 Tick{at("2026-11-24T00:00:00+08:00"), domain::ClockTrust::trusted, {}});
  CHECK(shown<MessagePageVm>(state).message.title == "这条公示已撤下");
}

TEST_CASE("list: an empty type says so", "[model]") {
  auto const vm{shown<ListVm>(touched(home(Hall{}), {touch::OpenList{"correction"}}))};
  CHECK(vm.nothing.value().title == "现在没有这一类公示");
}

TEST_CASE("detail: a long text is turned page by page and nothing of it is lost", "[model]") {
  Hall hall;
  std::string const sentence{"用人单位应当按月足额支付劳动者工资，不得克扣或者无故拖欠。"};
  auto const body{repeated(sentence, 120)};
  notice(hall, "长公告", "2026-11-20").fields["body"] = body;
  auto state{touched(home(hall), {touch::OpenRecord{"notice/长公告"}})};
  std::string read;
  std::size_t pages{0};
  while (true) {
    auto const vm{shown<DetailVm>(state)};
    std::size_t lines{vm.facts.empty() ? 0 : facts_lines};
    for (auto const& block : vm.blocks) {
      lines += block_lines(block);
      if (block.kind == BlockKind::paragraph) read += block.text;
    }
    CHECK(lines <= detail_lines);
    CHECK(vm.paged);
    ++pages;
    if (!vm.pager.next.enabled()) break;
    state = touched(std::move(state), {touch::NextPage{}});
  }
  CHECK(pages > 5);
  CHECK(read == body);
}

TEST_CASE("detail: a page ends with a sentence, never with a heading", "[model]") {
  std::vector<BlockVm> blocks;
  for (int i{0}; i < 40; ++i) {
    blocks.push_back({BlockKind::heading, "标题", {}, {}});
    blocks.push_back({BlockKind::paragraph, {}, repeated("一二三四五六七八九。", 8), {}});
  }
  auto const pages{pages_of(blocks, 17, 20)};
  std::size_t headings{0};
  for (auto const& page : pages) {
    REQUIRE_FALSE(page.empty());
    CHECK(page.back().kind == BlockKind::paragraph);
    CHECK(page.back().text.ends_with("。"));
    for (auto const& block : page) headings += block.kind == BlockKind::heading ? 1U : 0U;
  }
  CHECK(headings == 40);
}

TEST_CASE("detail: labels come from the declaration, a table keeps its rows", "[model]") {
  Hall hall;
  hall.add("procedure", "甲",
           {{"name", std::string{"甲"}},
            {"category", std::string{"行政处罚"}},
            {"steps", std::vector{step("1", "立案"), step("2", "调查")}}});
  auto const vm{shown<DetailVm>(touched(home(hall), {touch::OpenWhole{"procedure/甲"}}))};
  auto const rows{std::ranges::count(vm.blocks, BlockKind::row, &BlockVm::kind)};
  CHECK(rows == 2);
  CHECK(vm.blocks.front() == BlockVm{BlockKind::field, "执法类别", "行政处罚", {}});
}

TEST_CASE("procedure: the legal review stands selected, its way out is named", "[model]") {
  Hall hall;
  hall.add(
      "procedure", "普通程序",
      {{"name", std::string{"普通程序行政处罚流程"}},
       {"category", std::string{"行政处罚"}},
       {"steps", std::vector{step("1", "调查取证"), step("2", "法制审核", "是", "3;1:审核未通过"),
                             step("3", "作出决定")}}});
  auto const state{touched(home(hall), {touch::OpenList{"procedure"}})};
  auto const vm{shown<ProcedureVm>(state)};
  CHECK(vm.title == "普通程序行政处罚流程");
  REQUIRE(vm.steps.size() == 3);
  CHECK(vm.steps.at(1).selected);
  CHECK(vm.steps.at(1).branch_condition == "审核未通过");
  CHECK(vm.steps.at(1).branch == "转第 1 步 调查取证");
  CHECK(vm.step_title == "第 2 步　法制审核");
  CHECK(vm.step_warning == "未通过不得作出决定");
  CHECK(vm.step_fields.back().value == "文字和音像记录：立案审批表");
  auto const first{shown<ProcedureVm>(touched(state, {touch::SelectStep{0}}))};
  CHECK(first.step_title == "第 1 步　调查取证");
  CHECK(first.step_warning.empty());
  CHECK_FALSE(first.pager.has_value());
}

TEST_CASE("procedure: steps beyond eight are on a second page", "[model]") {
  Hall hall;
  std::vector<domain::TableRow> steps;
  for (int i{1}; i <= 10; ++i) steps.push_back(step(std::to_string(i), "步骤" + std::to_string(i)));
  hall.add("procedure", "甲",
           {{"name", std::string{"甲"}}, {"category", std::string{"检查"}}, {"steps", steps}});
  auto state{touched(home(hall), {touch::OpenList{"procedure"}})};
  CHECK(shown<ProcedureVm>(state).steps.size() == 8);
  state = touched(std::move(state), {touch::NextPage{}});
  auto const vm{shown<ProcedureVm>(state)};
  REQUIRE(vm.steps.size() == 2);
  CHECK(vm.steps.at(0).selected);
  CHECK(vm.step_title == "第 9 步　步骤9");
  CHECK(shown<ProcedureVm>(touched(state, {touch::SelectStep{1}})).step_title ==
        "第 10 步　步骤10");
}

TEST_CASE("inspections: the first two stand open, a touch opens and closes", "[model]") {
  auto const state{touched(home(with_items(5)), {touch::OpenList{"inspection_item"}})};
  auto const vm{shown<InspectionsVm>(state)};
  CHECK(vm.subtitle == "共 5 项");
  REQUIRE(vm.items.size() == 4);
  CHECK(vm.items.at(0).expanded);
  CHECK(vm.items.at(1).expanded);
  CHECK_FALSE(vm.items.at(2).expanded);
  CHECK(vm.items.at(0).columns.at(1) == FieldVm{"抽查比例", "不低于 5%"});
  auto const closed{shown<InspectionsVm>(touched(state, {touch::ToggleItem{vm.items.at(0).id}}))};
  CHECK_FALSE(closed.items.at(0).expanded);
  CHECK(closed.items.at(1).expanded);
  auto const third{shown<InspectionsVm>(touched(state, {touch::ToggleItem{vm.items.at(2).id}}))};
  CHECK(third.items.at(2).expanded);
}

TEST_CASE("inspections: what stands open fits the page", "[model]") {
  auto hall{with_items(4)};
  for (int i{1}; i <= 4; ++i)
    hall.find("inspection_item/事项" + std::to_string(i)).fields["content"] =
        repeated("是否按月足额支付工资；", 20);
  auto const state{touched(home(hall), {touch::OpenList{"inspection_item"}})};
  auto const open{[](InspectionsVm const& vm) {
    return std::ranges::count(vm.items, true, &InspectionVm::expanded);
  }};
  auto const vm{shown<InspectionsVm>(state)};
  CHECK(open(vm) == 1);
  auto const second{shown<InspectionsVm>(touched(state, {touch::ToggleItem{vm.items.at(1).id}}))};
  CHECK(open(second) == 1);
  CHECK(second.items.at(1).expanded);
}

TEST_CASE("inspections: below a banner fewer stand open, and none is cut short", "[model]") {
  auto state{touched(home(with_items(4)), {touch::OpenList{"inspection_item"}})};
  auto hall{with_items(4)};
  hall.find("inspection_item/事项2").fields["content"] = repeated("是否按月足额支付工资；", 4);
  state = reduce(std::move(state), SnapshotReady{hall.snapshot()});
  CHECK(shown<InspectionsVm>(state).items.at(1).expanded);
  state = reduce(std::move(state), FreshnessKnown{at("2026-11-23T09:00:00+08:00"), {}});
  CHECK(shown<InspectionsVm>(state).items.at(0).expanded);
  CHECK_FALSE(shown<InspectionsVm>(state).items.at(1).expanded);
}

TEST_CASE("inspections: chips part the key items from the general ones", "[model]") {
  auto const state{touched(home(with_items(5)), {touch::OpenList{"inspection_item"}})};
  auto const vm{shown<InspectionsVm>(state)};
  REQUIRE(vm.chips.size() == 3);
  CHECK(vm.chips.at(1).label == "重点 1");
  auto const key{shown<InspectionsVm>(touched(state, {touch::ChooseChip{1}}))};
  CHECK(key.items.size() == 1);
  CHECK(key.chips.at(1).selected);
  CHECK(shown<InspectionsVm>(touched(state, {touch::NextPage{}})).items.at(0).number == "5");
}

namespace {

std::vector<std::string> values_of(RowVm const& row) {
  std::vector<std::string> out;
  for (auto const& field : row.fields) out.push_back(field.value);
  return out;
}

AppState opened(AppState state, Page page) {
  state.stack = {page::Home{}, std::move(page)};
  return state;
}

Hall one_card(std::string state, std::string_view until) {
  Hall hall;
  hall.officer("99150310027", "顾𬭎", "gu'hong");
  auto& card{hall.certificate_of("99150310027")};
  card.fields["state"] = std::move(state);
  card.fields["valid_until"] = day(until);
  return hall;
}

}  // namespace

TEST_CASE("list: a certificate reads as its verdict, on its row and on its page",
          "[model][truth]") {
  struct Case {
    std::string state, until, as_of, word;
  };
  auto const fresh{std::string{as_of_text}};
  std::string const old{"2026-11-22T08:00:00+08:00"};
  for (auto const& c :
       {Case{"有效", "2028-06-30", fresh, "有效"}, Case{"有效", "2026-10-31", fresh, "已过期"},
        Case{"注销", "2028-06-30", fresh, "已注销"},
        Case{"有效", "2028-06-30", old, "待核实，请到窗口核对"},
        Case{"注销", "2028-06-30", old, "已注销"}}) {
    auto state{terminal(one_card(c.state, c.until).snapshot())};
    state.as_of = at(c.as_of);
    auto const row{
        shown<ListVm>(opened(state, page::List{.type = "certificate", .turn = 0})).rows.at(0)};
    CHECK(values_of(row).at(0) == c.word);
    auto const detail{shown<DetailVm>(opened(state, page::Detail{.id = row.id, .turn = 0}))};
    bool said{false};
    for (auto const& fact : detail.facts) said = said || fact.value == c.word;
    for (auto const& block : detail.blocks) said = said || block.text == c.word;
    CHECK(said);
  }
}

TEST_CASE("list: people are withheld from every page once the lease is over", "[model][privacy]") {
  auto state{terminal(three_officers().snapshot())};
  state.as_of = at("2026-09-01T08:00:00+08:00");
  for (std::string const type : {"officer", "certificate"})
    CHECK(shown<MessagePageVm>(opened(state, page::List{.type = type, .turn = 0})).message.title ==
          "暂不能查");
  for (std::string const id : {"officer/99150310027", "certificate/执法证/示例机关/99150310027"})
    CHECK(shown<MessagePageVm>(opened(state, page::Detail{.id = id, .turn = 0})).message.title ==
          "暂不能查");
  CHECK(shown<ListVm>(opened(state, page::List{.type = "notice", .turn = 0})).rows.empty());
}

TEST_CASE("detail: the parts of a statute stand as headings, its name not twice", "[model]") {
  Hall hall;
  hall.add("legal_basis", "某条例",
           {{"name", std::string{"某条例"}},
            {"full_text", std::string{"某条例\n\n第一章　总则\n第一条 为了公平，制定本条例。\n"
                                      "第十二节 期限 \n第二章规定的事项，适用前款，不再重复公告。\n"
                                      "第二条 本条例自公布之日起施行。\n"}}});
  auto const vm{shown<DetailVm>(
      opened(terminal(hall.snapshot()), page::Detail{.id = "legal_basis/某条例", .turn = 0}))};
  std::vector<std::string> headings;
  std::vector<std::string> paragraphs;
  for (auto const& block : vm.blocks) {
    if (block.kind == BlockKind::heading) headings.push_back(block.label);
    if (block.kind == BlockKind::paragraph) paragraphs.push_back(block.text);
  }
  CHECK(headings == std::vector<std::string>{"条款全文", "第一章　总则", "第十二节 期限"});
  CHECK(paragraphs == std::vector<std::string>{"第一条 为了公平，制定本条例。",
                                               "第二章规定的事项，适用前款，不再重复公告。",
                                               "第二条 本条例自公布之日起施行。"});
}

TEST_CASE("attract: the English name and the service hours are the hall's own words", "[model]") {
  Hall hall;
  CHECK(shown<AttractVm>(terminal(hall.snapshot())).hours.empty());
  hall.text("service_hours", "9:00–12:00");
  hall.text("hall_english", "Mingchuan District Labour Inspection");
  auto const vm{shown<AttractVm>(terminal(hall.snapshot()))};
  CHECK(vm.hours == "服务时间 9:00–12:00");
  CHECK(vm.hall_english == "Mingchuan District Labour Inspection");
}
