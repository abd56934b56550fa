// ms_bench_sync [--rows N] [--work DIR]: what a change costs on the wire and on the terminal,
// beside the lower bound and the tools that know nothing of records. Exit 1 when a delta is more
// than 1.3 times the bound (from 100,000 rows on; below, the head line weighs too much) or an
// applied database is not the hub's.
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/op_log.hpp"
#include "core/store/apply.hpp"
#include "core/store/delta.hpp"
#include "core/store/part_states.hpp"
#include "tests/bench/measured.hpp"
#include "tests/bench/sync_corpus.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

using namespace mingshi;

namespace {

namespace fs = std::filesystem;
using bench::Cost;
using bench::Item;
using bench::Share;
using bench::What;
using publication::Part;
using publication::PartHead;

constexpr std::string_view hall{"bench"};
constexpr std::size_t longest{std::size_t{1} << 31U};

std::vector<std::string> declarations() {
  std::vector<std::string> texts;
  for (auto const& entry : fs::directory_iterator{fs::path{MS_SOURCE_DIR} / "assets/records"})
    if (auto text{read_file(entry.path(), longest)}) texts.push_back(*std::move(text));
  std::ranges::sort(texts);
  return texts;
}

store::Row row_of(std::string const& projection) {
  auto entry{publication::entry_of(projection).value()};
  return {.id = std::move(entry.id),
          .type = std::move(entry.type),
          .projection = {},
          .sha256 = crypto::sha256(projection),
          .publish_from = entry.publish_from,
          .publish_until = entry.publish_until};
}

/// One run over one folder. Whatever is large is made in child processes and handed on as files, so
/// that each is measured alone.
class Run {
 public:
  Run(bench::Corpus corpus, fs::path work)
      : corpus_{std::move(corpus)}, work_{std::move(work)}, declarations_{declarations()} {}

  Result<void> base();
  /// @returns bytes of the delta over those of the bound
  Result<double> change(Share share);

 private:
  [[nodiscard]] fs::path file(std::string_view name) const { return work_ / name; }
  [[nodiscard]] fs::path head_file(Part part, std::int64_t sequence) const {
    return file(fmt::format("{}-{}.head", name_of(part), sequence));
  }
  [[nodiscard]] fs::path log_file(Part part, std::int64_t from) const {
    return file(fmt::format("{}-from-{}.log", name_of(part), from));
  }

  Result<void> write_head(Part part, std::int64_t sequence, publication::PartState const& state,
                          publication::LogObject const& log) const;
  Result<PartHead> read_head(Part part, std::int64_t sequence) const;
  Result<void> write_base(Part part) const;
  Result<void> write_news(Part part, Share share) const;
  Result<void> write_delta(Part part) const;
  Result<std::int64_t> write_bound(Share share, std::int64_t& rows) const;
  Result<store::Update> update(std::optional<fs::path> older, std::int64_t sequence,
                               bool news) const;
  Result<void> tools();

