#include "core/domain/verdict.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "catch2/matchers/catch_matchers_string.hpp"

#include <array>

namespace {

using namespace mingshi;
using namespace mingshi::domain;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

Day day(std::string_view text) {
  auto const parsed{parse_day(text)};
  REQUIRE(parsed);
  return *parsed;
}

Instant at(std::string_view text) {
  auto const parsed{parse_instant(text)};
  REQUIRE(parsed);
  return *parsed;
}

/// 2026-11-23 14:32 in Shanghai.
Freshness aged(std::chrono::seconds age, ClockTrust clock = ClockTrust::trusted) {
  auto const now{at("2026-11-23T14:32:00+08:00")};
  return {now, now - age, clock, {}};
}

CertificateFacts good() {
  return {.state = CertificateState::in_force,
          .valid_from = day("2023-07-01"),
          .valid_until = day("2028-06-30"),
          .state_since = std::nullopt};
}

constexpr std::array ages{std::chrono::seconds{0}, std::chrono::seconds{5h},
                          std::chrono::seconds{48h}, std::chrono::seconds{24h * 400},
                          std::chrono::seconds{-48h}};

}  // namespace

TEST_CASE("verdict: a valid certificate reads by the age of the data", "[domain][verdict]") {
  struct Row {
    std::chrono::seconds age;
    Badge badge;
    char const* word;
  };
  auto const row{GENERATE(Row{0s, Badge::valid, "有效"}, Row{4h - 1s, Badge::valid, "有效"},
                          Row{4h, Badge::valid_as_of, "有效（截至 10:32）"},
                          Row{16h, Badge::valid_as_of, "有效（截至 昨日 22:32）"},
                          Row{24h, Badge::valid_as_of, "有效（截至 昨日 14:32）"},
                          Row{24h + 1s, Badge::unverified, "待核实，请到窗口核对"},
                          Row{24h * 30, Badge::unverified, "待核实，请到窗口核对"},
                          Row{24h * 30 + 1s, Badge::withheld, "暂不能查"},
                          Row{-5min, Badge::valid, "有效"},
                          Row{-5min - 1s, Badge::unverified, "待核实，请到窗口核对"})};
  auto const answer{verdict(good(), aged(row.age))};
  INFO(row.age.count());
  CHECK(answer.badge == row.badge);
  CHECK(answer.word == row.word);
}

TEST_CASE("verdict: an untrusted clock never says 有效", "[domain][verdict]") {
  for (auto const age : ages) {
    auto const answer{verdict(good(), aged(age, ClockTrust::untrusted))};
    INFO(age.count());
    CHECK_THAT(answer.word, !ContainsSubstring("有效"));
    CHECK((answer.badge == Badge::unverified || answer.badge == Badge::withheld));
  }
  CHECK_THAT(verdict(good(), aged(0s, ClockTrust::untrusted)).sentence,
             ContainsSubstring("时间还没有校准"));
}

TEST_CASE("verdict: when only the floor of the time is known, it says of which day it speaks",
          "[domain][verdict][time]") {
  auto const answer{verdict(good(), aged(1h, ClockTrust::floor_only))};
  CHECK(answer.badge == Badge::valid_as_of);
  CHECK(answer.word == "截至11月23日有效");
  CHECK(answer.sentence == "截至 2026-11-23 登记为有效。本机时钟不准，今天是否有效请到窗口核对。");
  for (auto const age : ages) {
    INFO(age.count());
    auto const one{verdict(good(), aged(age, ClockTrust::floor_only))};
    CHECK(one.badge != Badge::valid);
    CHECK(one.word != "有效");
  }
  CHECK(verdict(good(), aged(24h, ClockTrust::floor_only)).badge == Badge::valid_as_of);
  CHECK(verdict(good(), aged(24h + 1s, ClockTrust::floor_only)).badge == Badge::unverified);
  CHECK(verdict(good(), aged(24h * 30 + 1s, ClockTrust::floor_only)).badge == Badge::withheld);
}

TEST_CASE("verdict: the floor proves an end, never a beginning", "[domain][verdict][time]") {
  auto facts{good()};
  facts.valid_until = day("2026-11-22");
  CHECK(verdict(facts, aged(0s, ClockTrust::floor_only)).word == "已过期");
  facts.valid_until = day("2026-11-23");
  CHECK(verdict(facts, aged(0s, ClockTrust::floor_only)).badge == Badge::valid_as_of);
  // Of yesterday's data, under a floor of today: it ended last night.
  facts.valid_until = day("2026-11-22");
  CHECK(verdict(facts, aged(23h, ClockTrust::floor_only)).word == "已过期");
  facts = good();
  facts.valid_from = day("2026-11-24");
  CHECK(verdict(facts, aged(0s, ClockTrust::floor_only)).badge == Badge::unverified);
  facts.valid_from = day("2026-11-23");
  CHECK(verdict(facts, aged(23h, ClockTrust::floor_only)).badge == Badge::unverified);
}

