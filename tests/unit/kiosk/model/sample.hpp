#pragma once

#include "core/base/file.hpp"
#include "core/base/time.hpp"
#include "kiosk/model/state.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// A small hall made by hand: fast, and every value in the tests is one that stands here.
namespace mingshi::kiosk::sample {

inline Day day(std::string_view text) {
  return parse_day(text).value();
}
inline Instant at(std::string_view text) {
  return parse_instant(text).value();
}

inline constexpr std::string_view now_text{"2026-11-23T14:32:00+08:00"};
inline constexpr std::string_view as_of_text{"2026-11-23T14:00:00+08:00"};

/// The real declarations, so that the tests and the product speak of the same fields.
inline domain::Catalogue catalogue() {
  std::vector<domain::RecordType> types;
  for (auto const& entry :
       std::filesystem::directory_iterator{std::string{MS_SOURCE_DIR} + "/assets/records"})
    types.push_back(domain::parse_record_type(read_file(entry.path(), 1'000'000).value()).value());
  std::ranges::sort(types, {}, &domain::RecordType::position);
  return domain::Catalogue::of(std::move(types)).value();
}

/// What a Snapshot is made of, with records added one by one.
class Hall {
 public:
  Hall() {
    parts_.hall = {.id = "mingchuan",
                   .name = "明川区劳动监察大队",
                   .source = "区级公示平台",
                   .hotline = "0000-12333",
                   .window = "一楼 3 号窗口",
                   .platform_url = "",
                   .sample = true};
    parts_.sequence = 1;
    parts_.issued = at(as_of_text);
    parts_.catalogue = catalogue();
  }

  domain::PublicRecord& add(std::string type, std::string const& key, domain::Fields fields) {
    domain::PublicRecord record;
    record.id = type + "/" + key;
    record.type = std::move(type);
    record.fields = std::move(fields);
    record.sample = true;
    parts_.records.push_back(std::move(record));
    return parts_.records.back();
  }

  /// An officer with one certificate in force until 2028-06-30.
  void officer(std::string const& number, std::string const& name, std::string const& pinyin,
               std::string const& unit = "一中队") {
    add("officer", number,
        {{"name", name},
         {"unit", "明川区劳动监察大队　" + unit},
         {"position", std::string{"监察员"}},
         {"certificate_no", number},
         {"category", std::string{"劳动保障监察"}},
         {"region", std::string{"示例省明川市明川区"}},
         {"photo", std::string(64, 'a')}});
    parts_.search_keys.push_back({"officer/" + number, "officer", name, {pinyin}, number});
    parts_.pinyin.emplace("officer/" + number, pinyin);
    certificate(number, number);
  }

  domain::PublicRecord& certificate(std::string const& number, std::string const& holder) {
    auto& record{add("certificate", "执法证/示例机关/" + number,
                     {{"holder", holder},
                      {"kind", std::string{"执法证"}},
                      {"number", number},
                      {"issuer", std::string{"示例机关"}},
                      {"valid_from", day("2023-07-01")},
                      {"valid_until", day("2028-06-30")},
                      {"state", std::string{"有效"}}})};
    parts_.search_keys.push_back({record.id, "certificate", number, {}, number});
    return record;
  }

  domain::PublicRecord& find(std::string_view id) {
    return *std::ranges::find(parts_.records, id, &domain::PublicRecord::id);
  }
  domain::PublicRecord& certificate_of(std::string const& number) {
    return find("certificate/执法证/示例机关/" + number);
  }
  void drop(std::string_view id) {
    std::erase_if(parts_.records, [&](auto const& record) { return record.id == id; });
  }

  void penalty(std::string const& number, std::string const& date, std::string const& kind,
               std::string const& violation) {
    add("penalty", number,
        {{"document_no", "明劳监罚〔" + date.substr(0, 4) + "〕" + number + "号"},
         {"case_name", violation + "案"},
         {"party_name", std::string{"示例甲建筑劳务公司"}},
         {"violation_kind", violation},
         {"facts", std::string{"2026 年 7 月至 9 月，未按月足额支付工资。"}},
         {"basis", std::string{"《保障农民工工资支付条例》第五十五条（示例）"}},
         {"penalty_kind", kind},
         {"penalty_content", std::string{"罚款人民币 50 000 元"}},
         {"fine", domain::Money{5'000'000}},
         {"decision_date", day(date)},
         {"procedure_kind", std::string{"普通"}},
         {"legal_review", std::string{"已通过法制审核"}},
         {"legal_review_date", day(date)},
         {"officers", std::string{"周明远、顾𬭎"}}});
  }

  [[nodiscard]] store::Hall& hall() { return parts_.hall; }
  void text(std::string const& name, std::string content) {
    parts_.texts.insert_or_assign(name, std::move(content));
  }
  [[nodiscard]] SnapshotPtr snapshot() const { return make_snapshot(parts_); }

 private:
  SnapshotParts parts_;
};

/// Three officers: 顾𬭎, 高海宁 and 葛恒.
inline Hall three_officers() {
  Hall hall;
  hall.officer("99150310027", "顾𬭎", "gu'hong", "一中队");
  hall.officer("99150310038", "高海宁", "gao'hai'ning", "二中队");
  hall.officer("99150310019", "葛恒", "ge'heng", "三中队");
  return hall;
}

/// A terminal that shows `snapshot` at 14:32, its data of 14:00.
inline AppState terminal(SnapshotPtr snapshot) {
  AppState state;
  state = reduce(std::move(state), Tick{at(now_text), domain::ClockTrust::trusted, {}});
  state = reduce(std::move(state), SnapshotReady{std::move(snapshot)});
  return reduce(std::move(state), FreshnessKnown{at(as_of_text), at(as_of_text)});
}

inline AppState touched(AppState state, std::vector<Touch> const& touches) {
  for (auto const& touch : touches) state = reduce(std::move(state), touch);
  return state;
}

template <typename P>
P shown(AppState const& state) {
  auto const vm{view_model(state)};
  REQUIRE(std::holds_alternative<P>(vm.page));
  return std::get<P>(vm.page);
}

}  // namespace mingshi::kiosk::sample
