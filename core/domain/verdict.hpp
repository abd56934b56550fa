#pragma once

#include "core/base/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::domain {

/// The state of a certificate in the issuer's register. @source DOMAIN, type `certificate`
enum class CertificateState : std::uint8_t {
  in_force,
  expired,
  suspended /*暂扣*/,
  revoked /*撤销*/,
  withdrawn /*吊销*/,
  cancelled /*注销*/,
  lost /*遗失作废*/,
  replaced /*换发*/
};
/// 有效 过期 暂扣 撤销 吊销 注销 遗失作废 换发; none for any other text.
[[nodiscard]] std::optional<CertificateState> certificate_state(std::string_view chinese);

/// How fresh the terminal's data must be for what it says. Set by the site; defaults from DOMAIN's
/// table.
struct FreshnessPolicy {
  std::chrono::seconds fresh{std::chrono::hours{4}};
  std::chrono::seconds stale{std::chrono::hours{24}};
  std::chrono::seconds lease{std::chrono::hours{24 * 30}};
  /// By how much the hub's clock may run ahead of ours before its word counts as from the future.
  std::chrono::seconds skew{std::chrono::minutes{5}};
};

enum class ClockTrust : std::uint8_t {
  trusted,
  floor_only,  ///< it is not earlier than `now`; how much later, nobody knows
  untrusted    ///< the clock is ahead of anything known: `now` is the last time that was certain
};

/// What a terminal knows about time when it answers.
struct Freshness {
  Instant now;
  Instant as_of;  ///< the data are what the hub said then
  ClockTrust clock{ClockTrust::trusted};
  FreshnessPolicy policy;
};

enum class Badge : std::uint8_t {
  valid,        ///< solid green, check
  valid_as_of,  ///< dashed green, clock
  unverified,   ///< amber, clock
  expired,      ///< amber, triangle
  not_valid,    ///< grey, cross
  withheld      ///< grey: the lease is over, nothing may be shown
};

/// The answer to "is this certificate valid?"
struct Verdict {
  Badge badge;
  std::string word;      ///< 有效 · 有效（截至 14:00） · 待核实，请到窗口核对 · 已过期 · 已注销 …
  std::string sentence;  ///< one sentence that explains it to a citizen
  friend bool operator==(Verdict const&, Verdict const&) = default;
};

struct CertificateFacts {
  CertificateState state{CertificateState::in_force};
  std::optional<Day> valid_from;
  std::optional<Day> valid_until;  ///< inclusive
  std::optional<Day> state_since;
};

/// The honest verdict. Its sentence never says that somebody is not an officer, only what the
/// register says. A validity that has ended or not begun is told by the local day of `now`; under
/// floor_only an end before `now` is certain and a beginning is not, under an untrusted clock only
/// an end before `as_of`. A certificate that is not valid keeps its own word at any data age; 有效
/// is never said alone of data older than the policy's `stale` or when the clock is not trusted:
/// under floor_only it is said of the day the data are of, else not at all.
/// @source DOMAIN "Certificate look-up"
[[nodiscard]] Verdict verdict(CertificateFacts const& facts, Freshness const& freshness);

enum class DataAge : std::uint8_t { fresh, aging, stale, lease_over };
/// Age class of the data. Under floor_only they are never fresh, under an untrusted clock never
/// fresher than stale; data from the future are stale too.
[[nodiscard]] DataAge data_age(Freshness const& freshness);

}  // namespace mingshi::domain
