#include "sync/agent/erase.hpp"

#include "core/base/file.hpp"
#include "core/domain/legal_review.hpp"
#include "core/store/apply.hpp"
#include "core/store/reader.hpp"
#include "sync/agent/carry.hpp"
#include "sync/agent/generations.hpp"

#include <filesystem>
#include <set>
#include <system_error>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::TerminalFolder;

/// The generation without personal data, ready to take the place of the other.
Result<fs::path> reduced(TerminalFolder const& folder,
                         publication::GenerationFolder const& current) {
  auto const heads{MS_TRY(read_heads(current.folder))};
  auto staged{MS_TRY(stage(folder, current.sequence))};
  MS_TRY(store::erase_types(current.folder / publication::database_name, personal_types(heads),
                            staged / publication::database_name));
  MS_TRY(write_heads(staged, heads));
  MS_TRY(write_file(staged / erased_name, ""));
  return staged;
}

/// The media that what is left of the generation refers to.
Result<std::set<std::string>> still_needed(fs::path const& database) {
  auto reader{MS_TRY(store::Reader::open(database))};
  std::set<std::string> needed;
  for (auto const& media : MS_TRY(reader.media())) needed.insert(media.sha256);
  return needed;
}

Result<void> take_away(fs::path const& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) return fail(ErrorCode::io, "removing " + path.string() + ": " + error.message());
  return {};
}

Result<void> remove_other_generations(TerminalFolder const& folder, std::int64_t sequence) {
  for (auto const& generation : MS_TRY(folder.list()))
    if (generation.sequence != sequence) MS_TRY(take_away(generation.folder));
  return flush_to_disk(folder.generations());
}

Result<void> remove_media(TerminalFolder const& folder, std::set<std::string> const& needed) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry{folder.objects(), error}, end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_regular_file() || needed.contains(entry->path().filename().string())) continue;
    MS_TRY(take_away(entry->path()));
  }
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::io, "listing objects: " + error.message());
  return {};
}

}  // namespace

std::vector<std::string> personal_types(Heads const& heads) {
  std::set<std::string> types{"certificate", "officer"};
  for (auto const type : domain::decision_types) types.emplace(type);
  for (auto const& [type, state] : heads.decisions.types) types.insert(type);
  return {types.begin(), types.end()};
}

Result<void> erase_personal_data(TerminalFolder const& folder) {
  auto const current{MS_TRY(folder.current())};
  std::error_code error;
  std::set<std::string> needed;
  if (!fs::exists(current.folder / erased_name, error)) {
    auto const staged{reduced(folder, current)};
    if (staged) {
      MS_TRY(make_current(folder, *staged, current.sequence));
    } else if (staged.error().code() == ErrorCode::io) {
      return std::unexpected{staged.error()};
    } else {
      MS_TRY(take_away(current.folder));
    }
  }
  if (auto const kept{still_needed(current.folder / publication::database_name)}) needed = *kept;
  MS_TRY(remove_other_generations(folder, current.sequence));
  remove_leftovers(folder);
  MS_TRY(remove_media(folder, needed));
  return make_durable(folder);
}

}  // namespace mingshi::sync
