#include "tests/fault/crash/terminal_judge.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/terminal.hpp"
#include "core/receipt/receipt.hpp"
#include "core/receipt/spool.hpp"
#include "core/store/apply.hpp"
#include "core/store/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::tests {
namespace {

namespace fs = std::filesystem;
using publication::TerminalFolder;

constexpr std::string_view unfinished_prefix{".new"};
constexpr std::string_view fetched_folder{".part"};  ///< what was fetched and not yet put to use
constexpr std::size_t all_receipts{100'000};
constexpr std::size_t largest_document{16'000'000};

std::unexpected<Error> wrong(std::string what) {
  return fail(ErrorCode::corrupt, std::move(what));
}

/// Both heads are the ones that the database was brought to.
Result<void> check_heads(store::Reader& reader, fs::path const& generation) {
  for (auto const part : publication::all_parts) {
    auto const name{publication::head_file_name(part)};
    auto const bytes{MS_TRY(read_file(generation / name, publication::max_part_head_size))};
    if (MS_TRY(reader.head(part)) != bytes) return wrong(name + " is not the database's");
  }
  return {};
}

/// Everything a kiosk can see of a generation, as one hash.
/// @errors corrupt, io the generation is not what its heads say
Result<std::string> content_of(TerminalFolder const& folder, fs::path const& generation) {
  auto const database{generation / publication::database_name};
  MS_TRY(store::check(database));
  auto reader{MS_TRY(store::Reader::open(database))};
  MS_TRY(check_heads(reader, generation));
  auto const held{MS_TRY(reader.generation())};
  std::string all{fmt::format("{}\n{}\n{}\n", held.hall.id, held.sequence, held.programme)};
  for (auto const& row : held.rows) all += fmt::format("{} {}\n", row.id, row.sha256);
  for (auto const& keys : held.search_keys)
    all += fmt::format("{} {} {} {}\n", keys.record_id, keys.name, fmt::join(keys.pinyin, " "),
                       keys.number);
  for (auto const& media : held.media) {
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
    if (name.starts_with(unfinished_prefix)) {
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

/// The newest generation that a receipt says was taken up; every receipt is whole.
Result<std::int64_t> claimed(TerminalFolder const& folder) {
  auto const spool{folder.receipts("sync")};
  auto const state{MS_TRY(receipt::inspect(spool))};
  if (state.damaged != 0) return wrong(fmt::format("{} receipts are damaged", state.damaged));
  if (state.last == 0) return 0;
  std::int64_t newest{0};
  for (auto const& entry : MS_TRY(receipt::read(spool, 0, all_receipts)))
    if (entry.receipt.kind == receipt::Kind::applied)
      newest = std::max(newest, entry.receipt.sequence);
  return newest;
}

/// What kiosk and hall staff are told is no more than what is there.
Result<void> check_status(TerminalFolder const& folder, std::int64_t sequence) {
  auto const status{publication::read_status(folder)};
  if (!status && status.error().code() == ErrorCode::not_found) return {};
  if (!status) return std::unexpected{status.error()};
  if (status->generation > sequence)
    return wrong(fmt::format("status.json speaks of generation {}, shown is {}", status->generation,
                             sequence));
  return {};
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
  MS_TRY(check_status(folder, shown.sequence));
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
    if (name.starts_with(unfinished_prefix)) continue;
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
    auto const folder{entry->path().parent_path().filename().string()};
    bool const on_the_way{folder == fetched_folder ||
                          (name.ends_with(".part") && !entry->is_directory(error))};
    if (name.starts_with(unfinished_prefix) || on_the_way)
      found.push_back(fs::relative(entry->path(), data, error).string());
  }
  return found;
}

}  // namespace mingshi::tests
