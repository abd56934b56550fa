#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/legal_review.hpp"
#include "core/publication/repository.hpp"
#include "core/store/apply.hpp"
#include "core/store/reader.hpp"
#include "core/trust/updater.hpp"
#include "sync/agent/agent.hpp"
#include "sync/agent/generations.hpp"
#include "sync/agent/metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <system_error>
#include <utility>

// One pass of the agent, step by step.
namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::GenerationFolder;
using publication::Part;
using publication::TerminalFolder;

/// The newest whole generation on the disk that is older than `sequence`: what a delta begins from.
std::optional<GenerationFolder> whole_before(TerminalFolder const& folder, std::int64_t sequence,
                                             Shown const& shown) {
  auto const all{folder.list()};
  if (!all) return std::nullopt;
  for (auto const& generation : std::views::reverse(*all)) {
    bool const damaged{generation.sequence == shown.sequence &&
                       shown.condition != Condition::whole};
    std::error_code error;
    if (generation.sequence >= sequence || damaged ||
        fs::exists(generation.folder / erased_name, error))
      continue;
    auto const heads{read_heads(generation.folder)};
    if (heads && check_quickly(generation.folder, *heads)) return generation;
  }
  return std::nullopt;
}

std::int64_t size_of(fs::path const& file) {
  std::error_code error;
  auto const size{fs::file_size(file, error)};
  return error ? 0 : static_cast<std::int64_t>(size);
}

/// May everything in the records part be there, and is it all this hall's?
Outcome<void> check_settings(publication::Settings const& settings, Heads const& heads) {
  if (settings.hall.id != heads.records.hall)
    return failed(Step::content, ErrorCode::denied,
                  fmt::format("the settings are the hall {}'s", settings.hall.id));
  auto const decisions{
      MS_TRY(during(Step::content, domain::all_decision_types(settings.record_types)))};
  for (auto const& [type, state] : heads.records.types)
    if (decisions.contains(type))
      return failed(Step::review, ErrorCode::denied,
                    fmt::format("{} is declared to need legal review and comes without", type));
  return {};
}

store::PartUpdate part_update(TerminalFolder const& folder, std::string const& head,
                              publication::Plan const& plan) {
  store::PartUpdate update{.head = head, .logs = {}};
  for (auto const& log : plan.logs)
    update.logs.push_back({.log = log, .file = folder.incoming(log.object.sha256)});
  return update;
}

/// A database that breaks the rule of the parts was made of logs whose review is missing.
Step step_of(Error const& error) {
  return error.code() == ErrorCode::denied ? Step::review : Step::content;
}

}  // namespace

Outcome<Pass> Agent::update(Source& source, MachineClock const& machine) {
  auto const published{MS_TRY(refresh(source, machine))};
  status_.last_contact = time_.now;
  auto const heads{MS_TRY(heads_of(source, published))};
  published_interval_ = heads.records.poll_seconds;
  auto const as_of{published.issued.value_or(heads.records.issued)};
  auto const lease{lease_at(lease_until(as_of, lease_hours_of(heads)), time_)};
  auto const answer{judge(heads, shown_, lease)};
  bool const apart{!answer && answer.error().step == Step::pair};
  memory_.apart = apart ? memory_.apart + 1 : 0;
  if (!answer) {
    if (is_trouble(answer.error(), memory_.apart)) return std::unexpected{answer.error()};
    return Pass::waiting;
  }
  auto const pass{MS_TRY(*answer == Answer::same ? stay(source, heads) : take_up(source, heads))};
  // Only now is the hub's word about what is shown here.
  if (pass != Pass::quarantined) status_.as_of = as_of;
  return pass;
}

