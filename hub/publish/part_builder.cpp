#include "hub/publish/part_builder.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/terminal.hpp"
#include "core/store/delta.hpp"
#include "core/store/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::LogObject;
using publication::PartHead;
using publication::Span;

constexpr std::int64_t longest_roll_up{512};
constexpr std::int64_t kept_steps{64};
/// Withdrawals that a head names. Whoever was away longer takes them from the op logs.
constexpr std::size_t most_withdrawn{2'000};

using Ids = std::set<std::string, std::less<>>;

Result<Ids> ids_in(fs::path const& database, publication::Part part) {
  auto reader{MS_TRY(store::Reader::open(database))};
  auto scan{MS_TRY(reader.scan(part))};
  Ids ids;
  while (auto row = MS_TRY(scan.next())) ids.insert(std::move(row->id));
  return ids;
}

/// Makes the logs of one part.
class LogWorks {
 public:
  LogWorks(PartInput const& input, BuiltPart& built) : input_{input}, built_{built} {}

  /// Logs of the head before that can still be fetched and carry nothing that was taken back.
  /// Spans of the others are noted as lost.
  Result<void> take_over(Ids const& withdrawn);
  /// Every log that this generation should be reached by.
  Result<void> make();

 private:
  [[nodiscard]] bool is_whole(LogObject const& log) const;
  [[nodiscard]] Result<bool> carries(LogObject const& log, Ids const& ids) const;
  [[nodiscard]] Result<LogObject> write(std::int64_t from);
  [[nodiscard]] Result<void> write_delta(std::int64_t from);
  [[nodiscard]] Result<void> make_base();
  void keep_useful();

  PartInput const& input_;
  BuiltPart& built_;
  std::optional<LogObject> base_;
  std::map<Span, LogObject> deltas_;
  std::set<std::int64_t> lost_;  ///< where deltas began that were taken away
};

bool LogWorks::is_whole(LogObject const& log) const {
  auto const sha256{
      crypto::sha256_of_file(input_.repository / publication::object_path(log.object.sha256))};
  return sha256 && *sha256 == log.object.sha256;
}

Result<bool> LogWorks::carries(LogObject const& log, Ids const& ids) const {
  if (ids.empty()) return false;
  auto source{MS_TRY(
      publication::bytes_of_file(input_.repository / publication::object_path(log.object.sha256)))};
  auto reader{
      MS_TRY(publication::OpLogReader::open(input_.hall, input_.part, log, std::move(source)))};
  while (auto const op = MS_TRY(reader.next())) {
    if (auto const* put{std::get_if<publication::Put>(&*op)}; put && ids.contains(put->entry.id))
      return true;
    if (auto const* merge{std::get_if<publication::Merge>(&*op)}; merge && ids.contains(merge->id))
      return true;
  }
  return false;
}

Result<void> LogWorks::take_over(Ids const& withdrawn) {
  if (!input_.before) return {};
  auto const& before{*input_.before};
  if (is_whole(before.base)) {
    if (MS_TRY(carries(before.base, withdrawn)))
      built_.withdrawn_objects.insert(before.base.object.sha256);
    else
      base_ = before.base;
  }
  for (auto const& delta : before.deltas) {
    bool const whole{is_whole(delta)};
    if (whole && !MS_TRY(carries(delta, withdrawn))) {
      deltas_.emplace(Span{.from = delta.from, .to = delta.to}, delta);
      continue;
    }
    if (whole) built_.withdrawn_objects.insert(delta.object.sha256);
    lost_.insert(delta.from);
  }
  return {};
}

Result<LogObject> LogWorks::write(std::int64_t from) {
  auto const newer{database_of(input_.hub_dir, input_.sequence)};
  auto const file{newer.parent_path() /
                  fmt::format("{}.{}-{}.oplog", name_of(input_.part), from, input_.sequence)};
  auto const older{from == 0 ? std::nullopt : std::optional{database_of(input_.hub_dir, from)}};
  auto log{MS_TRY(store::write_op_log(older, newer, input_.part, file))};
  built_.objects.emplace(log.object.sha256, file);
  return log;
}

Result<void> LogWorks::write_delta(std::int64_t from) {
  Span const span{.from = from, .to = input_.sequence};
  std::error_code ignored;
  // A generation that the hub no longer has is where nobody can start from: the base leads on.
  if (deltas_.contains(span) || !fs::exists(database_of(input_.hub_dir, from), ignored)) return {};
  deltas_.emplace(span, MS_TRY(write(from)));
  return {};
}

Result<void> LogWorks::make_base() {
  auto const head_with{[&](LogObject const& base) {
    PartHead head{built_.head};
    head.base = base;
    for (auto const& [span, delta] : deltas_) head.deltas.push_back(delta);
    return head;
  }};
  if (base_) {
    auto const way{publication::plan(head_with(*base_), 0, [](std::string_view) { return false; })};
    if (way && !publication::base_due(input_.sequence, *base_, way->bytes - base_->object.size))
      return {};
  }
  base_ = MS_TRY(write(0));
  return {};
}

/// Of what was taken over, only what delta_spans() names, what leads on from the base, and what
/// replaced a log that was taken away.
void LogWorks::keep_useful() {
  PartHead head{built_.head};
  head.base = *base_;
  for (auto const& [span, delta] : deltas_) head.deltas.push_back(delta);
  auto const spans{publication::delta_spans(input_.sequence)};
  std::set<Span> useful(spans.begin(), spans.end());
  if (auto const way{publication::plan(head, 0, [](std::string_view) { return false; })})
    for (auto const& log : way->logs) useful.insert({.from = log.from, .to = log.to});
  std::erase_if(deltas_, [&](auto const& entry) {
    auto const& span{entry.first};
    auto const steps{span.to - span.from};
    bool const regular{(steps == 1 || steps == 8 || steps == 64 || steps == 512) &&
                       span.to % steps == 0};
    bool const recent{span.from >= input_.sequence - longest_roll_up};
    return !useful.contains(span) && (regular || !recent);
  });
}

Result<void> LogWorks::make() {
  auto const n{input_.sequence};
  for (auto const& span : publication::delta_spans(n))
    if (span.to == n) MS_TRY(write_delta(span.from));
  for (auto const from : lost_)
    if (from < n) MS_TRY(write_delta(from));
  MS_TRY(make_base());
  keep_useful();
  built_.head.base = *base_;
  for (auto const& [span, delta] : deltas_) built_.head.deltas.push_back(delta);
  return {};
}

/// Who was there and is not any more: noted with this sequence beside who was taken back before.
std::vector<publication::Withdrawal> withdrawn_list(PartInput const& input, Ids const& now,
                                                    Ids const& gone) {
  std::vector<publication::Withdrawal> all;
  if (input.before)
    std::ranges::copy_if(input.before->withdrawn, std::back_inserter(all), [&](auto const& entry) {
      return !now.contains(entry.id) && !gone.contains(entry.id);
    });
  for (auto const& id : gone) all.push_back({.id = id, .sequence = input.sequence});
  std::ranges::sort(all, std::greater{}, &publication::Withdrawal::sequence);
  all.resize(std::min(all.size(), most_withdrawn));
  std::ranges::sort(all, {}, &publication::Withdrawal::id);
  return all;
}

/// Packs a text into a file beside the database and notes it as an object.
Result<publication::PackedObject> pack_text(PartInput const& input, BuiltPart& built,
                                            std::string const& text, std::string_view what) {
  auto const packed{MS_TRY(publication::pack(text))};
  auto const file{database_of(input.hub_dir, input.sequence).parent_path() /
                  fmt::format("{}.{}", name_of(input.part), what)};
  MS_TRY(write_file(file, packed.bytes));
  built.objects.emplace(packed.object.sha256, file);
  return packed.object;
}

}  // namespace

