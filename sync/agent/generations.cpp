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
#include <string>
#include <system_error>
#include <utility>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::MediaObject;
using publication::Part;
using publication::TerminalFolder;

std::unexpected<Error> differs(std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("the database's {} is not what its heads say", what));
}

Result<std::string> read_head(fs::path const& folder, Part part) {
  return read_file(folder / publication::head_file_name(part), publication::max_part_head_size);
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
  // The same sequence is in the way, damaged or erased: the two change places in one step.
  if ((errno == ENOTEMPTY || errno == EEXIST) &&
      ::renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, name.c_str(), RENAME_EXCHANGE) == 0)
    return {};
  int const code{errno};
  return fail(ErrorCode::io, fmt::format("naming {}: {}", name.string(), std::strerror(code)),
              code);
}

/// The hashes of the media a generation needs. @errors those of the reader
Result<void> add_needed(fs::path const& folder, std::set<std::string>& needed) {
  auto reader{MS_TRY(store::Reader::open(folder / publication::database_name))};
  for (auto const& media : MS_TRY(reader.media())) needed.insert(media.sha256);
  return {};
}

}  // namespace

Result<Heads> read_heads(fs::path const& folder) {
  auto records{MS_TRY(read_head(folder, Part::records))};
  auto decisions{MS_TRY(read_head(folder, Part::decisions))};
  auto records_head{MS_TRY(publication::parse_part_head(records))};
  auto decisions_head{MS_TRY(publication::parse_part_head(decisions))};
  return Heads{.records_bytes = std::move(records),
               .decisions_bytes = std::move(decisions),
               .records = std::move(records_head),
               .decisions = std::move(decisions_head)};
}

Result<void> write_heads(fs::path const& folder, Heads const& heads) {
  MS_TRY(write_file(folder / publication::head_file_name(Part::records), heads.records_bytes));
  return write_file(folder / publication::head_file_name(Part::decisions), heads.decisions_bytes);
}

Result<void> check_quickly(fs::path const& folder, Heads const& heads) {
  auto reader{MS_TRY(store::Reader::open(folder / publication::database_name))};
  if (MS_TRY(reader.hall()).id != heads.records.hall)
    return fail(ErrorCode::denied, "the database is another hall's");
  if (MS_TRY(reader.sequence()) != heads.records.sequence) return differs("sequence");
  if (MS_TRY(reader.states(Part::records)) != heads.records.types) return differs("records");
  if (MS_TRY(reader.states(Part::decisions)) != heads.decisions.types) return differs("decisions");
  return {};
}

Shown look_at_current(TerminalFolder const& folder, std::int64_t known) {
  Shown shown{.sequence = known, .heads = {}, .condition = Condition::none};
  auto const current{folder.current()};
  if (!current) return shown;
  shown.sequence = std::max(known, current->sequence);
  std::error_code error;
  if (!fs::is_directory(current->folder, error)) return shown;
  shown.condition = Condition::damaged;
  auto const heads{read_heads(current->folder)};
  if (!heads || heads->records.sequence != current->sequence) return shown;
  if (current->sequence == shown.sequence) shown.heads = heads->fingerprint();
  if (fs::exists(current->folder / erased_name, error))
    shown.condition = Condition::erased;
  else if (check_quickly(current->folder, *heads))
    shown.condition = Condition::whole;
  return shown;
}

std::vector<MediaObject> lost_media(TerminalFolder const& folder,
                                    std::vector<MediaObject> const& media, Look look) {
  std::vector<MediaObject> lost;
  for (auto const& one : media) {
    std::error_code error;
    auto const file{folder.object(one.sha256)};
    auto const size{fs::file_size(file, error)};
    bool here{!error && std::cmp_equal(size, one.size)};
    if (here && look == Look::content) {
      auto const hash{crypto::sha256_of_file(file)};
      here = hash && *hash == one.sha256;
    }
    if (!here) lost.push_back(one);
  }
  return lost;
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
  MS_TRY(replace_link(folder.current_link(),
                      fs::path{"generations"} / publication::generation_name(sequence)));
  std::error_code ignored;
  fs::remove_all(staged, ignored);  // what had the name before, after an exchange
  return {};
}

Result<void> make_durable(TerminalFolder const& folder) {
  MS_TRY(flush_to_disk(folder.generations()));
  return flush_to_disk(folder.root());
}

void remove_leftovers(TerminalFolder const& folder) {
  for (auto const& place :
       {folder.root(), folder.generations(), folder.objects(), folder.trust_folder()})
    remove_unfinished(place);
  for (auto const& shelf : entries(folder.objects())) remove_unfinished(shelf);
}

void remove_old(TerminalFolder const& folder, Keep keep) {
  auto const current{folder.current()};
  auto const all{folder.list()};
  if (!current || !all) return;
  std::int64_t previous{0};
  if (keep == Keep::previous)
    for (auto const& generation : *all)
      if (generation.sequence < current->sequence)
        previous = std::max(previous, generation.sequence);

  std::set<std::string> needed;
  std::error_code ignored;
  for (auto const& generation : *all) {
    bool const stays{generation.sequence == current->sequence || generation.sequence == previous};
    if (!stays)
      fs::remove_all(generation.folder, ignored);
    else if (!add_needed(generation.folder, needed) && generation.sequence == current->sequence)
      return;  // cannot know what it needs
  }
  for (auto const& shelf : entries(folder.objects()))
    for (auto const& object : entries(shelf))
      if (!needed.contains(object.filename().string())) fs::remove(object, ignored);
}

}  // namespace mingshi::sync