Outcome<Agent::Published> Agent::refresh(Source& source, MachineClock const& machine) {
  TrustFolder store{folder_};
  if (!store.load("timestamp")) timestamp_version_.clear();
  auto const document{MS_TRY(during(
      Step::fetch, source.get(publication::timestamp_path, trust::max_size(trust::Role::timestamp),
                              timestamp_version_)))};
  TrustSource metadata{source, document.bytes};
  auto const blamed{
      [&](Error error) { return std::unexpected{blame(std::move(error), metadata, store)}; }};
  auto updater{trust::Updater::open(metadata, store, time_.expiry)};
  if (!updater) return blamed(std::move(updater).error());
  auto const refreshed{document.bytes ? updater->refresh() : updater->refresh_kept()};
  if (!refreshed && !document.bytes && refreshed.error().code() == ErrorCode::not_found) {
    timestamp_version_.clear();  // what was kept is damaged: once more, from the source
    return refresh(source, machine);
  }
  if (!refreshed) return blamed(refreshed.error());
  if (!updater->trusted().root().consistent_snapshot)
    return failed(Step::trust, ErrorCode::unsupported, "the root has no consistent snapshots");
  timestamp_version_ = document.version;
  if (updater->trusted().was_replaced_in_place()) {
    log_.error("the server has another timestamp under the version that is kept");
    note_fault("other_content", "another timestamp under the version that is kept");
  }

  Published published;
  published.issued = updater->trusted().timestamp()->issued;
  if (published.issued) clock_.learn(*published.issued, machine);
  time_ = clock_.read(machine);
  for (auto const part : publication::all_parts) {
    auto const path{publication::part_target(options_.hall, part)};
    auto target{updater->target(path)};
    if (!target) return blamed(std::move(target).error());
    if (!*target)
      return failed(Step::trust, ErrorCode::not_found,
                    fmt::format("nobody who may publishes {}", path));
    (part == Part::records ? published.records : published.decisions) = **target;
  }
  return published;
}

Outcome<publication::PartHead> Agent::head_of(Source& source, Part part,
                                              trust::Target const& target, std::string& bytes) {
  auto& known{known_heads_.at(static_cast<std::size_t>(part))};
  if (known.sha256 != target.sha256) {
    auto fetched{MS_TRY(fetch_head(source, options_.hall, part, target))};
    known = {.sha256 = target.sha256, .bytes = std::move(fetched)};
  }
  bytes = known.bytes;
  auto head{publication::parse_part_head(bytes)};
  if (!head) {
    auto const step{step_of(head.error())};
    return std::unexpected{Failure{.step = step, .error = std::move(head).error()}};
  }
  MS_TRY(check_head(*head, options_.hall, part));
  // Tombstones first, before the other part, media and rows.
  auto const before{publication::read_withdrawals(folder_).value_or(publication::Withdrawals{})};
  auto const after{noted(before, *head, shown_.sequence)};
  if (after != before)
    MS_TRY(during(Step::terminal, publication::write_withdrawals(folder_, after)));
  return *std::move(head);
}

Outcome<Heads> Agent::heads_of(Source& source, Published const& published) {
  Heads heads;
  heads.records = MS_TRY(head_of(source, Part::records, published.records, heads.records_bytes));
  heads.decisions =
      MS_TRY(head_of(source, Part::decisions, published.decisions, heads.decisions_bytes));
  return heads;
}

Outcome<Pass> Agent::stay(Source& source, Heads const& heads) {
  if (shown_.condition != Condition::whole) return Pass::same;
  auto const current{MS_TRY(during(Step::terminal, folder_.current()))};
  auto const database{current.folder / publication::database_name};
  bool const every_byte{full_check_due(memory_.checked_at, time_.now)};
  if (!every_byte && std::exchange(looked_at_media_, true)) return Pass::same;
  if (every_byte) {
    if (auto const sound{store::check(database)}; !sound) {
      note_fault("damaged", sound.error().detail());
      log_.error("generation {} is damaged: {}", current.sequence, sound.error().detail());
      shown_.condition = Condition::damaged;
      return take_up(source, heads);
    }
    memory_.checked_at = time_.now;
  }
  auto reader{MS_TRY(during(Step::terminal, store::Reader::open(database)))};
  auto const media{MS_TRY(during(Step::terminal, reader.media()))};
  auto const lost{lost_media(folder_, media, every_byte ? Look::content : Look::size)};
  if (lost.empty()) return Pass::same;
  note_fault("damaged", fmt::format("{} media, {} first", lost.size(), lost.front().sha256));
  enter(State::planning);
  MS_TRY(check_room(folder_, room_needed({}, lost, 0)));
  enter(State::fetching);
  MS_TRY(fetch_media(source, folder_, lost));
  return Pass::same;
}