fs::path database_of(fs::path const& hub_dir, std::int64_t sequence) {
  return hub_dir / "generations" / publication::generation_name(sequence) /
         publication::database_name;
}

bool is_kept_generation(std::int64_t generation, std::int64_t newest) {
  return generation >= newest - kept_steps || generation == newest - newest % longest_roll_up;
}

Result<BuiltPart> build_part(PartInput const& input) {
  BuiltPart built;
  auto const database{database_of(input.hub_dir, input.sequence)};
  auto reader{MS_TRY(store::Reader::open(database))};
  auto& head{built.head};
  head = {.hall = input.hall,
          .part = input.part,
          .sequence = input.sequence,
          .schema = store::schema_version,
          .issued = input.issued,
          .lease_hours = input.lease_hours,
          .poll_seconds = input.poll_seconds,
          .types = MS_TRY(reader.states(input.part)),
          .base = {},
          .deltas = {},
          .settings = {},
          .media = {},
          .withdrawn = {}};
  auto const now{MS_TRY(ids_in(database, input.part))};
  Ids gone;
  if (input.before) {
    auto const before{ids_in(database_of(input.hub_dir, input.before->sequence), input.part)};
    if (before) std::ranges::set_difference(*before, now, std::inserter(gone, gone.end()));
  }
  head.withdrawn = withdrawn_list(input, now, gone);
  LogWorks works{input, built};
  MS_TRY(works.take_over(gone));
  MS_TRY(works.make());
  head.media.object =
      MS_TRY(pack_text(input, built, publication::format_media_list(input.media), "media"));
  head.media.count = static_cast<std::int64_t>(input.media.size());
  for (auto const& media : input.media) head.media.bytes += media.size;
  if (input.settings)
    head.settings =
        MS_TRY(pack_text(input, built, publication::format_settings(*input.settings), "settings"));
  // Never sign what a terminal would refuse.
  MS_TRY(publication::parse_part_head(publication::format_part_head(head)));
  return built;
}

}  // namespace mingshi::hub
