#include "tests/fault/crash/terminal_judge.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"
#include "core/publication/head.hpp"
#include "core/publication/terminal.hpp"
#include "core/store/reader.hpp"
#include "core/trust/trusted_set.hpp"
#include "sync/agent/generations.hpp"
#include "sync/agent/trust_folder.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::tests {
namespace {

namespace fs = std::filesystem;
using publication::TerminalFolder;

constexpr std::size_t largest_document{16'000'000};

std::unexpected<Error> wrong(std::string what) {
  return fail(ErrorCode::corrupt, std::move(what));
}

/// Everything a kiosk can see of a generation, as one hash.
/// @errors corrupt, io the generation is not what its head says
Result<std::string> content_of(TerminalFolder const& folder, fs::path const& generation) {
  auto const head{MS_TRY(sync::check_generation(generation))};
  auto const database{generation / publication::database_name};
  MS_TRY(sync::check_database(database, head));
  auto reader{MS_TRY(store::Reader::open(database))};
  auto const held{MS_TRY(reader.generation())};
  std::string all{fmt::format("{}\n{}\n", held.hall.id, held.sequence)};
  for (auto const& row : held.rows) all += fmt::format("{} {}\n", row.id, row.sha256);
  for (auto const& media : head.media) {
    auto const hash{MS_TRY(crypto::sha256_of_file(folder.object(media.sha256)))};
    if (hash != media.sha256) return wrong("a medium has other bytes: " + media.sha256);
    all += hash + "\n";
  }
  return crypto::sha256(all);
}

/// Every JSON document that has its name is whole.
Result<void> check_documents(fs::path const& data) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry{data, error}, end; !error && entry != end;
       entry.increment(error)) {
    auto const name{entry->path().filename().string()};
    if (name.starts_with(sync::unfinished_prefix)) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file(error)) continue;
    if (!name.ends_with(".json") && !name.ends_with(".head")) continue;
    auto const bytes{MS_TRY(read_file(entry->path(), largest_document))};
    if (auto const document{json::parse_strict(bytes)}; !document)
      return wrong(fmt::format("{} is not whole: {}", fs::relative(entry->path(), data).string(),
                               document.error().detail()));
  }
  if (error) return fail(ErrorCode::io, data.string() + ": " + error.message());
  return {};
}

/// The trust anchor and whatever was verified after it can be begun with.
Result<void> check_trust(TerminalFolder const& folder) {
  auto stored{sync::load_trust(folder)};
  if (!stored)
    return stored.error().code() == ErrorCode::not_found
               ? Result<void>{}
               : std::unexpected{std::move(stored).error()};
  MS_TRY(trust::TrustedSet::load(*std::move(stored), Instant{}));
  return {};
}

/// What the terminal says of itself to others.
Result<std::int64_t> claimed(TerminalFolder const& folder) {
  auto const status{publication::read_status(folder)};
  if (status) return status->generation;
  if (status.error().code() == ErrorCode::not_found) return 0;
  return std::unexpected{status.error()};
}

}  // namespace

Result<TerminalJudge> TerminalJudge::open(std::vector<fs::path> const& references) {
  TerminalJudge judge;
  for (auto const& reference : references) {
    TerminalFolder const folder{reference};
    auto const current{MS_TRY(folder.current())};
    auto content{content_of(folder, current.folder)};
    if (!content)
      return std::unexpected{
          std::move(content).error().while_doing("the reference " + reference.string())};
    judge.published_[current.sequence] = *std::move(content);
  }
  return judge;
}

Result<Shown> TerminalJudge::inspect(fs::path const& data) const {
  std::error_code error;
  if (!fs::exists(data, error)) return Shown{};
  TerminalFolder const folder{data};
  MS_TRY(check_documents(data));
  MS_TRY(check_trust(folder));
  Shown shown{.sequence = 0, .claimed = MS_TRY(claimed(folder))};
  if (auto const current{folder.current()}) {
    shown.sequence = current->sequence;
    auto const published{published_.find(current->sequence)};
    if (published == published_.end())
      return wrong(fmt::format("generation {} was never published", current->sequence));
    auto content{content_of(folder, current->folder)};
    if (!content)
      return std::unexpected{
          std::move(content).error().while_doing(fmt::format("generation {}", current->sequence))};
    if (*content != published->second)
      return wrong(fmt::format("generation {} is not what was published", current->sequence));
  } else if (current.error().code() != ErrorCode::not_found) {
    return std::unexpected{current.error()};
  }
  if (shown.claimed > shown.sequence)
    return wrong(
        fmt::format("it vouches for generation {} and shows {}", shown.claimed, shown.sequence));
  return shown;
}

Result<std::map<std::string, std::int64_t>> metadata_versions(fs::path const& data) {
  std::map<std::string, std::int64_t> versions;
  std::error_code error;
  for (fs::directory_iterator entry{TerminalFolder{data}.trust_folder(), error}, end;
       !error && entry != end; entry.increment(error)) {
    auto const name{entry->path().filename().string()};
    if (name.starts_with(sync::unfinished_prefix)) continue;
    auto const bytes{MS_TRY(read_file(entry->path(), largest_document))};
    auto const document = MS_TRY(json::parse_strict(bytes));
    auto const version = document.value(json::Json::json_pointer{"/signed/version"}, json::Json{});
    if (!version.is_number_integer()) return wrong(name + " has no version");
    versions[name] = version.get<std::int64_t>();
  }
  return versions;
}

std::vector<std::string> leftovers(fs::path const& data) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::recursive_directory_iterator entry{data, error}, end; !error && entry != end;
       entry.increment(error)) {
    auto const name{entry->path().filename().string()};
    if (name.starts_with(sync::unfinished_prefix) || name.ends_with(".part"))
      found.push_back(fs::relative(entry->path(), data, error).string());
  }
  return found;
}

}  // namespace mingshi::tests
