#include "sync/agent/agent.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "core/store/reader.hpp"
#include "sync/agent/erase.hpp"
#include "sync/agent/generations.hpp"
#include "sync/agent/metadata.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mingshi::sync {
namespace {

using publication::TerminalFolder;
using publication::Trouble;

std::filesystem::path memory_file(TerminalFolder const& folder) {
  return folder.root() / "agent.json";
}

/// The start of a failure's text, at a whole character: a reader takes up to 64 kB of status.json,
/// and a document that names itself badly may be megabytes long.
std::string shortened(std::string_view detail) {
  constexpr std::size_t most{1000};
  auto end{std::min(detail.size(), most)};
  while (end < detail.size() && end > 0 &&
         (static_cast<unsigned char>(detail[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string{detail.substr(0, end)};
}

/// A mirror that has what does not verify is not asked first again.
bool speaks_against_the_source(Failure const& failure) {
  return failure.step != Step::terminal &&
         (failure.step != Step::fetch || failure.error.code() == ErrorCode::corrupt);
}

bool was_stopped(Failure const& failure) {
  return failure.error.code() == ErrorCode::cancelled;
}

/// Where a pass comes to rest.
State end_of(Outcome<Pass> const& outcome) {
  if (!outcome) return was_stopped(outcome.error()) ? State::idle : State::backing_off;
  return *outcome == Pass::quarantined ? State::quarantined : State::idle;
}

}  // namespace

/// Holds DIR/sync.lock for as long as it lives; the kernel lets go of it when the process ends.
struct Agent::FolderLock {
  CHandle<std::FILE, &std::fclose> file;
};

Agent::Agent(TerminalFolder folder, AgentOptions options, std::unique_ptr<FolderLock> lock, Log log)
    : folder_{std::move(folder)},
      options_{std::move(options)},
      lock_{std::move(lock)},
      log_{std::move(log)},
      teller_{folder_.receipts("sync"), options_.hall} {}
Agent::Agent(Agent&&) noexcept = default;
Agent& Agent::operator=(Agent&&) noexcept = default;
Agent::~Agent() = default;

Result<Agent> Agent::open(AgentOptions options, Log log) {
  if (!publication::is_hall_id(options.hall))
    return fail(ErrorCode::invalid_input, "not a hall id: " + options.hall);
  TerminalFolder folder{options.data};
  MS_TRY(make_folders(folder.root()));
  auto lock{std::make_unique<FolderLock>()};
  auto const lock_file{folder.root() / "sync.lock"};
  lock->file.reset(std::fopen(lock_file.c_str(), "ae"));
  if (!lock->file) return fail(ErrorCode::io, "cannot write in " + folder.root().string());
  if (::flock(::fileno(lock->file.get()), LOCK_EX | LOCK_NB) != 0)
    return fail(ErrorCode::conflict, "another mingshi-sync has " + folder.root().string());

  MS_TRY(make_folders(folder.trust_folder()));
  TrustFolder trusted{folder};
  if (options.anchor) MS_TRY(install_anchor(trusted, *options.anchor));
  if (!trusted.load("root"))
    return fail(ErrorCode::not_found, "no trust anchor, --root FILE gives one");
  MS_TRY(make_folders(folder.generations()));
  MS_TRY(make_folders(folder.objects()));
  remove_leftovers(folder);
  Agent agent{std::move(folder), std::move(options), std::move(lock), std::move(log)};
  if (auto status{publication::read_status(agent.folder_)}) agent.status_ = *std::move(status);
  agent.memory_ = agent.written_memory_ = read_memory(memory_file(agent.folder_));
  agent.memory_.attempts = after_restart(std::move(agent.memory_.attempts));
  agent.memory_.confirmed = std::max(agent.memory_.confirmed, agent.teller_.last_applied());
  return agent;
}

Pass Agent::poll_once(Source& source, MachineClock const& machine) {
  if (!std::exchange(clock_recalled_, true) && status_.time)
    clock_.recall(status_.time->floor, machine);
  time_ = clock_.read(machine);
  shown_ = look_at_current(folder_, status_.generation);
  enter(State::polling);
  confirm();  // what an earlier run did not come to say
  auto const outcome{update(source, machine)};
  time_ = clock_.read(machine);
  finish(source, outcome);
  return outcome ? *outcome : Pass::failed;
}

void Agent::enter(State state) {
  if (!may_follow(state_, state)) log_.error("bug: {} after {}", name_of(state), name_of(state_));
  state_ = state;
  status_.state = name_of(state);
  if (state != State::idle && state != State::polling) write_down();
}

void Agent::confirm() {
  if (shown_.condition != Condition::whole || shown_.sequence <= memory_.confirmed) return;
  auto const said{[&]() -> Result<void> {
    auto const current{MS_TRY(folder_.current())};
    auto const heads{MS_TRY(read_heads(current.folder))};
    auto reader{MS_TRY(store::Reader::open(current.folder / publication::database_name))};
    MS_TRY(make_durable(folder_));
    auto const statements{statements_for(heads, memory_.confirmed, [&](std::string_view id) {
      auto const row{reader.row(id)};
      return row || row.error().code() != ErrorCode::not_found;
    })};
    // The generation before holds what was withdrawn: it may not stay for the receipt to be true.
    remove_old(folder_, statements.size() > 1 ? Keep::current_only : Keep::previous);
    MS_TRY(make_durable(folder_));
    return teller_.tell_missing(statements, time_);
  }()};
  if (!said) {
    log_.error("receipts of generation {}: {}", shown_.sequence, said.error().detail());
    return;
  }
  memory_.confirmed = shown_.sequence;
}

void Agent::end_lease() {
  auto const current{folder_.current()};
  if (!current || shown_.condition == Condition::none) {
    status_.lease_until.reset();
    return;
  }
  // A head that cannot be read ends no lease: what was written down before still holds.
  if (auto const heads{read_heads(current->folder)})
    status_.lease_until = lease_until(status_.as_of, lease_hours_of(*heads));
  if (lease_at(status_.lease_until, time_) == Lease::running) return;
  if (shown_.condition != Condition::erased) {
    if (auto const erased{erase_personal_data(folder_)}; !erased) {
      log_.error("erasing personal data: {}", erased.error().detail());
      return;
    }
    log_.warn("no news since {}: personal data of generation {} are erased",
              status_.as_of ? iso_instant(*status_.as_of) : "", shown_.sequence);
    shown_ = look_at_current(folder_, status_.generation);
  }
  if (memory_.hidden_as_of == status_.as_of) return;
  Statement const statement{
      .kind = receipt::Kind::hidden_by_lease,
      .sequence = shown_.sequence,
      .subject = "generation",
      .detail = {{"as_of", iso_instant(status_.as_of.value_or(Instant{}))},
                 {"lease_until", iso_instant(status_.lease_until.value_or(Instant{}))}}};
  if (auto const told{teller_.tell(statement, time_)})
    memory_.hidden_as_of = status_.as_of;
  else
    log_.error("receipt: {}", told.error().detail());
}

void Agent::note_fault(std::string const& code, std::string const& detail) {
  if (std::exchange(memory_.told, code) == code) return;  // once a spell
  Statement const statement{.kind = receipt::Kind::fault,
                            .sequence = shown_.sequence,
                            .subject = code,
                            .detail = {{"detail", shortened(detail)}}};
  if (auto const told{teller_.tell(statement, time_)}; !told)
    log_.error("receipt: {}", told.error().detail());
}

void Agent::set_trouble(std::string code, std::string detail) {
  Trouble trouble{.code = std::move(code), .detail = shortened(detail), .at = time_.now};
  if (!status_.last_error || status_.last_error->code != trouble.code ||
      status_.last_error->detail != trouble.detail)
    log_.warn("{}: {}; generation {} stays", trouble.code, trouble.detail, shown_.sequence);
  if (trouble.code != "unreachable") note_fault(trouble.code, trouble.detail);
  status_.last_error = std::move(trouble);
}

void Agent::report(Failure const& failure) {
  if (was_stopped(failure)) {
    log_.info("stopped in the middle of an update; generation {} stays", shown_.sequence);
    return;
  }
  ++status_.retries;
  set_trouble(std::string{trouble_code(failure.step, failure.error.code())},
              failure.error.detail());
}

void Agent::finish(Source& source, Outcome<Pass> const& outcome) {
  shown_ = look_at_current(folder_, status_.generation);
  status_.generation = shown_.sequence;
  status_.time = publication::TimeWord{.floor = time_.floor, .confidence = time_.confidence};
  status_.source = source.place();
  end_lease();
  if (!outcome) {
    if (speaks_against_the_source(outcome.error())) source.distrust();
    report(outcome.error());
  } else if (*outcome == Pass::quarantined) {
    status_.retries = 0;
    set_trouble(memory_.attempts.code, memory_.attempts.detail);
  } else {
    if (*outcome == Pass::switched)
      log_.info("generation {} is current, as of {}", status_.generation,
                status_.as_of ? iso_instant(*status_.as_of) : "unknown");
    else if (status_.last_error && *outcome == Pass::same)
      log_.info("in step with the hub again, generation {}", status_.generation);
    status_.retries = 0;
    status_.last_error.reset();
    memory_.told.clear();
  }
  rest_ = time_to_next({.interval = poll_interval(options_.poll, published_interval_),
                        .failures = status_.retries,
                        .dice = options_.dice ? options_.dice() : 0.0,
                        .asked = source.retry_after(),
                        .terminal = options_.terminal},
                       time_.now, status_.lease_until);
  status_.next_poll = time_.now + std::chrono::ceil<std::chrono::seconds>(rest_);
  auto const end{end_of(outcome)};
  enter(end);
  if (end == State::idle) write_down();
}

void Agent::write_down() {
  if (auto const written{publication::write_status(folder_, status_)}; !written)
    log_.error("status.json: {}", written.error().detail());
  if (memory_ == written_memory_) return;
  if (auto const written{write_memory(memory_file(folder_), memory_)}; !written)
    log_.error("agent.json: {}", written.error().detail());
  else
    written_memory_ = memory_;
}

}  // namespace mingshi::sync
