#include "core/receipt/segments.hpp"

#include "core/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace mingshi::receipt {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix{".receipts"};
/// No segment is longer: it is closed at its limit, and the longest line may stand behind that.
constexpr std::size_t longest_segment{256 * 1024 * 1024};

std::string member(Kind kind) {
  return fmt::format("dropped_{}", name_of(kind));
}

void add(std::map<Kind, std::int64_t>& to, std::map<Kind, std::int64_t> const& more) {
  for (auto const& [kind, count] : more) to[kind] += count;
}

/// Takes a line out and into the tally.
void drop(Tally& tally, Line const& line) {
  auto receipt{parse(line.json)};
  auto const kind{parse_kind(line.word)};
  if (kind) ++tally.dropped[*kind];
  if (receipt && !kind) add(tally.dropped, dropped_in(*receipt));
  tally.to = line.position;
  if (tally.from == 0) tally.from = line.position;
  if (!receipt) return;
  if (auto const from{receipt->detail.find("from")}; !kind && from != receipt->detail.end())
    if (auto const* const position{std::get_if<std::int64_t>(&from->second)})
      tally.from = std::min(tally.from, *position);
  tally.newest = *std::move(receipt);
}

}  // namespace

fs::path segment_file(fs::path const& folder, Position first) {
  return folder / fmt::format("{:012}{}", first, suffix);
}

Position first_position(fs::path const& file) {
  auto const name{file.filename().string()};
  Position first{0};
  auto const [end, error]{std::from_chars(name.data(), name.data() + name.size(), first)};
  bool const ours{error == std::errc{} && first > 0 && segment_file({}, first) == name};
  return ours ? first : 0;
}

Result<std::vector<fs::path>> segment_files(fs::path const& folder) {
  std::vector<std::pair<Position, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end;
       entry.increment(error))
    if (auto const first{first_position(entry->path())}; first > 0)
      found.emplace_back(first, entry->path());
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::io, fmt::format("listing {}: {}", folder.string(), error.message()),
                error.value());
  std::ranges::sort(found);
  std::vector<fs::path> files;
  for (auto& [first, file] : found) files.push_back(std::move(file));
  return files;
}

Result<std::string> read_segment(fs::path const& file) {
  return read_file(file, longest_segment);
}

Segment summary(fs::path file, std::string_view bytes) {
  auto const found{scan(bytes)};
  Segment segment;
  segment.first = first_position(file);
  segment.last = found.lines.empty() ? segment.first - 1 : found.lines.back().position;
  segment.file = std::move(file);
  segment.bytes = bytes.size();
  segment.good_end = found.good_end;
  segment.damaged = found.damaged;
  for (auto const& line : found.lines) {
    if (auto const kind{parse_kind(line.word)})
      ++segment.held[*kind];
    else if (auto const receipt{parse(line.json)})
      add(segment.dropped, dropped_in(*receipt));
  }
  return segment;
}

Receipt tally_receipt(Tally const& tally, std::string id) {
  Receipt receipt{tally.newest};
  receipt.id = std::move(id);
  receipt.kind = Kind::fault;
  receipt.sequence = 0;
  receipt.subject = "spool";
  receipt.detail = {{"from", tally.from}, {"to", tally.to}};
  for (auto const& [kind, count] : tally.dropped) receipt.detail.emplace(member(kind), count);
  return receipt;
}

std::map<Kind, std::int64_t> dropped_in(Receipt const& receipt) {
  std::map<Kind, std::int64_t> counts;
  for (auto const kind : all_kinds) {
    auto const found{receipt.detail.find(member(kind))};
    if (found == receipt.detail.end()) continue;
    if (auto const* const count{std::get_if<std::int64_t>(&found->second)}) counts[kind] = *count;
  }
  return counts;
}

Result<std::string> compact(std::string_view bytes, Kind victim, Position acknowledged) {
  auto const found{scan(bytes)};
  Tally tally;
  std::vector<Line> kept;
  for (auto const& line : found.lines) {
    if (line.position <= acknowledged) continue;
    if (line.word == dropped_word || line.word == name_of(victim))
      drop(tally, line);
    else
      kept.push_back(line);
  }
  auto const place{std::ranges::upper_bound(kept, tally.to, {}, &Line::position)};
  std::string left;
  auto const write{[&left](auto from, auto to) {
    for (auto line{from}; line != to; ++line) left += line->whole;
  }};
  write(kept.begin(), place);
  if (!tally.empty()) {
    auto id{MS_TRY(new_id(tally.newest.at))};
    left += make_line(tally.to, dropped_word, format(tally_receipt(tally, std::move(id))));
  }
  write(place, kept.end());
  return left;
}

}  // namespace mingshi::receipt
