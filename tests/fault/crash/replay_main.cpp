// Lets the power go at many moments of a recording and looks at what a terminal finds afterwards.
//
// usage: ms_crash_replay --folder DIR --reference TERMINAL… --from K --count N [--seed S]
//                        --file-system TYPE:OPTIONS [--recover-every M -- COMMAND…]
// Draws crash points K … K+N-1 of the series S. For each it builds the disk, lets the kernel mount
// it (which replays the journal), and judges the terminal's folder. Every M-th time COMMAND (one
// undisturbed pass, @DATA and @PASS replaced) must then bring the newest generation.
// With --spool it is not a terminal that was recorded but ms_spool_writer.
// Prints one line an image: number, pass, generation shown, "ok" or what is wrong. Exit 1 when
// something was wrong with one, 2 when the replay itself failed.
#include "core/base/fd.hpp"
#include "core/base/file.hpp"
#include "tests/fault/crash/arguments.hpp"
#include "tests/fault/crash/crash_image.hpp"
#include "tests/fault/crash/loop_disk.hpp"
#include "tests/fault/crash/process.hpp"
#include "tests/fault/crash/promises.hpp"
#include "tests/fault/crash/spool_example.hpp"
#include "tests/fault/crash/terminal_judge.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace mingshi;
using namespace mingshi::tests;
namespace fs = std::filesystem;

/// A disk in memory that can be put on a loop device.
class MemoryDisk {
 public:
  static Result<MemoryDisk> make(std::size_t size) {
    Fd file{::memfd_create("crash", MFD_CLOEXEC)};
    if (!file || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
      return fail(ErrorCode::io, "no memory for the disk", errno);
    void* const bytes{::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0)};
    if (bytes == MAP_FAILED) return fail(ErrorCode::io, "no memory for the disk", errno);
    return MemoryDisk{std::move(file), {static_cast<char*>(bytes), size}};
  }
  MemoryDisk(MemoryDisk&& other) noexcept
      : file_{std::move(other.file_)}, bytes_{std::exchange(other.bytes_, {})} {}
  MemoryDisk(MemoryDisk const&) = delete;
  MemoryDisk& operator=(MemoryDisk const&) = delete;
  MemoryDisk& operator=(MemoryDisk&&) = delete;
  ~MemoryDisk() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
  }
  [[nodiscard]] std::span<char> bytes() const { return bytes_; }
  /// Makes it all zeros, and gives the memory back. @errors io
  [[nodiscard]] Result<void> clear() const {
    if (::ftruncate(file_.get(), 0) != 0 ||
        ::ftruncate(file_.get(), static_cast<off_t>(bytes_.size())) != 0)
      return fail(ErrorCode::io, "clearing the disk", errno);
    return {};
  }
  [[nodiscard]] int file() const { return file_.get(); }
  [[nodiscard]] std::string path() const {
    return fmt::format("/proc/{}/fd/{}", ::getpid(), file_.get());
  }

 private:
  MemoryDisk(Fd file, std::span<char> bytes) : file_{std::move(file)}, bytes_{bytes} {}
  Fd file_;
  std::span<char> bytes_;
};

/// What one image came to.
struct Verdict {
  std::int64_t shown{0};
  std::string wrong;  ///< empty = all is well
};

struct Replay {
  Arguments const& arguments;
  TerminalJudge const& judge;
  MemoryDisk const& disk;
  FileSystem file_system;
  fs::path mounted;
  bool spool;

  /// As the start of a machine does: mount, which replays the journal; if the kernel will not have
  /// an ext4, e2fsck first.
  [[nodiscard]] Result<MountedDisk> mount() const {
    auto there{MountedDisk::mount(disk.file(), mounted, file_system)};
    if (there || file_system.type != "ext4") return there;
    static_cast<void>(MS_TRY(run({"e2fsck", "-fy", disk.path()}, {}, "/dev/null")));
    return MountedDisk::mount(disk.file(), mounted, file_system);
  }

  [[nodiscard]] Verdict judge_image(Promises const& promises, bool recover) const {
    auto there{mount()};
    if (!there) return {.wrong = "the disk is lost: " + there.error().detail()};
    auto const data{mounted / "terminal"};
    auto const broken{promises.broken(data)};  // before anything goes on from here
    auto verdict{spool ? judge_receipts(data / "receipts", promises)
                       : judge_terminal(data, promises, recover)};
    if (verdict.wrong.empty() && !broken.empty())
      verdict.wrong = fmt::format("{}", fmt::join(broken, "; "));
    if (auto const unmounted{there->unmount()}; !unmounted)
      verdict.wrong += unmounted.error().detail();
    return verdict;
  }

