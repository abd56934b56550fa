#include "kiosk/feed/watcher.hpp"

#include "core/publication/terminal.hpp"

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

void Watcher::report(std::vector<FeedMessage>& news, Error const& error) {
  auto const what{std::string{name_of(error.code())} + ": " + error.detail()};
  if (what == std::exchange(reported_, what)) return;  // once, not every second
  news.emplace_back(LoadFailed{error.code(), error.detail()});
}

void Watcher::look_at_generation(std::vector<FeedMessage>& news) {
  auto const found{identity()};
  if (!found) return report(news, found.error());
  if (shown_ == *found) return;
  if (failed_ == *found && ++looks_since_failure_ < retry_every) return;
  auto snapshot{load_snapshot(found->database, pinyin_)};
  if (!snapshot) {
    failed_ = *found;
    looks_since_failure_ = 0;
    return report(news, snapshot.error());
  }
  shown_ = *found;
  failed_.reset();
  reported_.clear();
  issued_ = (*snapshot)->issued;
  auto pictures{load_pictures(**snapshot, data_ / "objects")};
  news.emplace_back(Loaded{*std::move(snapshot), std::move(pictures)});
}

void Watcher::look_at_status(std::vector<FeedMessage>& news) {
  auto const status{publication::read_status(publication::TerminalFolder{data_})};
  // Without a word from sync the data are as old as their generation.
  FreshnessKnown known{.as_of = issued_, .last_contact = {}};
  if (status) {
    known.as_of = status->as_of.value_or(issued_);
    known.last_contact = status->last_contact;
  } else if (status.error().code() != ErrorCode::not_found && freshness_) {
    return;  // half a file is no news
  }
  if (!shown_ || known == freshness_) return;
  freshness_ = known;
  news.emplace_back(known);
}

std::vector<FeedMessage> Watcher::look() {
  std::vector<FeedMessage> news;
  look_at_generation(news);
  look_at_status(news);
  return news;
}

}  // namespace mingshi::kiosk
