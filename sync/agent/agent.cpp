#include "sync/agent/agent.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/head.hpp"
#include "core/publication/repository.hpp"
#include "core/store/generation.hpp"
#include "sync/agent/download.hpp"
#include "sync/agent/generations.hpp"
#include "sync/agent/trust_folder.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::Head;
using publication::Status;
using publication::TerminalFolder;
using publication::Trouble;
using trust::Role;
using trust::TrustedSet;

/// A chain longer than this in one pass is an attack, not a history.
constexpr int most_roots{256};

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

/// Walks from the root that is kept to the newest, keeping each on the way.
Outcome<void> update_roots(TerminalFolder const& folder, Source& source, TrustedSet& set) {
  for (int i{0}; i < most_roots; ++i) {
    auto const path{publication::metadata_path(Role::root, set.root().version + 1)};
    auto const next{source.get(path, trust::max_size(Role::root), {})};
    if (!next && next.error().code() == ErrorCode::not_found) return {};
    auto const document{MS_TRY(during(Step::fetch, Result<Document>{next}))};
    auto const before{set.stored()};
    MS_TRY(during(Step::trust, set.update_root(document.bytes.value_or(""))));
    MS_TRY(during(Step::terminal, save_trust(folder, before, set.stored())));
  }
  return failed(Step::trust, ErrorCode::invalid_input, "the chain of roots does not end");
}

/// Brings snapshot or targets to the version that is named, from the disk or the source.
Outcome<void> update_role(TerminalFolder const& folder, Source& source, TrustedSet& set,
                          Role role) {
  if (set.reuse(role)) return {};
  auto const expected{MS_TRY(during(Step::trust, set.expected(role)))};
  auto const document{
      MS_TRY(during(Step::fetch, source.get(publication::metadata_path(role, expected.version),
                                            trust::max_size(role), {})))};
  auto const before{set.stored()};
  auto const bytes{document.bytes.value_or("")};
  MS_TRY(during(Step::trust,
                role == Role::snapshot ? set.update_snapshot(bytes) : set.update_targets(bytes)));
  return during(Step::terminal, save_trust(folder, before, set.stored()));
}

}  // namespace

/// Holds DIR/sync.lock for as long as it lives; the kernel lets go of it when the process ends.
struct Agent::FolderLock {
  CHandle<std::FILE, &std::fclose> file;
};

Agent::Agent(TerminalFolder folder, std::string hall, std::unique_ptr<FolderLock> lock, Log log)
    : folder_{std::move(folder)},
      hall_{std::move(hall)},
      lock_{std::move(lock)},
      log_{std::move(log)} {}
Agent::Agent(Agent&&) noexcept = default;
Agent& Agent::operator=(Agent&&) noexcept = default;
Agent::~Agent() = default;

Result<Agent> Agent::open(AgentOptions const& options, Log log) {
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

  if (options.anchor) MS_TRY(install_anchor(folder, *options.anchor));
  if (auto kept{load_trust(folder)}; !kept)
    return std::unexpected{
        std::move(kept).error().while_doing("no trust anchor, --root FILE gives one")};
  MS_TRY(make_folders(folder.generations()));
  MS_TRY(make_folders(folder.objects()));
  remove_leftovers(folder);
  Agent agent{std::move(folder), options.hall, std::move(lock), std::move(log)};
  if (auto status{publication::read_status(agent.folder_)}) agent.status_ = *std::move(status);
  return agent;
}

Pass Agent::poll_once(Source& source, Instant now) {
  auto const outcome{update(source, now)};
  finish(outcome, now);
  return outcome ? *outcome : Pass::failed;
}

Outcome<Pass> Agent::update(Source& source, Instant now) {
  auto const set{MS_TRY(update_trust(source, now))};
  status_.last_contact = now;
  auto const pass{MS_TRY(update_content(source, set))};
  // Only now is the hub's word about what is shown here; without one, the word is the head's.
  if (auto const issued{set.timestamp()->issued}) status_.as_of = *issued;
  return pass;
}

Outcome<TrustedSet> Agent::update_trust(Source& source, Instant now) {
  auto stored{MS_TRY(during(Step::terminal, load_trust(folder_)))};
  auto set{MS_TRY(during(Step::trust, TrustedSet::load(stored, now)))};
  auto const known{set.stored().timestamp ? timestamp_version_ : std::string{}};
  auto const document{
      MS_TRY(during(Step::fetch, source.get(publication::timestamp_path,
                                            trust::max_size(Role::timestamp), known)))};
  // An unchanged timestamp is judged again all the same: it may have expired.
  auto const bytes{document.bytes ? *document.bytes : set.stored().timestamp.value_or("")};
  if (document.bytes) MS_TRY(update_roots(folder_, source, set));
  if (!set.root().consistent_snapshot)
    return failed(Step::trust, ErrorCode::unsupported, "the root has no consistent snapshots");
  auto const before{set.stored()};
  MS_TRY(during(Step::trust, set.update_timestamp(bytes)));
  MS_TRY(during(Step::terminal, save_trust(folder_, before, set.stored())));
  timestamp_version_ = document.version;
  MS_TRY(update_role(folder_, source, set, Role::snapshot));
  MS_TRY(update_role(folder_, source, set, Role::targets));
  return set;
}