  bench::Corpus corpus_;
  fs::path work_;
  std::vector<std::string> declarations_;
};

void print(std::string_view what, std::optional<std::int64_t> bytes, Result<Cost> const& cost) {
  auto const size{bytes ? fmt::format("{:>12.4f} MB", static_cast<double>(*bytes) / 1e6)
                        : fmt::format("{:>15}", "")};
  if (!cost)
    fmt::print("  {:<44} {}   ({})\n", what, size, cost.error().detail());
  else if (cost->wall > 0)
    fmt::print("  {:<44} {} {:>8.1f} s {:>8.1f} CPU s {:>8.0f} MiB\n", what, size, cost->wall,
               cost->cpu, cost->rss);
  else
    fmt::print("  {:<44} {}\n", what, size);
  std::fflush(stdout);
}

std::int64_t size_of(fs::path const& file) {
  std::error_code error;
  auto const size{fs::file_size(file, error)};
  return error ? -1 : static_cast<std::int64_t>(size);
}

publication::ByteSink sink_to(std::ofstream& out) {
  return [&out](std::string_view bytes) -> Result<void> {
    if (out.write(bytes.data(), std::ssize(bytes))) return {};
    return fail(ErrorCode::io, "writing");
  };
}

Result<void> Run::write_head(Part part, std::int64_t sequence, publication::PartState const& state,
                             publication::LogObject const& log) const {
  publication::PackedObject const nothing{.sha256 = std::string(64, '0'), .size = 9, .raw_size = 0};
  PartHead head;
  head.hall = hall;
  head.part = part;
  head.sequence = sequence;
  head.schema = store::schema_version;
  head.types = state;
  head.base = log;
  head.media.object = nothing;
  if (log.from > 0) {  // a head always has a base; this one is only read for its delta
    head.base = {.from = 0, .to = log.from, .object = nothing};
    head.deltas = {log};
  }
  if (part == Part::records) head.settings = nothing;
  return write_file(head_file(part, sequence), publication::format_part_head(head));
}

Result<PartHead> Run::read_head(Part part, std::int64_t sequence) const {
  return publication::parse_part_head(
      MS_TRY(read_file(head_file(part, sequence), publication::max_part_head_size)));
}

/// Everything as the first generation, level 3: level 19 takes ten minutes and says nothing new.
Result<void> Run::write_base(Part part) const {
  std::ofstream out{log_file(part, 0), std::ios::binary};
  auto log{MS_TRY(publication::OpLogWriter::create(
      {.hall = std::string{hall}, .part = part, .from = 0, .to = 1}, sink_to(out),
      publication::Level::quick))};
  store::PartStates states;
  MS_TRY(bench::for_each(corpus_, part, {}, false, [&](Item const& item) -> Result<void> {
    states.add(row_of(item.before));
    return log.put(item.before);
  }));
  auto object{MS_TRY(log.finish(states.state()))};
  return write_head(part, 1, states.state(), {.from = 0, .to = 1, .object = std::move(object)});
}

/// The change written plainly, to make the hub's second database with; not what travels.
Result<void> Run::write_news(Part part, Share share) const {
  std::ofstream out{file(fmt::format("{}-news.log", name_of(part))), std::ios::binary};
  auto log{MS_TRY(publication::OpLogWriter::create(
      {.hall = std::string{hall}, .part = part, .from = 1, .to = 2}, sink_to(out),
      publication::Level::quick))};
  store::PartStates states;
  MS_TRY(states.load(MS_TRY(read_head(part, 1)).types));
  MS_TRY(bench::for_each(corpus_, part, share, true, [&](Item const& item) -> Result<void> {
    if (!item.before.empty()) MS_TRY(states.subtract(row_of(item.before)));
    if (!item.after.empty()) states.add(row_of(item.after));
    return item.what == What::removed ? log.remove(item.id) : Result<void>{};
  }));
  MS_TRY(bench::for_each(corpus_, part, share, true, [&](Item const& item) -> Result<void> {
    return item.what == What::removed ? Result<void>{} : log.put(item.after);
  }));
  auto object{MS_TRY(log.finish(states.state()))};
  return write_head(part, 2, states.state(), {.from = 1, .to = 2, .object = std::move(object)});
}

Result<void> Run::write_delta(Part part) const {
  auto const log{MS_TRY(store::write_op_log(file("1.db"), file("2.db"), part, log_file(part, 1)))};
  return write_head(part, 2, MS_TRY(read_head(part, 2)).types, log);
}

/// What changed and nothing else, packed as hard as the delta.
Result<std::int64_t> Run::write_bound(Share share, std::int64_t& rows) const {
  std::string text;
  for (auto const part : publication::all_parts)
    MS_TRY(bench::for_each(corpus_, part, share, true, [&](Item const& item) -> Result<void> {
      text.append(item.columns).push_back('\n');
      ++rows;
      return {};
    }));
  return MS_TRY(publication::pack(text)).object.size;
}

Result<store::Update> Run::update(std::optional<fs::path> older, std::int64_t sequence,
                                  bool news) const {
  store::Update made{
      .older = std::move(older), .records = {}, .decisions = {}, .settings = {}, .media = {}};
  made.settings.hall = {.id = std::string{hall},
                        .name = "示例",
                        .source = {},
                        .hotline = {},
                        .window = {},
                        .platform_url = {},
                        .sample = true};
  made.settings.record_types = declarations_;
  for (auto const part : publication::all_parts) {
    auto& target{part == Part::records ? made.records : made.decisions};
    auto const head{MS_TRY(read_head(part, sequence))};
    target.head = publication::format_part_head(head);
    auto const& log{sequence == 1 ? head.base : head.deltas.at(0)};
    target.logs = {{.log = log,
                    .file = news ? file(fmt::format("{}-news.log", name_of(part)))
                                 : log_file(part, log.from)}};
  }
  return made;
}

Result<void> Run::base() {
  MS_TRY(bench::measured([this]() -> Result<void> {
    MS_TRY(write_base(Part::records));
    return write_base(Part::decisions);
  }));
  auto const bytes{size_of(log_file(Part::records, 0)) + size_of(log_file(Part::decisions, 0))};
  auto const cost{bench::measured([this]() -> Result<void> {
    return store::apply(MS_TRY(update({}, 1, false)), file("1.db"));
  })};
  fmt::print("base, zstd -3; disclosure.db {:.1f} MB\n",
             static_cast<double>(size_of(file("1.db"))) / 1e6);
  print("base: apply from nothing", bytes, cost);
  print("check of a whole generation", std::nullopt,
        bench::measured([this] { return store::check(file("1.db")); }));
  MS_TRY(cost);
  return {};
}

Result<double> Run::change(Share share) {
  std::error_code ignored;
  for (auto const* name : {"2.db", "made.db"}) fs::remove(file(name), ignored);
  std::int64_t rows{0};
  auto const bound{MS_TRY(write_bound(share, rows))};
  MS_TRY(bench::measured([&]() -> Result<void> {
    MS_TRY(write_news(Part::records, share));
    MS_TRY(write_news(Part::decisions, share));
    return store::apply(MS_TRY(update(file("1.db"), 2, true)), file("2.db"));
  }));
  auto const hub{bench::measured([this]() -> Result<void> {
    MS_TRY(write_delta(Part::records));
    return write_delta(Part::decisions);
  })};
  MS_TRY(hub);
  auto const bytes{size_of(log_file(Part::records, 1)) + size_of(log_file(Part::decisions, 1))};
  auto const ratio{static_cast<double>(bytes) / static_cast<double>(bound)};
  // The head says what the hub's database amounts to: apply() fails when this one does not.
  auto const applied{bench::measured([this]() -> Result<void> {
    return store::apply(MS_TRY(update(file("1.db"), 2, false)), file("made.db"));
  })};
  fmt::print("{:.1f} %: {} records changed\n", static_cast<double>(share.per_mille) / 10, rows);
  print("lower bound: changed columns, zstd -19", bound, Cost{});
  print(fmt::format("op log, zstd -19 ({:.3f} of the bound): hub", ratio), bytes, hub);
  print("op log: apply on the terminal", std::nullopt, applied);
  MS_TRY(applied);
  MS_TRY(tools());
  return ratio;
}

/// The same two files by tools that see bytes.
Result<void> Run::tools() {
  auto const one{file("1.db").string()};
  auto const two{file("2.db").string()};
  auto const patch{file("patch.zst").string()};
  auto const back{file("back.db").string()};
  auto const made{bench::measured_command(
      {"zstd", "-q", "-f", "-3", "--long=30", "--patch-from=" + one, two, "-o", patch})};
  print("zstd -3 --long=30 --patch-from: hub", size_of(patch), made);
  if (made)
    print("zstd --patch-from: terminal", std::nullopt,
          bench::measured_command({"zstd", "-q", "-f", "-d", "--long=30", "--memory=2048MB",
                                   "--patch-from=" + one, patch, "-o", back}));
  std::error_code error;
  fs::copy_file(one, back, fs::copy_options::overwrite_existing, error);
  auto const listing{file("rsync.txt").string()};
  auto const synced{bench::measured_command({"rsync", "--no-whole-file", "--block-size=4096",
                                             "--compress", "--ignore-times", "--stats", two, back},
                                            listing)};
  std::int64_t bytes{0};
  std::ifstream lines{listing};
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("Total bytes ")) {
      std::erase(line, ',');
      bytes += std::atoll(line.substr(line.find(':') + 1).c_str());
    }
  print("rsync -B4096 -z: both ends", bytes, synced);
  for (auto const& name : {patch, back, listing}) fs::remove(name, error);
  return {};
}

