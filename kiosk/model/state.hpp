#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/domain/verdict.hpp"
#include "kiosk/model/screen_vm.hpp"
#include "kiosk/model/snapshot.hpp"
#include "kiosk/model/touch.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mingshi::kiosk {

/// One entry of the navigation stack: which page, and what the citizen chose on it.
namespace page {

struct Home {
  friend bool operator==(Home const&, Home const&) = default;
};
struct Search {
  SearchTab tab{SearchTab::pinyin};
  std::string letters;  ///< A–Z
  std::string digits;
  friend bool operator==(Search const&, Search const&) = default;
};
/// Officers by what their certificate's verdict says; the chips of the results page.
enum class Group : std::uint8_t { all, valid, unverified, expired, cancelled, otherwise_invalid };
struct Results {
  std::string query;  ///< empty = everybody
  Group group{Group::all};
  std::size_t turn{0};  ///< 0-based page
  friend bool operator==(Results const&, Results const&) = default;
};
struct Officer {
  std::string id;  ///< of the officer, or of the one certificate that was asked for
  friend bool operator==(Officer const&, Officer const&) = default;
};
struct Procedure {
  std::string id;                   ///< empty = the first
  std::optional<std::size_t> step;  ///< none = the legal review, or else the first
  std::size_t turn{0};
  friend bool operator==(Procedure const&, Procedure const&) = default;
};
enum class ItemClass : std::uint8_t { all, key, general };
struct Inspections {
  ItemClass chosen{ItemClass::all};
  std::size_t turn{0};
  std::optional<std::vector<std::string>>
      open;  ///< oldest first; none = as many from the top as fit
  friend bool operator==(Inspections const&, Inspections const&) = default;
};
struct Decisions {
  std::optional<std::size_t> open;                   ///< picker that stands open
  std::optional<std::string> year, kind, violation;  ///< none = all
  std::size_t turn{0};
  friend bool operator==(Decisions const&, Decisions const&) = default;
};
struct Decision {
  std::string id;
  friend bool operator==(Decision const&, Decision const&) = default;
};
struct List {
  std::string type;
  std::size_t turn{0};
  friend bool operator==(List const&, List const&) = default;
};
struct Types {
  std::size_t turn{0};
  friend bool operator==(Types const&, Types const&) = default;
};
struct Detail {
  std::string id;
  std::size_t turn{0};
  friend bool operator==(Detail const&, Detail const&) = default;
};

}  // namespace page

using Page = std::variant<page::Home, page::Search, page::Results, page::Officer, page::Procedure,
                          page::Inspections, page::Decisions, page::Decision, page::List,
                          page::Types, page::Detail>;

/// What the terminal knows of how its data are kept up to date.
enum class SyncWord : std::uint8_t {
  known,   ///< mingshi-sync says so, or there is no sync: a folder to look at
  unknown  ///< what it says cannot be read
};

/// The whole state of the touch interface. Held by the UI thread alone.
struct AppState {
  SnapshotPtr snapshot;  ///< null until the first generation was opened
  Instant as_of{};       ///< the data are what the hub said then
  std::optional<Instant> last_contact;
  std::optional<Instant> lease_until;  ///< none = as_of and the policy's lease
  SyncWord sync{SyncWord::known};
  domain::FreshnessPolicy policy;

  Instant now{};  ///< the trusted time: trust::TrustedTime::now
  domain::ClockTrust clock{domain::ClockTrust::trusted};
  std::chrono::milliseconds since_touch{0};

  std::vector<Page> stack;  ///< empty = the attract page; otherwise the first is Home
  std::string reason;       ///< why a control cannot be used: shown in the data strip; empty = none
  Motion motion{Motion::none};
  std::uint64_t visit{0};

  /// Effects for the app, as counters that only grow: it compares them with the last it saw.
  std::uint64_t sessions_ended{0};  ///< drop glyph caches and media textures
  std::uint64_t retries{0};         ///< look at the data folder again, now
};

// --- what can happen ---------------------------------------------------------
/// From the feed: a generation was opened and checked.
struct SnapshotReady {
  SnapshotPtr snapshot;
};
/// From the feed: what status.json says.
struct FreshnessKnown {
  Instant as_of;
  std::optional<Instant> last_contact;
  std::optional<Instant> lease_until{};
  std::optional<Instant> time_floor{};  ///< for the program's trusted clock, not for the pages
  SyncWord sync{SyncWord::known};
  friend bool operator==(FreshnessKnown const&, FreshnessKnown const&) = default;
};
/// From the main loop, at least once a second. Idle time is measured on the steady clock since the
/// last finger.
struct Tick {
  Instant now;
  domain::ClockTrust clock{domain::ClockTrust::trusted};
  std::chrono::milliseconds since_touch{0};
};
using Event = std::variant<SnapshotReady, FreshnessKnown, Touch, Tick>;

/// The one place the state changes. Pure: no clock, no I/O, no globals.
[[nodiscard]] AppState reduce(AppState state, Event const& event);

/// Left alone this long inside a session, the page asks whether anybody is there.
inline constexpr std::chrono::seconds idle_warning{60};
/// And this much later everything the last citizen looked at is forgotten.
inline constexpr std::chrono::seconds idle_countdown{30};
/// How long the data strip says why a control cannot be used.
inline constexpr std::chrono::seconds reason_shown{4};
/// Digits of a certificate number.
inline constexpr std::size_t number_digits{11};
/// Fewest digits that search: the number's tail.
inline constexpr std::size_t tail_digits{4};
inline constexpr std::size_t most_letters{16};

/// Everything on the screen in that state. Called when the state changed, never per frame.
[[nodiscard]] ScreenVm view_model(AppState const& state);

/// What `--screen NAME[?args]` asks for.
struct OpenedScreen {
  std::vector<Page> stack;                   ///< empty = the attract page
  std::optional<Instant> as_of;              ///< `as_of=`: pretend the data are that old
  std::chrono::milliseconds since_touch{0};  ///< screen `idle`: the warning stands
};
/// Reads e.g. "officer?no=99150310027", "results?q=gh&as_of=2026-11-23T01:00:00Z".
/// @errors not_found no such screen, with the list of names; invalid_input an argument it does not
/// take
[[nodiscard]] Result<OpenedScreen> open_screen(std::string_view spec);
/// The names open_screen() knows, for messages.
[[nodiscard]] std::string screen_names();

}  // namespace mingshi::kiosk
