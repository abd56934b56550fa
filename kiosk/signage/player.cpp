#include "kiosk/signage/player.hpp"

#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"

#include <algorithm>

namespace mingshi::kiosk {
namespace {

/// Again this soon when nothing at all can be shown.
constexpr Millis fallback_time{5'000};

std::size_t groups(std::size_t count, std::size_t each) {
  return (count + each - 1) / each;
}

bool quarantined(WallState const& state, std::string const& media, Millis now) {
  auto const found{state.quarantined.find(media)};
  return found != state.quarantined.end() && now < found->second;
}

/// Can the item be shown now?
bool showable(WallState const& state, ProgrammeItem const& item, Millis now) {
  auto const& snapshot{state.app.snapshot};
  if (!snapshot) return false;
  switch (item.kind) {
    case ItemKind::notice: {
      auto const* record{snapshot->find(item.target)};
      return record != nullptr && domain::on_show(*record, today(state.app));
    }
    case ItemKind::officers:
      return !wall_officers(state.app).empty();
    case ItemKind::decisions:
      return !wall_decisions(state.app).empty();
    case ItemKind::video:
      return snapshot->media.contains(item.target) && !quarantined(state, item.target, now);
  }
  return false;
}

/// Puts the item on and moves its group's cursor on.
Slide put_on(WallState& state, ProgrammeItem const& item, Millis at) {
  Slide slide{.item = item, .group = 0, .began = at, .ends = at + item.dwell};
  auto const take{[&slide](std::size_t& cursor, std::size_t count) {
    slide.group = cursor % count;
    cursor = slide.group + 1;
  }};
  if (item.kind == ItemKind::officers)
    take(state.officer_group, groups(wall_officers(state.app).size(), officers_a_group));
  if (item.kind == ItemKind::decisions)
    take(state.decision_page, groups(wall_decisions(state.app).size(), decisions_a_page));
  return slide;
}

/// The next item that can be shown, beginning at `at`; none = the fallback card.
WallState advance(WallState state, Millis at) {
  state.previous = std::exchange(state.current, std::nullopt);
  auto const& items{state.programme.items};
  for (std::size_t tried{0}; tried < items.size(); ++tried) {
    auto const item{items[state.cursor % items.size()]};
    state.cursor = (state.cursor + 1) % items.size();
    if (!showable(state, item, at)) continue;
    state.current = put_on(state, item, at);
    return state;
  }
  return state;
}

/// A slide whose group no longer exists would show an empty page.
bool still_there(WallState const& state, Slide const& slide, Millis now) {
  if (!showable(state, slide.item, now)) return false;
  if (slide.item.kind == ItemKind::officers)
    return slide.group < groups(wall_officers(state.app).size(), officers_a_group);
  if (slide.item.kind == ItemKind::decisions)
    return slide.group < groups(wall_decisions(state.app).size(), decisions_a_page);
  return true;
}

}  // namespace

std::string content_of(Slide const& slide) {
  switch (slide.item.kind) {
    case ItemKind::notice:
      return slide.item.target;
    case ItemKind::officers:
      return "officers#" + std::to_string(slide.group + 1);
    case ItemKind::decisions:
      return "decisions#" + std::to_string(slide.group + 1);
    case ItemKind::video:
      return "video/" + slide.item.target;
  }
  return {};
}

WallState on_snapshot(WallState state, SnapshotPtr snapshot, Millis now) {
  state.app.snapshot = std::move(snapshot);
  state.programme_error.clear();
  auto programme{parse_programme(state.app.snapshot->programme)};
  if (!programme) state.programme_error = programme.error().detail();
  auto fresh{programme ? *std::move(programme) : Programme{}};
  // The ticker quotes notices by their titles.
  for (auto const& title : state.app.snapshot->withdrawn_titles)
    std::erase_if(fresh.ticker, [&title](TickerLine const& line) {
      return line.text.find(title) != std::string::npos;
    });
  if (fresh.items != state.programme.items) {
    // Go on after the item on show where the new programme has it too.
    auto const& items{fresh.items};
    auto const at{state.current ? std::ranges::find(items, state.current->item) : items.end()};
    state.cursor =
        at == items.end() ? 0 : static_cast<std::size_t>(at - items.begin() + 1) % items.size();
  }
  state.programme = std::move(fresh);
  // The page that fades out may show what this generation took away.
  if (state.previous && !still_there(state, *state.previous, now)) state.previous.reset();
  if (state.current && still_there(state, *state.current, now)) return state;
  state = advance(std::move(state), now);
  state.previous.reset();
  return state;
}

WallState on_time(WallState state, Millis now) {
  if (!state.current) {
    state = advance(std::move(state), now);
    state.previous.reset();
    return state;
  }
  if (!still_there(state, *state.current, now)) {  // its last day on show ended
    state = advance(std::move(state), now);
    state.previous.reset();
    return state;
  }
  if (now < state.current->ends) return state;
  // On time, the next begins where this one ended, so that nothing drifts; after a pause of the
  // machine, now.
  auto const late{now - state.current->ends};
  return advance(std::move(state), late < Millis{1'000} ? now - late : now);
}

WallState on_video_failed(WallState state, std::string const& media, Millis now) {
  state.quarantined[media] = now + quarantine_time;
  bool const on_show{state.current && state.current->item.kind == ItemKind::video &&
                     state.current->item.target == media};
  if (!on_show) return state;
  state = advance(std::move(state), now);
  state.previous.reset();
  return state;
}

Millis next_change(WallState const& state, Millis now) {
  return state.current ? state.current->ends : now + fallback_time;
}

std::string next_video(WallState const& state) {
  if (state.current && state.current->item.kind == ItemKind::video)
    return state.current->item.target;
  auto const& items{state.programme.items};
  for (std::size_t i{0}; i < items.size(); ++i) {
    auto const& item{items[(state.cursor + i) % items.size()]};
    if (item.kind == ItemKind::video) return item.target;
  }
  return {};
}

std::vector<std::string> records_on(WallState const& state, Slide const& slide) {
  auto const ids{[&slide](std::vector<domain::PublicRecord const*> const& all, std::size_t each) {
    std::vector<std::string> out;
    for (auto i{slide.group * each}; i < std::min(all.size(), (slide.group + 1) * each); ++i)
      out.push_back(all[i]->id);
    return out;
  }};
  switch (slide.item.kind) {
    case ItemKind::notice:
      return {slide.item.target};
    case ItemKind::officers:
      return ids(wall_officers(state.app), officers_a_group);
    case ItemKind::decisions:
      return ids(wall_decisions(state.app), decisions_a_page);
    case ItemKind::video:
      break;
  }
  return {};
}

std::vector<domain::PublicRecord const*> wall_officers(AppState const& state) {
  std::vector<domain::PublicRecord const*> in_force;
  if (!state.snapshot || lease_over(state)) return in_force;
  for (auto const* officer : state.snapshot->on_show("officer", today(state))) {
    auto const badge{verdict_of(person_of(*state.snapshot, *officer, today(state)), state).badge};
    if (badge == domain::Badge::valid || badge == domain::Badge::valid_as_of ||
        badge == domain::Badge::unverified)
      in_force.push_back(officer);
  }
  return in_force;
}

std::vector<domain::PublicRecord const*> wall_decisions(AppState const& state) {
  if (!state.snapshot || lease_over(state)) return {};
  auto decisions{state.snapshot->on_show("penalty", today(state))};
  std::ranges::stable_sort(decisions, std::ranges::greater{}, [](auto const* decision) {
    return decision->day("decision_date").value_or(Day{});
  });
  return decisions;
}

}  // namespace mingshi::kiosk
