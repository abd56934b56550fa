// Records every block write and flush of a file system while the real mingshi-sync takes up one
// generation after the other on it.
//
// usage: ms_crash_record --folder DIR --shim FILE --passes N [--plant BUG] --file-system
// TYPE:OPTIONS
//                        -- COMMAND…
// COMMAND is run once a pass, with @DATA (the terminal's folder) and @PASS (1, 2, …) replaced.
// Leaves DIR/base.img (the empty disk) and DIR/blocks.log, which ms_crash_replay reads, and
// DIR/sync.log.
#include "core/base/fd.hpp"
#include "core/base/file.hpp"
#include "tests/fault/crash/arguments.hpp"
#include "tests/fault/crash/disk_recorder.hpp"
#include "tests/fault/crash/loop_disk.hpp"
#include "tests/fault/crash/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>

namespace {

using namespace mingshi;
using namespace mingshi::tests;
namespace fs = std::filesystem;

/// Two block groups, so that ext4 keeps a spare superblock, as on any real disk.
constexpr std::size_t disk_size{std::size_t{192} << 20};

Result<void> mark(DiskRecorder const& recorder, std::string const& text) {
  Fd const marks{::open(recorder.marks().c_str(), O_WRONLY | O_CLOEXEC)};
  if (::write(marks.get(), text.data(), text.size()) != std::ssize(text))
    return fail(ErrorCode::io, "writing a mark", errno);
  return {};
}

Result<void> run_passes(Arguments const& arguments, DiskRecorder const& recorder,
                        fs::path const& data, fs::path const& log) {
  Environment const shim{{"LD_PRELOAD", arguments.text("--shim")},
                         {"MS_SHIM_ROOT", data.string()},
                         {"MS_SHIM_MARKS", recorder.marks().string()},
                         {"MS_SHIM_PLANT", arguments.text("--plant")}};
  for (std::uint64_t pass{1}; pass <= arguments.number("--passes", 1); ++pass) {
    auto const command{
        filled_in(arguments.command(), {{"DATA", data.string()}, {"PASS", std::to_string(pass)}})};
    MS_TRY(mark(recorder, fmt::format("begin {}", pass)));
    if (MS_TRY(run(command, shim, log.string())) != Ended{})
      return fail(ErrorCode::io, fmt::format("pass {} failed; see {}", pass, log.string()));
    MS_TRY(mark(recorder, fmt::format("end {}", pass)));
  }
  return {};
}

Result<void> record(Arguments const& arguments) {
  fs::path const folder{arguments.text("--folder")};
  auto const backing{folder / "backing.img"};
  auto const served{folder / "served"};
  auto const mounted{folder / "mounted"};
  for (auto const& each : {folder, served, mounted}) MS_TRY(make_folders(each));
  auto const file_system{FileSystem::parse(arguments.text("--file-system"))};
  MS_TRY(make_disk(file_system, backing, disk_size));
  std::error_code error;
  fs::copy_file(backing, folder / "base.img", fs::copy_options::overwrite_existing, error);
  if (error) return fail(ErrorCode::io, "keeping the empty disk: " + error.message());
  MS_TRY(keep_mounts_to_ourselves());

  auto recorder{MS_TRY(DiskRecorder::start(backing, folder / "blocks.log", served))};
  {
    Fd const disk{::open(recorder.disk().c_str(), O_RDWR | O_CLOEXEC)};
    if (!disk) return fail(ErrorCode::io, "opening the recorded disk", errno);
    auto on_disk{MS_TRY(MountedDisk::mount(disk.get(), mounted, file_system))};
    MS_TRY(run_passes(arguments, recorder, mounted / "terminal", folder / "sync.log"));
    MS_TRY(on_disk.unmount());
  }
  MS_TRY(recorder.finish());
  fs::remove(backing, error);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Arguments const arguments{argc, argv};
  if (auto const done{record(arguments)}; !done) {
    fmt::print(stderr, "ms_crash_record: {}\n", done.error().detail());
    return 1;
  }
  return 0;
}
