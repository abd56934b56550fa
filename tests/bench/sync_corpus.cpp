#include "tests/bench/sync_corpus.hpp"

#include "core/domain/record.hpp"
#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::bench {
namespace {

using json::Json;
using publication::Part;

constexpr std::int64_t authorities{40};

/// A stream of numbers that depends on its seed alone (SplitMix64).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_{seed * 0x9E37'79B9'7F4A'7C15U + 1} {}
  std::uint64_t next() {
    auto z{state_ += 0x9E37'79B9'7F4A'7C15U};
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31U);
  }
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n));
  }
  template <std::size_t n>
  std::string_view of(std::array<std::string_view, n> const& list) {
    return list.at(static_cast<std::size_t>(below(static_cast<std::int64_t>(n))));
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 20> places{
    "明川", "临河", "青屏", "白石", "东陵", "望江", "清源", "云岭", "长桥", "新渡",
    "安澜", "沙洲", "石门", "南浦", "永宁", "金汇", "北辰", "乐川", "西屏", "和丰"};
constexpr std::array<std::string_view, 12> trades{"石油技术", "建筑劳务", "餐饮管理", "物流配送",
                                                  "机械制造", "纺织服装", "电子科技", "园林绿化",
                                                  "物业服务", "装饰工程", "农业开发", "医药连锁"};
constexpr std::array<std::string_view, 16> words{"兴隆", "华泰", "鼎盛", "瑞丰", "恒通", "博远",
                                                 "嘉和", "天诚", "宏图", "万里", "德信", "广源",
                                                 "同济", "金辉", "永昌", "正大"};
constexpr std::array<std::string_view, 8> violations{
    "拖欠农民工工资",         "未依法与劳动者订立书面劳动合同",
    "违法延长劳动者工作时间", "未按规定缴存工资保证金",
    "非法使用童工",           "未建立职工名册",
    "扣押劳动者居民身份证",   "未按月足额支付工资"};
constexpr std::array<std::string_view, 10> sentences{
    "经查，该单位自年初起未按劳动合同约定的日期支付工资。",
    "本机关依法送达了行政处罚事先告知书，当事人在法定期限内未提出陈述申辩。",
    "现场检查时制作了检查笔录，并提取了考勤记录和工资支付台账。",
    "以上事实有询问笔录、工资表、银行流水等证据证实。",
    "当事人在案件调查期间主动补发了部分工资。",
    "涉案劳动者人数众多，社会影响较大。",
    "当事人能够积极配合调查，如实陈述违法事实。",
    "经责令限期改正，当事人逾期仍未改正。",
    "违法行为轻微并及时纠正，没有造成危害后果。",
    "案件经法制审核和集体讨论后作出决定。"};
constexpr std::array<std::string_view, 6> after_notes{
    "罚款已按期缴纳，案件执行完毕。", "当事人申请分期缴纳，已批准。", "已移送人民法院强制执行。",
    "当事人已申请行政复议。",         "已完成整改并通过复查。",       "信用修复申请已受理。"};
constexpr std::array<std::string_view, 12> surnames{"赵", "钱", "孙",   "李", "周", "吴",
                                                    "郑", "王", "欧阳", "单", "顾", "𬭎"};
constexpr std::array<std::string_view, 12> given{"红",   "建国", "秀英", "伟", "敏", "静",
                                                 "志强", "丽娟", "洋",   "艳", "勇", "文博"};

/// "2026-03-07"
std::string date(Numbers& numbers) {
  return fmt::format("20{}-{:02}-{:02}", 24 + numbers.below(3), 1 + numbers.below(12),
                     1 + numbers.below(28));
}

std::string company(Numbers& numbers) {
  return fmt::format("{}{}{}有限公司（示例）", numbers.of(places), numbers.of(words),
                     numbers.of(trades));
}

std::string code(Numbers& numbers) {
  constexpr std::string_view characters{"0123456789ABCDEFGHJKLMNPQRTUWXY"};
  std::string text{"91"};
  for (int i{0}; i < 16; ++i)
    text += characters.at(static_cast<std::size_t>(numbers.below(std::ssize(characters))));
  return text;
}

/// A record as JSON, and a change to it as the columns that change.
struct Made {
  Json record;
  Json changed = Json::object();
};

std::string authority_of(std::int64_t n) {
  auto sorted{places};
  std::ranges::sort(sorted);
  return fmt::format("{}{}", sorted.at(static_cast<std::size_t>(n / 2)), n % 2 == 0 ? "人" : "劳");
}

Made decision(domain::RecordType const& type, std::int64_t authority, std::int64_t serial) {
  Numbers numbers{static_cast<std::uint64_t>(authority) * 1'000'003U +
                  static_cast<std::uint64_t>(serial)};
  auto const no{fmt::format("{}监罚字〔2026〕{}号", authority_of(authority), 100'000 + serial)};
  auto const party{company(numbers)};
  auto const violation{numbers.of(violations)};
  std::string facts;
  for (auto n{2 + numbers.below(3)}; n > 0; --n) facts += numbers.of(sentences);
  auto const fine{(1 + numbers.below(500)) * 10'000};
  auto const decided{date(numbers)};
  auto const until{fmt::format("2029-{:02}-{:02}", 1 + numbers.below(12), 1 + numbers.below(28))};
  Json fields{{"document_no", no},
              {"case_name", fmt::format("{}{}案", party, violation)},
              {"party_name", party},
              {"party_kind", "法人及非法人组织"},
              {"social_credit_code", code(numbers)},
              {"violation_kind", violation},
              {"facts", facts},
              {"penalty_content", fmt::format("罚款人民币{}元。", fine / 100)},
              {"fine", fine},
              {"legal_review", "已通过法制审核"},
              {"decision_date", decided},
              {"publish_until", until},
              {"authority", fmt::format("{}区劳动监察大队（示例）", authority_of(authority))},
              {"procedure_kind", "普通"}};
  Json record{{"id", domain::record_id(type, {{"document_no", no}})},
              {"type", type.code},
              {"sample", true}};
  record["fields"] = std::move(fields);
  record["publish_from"] = decided;
  record["publish_until"] = until;
  return {.record = std::move(record)};
}

void change_decision(Made& made, std::int64_t authority, std::int64_t serial) {
  Numbers numbers{static_cast<std::uint64_t>(authority) * 7'000'003U +
                  static_cast<std::uint64_t>(serial) + 5U};
  auto const kind{numbers.below(10)};
  if (kind < 5) {
    made.changed["served_date"] = date(numbers);
    made.changed["remarks"] = fmt::format("{}（{}）", numbers.of(after_notes), date(numbers));
  } else if (kind < 8) {
    auto const fine{(1 + numbers.below(500)) * 10'000};
    made.changed["fine"] = fine;
    made.changed["penalty_content"] = fmt::format("罚款变更为人民币{}元。", fine / 100);
  } else {
    made.changed["valid_until"] = date(numbers);
  }
  for (auto const& [name, value] : made.changed.items()) made.record["fields"][name] = value;
}

Made officer(std::int64_t n) {
  Numbers numbers{static_cast<std::uint64_t>(n) + 77'000'000U};
  auto const no{fmt::format("9915{:07}", n)};
  Json fields{{"certificate_no", no},
              {"name", fmt::format("{}{}", numbers.of(surnames), numbers.of(given))},
              {"unit", fmt::format("{}区劳动监察大队（示例）", numbers.of(places))},
              {"position", numbers.below(5) == 0 ? "中队长" : "监察员"},
              {"category", "劳动保障监察"},
              {"region", fmt::format("{}区", numbers.of(places))}};
  Json record{{"id", "officer/" + no}, {"type", "officer"}, {"sample", true}};
  record["fields"] = std::move(fields);
  return {.record = std::move(record)};
}

void change_officer(Made& made, std::int64_t n) {
  Numbers numbers{static_cast<std::uint64_t>(n) + 99'000'000U};
  made.changed["position"] = fmt::format("副大队长（{}）", numbers.of(places));
  for (auto const& [name, value] : made.changed.items()) made.record["fields"][name] = value;
}

/// Fills in what an update, an insertion or a removal looks like, and visits it.
template <typename Change>
Result<void> visit_one(Part part, What what, Made made, Change change, Visit const& visit) {
  Item item{.part = part,
            .what = what,
            .id = made.record["id"].get<std::string>(),
            .before = {},
            .after = {},
            .columns = {}};
  if (what != What::inserted) item.before = json::canonical(made.record);
  if (what == What::updated) {
    change(made);
    made.changed["id"] = item.id;
    item.columns = json::canonical(made.changed);
  }
  if (what == What::removed) item.columns = json::canonical(Json{{"gone", item.id}});
  if (what != What::removed) item.after = json::canonical(made.record);
  if (what == What::inserted) item.columns = json::canonical(made.record["fields"]);
  return visit(item);
}

Result<void> for_each_officer(Corpus const& corpus, Share share, bool changed_only,
                              Visit const& visit) {
  for (std::int64_t n{0}; n < corpus.officers; ++n) {
    Numbers chance{static_cast<std::uint64_t>(n) + 1'000U};
    auto const what{chance.below(1'000) < share.per_mille ? What::updated : What::kept};
    if (what == What::kept && changed_only) continue;
    MS_TRY(visit_one(
        Part::records, what, officer(n), [n](Made& made) { change_officer(made, n); }, visit));
  }
  return {};
}

Result<void> for_each_decision(Corpus const& corpus, Share share, bool changed_only,
                               Visit const& visit) {
  auto const each{corpus.decisions / authorities};
  auto const fresh{each * share.per_mille * 3 / 10'000};
  for (std::int64_t authority{0}; authority < authorities; ++authority) {
    for (std::int64_t serial{0}; serial < each + fresh; ++serial) {
      Numbers chance{static_cast<std::uint64_t>(authority * 10'000'000 + serial)};
      auto const drawn{chance.below(10'000)};
      auto what{What::kept};
      if (drawn < share.per_mille * 7) what = What::removed;
      if (drawn < share.per_mille * 6) what = What::updated;
      if (serial >= each) what = What::inserted;
      if (what == What::kept && changed_only) continue;
      MS_TRY(visit_one(
          Part::decisions, what, decision(corpus.penalty, authority, serial),
          [=](Made& made) { change_decision(made, authority, serial); }, visit));
    }
  }
  return {};
}

}  // namespace

Result<void> for_each(Corpus const& corpus, Part part, Share share, bool changed_only,
                      Visit const& visit) {
  return part == Part::records ? for_each_officer(corpus, share, changed_only, visit)
                               : for_each_decision(corpus, share, changed_only, visit);
}

}  // namespace mingshi::bench