TEST_CASE("verdict: a clock far ahead makes nothing 已过期", "[domain][verdict][time]") {
  // What a program that trusts no such clock passes on: the last certain time, and that it is one.
  auto const answer{verdict(good(), aged(0s, ClockTrust::untrusted))};
  CHECK(answer.word == "待核实，请到窗口核对");
  CHECK(answer.sentence == "本机的时间还没有校准，请到窗口核对，或以省级平台查询结果为准。");
}

TEST_CASE("verdict: a certificate that is not valid keeps its own word at any age",
          "[domain][verdict]") {
  struct Row {
    char const* state;
    char const* word;
  };
  auto const row{GENERATE(Row{"过期", "已过期"}, Row{"暂扣", "已暂扣"}, Row{"撤销", "已撤销"},
                          Row{"吊销", "已吊销"}, Row{"注销", "已注销"}, Row{"遗失作废", "遗失作废"},
                          Row{"换发", "已换发"})};
  auto facts{good()};
  auto const state{certificate_state(row.state)};
  REQUIRE(state);
  facts.state = *state;
  facts.state_since = day("2026-08-01");
  for (auto const clock : {ClockTrust::trusted, ClockTrust::floor_only, ClockTrust::untrusted}) {
    for (auto const age : ages) {
      auto const answer{verdict(facts, aged(age, clock))};
      INFO(row.state << " " << age.count());
      CHECK(answer.word == row.word);
      CHECK((answer.badge == Badge::not_valid || answer.badge == Badge::expired));
      CHECK_THAT(answer.sentence, ContainsSubstring("自 2026-08-01 起"));
    }
  }
}

TEST_CASE("verdict: a state without its day is still told", "[domain][verdict]") {
  auto facts{good()};
  facts.state = CertificateState::cancelled;
  CHECK(verdict(facts, aged(0s)).sentence == "登记显示，这张证件已注销，不能再用于执法。");
}

TEST_CASE("verdict: the end of the validity is inclusive and told by the local day",
          "[domain][verdict]") {
  auto facts{good()};
  facts.valid_until = day("2026-11-23");
  CHECK(verdict(facts, aged(0s)).badge == Badge::valid);
  auto const midnight{at("2026-11-24T00:00:00+08:00")};
  auto const answer{verdict(facts, {midnight, midnight, ClockTrust::trusted, {}})};
  CHECK(answer.badge == Badge::expired);
  CHECK(answer.word == "已过期");
  CHECK_THAT(answer.sentence, ContainsSubstring("2026-11-23"));
}

TEST_CASE("verdict: an expiry is told at any age of the data", "[domain][verdict]") {
  auto facts{good()};
  facts.valid_until = day("2024-01-31");
  for (auto const age : ages) CHECK(verdict(facts, aged(age)).word == "已过期");
}

TEST_CASE("verdict: under an untrusted clock only what the hub knew is expired",
          "[domain][verdict]") {
  auto facts{good()};
  facts.valid_until = day("2026-11-22");
  CHECK(verdict(facts, aged(0s, ClockTrust::untrusted)).word == "已过期");
  CHECK(verdict(facts, aged(48h, ClockTrust::untrusted)).badge == Badge::unverified);
}

TEST_CASE("verdict: a certificate whose validity has not begun is not valid yet",
          "[domain][verdict]") {
  auto facts{good()};
  facts.valid_from = day("2026-11-24");
  auto const answer{verdict(facts, aged(0s))};
  CHECK(answer.badge == Badge::not_valid);
  CHECK(answer.word == "尚未生效");
  CHECK_THAT(answer.sentence, ContainsSubstring("2026-11-24"));
}

TEST_CASE("verdict: no sentence calls anybody an impostor", "[domain][verdict]") {
  auto facts{good()};
  for (auto const* state : {"有效", "过期", "暂扣", "撤销", "吊销", "注销", "遗失作废", "换发"}) {
    facts.state = certificate_state(state).value();
    for (auto const age : ages) {
      auto const sentence{verdict(facts, aged(age)).sentence};
      CHECK_FALSE(sentence.empty());
      for (auto const* word : {"假", "冒充", "骗", "不是执法人员"}) {
        CHECK_THAT(sentence, !ContainsSubstring(word));
      }
    }
  }
}

TEST_CASE("verdict: an unknown state is none", "[domain][verdict]") {
  CHECK_FALSE(certificate_state("正常"));
  CHECK_FALSE(certificate_state(""));
}

TEST_CASE("data age: classes by the policy of the site", "[domain][verdict]") {
  auto freshness{aged(10min)};
  CHECK(data_age(freshness) == DataAge::fresh);
  freshness.policy.fresh = 5min;
  CHECK(data_age(freshness) == DataAge::aging);
  freshness.policy.stale = 9min;
  CHECK(data_age(freshness) == DataAge::stale);
  freshness.policy.lease = 9min;
  CHECK(data_age(freshness) == DataAge::lease_over);
}
