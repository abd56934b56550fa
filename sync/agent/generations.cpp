#include "sync/agent/generations.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/store/reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <system_error>
#include <vector>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::Head;
using publication::TerminalFolder;

std::unexpected<Error> differs(std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("the database's {} is not what the head says", what));
}

Result<Head> read_head(fs::path const& folder) {
  return publication::parse_head(
      MS_TRY(read_file(folder / publication::head_name, publication::max_head_size)));
}

std::vector<fs::path> entries(fs::path const& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end;
       entry.increment(error))
    found.push_back(entry->path());
  return found;
}

void remove_unfinished(fs::path const& folder) {
  std::error_code ignored;
  for (auto const& path : entries(folder))
    if (path.filename().string().starts_with(unfinished_prefix)) fs::remove_all(path, ignored);
}

/// Puts `staged` under `name`, taking away what was there.
Result<void> rename_over(fs::path const& staged, fs::path const& name) {
  if (::rename(staged.c_str(), name.c_str()) == 0) return {};
  // A damaged generation of the same sequence is in the way: the two change places in one step.
  if ((errno == ENOTEMPTY || errno == EEXIST) &&
      ::renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, name.c_str(), RENAME_EXCHANGE) == 0) {
    std::error_code ignored;
    fs::remove_all(staged, ignored);
    return {};
  }
  int const code{errno};
  return fail(ErrorCode::io, fmt::format("naming {}: {}", name.string(), std::strerror(code)),
              code);
}

}  // namespace

Result<void> check_database(fs::path const& database, Head const& head) {
  if (head.schema != store::schema_version)
    return fail(ErrorCode::unsupported, fmt::format("schema {}, this program reads {}", head.schema,
                                                    store::schema_version));
  auto reader{MS_TRY(store::Reader::open(database))};
  if (MS_TRY(reader.hall()).id != head.hall)
    return fail(ErrorCode::denied, "the database is another hall's");
  if (MS_TRY(reader.sequence()) != head.sequence) return differs("sequence");
  if (MS_TRY(reader.counts()) != head.rows) return differs("number of rows");
  if (store::state_hash(MS_TRY(reader.generation()).rows) != head.state) return differs("state");
  return {};
}

Result<Head> check_generation(fs::path const& folder) {
  auto head{MS_TRY(read_head(folder))};
  auto const database{folder / publication::database_name};
  if (MS_TRY(crypto::sha256_of_file(database)) != head.database.sha256)
    return fail(ErrorCode::corrupt, database.string() + " is damaged");
  return head;
}

Result<fs::path> stage(TerminalFolder const& folder, std::int64_t sequence) {
  auto staged{folder.generations() /
              fmt::format("{}-{}", unfinished_prefix, publication::generation_name(sequence))};
  std::error_code error;
  fs::remove_all(staged, error);
  MS_TRY(make_folders(staged));
  return staged;
}

Result<void> make_current(TerminalFolder const& folder, fs::path const& staged,
                          std::int64_t sequence) {
  MS_TRY(flush_to_disk(staged));
  MS_TRY(rename_over(staged, folder.generation(sequence)));
  MS_TRY(flush_to_disk(folder.generations()));
  MS_TRY(flush_to_disk(folder.root()));  // the first time, generations/ itself is new
  return replace_link(folder.current_link(),
                      fs::path{"generations"} / publication::generation_name(sequence));
}

void remove_leftovers(TerminalFolder const& folder) {
  for (auto const& place :
       {folder.root(), folder.generations(), folder.objects(), folder.trust_folder()})
    remove_unfinished(place);
  for (auto const& shelf : entries(folder.objects())) remove_unfinished(shelf);
}

void remove_old(TerminalFolder const& folder) {
  auto const current{folder.current()};
  auto const all{folder.list()};
  if (!current || !all) return;
  std::int64_t previous{0};
  for (auto const& generation : *all)
    if (generation.sequence < current->sequence) previous = std::max(previous, generation.sequence);

  std::set<std::string> referenced;
  std::error_code ignored;
  for (auto const& generation : *all) {
    if (generation.sequence != current->sequence && generation.sequence != previous) {
      fs::remove_all(generation.folder, ignored);
      continue;
    }
    auto const head{read_head(generation.folder)};
    if (!head) return;  // cannot know what it needs
    for (auto const& media : head->media) referenced.insert(media.sha256);
  }
  for (auto const& shelf : entries(folder.objects()))
    for (auto const& object : entries(shelf))
      if (!referenced.contains(object.filename().string())) fs::remove(object, ignored);
}

}  // namespace mingshi::sync
