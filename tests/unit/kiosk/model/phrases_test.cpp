#include "kiosk/model/phrases.hpp"

#include "sample.hpp"

#include <catch2/generators/catch_generators.hpp>

#include <tuple>

using namespace mingshi;
using namespace mingshi::kiosk;
using sample::day;

TEST_CASE("phrases: what is left of a certificate is counted in whole months", "[model]") {
  auto const [from, until, words]{GENERATE(std::tuple{"2026-11-23", "2028-06-30", "1 年 7 个月"},
                                           std::tuple{"2026-11-23", "2027-11-23", "1 年"},
                                           std::tuple{"2026-11-23", "2027-11-22", "11 个月"},
                                           std::tuple{"2026-11-23", "2026-12-23", "1 个月"},
                                           std::tuple{"2026-11-23", "2026-12-22", "29 天"},
                                           std::tuple{"2027-01-31", "2027-02-28", "1 个月"},
                                           std::tuple{"2027-01-31", "2027-02-27", "27 天"},
                                           std::tuple{"2028-02-29", "2029-02-28", "1 年"},
                                           std::tuple{"2026-11-23", "2026-11-23", "0 天"})};
  CAPTURE(from, until);
  CHECK(span_text(day(from), day(until)) == words);
}

TEST_CASE("phrases: durations are said in the two largest units", "[model]") {
  CHECK(duration_text(std::chrono::minutes{332}) == "5 小时 32 分");
  CHECK(duration_text(std::chrono::minutes{12}) == "12 分");
  CHECK(duration_text(std::chrono::hours{77}) == "3 天 5 小时");
  CHECK(duration_text(std::chrono::seconds{-5}) == "0 分");
}

TEST_CASE("phrases: money is shortened only when nothing is lost", "[model]") {
  CHECK(short_money(domain::Money{5'000'000}) == "5 万元");
  CHECK(short_money(domain::Money{3'260'000}) == "3.26 万元");
  CHECK(short_money(domain::Money{3'200'000}) == "3.2 万元");
  CHECK(short_money(domain::Money{3'261'250}).find("万") == std::string::npos);
}

TEST_CASE("phrases: a text is cut between characters and says so", "[model]") {
  CHECK(shortened("顾𬭎", 2) == "顾𬭎");
  CHECK(shortened("一二三四五六", 4) == "一二……");
  CHECK(text_width("2026 年") == 4);
  CHECK(line_count("一二三四五六\n七", 4) == 3);
  CHECK(characters("a顾𬭎").size() == 3);
}

TEST_CASE("phrases: a page beyond the end is the last page", "[model]") {
  auto const part{slice(9, 4, 7)};
  CHECK(part.begin == 8);
  CHECK(part.end == 9);
  CHECK(part.pager.text == "3 / 3");
  CHECK(part.pager.next.why == "已经是最后一页");
  CHECK(part.pager.previous.enabled());
  CHECK(slice(0, 4, 0).pager.text == "1 / 1");
}

TEST_CASE("phrases: every reason a control can have is a sentence", "[model]") {
  store::Hall hall;
  hall.window = "一楼 3 号窗口";
  for (auto i{static_cast<int>(Reason::handwriting_later)};
       i <= static_cast<int>(Reason::nothing_filtered); ++i)
    CHECK(text_width(reason_text(static_cast<Reason>(i), hall)) >= 6);
  CHECK(reason_text(Reason::none, hall).empty());
}