bool Agent::is_current(trust::Target const& target) {
  auto const current{folder_.current()};
  if (!current) return false;
  auto const hash{crypto::sha256_of_file(current->folder / publication::head_name)};
  if (!hash || *hash != target.sha256) return false;
  if (checked_head_ == *hash) return true;
  if (auto const sound{check_generation(current->folder)}; !sound) {
    log_.error("generation {}: {}", current->sequence, sound.error().detail());
    return false;
  }
  checked_head_ = *hash;
  return true;
}

Outcome<Pass> Agent::update_content(Source& source, TrustedSet const& set) {
  auto const* const target{set.target(publication::head_target(hall_))};
  if (target == nullptr)
    return failed(Step::trust, ErrorCode::not_found,
                  fmt::format("the hub publishes nothing for the hall {}", hall_));
  if (is_current(*target)) return Pass::same;
  if (rejected_ && rejected_->head == target->sha256) return std::unexpected{rejected_->why};

  auto const head_bytes{MS_TRY(fetch_head(source, hall_, *target))};
  auto const sound{acceptable(head_bytes)};
  auto const taken{sound ? take_up(source, head_bytes, *sound)
                         : Outcome<void>{std::unexpected{sound.error()}}};
  if (!taken) {
    if (taken.error().step == Step::content && taken.error().error.code() != ErrorCode::io)
      rejected_ = Rejected{.head = target->sha256, .why = taken.error()};
    return std::unexpected{taken.error()};
  }
  checked_head_ = target->sha256;
  if (!set.timestamp()->issued) status_.as_of = sound->issued;
  remove_old(folder_);
  return Pass::switched;
}

Outcome<Head> Agent::acceptable(std::string const& head_bytes) const {
  auto head{MS_TRY(during(Step::content, publication::parse_head(head_bytes)))};
  if (head.hall != hall_)
    return failed(Step::content, ErrorCode::denied,
                  fmt::format("the head is the hall {}'s", head.hall));
  if (head.schema != store::schema_version)
    return failed(
        Step::content, ErrorCode::unsupported,
        fmt::format("schema {}, this program reads {}", head.schema, store::schema_version));
  auto const current{folder_.current()};
  if (!current || head.sequence > current->sequence) return head;
  // The current generation itself comes again when what is here of it was damaged.
  if (head.sequence == current->sequence && !check_generation(current->folder)) return head;
  return failed(Step::content, ErrorCode::conflict,
                fmt::format("generation {} does not follow {}", head.sequence, current->sequence));
}

Outcome<void> Agent::take_up(Source& source, std::string const& head_bytes, Head const& head) {
  MS_TRY(check_room(folder_, head));
  auto const staged{MS_TRY(during(Step::terminal, stage(folder_, head.sequence)))};
  auto const done{[&]() -> Outcome<void> {
    auto const database{staged / publication::database_name};
    MS_TRY(download_object(source, head.database, database));
    MS_TRY(during(Step::content, check_database(database, head)));
    MS_TRY(download_media(source, folder_, head));
    MS_TRY(during(Step::terminal, write_file(staged / publication::head_name, head_bytes)));
    return during(Step::terminal, make_current(folder_, staged, head.sequence));
  }()};
  std::error_code ignored;
  if (!done) fs::remove_all(staged, ignored);
  return done;
}

void Agent::finish(Outcome<Pass> const& outcome, Instant now) {
  auto const current{folder_.current()};
  status_.generation = current ? current->sequence : 0;
  if (outcome) {
    if (*outcome == Pass::switched)
      log_.info("generation {} is current, as of {}", status_.generation,
                status_.as_of ? iso_instant(*status_.as_of) : "unknown");
    else if (status_.last_error)
      log_.info("in step with the hub again, generation {}", status_.generation);
    status_.last_error.reset();
  } else if (outcome.error().error.code() == ErrorCode::cancelled) {
    log_.info("stopped in the middle of an update; generation {} stays", status_.generation);
  } else {
    auto const& [step, error]{outcome.error()};
    Trouble const trouble{.code = std::string{trouble_code(step, error.code())},
                          .detail = shortened(error.detail()),
                          .at = now};
    if (!status_.last_error || status_.last_error->code != trouble.code ||
        status_.last_error->detail != trouble.detail)
      log_.warn("{}: {}; generation {} stays", trouble.code, trouble.detail, status_.generation);
    status_.last_error = trouble;
  }
  if (auto const written{publication::write_status(folder_, status_)}; !written)
    log_.error("status.json: {}", written.error().detail());
}

}  // namespace mingshi::sync
