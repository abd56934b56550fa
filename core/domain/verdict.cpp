#include "core/domain/verdict.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mingshi::domain {
namespace {

using enum CertificateState;

struct StateWords {
  CertificateState state;
  std::string_view chinese;   ///< in the register
  std::string_view word;      ///< on the badge
  std::string_view sentence;  ///< what follows "自 2026-08-01 起" or "登记为"
};

constexpr std::array state_words{
    StateWords{in_force, "有效", "有效", "有效"},
    StateWords{expired, "过期", "已过期", "已过期，不能再用于执法。"},
    StateWords{suspended, "暂扣", "已暂扣", "已暂扣，暂扣期间不能用于执法。"},
    StateWords{revoked, "撤销", "已撤销", "已撤销，不能再用于执法。"},
    StateWords{withdrawn, "吊销", "已吊销", "已吊销，不能再用于执法。"},
    StateWords{cancelled, "注销", "已注销", "已注销，不能再用于执法。"},
    StateWords{lost, "遗失作废", "遗失作废", "已因遗失作废，不能再用于执法。"},
    StateWords{replaced, "换发", "已换发", "已换发新证，请核对新的证件。"}};

StateWords const& words_of(CertificateState state) {
  return *std::ranges::find(state_words, state, &StateWords::state);
}

Verdict of_state(CertificateFacts const& facts) {
  auto const& words{words_of(facts.state)};
  auto const since{facts.state == expired && !facts.state_since && facts.valid_until
                       ? std::optional{*facts.valid_until + std::chrono::days{1}}
                       : facts.state_since};
  auto const badge{facts.state == expired ? Badge::expired : Badge::not_valid};
  auto const start{since ? "自 " + iso_day(*since) + " 起" : std::string{"登记显示，"}};
  return {badge, std::string{words.word},
          (since ? start + "，这张证件" : start + "这张证件") + std::string{words.sentence}};
}

/// "14:00", or "昨日 22:00" and "11月21日 22:00" when that was another day than today.
std::string as_of_words(Freshness const& freshness) {
  auto const as_of{local_time(freshness.as_of)};
  auto const minute{local_minute(freshness.as_of)};
  auto const clock{minute.substr(minute.size() - 5)};
  auto const days{local_time(freshness.now).day - as_of.day};
  if (days == std::chrono::days{0}) return clock;
  if (days == std::chrono::days{1}) return "昨日 " + clock;
  std::chrono::year_month_day const date{as_of.day};
  return std::to_string(unsigned{date.month()}) + "月" + std::to_string(unsigned{date.day()}) +
         "日 " + clock;
}

Verdict unverified(Freshness const& freshness) {
  auto const reason{freshness.clock != ClockTrust::trusted
                        ? std::string{"本机的时间还没有校准，"}
                        : "本机数据截至 " + local_minute(freshness.as_of) +
                              "，不能确认现在的情况，"};
  return {Badge::unverified, "待核实，请到窗口核对",
          reason + "请到窗口核对，或以省级平台查询结果为准。"};
}

/// "11月23日".
std::string day_words(Day day) {
  std::chrono::year_month_day const date{day};
  return std::to_string(unsigned{date.month()}) + "月" + std::to_string(unsigned{date.day()}) +
         "日";
}

/// Under floor_only: what was so on the day the data are of, and that today is another question.
Verdict valid_that_day(Freshness const& freshness) {
  auto const day{local_time(freshness.as_of).day};
  return {Badge::valid_as_of, "截至" + day_words(day) + "有效",
          "截至 " + iso_day(day) + " 登记为有效。本机时钟不准，今天是否有效请到窗口核对。"};
}

Verdict in_force_verdict(CertificateFacts const& facts, Freshness const& freshness) {
  auto sentence{"截至 " + local_minute(freshness.as_of) + "，这张证件登记为有效" +
                (facts.valid_until ? "，有效期至 " + iso_day(*facts.valid_until) : std::string{}) +
                "。"};
  switch (data_age(freshness)) {
    case DataAge::fresh:
      return {Badge::valid, "有效", std::move(sentence)};
    case DataAge::aging:
      if (freshness.clock == ClockTrust::floor_only) return valid_that_day(freshness);
      return {Badge::valid_as_of, "有效（截至 " + as_of_words(freshness) + "）",
              std::move(sentence)};
    case DataAge::stale:
      return unverified(freshness);
    case DataAge::lease_over:
      break;
  }
  return {Badge::withheld, "暂不能查", "本机的数据很久没有更新，暂不能查，请到窗口核对。"};
}

}  // namespace

std::optional<CertificateState> certificate_state(std::string_view chinese) {
  auto const found{std::ranges::find(state_words, chinese, &StateWords::chinese)};
  if (found == state_words.end()) return std::nullopt;
  return found->state;
}

Verdict verdict(CertificateFacts const& facts, Freshness const& freshness) {
  if (facts.state != in_force) return of_state(facts);
  // A clock nobody vouches for cannot say that a day has passed; the hub's own last word can.
  // One behind that word is wrong as well, whoever vouches for it.
  bool const not_behind{freshness.now + freshness.policy.skew >= freshness.as_of};
  bool const trusted{freshness.clock == ClockTrust::trusted && not_behind};
  bool const passed{freshness.clock != ClockTrust::untrusted && not_behind};
  auto const today{local_time(passed ? freshness.now : freshness.as_of).day};
  if (facts.valid_until && today > *facts.valid_until) {
    return {
        Badge::expired, "已过期",
        "这张证件的有效期到 " + iso_day(*facts.valid_until) + " 为止，已过期，不能再用于执法。"};
  }
  if (trusted && facts.valid_from && today < *facts.valid_from) {
    return {Badge::not_valid, "尚未生效",
            "这张证件从 " + iso_day(*facts.valid_from) + " 起才有效，现在还不能用于执法。"};
  }
  // Whether it has begun by now, a floor cannot say; on the day of the data it had not.
  if (!trusted && facts.valid_from && local_time(freshness.as_of).day < *facts.valid_from)
    return unverified(freshness);
  return in_force_verdict(facts, freshness);
}

DataAge data_age(Freshness const& freshness) {
  auto const age{freshness.now - freshness.as_of};
  if (age > freshness.policy.lease) return DataAge::lease_over;
  if (freshness.clock == ClockTrust::untrusted || age < -freshness.policy.skew ||
      age > freshness.policy.stale) {
    return DataAge::stale;
  }
  bool const fresh{freshness.clock == ClockTrust::trusted && age < freshness.policy.fresh};
  return fresh ? DataAge::fresh : DataAge::aging;
}

}  // namespace mingshi::domain
