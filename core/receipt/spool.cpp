#include "core/receipt/spool.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/fd.hpp"
#include "core/base/file.hpp"
#include "core/receipt/line.hpp"
#include "core/receipt/segments.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::receipt {
namespace {

namespace fs = std::filesystem;

/// What goes first when room is needed and nothing is acknowledged.
constexpr std::array by_worth{Kind::shown, Kind::fault, Kind::hidden_by_lease, Kind::withdrawn,
                              Kind::applied};
constexpr std::uintmax_t smallest_segment{1024};
constexpr int segments_at_least{4};

using File = CHandle<std::FILE, &std::fclose>;

/// Takes the folder's lock, which the kernel lets go of when the process ends.
Result<File> lock(fs::path const& folder) {
  auto const name{folder / "lock"};
  File file{std::fopen(name.c_str(), "ae")};
  if (!file) return system_error("writing", name);
  if (::flock(::fileno(file.get()), LOCK_EX | LOCK_NB) != 0)
    return fail(ErrorCode::conflict, "another program writes in " + folder.string());
  return file;
}

void remove_unfinished(fs::path const& folder) {
  std::error_code ignored;
  std::vector<fs::path> unfinished;
  for (fs::directory_iterator entry{folder, ignored}, end; !ignored && entry != end;
       entry.increment(ignored))
    if (entry->path().filename().string().starts_with(".new")) unfinished.push_back(entry->path());
  for (auto const& file : unfinished) fs::remove(file, ignored);
}

/// Cuts off what a power cut left half written.
Result<void> repair_tail(Segment& segment) {
  if (segment.good_end == segment.bytes) return {};
  if (::truncate(segment.file.c_str(), static_cast<off_t>(segment.good_end)) != 0)
    return system_error("repairing", segment.file);
  segment.bytes = segment.good_end;
  return flush_to_disk(segment.file);
}

/// The files of the folder. One that is covered by the file before it was on its way out when the
/// power went: see Spool::Impl::make_room_in().
Result<std::vector<Segment>> load(fs::path const& folder) {
  std::vector<Segment> segments;
  for (auto const& file : MS_TRY(segment_files(folder))) {
    auto segment{summary(file, MS_TRY(read_segment(file)))};
    bool const covered{!segments.empty() && segment.first <= segments.back().last};
    if (covered && ::unlink(file.c_str()) != 0) return system_error("removing", file);
    if (!covered) segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace

struct Spool::Impl {
  fs::path folder;
  SpoolLimits limits;
  File lock;
  std::vector<Segment> segments{};  ///< oldest first
  File active{};                    ///< the newest of them, open; none = the next append makes one
  SpoolState state{};

  void count() {
    auto const before{state};
    state = SpoolState{};
    state.acknowledged = before.acknowledged;
    state.files = segments.size();
    for (auto const& segment : segments) {
      state.last = std::max(state.last, segment.last);
      state.bytes += segment.bytes;
      state.damaged += segment.damaged;
      for (auto const& [kind, n] : segment.held) state.held[kind] += n;
      for (auto const& [kind, n] : segment.dropped) state.dropped[kind] += n;
    }
    state.last = std::max({state.last, before.last, before.acknowledged});
  }

  /// The newest file goes on being written when it is short enough.
  Result<void> go_on() {
    if (segments.empty()) return {};
    auto& newest{segments.back()};
    MS_TRY(repair_tail(newest));
    if (newest.bytes >= limits.segment) return {};
    active.reset(std::fopen(newest.file.c_str(), "ae"));
    if (!active) return system_error("writing", newest.file);
    return {};
  }

  Result<void> begin_segment() {
    if (active) {  // what follows in the next file must not outlive it
      if (::fdatasync(::fileno(active.get())) != 0)
        return give_up_active("flushing", segments.back().file);
      active.reset();
    }
    auto const file{segment_file(folder, state.last + 1)};
    active.reset(std::fopen(file.c_str(), "axe"));
    if (!active) return system_error("making", file);
    segments.push_back(summary(file, {}));
    return flush_to_disk(folder);
  }

  std::unexpected<Error> give_up_active(std::string_view doing, fs::path const& file) {
    auto error{system_error(doing, file)};
    active.reset();
    return error;
  }

  Result<void> write(std::string_view line, Kind kind, Durability durability) {
    auto& newest{segments.back()};
    int const fd{::fileno(active.get())};
    if (!write_all(fd, line)) {
      auto error{system_error("writing", newest.file)};
      if (::ftruncate(fd, static_cast<off_t>(newest.bytes)) != 0) active.reset();
      return error;
    }
    newest.bytes += line.size();
    newest.good_end = newest.bytes;
    newest.last = state.last;
    ++newest.held[kind];
    if (durability == Durability::now && ::fdatasync(fd) != 0)
      return give_up_active("flushing", newest.file);
    return {};
  }

  /// Makes the total fit one more line.
  Result<void> make_room(std::uintmax_t need) {
    if (state.bytes + need <= limits.total) return {};
    state.acknowledged = std::max(state.acknowledged, acknowledged(folder));
    while (state.bytes + need > limits.total) {
      if (!segments.empty() && segments.front().last <= state.acknowledged &&
          !is_active(segments.front())) {
        MS_TRY(remove(segments.begin()));
      } else if (auto const victim{next_victim()}) {
        if (is_active(*victim->segment)) active.reset();
        MS_TRY(make_room_in(victim->segment, victim->kind));
      } else {
        return fail(ErrorCode::io, "no room is left in " + folder.string());
      }
      count();
    }
    return {};
  }

  bool is_active(Segment const& segment) const { return active && &segment == &segments.back(); }

  struct Victim {
    std::vector<Segment>::iterator segment;
    Kind kind;
  };
  std::optional<Victim> next_victim() {
    for (auto const kind : by_worth)
      for (auto segment{segments.begin()}; segment != segments.end(); ++segment)
        if (segment->held.contains(kind)) return Victim{.segment = segment, .kind = kind};
    return std::nullopt;
  }

  Result<void> remove(std::vector<Segment>::iterator segment) {
    if (::unlink(segment->file.c_str()) != 0) return system_error("removing", segment->file);
    segments.erase(segment);
    return {};
  }

  /// Writes a file anew without what may go, together with the one before it where the two are
  /// short. The rename is the one step that counts: before it nothing is lost, after it the second
  /// of two is covered by the first, and goes at once or at the next start.
  Result<void> make_room_in(std::vector<Segment>::iterator segment, Kind kind) {
    auto bytes{MS_TRY(read_segment(segment->file))};
    auto left{MS_TRY(compact(bytes, kind, state.acknowledged))};
    auto into{segment};
    if (segment != segments.begin() && std::prev(segment)->bytes + left.size() <= limits.segment) {
      into = std::prev(segment);
      bytes.insert(0, MS_TRY(read_segment(into->file)), 0, into->good_end);
      left = MS_TRY(compact(bytes, kind, state.acknowledged));
    }
    if (left.empty()) {
      if (into != segment) MS_TRY(remove(segment));
      return remove(into);
    }
    MS_TRY(write_file(into->file, left));
    *into = summary(into->file, left);
    return into == segment ? Result<void>{} : remove(segment);
  }
};

Spool::Spool(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Spool::Spool(Spool&&) noexcept = default;
Spool& Spool::operator=(Spool&&) noexcept = default;
Spool::~Spool() = default;

Result<Spool> Spool::open(fs::path const& folder, SpoolLimits limits) {
  if (limits.segment < smallest_segment || limits.total < segments_at_least * limits.segment)
    return fail(ErrorCode::invalid_input, "a spool needs room for four segments of 1 KiB");
  MS_TRY(make_folders(folder));
  auto held{MS_TRY(lock(folder))};
  auto impl{
      std::make_unique<Impl>(Impl{.folder = folder, .limits = limits, .lock = std::move(held)})};
  remove_unfinished(folder);
  impl->segments = MS_TRY(load(folder));
  impl->state.acknowledged = acknowledged(folder);
  MS_TRY(impl->go_on());
  impl->count();
  return Spool{std::move(impl)};
}

Result<Position> Spool::append(Receipt const& receipt, Durability durability) {
  auto& self{*impl_};
  auto const line{make_line(self.state.last + 1, name_of(receipt.kind), format(receipt))};
  if (line.size() > longest_line)
    return fail(ErrorCode::invalid_input, "a receipt of more than 64 KiB");
  MS_TRY(self.make_room(line.size()));
  if (!self.active || self.segments.back().bytes >= self.limits.segment)
    MS_TRY(self.begin_segment());
  // The number is spent whatever comes of it: a line that failed may be on the disk after all.
  auto const position{++self.state.last};
  auto written{self.write(line, receipt.kind, durability)};
  self.count();
  if (!written) return std::unexpected{std::move(written).error()};
  return position;
}

SpoolState const& Spool::state() const {
  return impl_->state;
}

}  // namespace mingshi::receipt