  [[nodiscard]] Verdict judge_terminal(fs::path const& data, Promises const& promises,
                                       bool recover) const {
    auto const shown{judge.inspect(data)};
    if (!shown) return {.wrong = shown.error().detail()};
    Verdict verdict{.shown = shown->sequence, .wrong = {}};
    if (shown->sequence < promises.ended() || shown->sequence > promises.begun())
      verdict.wrong = fmt::format("generation {} after pass {} ended and pass {} began",
                                  shown->sequence, promises.ended(), promises.begun());
    else if (shown->claimed < promises.ended())
      verdict.wrong = fmt::format("pass {} ended and its receipt is lost", promises.ended());
    else if (recover)
      verdict.wrong = recover_from(data);
    return verdict;
  }

  [[nodiscard]] static Verdict judge_receipts(fs::path const& folder, Promises const& promises) {
    auto wrong{judge_spool(folder, promises.appended())};
    if (wrong.empty()) wrong = go_on_with_spool(folder, promises.appended());
    return {.shown = promises.ended(), .wrong = std::move(wrong)};
  }

  /// One undisturbed pass brings the newest generation. @returns what is wrong, or nothing
  [[nodiscard]] std::string recover_from(fs::path const& data) const {
    auto const newest{std::ssize(arguments.all("--reference"))};
    auto const command{filled_in(arguments.command(),
                                 {{"DATA", data.string()}, {"PASS", std::to_string(newest)}})};
    auto const log{(fs::path{arguments.text("--folder")} / "recovery.log").string()};
    auto const pass{run(command, {}, log)};
    if (!pass || *pass != Ended{}) return "the pass after it failed, see " + log;
    auto const shown{judge.inspect(data)};
    if (!shown) return "after the next pass: " + shown.error().detail();
    if (*shown != Shown{.sequence = newest, .claimed = newest})
      return fmt::format("after the next pass generation {} is shown and {} vouched for",
                         shown->sequence, shown->claimed);
    if (auto const left{leftovers(data)}; !left.empty())
      return fmt::format("the next pass leaves {}", fmt::join(left, ", "));
    return {};
  }
};

struct Numbered {
  std::uint64_t number;
  CrashPoint point;
};

Result<int> replay(Arguments const& arguments) {
  fs::path const folder{arguments.text("--folder")};
  auto const log{MS_TRY(BlockLog::read(folder / "blocks.log"))};
  auto base{MS_TRY(read_file(folder / "base.img", std::numeric_limits<std::size_t>::max()))};
  auto const references{arguments.all("--reference")};
  auto const judge{MS_TRY(TerminalJudge::open({references.begin(), references.end()}))};
  MS_TRY(keep_mounts_to_ourselves());
  auto const disk{MS_TRY(MemoryDisk::make(base.size()))};
  auto const mounted{folder / fmt::format("replay-{}", ::getpid())};
  MS_TRY(make_folders(mounted));
  Replay const images{.arguments = arguments,
                      .judge = judge,
                      .disk = disk,
                      .file_system = FileSystem::parse(arguments.text("--file-system")),
                      .mounted = mounted,
                      .spool = arguments.has("--spool")};

  // btrfs keeps what must be whole in pages, and disks it is made for do not tear them
  auto const finest{images.file_system.type == "btrfs" ? Tear::page : Tear::sector};
  CrashPoints const points{log, arguments.number("--seed", 1), finest};
  std::vector<Numbered> drawn;
  auto const first{arguments.number("--from", 0)};
  for (auto n{first}; n < first + arguments.number("--count", 1); ++n)
    drawn.push_back({.number = n, .point = points.point(n)});
  std::ranges::sort(drawn, {}, [](Numbered const& one) { return one.point.event; });

  Disk recorded{std::move(base), log};
  Promises promises{log};
  auto const recover_every{arguments.number("--recover-every", 0)};
  int wrong{0};
  for (auto const& [number, point] : drawn) {
    MS_TRY(disk.clear());
    recorded.image(point, disk.bytes());
    promises.roll_forward_to(point.event);
    bool const recover{recover_every != 0 && number % recover_every == 0};
    auto const verdict{images.judge_image(promises, recover)};
    bool const good{verdict.wrong.empty()};
    if (!good) ++wrong;
    fmt::print("{}\t{}\t{}\t{}\n", number, promises.begun(), verdict.shown,
               good ? "ok" : fmt::format("{} ({})", verdict.wrong, describe(point)));
    std::fflush(stdout);
  }
  std::error_code ignored;
  fs::remove(mounted, ignored);
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments const arguments{argc, argv};
  auto const done{replay(arguments)};
  if (!done) {
    fmt::print(stderr, "ms_crash_replay: {}\n", done.error().detail());
    return 2;
  }
  return *done;
}
