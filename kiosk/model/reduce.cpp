#include "core/base/overload.hpp"
#include "kiosk/model/phrases.hpp"
#include "kiosk/model/roster.hpp"
#include "kiosk/model/selection.hpp"
#include "kiosk/model/state.hpp"

#include <algorithm>
#include <utility>

namespace mingshi::kiosk {
namespace {

/// Pages a session keeps for 返回; the oldest after the home page is forgotten first.
constexpr std::size_t deepest_stack{24};

void turned(AppState& state, Motion motion) {
  state.motion = motion;
  ++state.visit;
}

void push(AppState& state, Page page) {
  if (state.stack.size() >= deepest_stack) state.stack.erase(state.stack.begin() + 1);
  state.stack.push_back(std::move(page));
  turned(state, Motion::forward);
}

void end_session(AppState& state) {
  state.stack.clear();
  state.since_touch = {};
  ++state.sessions_ended;
  turned(state, Motion::back);
}

/// The page on top when it is a P; null otherwise.
template <typename P>
P* top(AppState& state) {
  return state.stack.empty() ? nullptr : std::get_if<P>(&state.stack.back());
}

void open_search(AppState& state) {
  bool const afresh{top<page::Officer>(state) != nullptr};  // 再查一位; 改查询 keeps what is typed
  auto const found{std::ranges::find_if(
      state.stack, [](Page const& page) { return std::holds_alternative<page::Search>(page); })};
  if (found == state.stack.end()) return push(state, page::Search{});
  state.stack.erase(found + 1, state.stack.end());
  if (auto* const search{top<page::Search>(state)}; afresh && search != nullptr)
    *search = page::Search{.tab = search->tab, .letters = {}, .digits = {}};
  turned(state, Motion::back);
}

Page page_of_record(AppState const& state, std::string const& id) {
  auto const* const record{state.snapshot == nullptr ? nullptr : state.snapshot->find(id)};
  auto const type{record == nullptr ? id.substr(0, id.find('/')) : record->type};
  if (type == "officer" || type == "certificate") return page::Officer{id};
  if (type == "penalty") return page::Decision{id};
  if (type == "procedure") return page::Procedure{.id = id, .step = {}, .turn = 0};
  return page::Detail{.id = id, .turn = 0};
}

/// More procedures than chips have room for are listed first.
constexpr std::size_t most_procedure_chips{4};

Page page_of_list(AppState const& state, std::string const& type) {
  if (type == "officer") return page::Search{};
  if (type == "inspection_item") return page::Inspections{};
  if (type == "penalty") return page::Decisions{};
  bool const few{state.snapshot == nullptr ||
                 state.snapshot->on_show("procedure", today(state)).size() <= most_procedure_chips};
  if (type == "procedure" && few) return page::Procedure{};
  return page::List{.type = type, .turn = 0};
}

/// A full number, or nothing else to choose from, opens the certificate at once.
void open_results(AppState& state, page::Search const& search) {
  auto const& query{search.tab == SearchTab::number ? search.digits : search.letters};
  if (query.empty() || state.snapshot == nullptr) return;
  auto const people{find_people(*state.snapshot, query, today(state))};
  if (people.size() == 1 && search.tab == SearchTab::number)
    return push(state, page::Officer{std::string{id_of(people.front())}});
  push(state, page::Results{.query = query, .group = page::Group::all, .turn = 0});
}

void type_digit(AppState& state, char digit) {
  auto* const search{top<page::Search>(state)};
  if (search == nullptr || digit < '0' || digit > '9') return;
  if (search->digits.size() >= number_digits) return;
  search->digits.push_back(digit);
  if (search->digits.size() == number_digits) open_results(state, page::Search{*search});
}

void type_letter(AppState& state, char letter) {
  auto* const search{top<page::Search>(state)};
  if (search == nullptr || letter < 'A' || letter > 'Z' || search->letters.size() >= most_letters)
    return;
  search->letters.push_back(letter);
}

void erase(AppState& state, std::size_t most) {
  auto* const search{top<page::Search>(state)};
  if (search == nullptr) return;
  auto& typed{search->tab == SearchTab::number ? search->digits : search->letters};
  typed.resize(typed.size() - std::min(most, typed.size()));
}

void choose_chip(AppState& state, std::size_t index) {
  if (state.snapshot == nullptr) return;
  auto const& snapshot{*state.snapshot};
  if (auto* const results{top<page::Results>(state)}) {
    auto const groups{groups_of(find_people(snapshot, results->query, today(state)), state)};
    if (index < groups.size()) *results = {results->query, groups[index].group, 0};
  } else if (auto* const items{top<page::Inspections>(state)}) {
    auto const classes{item_classes(snapshot, today(state))};
    if (index < classes.size()) *items = {.chosen = classes[index], .turn = 0, .open = {}};
  } else if (auto* const procedure{top<page::Procedure>(state)}) {
    auto const all{snapshot.on_show("procedure", today(state))};
    if (index < all.size()) *procedure = {.id = all[index]->id, .step = {}, .turn = 0};
  }
  turned(state, Motion::none);
}

void choose_option(AppState& state, std::size_t index) {
  auto* const page{top<page::Decisions>(state)};
  if (page == nullptr || !page->open || *page->open >= pickers.size() || state.snapshot == nullptr)
    return;
  auto const picker{pickers.at(*page->open)};
  auto const options{picker_options(*state.snapshot, today(state), picker)};
  if (index > options.size()) return;
  chosen(*page, picker) = index == 0 ? std::nullopt : std::optional{options[index - 1]};
  page->open.reset();
  page->turn = 0;
  turned(state, Motion::none);
}

void open_picker(AppState& state, std::size_t index) {
  auto* const page{top<page::Decisions>(state)};
  if (page == nullptr || index >= pickers.size()) return;
  if (page->open == index)
    page->open.reset();
  else
    page->open = index;
}

/// The `turn` of the page on top; null for pages that have none.
std::size_t* turn_of(AppState& state) {
  if (state.stack.empty()) return nullptr;
  return std::visit(Overload{[](auto& page) -> std::size_t* {
                      if constexpr (requires { page.turn; })
                        return &page.turn;
                      else
                        return nullptr;
                    }},
                    state.stack.back());
}

/// The pager that stands on the page.
std::optional<PagerVm> pager_of(AppState const& state) {
  auto const vm{view_model(state)};
  return std::visit(Overload{[](auto const& page) -> std::optional<PagerVm> {
                      if constexpr (requires { page.pager; })
                        return page.pager;
                      else
                        return std::nullopt;
                    }},
                    vm.page);
}

void turn_page(AppState& state, bool forward) {
  auto* const turn{turn_of(state)};
  auto const standing{pager_of(state)};
  if (turn == nullptr || !standing) return;
  if (!(forward ? standing->next : standing->previous).enabled()) return;
  *turn = forward ? standing->turn + 1 : standing->turn - 1;
  if (auto* const items{top<page::Inspections>(state)}) items->open.reset();
  if (auto* const procedure{top<page::Procedure>(state)})
    procedure->step = procedure->turn * procedure_rows;
  turned(state, forward ? Motion::forward : Motion::back);
}

void toggle(AppState& state, std::string const& id) {
  auto* const page{top<page::Inspections>(state)};
  if (page == nullptr || state.snapshot == nullptr) return;
  auto const all{selected_items(*state.snapshot, today(state), *page)};
  auto const part{slice(all.size(), inspection_rows, page->turn)};
  std::vector<domain::PublicRecord const*> const on_page{
      all.begin() + static_cast<std::ptrdiff_t>(part.begin),
      all.begin() + static_cast<std::ptrdiff_t>(part.end)};
  auto const room{inspection_lines - (has_banner(state) ? inspection_banner_lines : 0)};
  auto open{open_items(on_page, page->open, room)};
  if (std::erase(open, id) == 0) open.push_back(id);
  page->open = std::move(open);
}

void begin(AppState& state) {
  if (!state.stack.empty()) return;
  state.stack.emplace_back(page::Home{});
  turned(state, Motion::forward);
}

void go_home(AppState& state) {
  if (state.stack.size() < 2) return;
  state.stack.erase(state.stack.begin() + 1, state.stack.end());
  turned(state, Motion::back);
}

void go_back(AppState& state) {
  if (auto* const page{top<page::Decisions>(state)}; page != nullptr && page->open)
    return page->open.reset();
  if (state.stack.size() < 2) return;
  state.stack.pop_back();
  turned(state, Motion::back);
}

void on_search(AppState& state, Touch const& touch) {
  std::visit(Overload{[&](touch::ChooseTab const& t) {
                        if (auto* const search{top<page::Search>(state)};
                            search != nullptr && t.tab != SearchTab::handwriting)
                          search->tab = t.tab;
                      },
                      [&](touch::TypeLetter const& t) { type_letter(state, t.letter); },
                      [&](touch::TypeDigit const& t) { type_digit(state, t.digit); },
                      [&](touch::EraseOne const&) { erase(state, 1); },
                      [&](touch::ClearQuery const&) { erase(state, std::string::npos); },
                      [&](touch::OpenResults const&) {
                        if (auto* const search{top<page::Search>(state)})
                          open_results(state, page::Search{*search});
                      },
                      [&](touch::OpenEveryone const&) { push(state, page::Results{}); },
                      [](auto const&) {}},
             touch);
}

void on_list(AppState& state, Touch const& touch) {
  std::visit(Overload{[&](touch::ChooseChip const& t) { choose_chip(state, t.index); },
                      [&](touch::OpenPicker const& t) { open_picker(state, t.index); },
                      [&](touch::ChooseOption const& t) { choose_option(state, t.index); },
                      [&](touch::ClearFilters const&) {
                        if (auto* const page{top<page::Decisions>(state)}) *page = {};
                      },
                      [&](touch::PreviousPage const&) { turn_page(state, false); },
                      [&](touch::NextPage const&) { turn_page(state, true); },
                      [&](touch::ToggleItem const& t) { toggle(state, t.id); },
                      [&](touch::SelectStep const& t) {
                        if (auto* const page{top<page::Procedure>(state)})
                          page->step = page->turn * procedure_rows + t.index;
                      },
                      [](auto const&) {}},
             touch);
}

void on_navigation(AppState& state, Touch const& touch) {
  std::visit(
      Overload{
          [&](touch::GoBack const&) { go_back(state); },
          [&](touch::GoHome const&) { go_home(state); },
          [&](touch::OpenSearch const&) { open_search(state); },
          [&](touch::OpenRecord const& t) { push(state, page_of_record(state, t.id)); },
          [&](touch::OpenWhole const& t) { push(state, page::Detail{.id = t.id, .turn = 0}); },
          [&](touch::OpenList const& t) { push(state, page_of_list(state, t.type)); },
          [&](touch::OpenTypes const&) { push(state, page::Types{}); },
          [&](touch::OpenRemedies const&) { push(state, page::List{.type = "remedy", .turn = 0}); },
          [&](touch::EndSession const&) { end_session(state); },
          [&](touch::Retry const&) { ++state.retries; }, [](auto const&) {}},
      touch);
}

void on_touch(AppState& state, Touch const& touch) {
  bool const asked{!state.stack.empty() && state.since_touch >= idle_warning};
  state.since_touch = {};
  state.reason.clear();
  if (auto const* const shown{std::get_if<touch::ShowReason>(&touch)}) state.reason = shown->why;
  if (state.stack.empty()) {
    if (std::holds_alternative<touch::Begin>(touch)) begin(state);
    return;
  }
  // Below the idle warning nothing can be meant: any finger says "I am still here".
  if (asked && !std::holds_alternative<touch::EndSession>(touch)) return;
  on_navigation(state, touch);
  on_search(state, touch);
  on_list(state, touch);
}

void on_tick(AppState& state, Tick const& tick) {
  state.now = tick.now;
  state.clock = tick.clock;
  state.since_touch = tick.since_touch;
  if (state.since_touch >= reason_shown) state.reason.clear();
  if (!state.stack.empty() && state.since_touch >= idle_warning + idle_countdown)
    end_session(state);
}

}  // namespace

AppState reduce(AppState state, Event const& event) {
  std::visit(Overload{[&](SnapshotReady const& e) {
                        if (e.snapshot == nullptr) return;
                        if (state.as_of == Instant{}) state.as_of = e.snapshot->issued;
                        state.snapshot = e.snapshot;
                      },
                      [&](FreshnessKnown const& e) {
                        state.as_of = e.as_of;
                        state.last_contact = e.last_contact;
                        state.lease_until = e.lease_until;
                        state.sync = e.sync;
                      },
                      [&](Touch const& touch) { on_touch(state, touch); },
                      [&](Tick const& tick) { on_tick(state, tick); }},
             event);
  return state;
}

}  // namespace mingshi::kiosk