struct Arguments {
  std::int64_t rows{1'000'000};
  fs::path work{fs::temp_directory_path()};
};

std::optional<Arguments> arguments_of(int argc, char** argv) {
  Arguments arguments;
  for (int i{1}; i < argc; i += 2) {
    std::string_view const name{argv[i]};
    if (i + 1 == argc) return std::nullopt;
    if (name == "--rows") {
      arguments.rows = std::atoll(argv[i + 1]);
    } else if (name == "--work") {
      arguments.work = argv[i + 1];
    } else {
      return std::nullopt;
    }
  }
  return arguments.rows >= 100 ? std::optional{arguments} : std::nullopt;
}

Result<int> run(Arguments const& arguments, fs::path const& work) {
  constexpr double most{1.3};
  constexpr std::int64_t enough_rows{100'000};
  auto const penalty{MS_TRY(domain::parse_record_type(
      MS_TRY(read_file(fs::path{MS_SOURCE_DIR} / "assets/records/penalty.toml", longest))))};
  Run bench_run{{.officers = arguments.rows / 50,
                 .decisions = arguments.rows - arguments.rows / 50,
                 .penalty = penalty},
                work};
  fmt::print("{} records\n", arguments.rows);
  MS_TRY(bench_run.base());
  bool good{true};
  for (std::int64_t const per_mille : {1, 10, 100})
    if (MS_TRY(bench_run.change({.per_mille = per_mille})) > most) good = false;
  return good || arguments.rows < enough_rows ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  auto const arguments{arguments_of(argc, argv)};
  if (!arguments) {
    fmt::print(stderr, "usage: ms_bench_sync [--rows N] [--work DIR]   (N from 100)\n");
    return 2;
  }
  auto folder{(arguments->work / "ms-bench-sync-XXXXXX").string()};
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  auto const done{run(*arguments, folder)};
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  if (!done) fmt::print(stderr, "{}: {}\n", name_of(done.error().code()), done.error().detail());
  return done ? *done : 1;
}
