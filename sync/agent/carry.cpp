#include "sync/agent/carry.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"
#include "sync/agent/generations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::LogObject;
using publication::MediaObject;
using publication::PackedObject;
using publication::TerminalFolder;

constexpr std::int64_t megabyte{1'000'000};

Download incoming(TerminalFolder const& folder, PackedObject const& object) {
  return {.path = publication::object_path(object.sha256),
          .size = object.size,
          .sha256 = object.sha256,
          .file = folder.incoming(object.sha256)};
}

std::vector<LogObject> logs_of(Plans const& plans) {
  auto logs{plans.records.logs};
  logs.insert(logs.end(), plans.decisions.logs.begin(), plans.decisions.logs.end());
  return logs;
}

Outcome<std::string> unpacked(TerminalFolder const& folder, PackedObject const& object,
                              std::size_t cap) {
  auto const frame{
      MS_TRY(during(Step::terminal, read_file(folder.incoming(object.sha256),
                                              static_cast<std::size_t>(object.size))))};
  return during(Step::content, publication::unpack(frame, object, cap));
}

Outcome<std::vector<MediaObject>> media_of(TerminalFolder const& folder,
                                           publication::MediaListObject const& list) {
  auto const text{MS_TRY(unpacked(folder, list.object, publication::max_media_list_size))};
  return during(Step::content, publication::parse_media_list(text));
}

/// a + b, or as much as there is.
std::int64_t plus(std::int64_t a, std::int64_t b) {
  return a > INT64_MAX - b ? INT64_MAX : a + b;
}

}  // namespace

Outcome<std::string> fetch_head(Source& source, std::string_view hall, publication::Part part,
                                trust::Target const& target) {
  if (std::cmp_greater(target.length, publication::max_part_head_size))
    return failed(Step::content, ErrorCode::invalid_input, "the head is too long");
  auto const document{
      MS_TRY(during(Step::fetch, source.get(publication::part_head_path(hall, part, target.sha256),
                                            static_cast<std::size_t>(target.length), {})))};
  auto bytes{document.bytes.value_or("")};
  if (std::cmp_not_equal(bytes.size(), target.length) || crypto::sha256(bytes) != target.sha256)
    return failed(Step::fetch, ErrorCode::corrupt,
                  fmt::format("the head of {}: other bytes than were signed", name_of(part)));
  return bytes;
}

bool Plans::from_nothing() const {
  auto const starts{[](publication::Plan const& plan) {
    return !plan.logs.empty() && plan.logs.front().from == 0;
  }};
  return starts(records) && starts(decisions);
}

Outcome<Plans> make_plans(TerminalFolder const& folder, Heads const& heads,
                          std::int64_t have_sequence) {
  auto const have{[&folder](std::string_view sha256) {
    std::error_code error;
    return fs::exists(folder.incoming(sha256), error);
  }};
  auto records{
      MS_TRY(during(Step::content, publication::plan(heads.records, have_sequence, have)))};
  auto decisions{
      MS_TRY(during(Step::content, publication::plan(heads.decisions, have_sequence, have)))};
  return Plans{.records = std::move(records), .decisions = std::move(decisions)};
}

Outcome<Extras> fetch_extras(Source& source, TerminalFolder const& folder, Heads const& heads) {
  if (!heads.records.settings)
    return failed(Step::content, ErrorCode::invalid_input, "the head of records has no settings");
  auto const& settings{*heads.records.settings};
  MS_TRY(during(Step::terminal, make_folders(folder.incoming())));
  std::vector<Download> downloads{incoming(folder, settings),
                                  incoming(folder, heads.records.media.object)};
  if (heads.decisions.media.object.sha256 != heads.records.media.object.sha256)
    downloads.push_back(incoming(folder, heads.decisions.media.object));
  MS_TRY(during(Step::fetch, source.download_all(downloads)));

  auto const text{MS_TRY(unpacked(folder, settings, publication::max_settings_size))};
  auto read{MS_TRY(during(Step::content, publication::parse_settings(text)))};
  auto const ours{MS_TRY(media_of(folder, heads.records.media))};
  auto const theirs{MS_TRY(media_of(folder, heads.decisions.media))};
  auto all{MS_TRY(during(Step::content, publication::united(ours, theirs)))};
  return Extras{.settings = std::move(read), .media = std::move(all)};
}

std::int64_t room_needed(Plans const& plans, std::vector<MediaObject> const& lost,
                         std::int64_t older) {
  auto need{plus(plus(plans.records.bytes, plans.decisions.bytes), plus(older, megabyte))};
  // A record takes more room in the database than in its log: indexes and search keys.
  for (auto const& log : logs_of(plans))
    need = plus(need, plus(log.object.raw_size, log.object.raw_size));
  for (auto const& media : lost) need = plus(need, media.size);
  return plus(need, need / 10);
}

Outcome<void> check_room(TerminalFolder const& folder, std::int64_t needed) {
  std::error_code error;
  auto const space{fs::space(folder.root(), error)};
  if (!error && std::cmp_less(space.available, needed))
    return failed(Step::terminal, ErrorCode::io,
                  fmt::format("{} bytes are needed and {} are free", needed, space.available));
  return {};
}

Outcome<void> fetch_media(Source& source, TerminalFolder const& folder,
                          std::vector<MediaObject> const& lost) {
  std::vector<Download> downloads;
  std::error_code ignored;
  for (auto const& media : lost) {
    auto file{folder.object(media.sha256)};
    MS_TRY(during(Step::terminal, make_folders(file.parent_path())));
    fs::remove(file, ignored);  // of another size, or rotten: it must not be taken for done
    downloads.push_back({.path = publication::object_path(media.sha256),
                         .size = media.size,
                         .sha256 = media.sha256,
                         .file = std::move(file)});
  }
  if (downloads.empty()) return {};
  MS_TRY(during(Step::fetch, source.download_all(downloads)));
  for (auto const& one : downloads)
    MS_TRY(during(Step::terminal, flush_to_disk(one.file.parent_path())));
  return during(Step::terminal, flush_to_disk(folder.objects()));
}

Outcome<void> fetch_logs(Source& source, TerminalFolder const& folder, Plans const& plans) {
  std::vector<Download> downloads;
  for (auto const& log : logs_of(plans)) downloads.push_back(incoming(folder, log.object));
  if (downloads.empty()) return {};
  MS_TRY(during(Step::terminal, make_folders(folder.incoming())));
  return during(Step::fetch, source.download_all(downloads));
}

Outcome<void> verify_fetched(TerminalFolder const& folder, Plans const& plans,
                             Extras const& extras) {
  for (auto const& log : logs_of(plans)) {
    auto const file{folder.incoming(log.object.sha256)};
    auto const hash{crypto::sha256_of_file(file)};
    if (hash && *hash == log.object.sha256) continue;
    std::error_code ignored;
    fs::remove(file, ignored);
    return failed(Step::fetch, ErrorCode::corrupt,
                  fmt::format("op log {}: lost after it was fetched", log.object.sha256));
  }
  if (auto const lost{lost_media(folder, extras.media, Look::size)}; !lost.empty())
    return failed(Step::fetch, ErrorCode::corrupt,
                  fmt::format("medium {}: lost after it was fetched", lost.front().sha256));
  return {};
}

void forget_fetched(TerminalFolder const& folder) {
  std::error_code ignored;
  fs::remove_all(folder.incoming(), ignored);
}

}  // namespace mingshi::sync
