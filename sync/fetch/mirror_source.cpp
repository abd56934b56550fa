#include "sync/fetch/mirror_source.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mingshi::sync {
namespace {

/// Failures that are the terminal's own, or nobody's: another mirror would not do better.
bool is_ours(ErrorCode code) {
  return code == ErrorCode::cancelled || code == ErrorCode::io || code == ErrorCode::bug ||
         code == ErrorCode::invalid_input;
}

/// A version is one mirror's word: "2 "abc"" is the third one's. Told to another it would be a lie.
std::string named(std::size_t mirror, std::string const& version) {
  return version.empty() ? std::string{} : std::to_string(mirror) + ' ' + version;
}

std::string_view version_for(std::size_t mirror, std::string_view named_version) {
  auto const prefix{std::to_string(mirror) + ' '};
  return named_version.starts_with(prefix) ? named_version.substr(prefix.size())
                                           : std::string_view{};
}

}  // namespace

std::vector<std::size_t> MirrorOrder::order(Time now) const {
  std::vector<std::size_t> all(trouble_.size());
  for (std::size_t i{0}; i < all.size(); ++i) all[i] = i;
  std::ranges::sort(all, {}, [&](std::size_t mirror) {
    return std::pair{is_bad(mirror, now) ? trouble_[mirror].until : Time::min(), mirror};
  });
  return all;
}

void MirrorOrder::failed(std::size_t mirror, Time now) {
  constexpr std::chrono::minutes shortest{1};
  constexpr int most_doublings{6};  // 64 minutes
  auto& trouble{trouble_[mirror]};
  trouble.shunned = shortest * (1 << std::min(trouble.failures, most_doublings));
  trouble.until = now + trouble.shunned;
  ++trouble.failures;
}

void MirrorOrder::worked(std::size_t mirror, Time now) {
  auto& trouble{trouble_[mirror]};
  if (trouble.failures > 0 && now >= trouble.until + trouble.shunned) trouble = {};
}

MirrorSource::MirrorSource(std::vector<std::unique_ptr<Source>> mirrors, Clock clock)
    : mirrors_{std::move(mirrors)}, order_{mirrors_.size()}, clock_{std::move(clock)} {}

template <typename T>
Result<T> MirrorSource::ask_each(std::function<Result<T>(std::size_t)> const& ask) {
  std::optional<Error> first;
  bool none_has_it{false};
  std::optional<std::optional<std::chrono::seconds>> shortest;
  for (auto const mirror : order_.order(clock_())) {
    // That there is none is known already: no need to ask those that do not answer.
    if (none_has_it && order_.is_bad(mirror, clock_())) continue;
    auto answer{ask(mirror)};
    if (answer) {
      order_.worked(mirror, clock_());
      answered_ = mirror;
      retry_after_.reset();
      return answer;
    }
    auto const code{answer.error().code()};
    if (is_ours(code)) return answer;
    auto const wait{mirrors_[mirror]->retry_after()};
    shortest = shortest ? std::min(*shortest, wait) : wait;  // none is less than any
    if (code == ErrorCode::not_found) {
      if (!none_has_it) first = answer.error();
      none_has_it = true;
      continue;
    }
    order_.failed(mirror, clock_());
    if (!first) first = answer.error();
  }
  retry_after_ = shortest.value_or(std::nullopt);
  return std::unexpected{first.value_or(Error{ErrorCode::bug, "no mirror"})};
}

Result<Document> MirrorSource::get(std::string_view path, std::size_t cap,
                                   std::string_view known_version) {
  return ask_each<Document>([&](std::size_t mirror) -> Result<Document> {
    auto document{MS_TRY(mirrors_[mirror]->get(path, cap, version_for(mirror, known_version)))};
    document.version = named(mirror, document.version);
    return document;
  });
}

Result<void> MirrorSource::download_all(std::span<Download const> downloads) {
  // What one mirror brought is there, and passed over by the next.
  return ask_each<void>(
      [&](std::size_t mirror) { return mirrors_[mirror]->download_all(downloads); });
}

void MirrorSource::distrust() {
  mirrors_[answered_]->distrust();
  order_.failed(answered_, clock_());
}

std::string_view MirrorSource::place() const {
  return mirrors_[answered_]->place();
}

}  // namespace mingshi::sync
