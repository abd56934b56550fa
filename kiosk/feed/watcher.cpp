#include "kiosk/feed/watcher.hpp"

#include "core/publication/terminal.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

namespace mingshi::kiosk {

namespace fs = std::filesystem;

Watcher::Watcher(fs::path data, text::Pinyin pinyin)
    : data_{std::move(data)}, pinyin_{std::move(pinyin)} {}

Result<Watcher::Identity> Watcher::identity() const {
  publication::TerminalFolder const terminal{data_};
  std::error_code error;
  auto database{data_ / publication::database_name};
  if (fs::is_symlink(terminal.current_link(), error))
    database = MS_TRY(terminal.current()).folder / publication::database_name;
  auto const size{fs::file_size(database, error)};
  if (error) return fail(ErrorCode::not_found, "no " + database.string(), error.value());
  auto const written{fs::last_write_time(database, error)};
  if (error) return fail(ErrorCode::io, "stat " + database.string(), error.value());
  return Identity{std::move(database), size, written};
}

void Watcher::report(std::vector<FeedMessage>& news, Error const& error, std::string& reported) {
  auto const what{std::string{name_of(error.code())} + ": " + error.detail()};
  if (what == std::exchange(reported, what)) return;  // once, not every second
  news.emplace_back(LoadFailed{error.code(), error.detail()});
}

void Watcher::look_at_generation(std::vector<FeedMessage>& news) {
  auto const found{identity()};
  if (!found) return report(news, found.error(), reported_);
  if (shown_ == *found) return;
  if (failed_ == *found && ++looks_since_failure_ < retry_every) return;
  auto snapshot{load_snapshot(found->database, pinyin_)};
  if (!snapshot) {
    failed_ = *found;
    looks_since_failure_ = 0;
    return report(news, snapshot.error(), reported_);
  }
  shown_ = *found;
  failed_.reset();
  reported_.clear();
  issued_ = (*snapshot)->issued;
  pictures_ = load_pictures(**snapshot, data_ / "objects");
  whole_ = *std::move(snapshot);
  hidden_.clear();
  news.emplace_back(without_withdrawn());
}

Loaded Watcher::without_withdrawn() {
  RecordIds ids;
  bool const ours{withdrawals_.hall == whole_->hall.id};
  for (auto const& [id, sequence] : withdrawals_.ids)
    if (ours && whole_->sequence < sequence && whole_->find(id) != nullptr) ids.insert(id);
  Loaded loaded{.snapshot = without(whole_, ids), .pictures = pictures_, .withdrawn = {}};
  std::ranges::set_difference(ids, hidden_, std::back_inserter(loaded.withdrawn));
  hidden_ = std::move(ids);
  return loaded;
}

/// Half a file, or none any more, brings nothing back that was taken away.
void Watcher::look_at_withdrawals(std::vector<FeedMessage>& news) {
  auto found{publication::read_withdrawals(publication::TerminalFolder{data_})};
  if (!found) return report(news, found.error(), reported_withdrawals_);
  if (found->hall.empty() || *found == withdrawals_) return;
  withdrawals_ = *std::move(found);
  reported_withdrawals_.clear();
  if (whole_ == nullptr) return;
  auto const before{hidden_};
  auto loaded{without_withdrawn()};
  if (hidden_ != before) news.emplace_back(std::move(loaded));
}

void Watcher::look_at_status(std::vector<FeedMessage>& news) {
  auto const status{publication::read_status(publication::TerminalFolder{data_})};
  // Without a word from sync the data are as old as their generation.
  FreshnessKnown known{.as_of = issued_, .last_contact = {}};
  if (status) {
    known.as_of = status->as_of.value_or(issued_);
    known.last_contact = status->last_contact;
    known.lease_until = status->lease_until;
    if (status->time) known.time_floor = status->time->floor;
  } else if (status.error().code() != ErrorCode::not_found) {
    // Half a file is no news but this: that nobody knows how the data are kept up to date.
    if (freshness_) known = *freshness_;
    known.sync = SyncWord::unknown;
  }
  if (!shown_ || known == freshness_) return;
  freshness_ = known;
  news.emplace_back(known);
}

std::vector<FeedMessage> Watcher::look() {
  std::vector<FeedMessage> news;
  look_at_withdrawals(news);  // before the generation: nothing of them is shown even once
  look_at_generation(news);
  look_at_status(news);
  return news;
}

}  // namespace mingshi::kiosk
