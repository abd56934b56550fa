#pragma once

#include "core/domain/record_type.hpp"
#include "kiosk/model/snapshot.hpp"
#include "kiosk/signage/player.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

namespace mingshi::kiosk {

inline Day wall_day() {
  return parse_day("2026-11-23").value();
}

/// A wall at 14:32 on 2026-11-23 whose data are half an hour old.
inline WallState wall_state() {
  WallState state;
  state.app.now = parse_instant("2026-11-23T14:32:00+08:00").value();
  state.app.as_of = parse_instant("2026-11-23T14:00:00+08:00").value();
  return state;
}

struct WallContent {
  std::string items;  ///< of the programme, as JSON
  std::size_t officers{2};
  std::size_t cancelled{0};  ///< of them, the last ones
  std::size_t decisions{2};
  bool notice{true};
  std::optional<Day> notice_until{};
};

inline domain::RecordType wall_type(std::string const& code) {
  auto const toml{fmt::format(R"(
code = "{}"
name = "{}"
name_en = "x"
icon = "doc"
help = "x"
phase = "always"
position = 1
key = ["title"]
title = "title"
list = []
[[field]]
name = "title"
label = "标题"
kind = "text"
required = true
)",
                              code, code)};
  auto type{domain::parse_record_type(toml)};
  INFO((type ? std::string{} : type.error().detail()));
  REQUIRE(type);
  return *type;
}

inline domain::PublicRecord wall_record(std::string type, std::string id, domain::Fields fields) {
  domain::PublicRecord record;
  record.type = std::move(type);
  record.id = std::move(id);
  record.fields = std::move(fields);
  return record;
}

inline SnapshotPtr wall_snapshot(WallContent const& content) {
  SnapshotParts parts;
  parts.hall = {.id = "h",
                .name = "明川区劳动监察大队",
                .source = "区级公示平台",
                .hotline = "0000-12345",
                .window = "一楼 3 号窗口",
                .platform_url = "https://example.org/h",
                .sample = true};
  std::vector<domain::RecordType> types;
  for (auto const* code : {"officer", "certificate", "penalty", "notice"})
    types.push_back(wall_type(code));
  parts.catalogue = domain::Catalogue::of(std::move(types)).value();
  if (content.notice) {
    auto notice{wall_record("notice", "notice/甲",
                            {{"title", "关于开展 2026 年冬季根治欠薪专项行动的公告"},
                             {"issuer", "明川区劳动监察大队"},
                             {"published_on", parse_day("2026-11-20").value()},
                             {"scope", "建筑工地"}})};
    notice.publish_until = content.notice_until;
    parts.records.push_back(notice);
  }
  for (std::size_t i{0}; i < content.officers; ++i) {
    auto const number{fmt::format("{:04}", i + 1)};
    parts.records.push_back(wall_record("officer", "officer/" + number,
                                        {{"name", "示例" + number},
                                         {"certificate_no", number},
                                         {"unit", "一中队"},
                                         {"position", "监察员"}}));
    bool const cancelled{i + content.cancelled >= content.officers};
    parts.records.push_back(wall_record("certificate", "certificate/" + number,
                                        {{"holder", number},
                                         {"number", number},
                                         {"state", cancelled ? "注销" : "有效"},
                                         {"valid_from", parse_day("2023-07-01").value()},
                                         {"valid_until", parse_day("2028-06-30").value()}}));
  }
  for (std::size_t i{0}; i < content.decisions; ++i)
    parts.records.push_back(
        wall_record("penalty", fmt::format("penalty/{}", i + 1),
                    {{"party_name", fmt::format("示例{}公司", i + 1)},
                     {"document_no", fmt::format("明劳监罚〔2026〕{}号", i + 1)},
                     {"penalty_kind", "罚款"},
                     {"fine", domain::Money{.fen = 5'000'000}},
                     {"violation_kind", "未按月足额支付工资"},
                     {"legal_review", i == 1 ? "简易程序不需审核" : "已通过法制审核"},
                     {"decision_date", parse_day("2026-11-01").value() + std::chrono::days{i}}}));
  parts.programme = R"({"format":1,"items":[)" + content.items +
                    R"(],"ticker":[{"label":"滚动公示","text":"一"}]})";
  parts.media = {{.sha256 = "ab", .size = 1, .kind = "mp4"}};
  return make_snapshot(std::move(parts));
}

}  // namespace mingshi::kiosk
