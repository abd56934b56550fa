#include "core/store/delta.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/file.hpp"
#include "core/publication/op_log.hpp"
#include "core/store/reader.hpp"
#include "core/store/tables.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

namespace mingshi::store {
namespace {

namespace fs = std::filesystem;
using publication::LogObject;
using publication::OpLogWriter;
using publication::Part;
using File = CHandle<std::FILE, &std::fclose>;

/// Rows that differ between two generations, by id; their numbers in either file.
struct Change {
  std::int64_t older{0}, newer{0};
};
struct Changes {
  std::vector<std::string> removed;
  std::vector<Change> others;  ///< older 0: it was not there
};

/// A merge that was found smaller than the record itself.
struct Patch {
  std::string id, patch;
};

Result<Changes> compare(Reader& older, Reader& newer, Part part) {
  Changes changes;
  auto before_scan{MS_TRY(older.scan(part))};
  auto after_scan{MS_TRY(newer.scan(part))};
  auto before{MS_TRY(before_scan.next())};
  auto after{MS_TRY(after_scan.next())};
  while (before || after) {
    if (!after || (before && before->id < after->id)) {
      changes.removed.push_back(std::move(before->id));
      before = MS_TRY(before_scan.next());
    } else if (!before || after->id < before->id) {
      changes.others.push_back({.older = 0, .newer = after->number});
      after = MS_TRY(after_scan.next());
    } else {
      if (before->sha256 != after->sha256)
        changes.others.push_back({.older = before->number, .newer = after->number});
      before = MS_TRY(before_scan.next());
      after = MS_TRY(after_scan.next());
    }
  }
  return changes;
}

/// The row, when its columns say what its projection says: nothing else travels.
Result<Row> sound_row(Reader& reader, std::int64_t number) {
  auto row{MS_TRY(reader.row_numbered(number))};
  auto const entry{publication::entry_of(row.projection)};
  if (!entry || entry->id != row.id || entry->publish_from != row.publish_from ||
      entry->publish_until != row.publish_until)
    return fail(ErrorCode::corrupt, "record " + row.id + ": the row is not its projection's");
  return row;
}

Result<void> write_changes(OpLogWriter& log, Reader& older, Reader& newer, Part part) {
  auto const changes{MS_TRY(compare(older, newer, part))};
  for (auto const& id : changes.removed) MS_TRY(log.remove(id));
  std::vector<Patch> patches;
  for (auto const& change : changes.others) {
    auto row{MS_TRY(sound_row(newer, change.newer))};
    std::optional<std::string> patch;
    if (change.older != 0)
      patch = publication::make_patch(MS_TRY(older.row_numbered(change.older)).projection,
                                      row.projection);
    if (patch && patch->size() + row.id.size() < row.projection.size()) {
      patches.push_back({.id = std::move(row.id), .patch = *std::move(patch)});
    } else {
      MS_TRY(log.put(row.projection));
    }
  }
  for (auto const& [id, patch] : patches) MS_TRY(log.merge(id, patch));
  return {};
}

Result<void> write_all(OpLogWriter& log, Reader& newer, Part part) {
  auto scan{MS_TRY(newer.scan(part))};
  while (auto const summary{MS_TRY(scan.next())})
    MS_TRY(log.put(MS_TRY(sound_row(newer, summary->number)).projection));
  return {};
}

Result<LogObject> write_to(std::FILE* file, std::optional<Reader>& older, Reader& newer, Part part,
                           publication::Level level) {
  auto const hall{MS_TRY(newer.hall()).id};
  auto const from{older ? MS_TRY(older->sequence()) : 0};
  auto const to{MS_TRY(newer.sequence())};
  if (to <= from || (older && MS_TRY(older->hall()).id != hall))
    return fail(ErrorCode::conflict, fmt::format("generation {} does not follow {}", to, from));
  auto sink{[file](std::string_view bytes) -> Result<void> {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size()) return {};
    return fail(ErrorCode::io, std::strerror(errno), errno);
  }};
  auto log{MS_TRY(
      OpLogWriter::create({.hall = hall, .part = part, .from = from, .to = to}, sink, level))};
  MS_TRY(older ? write_changes(log, *older, newer, part) : write_all(log, newer, part));
  auto object{MS_TRY(log.finish(MS_TRY(newer.states(part))))};
  return LogObject{.from = from, .to = to, .object = std::move(object)};
}

Result<LogObject> write_whole(std::optional<fs::path> const& older_file, fs::path const& newer_file,
                              Part part, fs::path const& file, publication::Level level) {
  std::optional<Reader> older;
  if (older_file) older = MS_TRY(Reader::open(*older_file));
  auto newer{MS_TRY(Reader::open(newer_file))};
  File out{std::fopen(file.c_str(), "wbe")};
  if (!out) return fail(ErrorCode::io, file.string() + ": " + std::strerror(errno), errno);
  auto log{MS_TRY(write_to(out.get(), older, newer, part, level))};
  if (std::fclose(out.release()) != 0)
    return fail(ErrorCode::io, file.string() + ": " + std::strerror(errno), errno);
  MS_TRY(flush_to_disk(file));
  return log;
}

}  // namespace

Result<LogObject> write_op_log(std::optional<fs::path> const& older, fs::path const& newer,
                               Part part, fs::path const& file, publication::Level level) {
  auto fresh{file};
  fresh.replace_filename(".new-" + file.filename().string());
  auto log{write_whole(older, newer, part, fresh, level)};
  std::error_code error;
  if (log) fs::rename(fresh, file, error);
  if (log && !error) return log;
  discard(fresh);
  if (log) return fail(ErrorCode::io, file.string() + ": " + error.message(), error.value());
  return std::unexpected{std::move(log).error().while_doing("writing op log " + file.string())};
}

}  // namespace mingshi::store
