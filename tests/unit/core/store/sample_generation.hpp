#pragma once

#include "core/store/generation.hpp"

namespace mingshi::store {

/// A small generation with something in every table, in the order in which a Reader gives it back.
[[nodiscard]] inline Generation sample_generation() {
  using std::chrono::sys_days;
  using namespace std::chrono_literals;
  Generation g;
  g.hall = {.id = "mingchuan",
            .name = "明川区劳动监察大队",
            .source = "区级公示平台",
            .hotline = "12333",
            .window = "一楼 3 号窗口",
            .platform_url = "",
            .sample = true};
  g.sequence = 42;
  g.issued = Instant{sys_days{2026y / 11 / 23}} + 6h + 32min + 5s;
  g.record_types = {"code = \"officer\"", "code = \"notice\""};
  g.rows = {{.id = "notice/1",
             .type = "notice",
             .projection = R"({"title":"公告"})",
             .sha256 = std::string(64, 'b'),
             .publish_from = Day{sys_days{2026y / 11 / 1}},
             .publish_until = Day{sys_days{2027y / 2 / 28}}},
            {.id = "officer/99150310027",
             .type = "officer",
             .projection = R"({"name":"𠮷红"})",
             .sha256 = std::string(64, 'a'),
             .publish_from = {},
             .publish_until = {}},
            {.id = "officer/99150310028",
             .type = "officer",
             .projection = "{}",
             .sha256 = std::string(64, 'c'),
             .publish_from = {},
             .publish_until = Day{sys_days{2026y / 12 / 31}}}};
  g.calendar = {R"({"year":2026})", R"({"year":2027})"};
  g.programme = R"({"items":[]})";
  g.texts = {{"home.title", "行政执法信息公示"}, {"idle", ""}};
  g.media = {{.sha256 = std::string(64, '1'), .size = 10, .kind = "png"},
             {.sha256 = std::string(64, '2'), .size = 3'000'000'000, .kind = "mp4"}};
  g.search_keys = {{.record_id = "notice/1",
                    .type = "notice",
                    .name = "公告",
                    .pinyin = {"gong'gao"},
                    .number = ""},
                   {.record_id = "officer/99150310027",
                    .type = "officer",
                    .name = "单红",
                    .pinyin = {"shan'hong", "dan'hong"},
                    .number = "99150310027"},
                   {.record_id = "officer/99150310028",
                    .type = "officer",
                    .name = "无",
                    .pinyin = {},
                    .number = "99150310028"}};
  return g;
}

}  // namespace mingshi::store