Outcome<Pass> Agent::take_up(Source& source, Heads const& heads) {
  auto const way{way_for(memory_.attempts, heads.fingerprint())};
  if (way == Way::none) return Pass::quarantined;
  auto const built{build(source, heads, way)};
  if (!built) {
    auto const& failure{built.error()};
    memory_.attempts = after_failure(std::move(memory_.attempts), heads, failure);
    // Objects were as they were signed; should one have rotted since, it is fetched again.
    if (counts_as_attempt(failure)) forget_fetched(folder_);
    return std::unexpected{failure};
  }
  memory_.attempts = {};
  memory_.checked_at = time_.now;
  looked_at_media_ = true;
  shown_ = look_at_current(folder_, heads.records.sequence);
  confirm();
  remove_old(folder_, Keep::previous);
  return Pass::switched;
}

Outcome<void> Agent::build(Source& source, Heads const& heads, Way way) {
  enter(State::planning);
  auto const older{way == Way::cheapest ? whole_before(folder_, heads.records.sequence, shown_)
                                        : std::nullopt};
  auto const plans{MS_TRY(make_plans(folder_, heads, older ? older->sequence : 0))};
  auto extras{MS_TRY(fetch_extras(source, folder_, heads))};
  MS_TRY(check_settings(extras.settings, heads));
  auto const lost{lost_media(folder_, extras.media, Look::size)};
  std::optional<fs::path> start;
  if (older && !plans.from_nothing()) start = older->folder / publication::database_name;
  MS_TRY(check_room(folder_, room_needed(plans, lost, start ? size_of(*start) : 0)));

  enter(State::fetching);
  MS_TRY(fetch_media(source, folder_, lost));
  MS_TRY(fetch_logs(source, folder_, plans));
  enter(State::verifying);
  MS_TRY(verify_fetched(folder_, plans, extras));
  return assemble(heads, plans, std::move(extras), start);
}

Outcome<void> Agent::assemble(Heads const& heads, Plans const& plans, Extras extras,
                              std::optional<fs::path> const& older) {
  enter(State::applying);
  auto const staged{MS_TRY(during(Step::terminal, stage(folder_, heads.records.sequence)))};
  store::Update update{.older = older,
                       .records = part_update(folder_, heads.records_bytes, plans.records),
                       .decisions = part_update(folder_, heads.decisions_bytes, plans.decisions),
                       .settings = std::move(extras.settings),
                       .media = std::move(extras.media),
                       .stop = options_.stop};
  auto const done{[&]() -> Outcome<void> {
    if (auto const applied{store::apply(update, staged / publication::database_name)}; !applied)
      return std::unexpected{Failure{.step = step_of(applied.error()), .error = applied.error()}};
    MS_TRY(during(Step::terminal, write_heads(staged, heads)));
    enter(State::checking);
    return during(Step::content, check_quickly(staged, heads));
  }()};
  if (done) {
    enter(State::confirming);
    return switch_to(staged, heads);
  }
  std::error_code ignored;
  fs::remove_all(staged, ignored);
  return done;
}

Outcome<void> Agent::switch_to(fs::path const& staged, Heads const& heads) {
  auto const switched{make_current(folder_, staged, heads.records.sequence)};
  if (switched) return {};
  // A rename or flush that failed may have happened all the same: what is there now counts.
  auto const now{look_at_current(folder_, status_.generation)};
  if (now.condition == Condition::whole && now.heads == heads.fingerprint() &&
      make_durable(folder_))
    return {};
  return std::unexpected{Failure{.step = Step::terminal, .error = switched.error()}};
}

}  // namespace mingshi::sync
