#include "core/base/file.hpp"
#include "core/receipt/line.hpp"
#include "core/receipt/segments.hpp"
#include "core/receipt/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

// What may be done beside the one program that writes.
namespace mingshi::receipt {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view note_name{"acknowledged"};
constexpr std::string_view note_word{"acknowledged"};
constexpr std::size_t longest_note{200};

/// The writer makes room while we read: a file that is gone by now is read under its new name.
constexpr int attempts{3};

Result<std::vector<Entry>> read_once(fs::path const& folder, Position after, std::size_t most) {
  std::vector<Entry> entries;
  auto const files{MS_TRY(segment_files(folder))};
  for (std::size_t i{0}; i < files.size(); ++i) {
    if (i + 1 < files.size() && first_position(files[i + 1]) <= after + 1) continue;
    auto const bytes{MS_TRY(read_segment(files[i]))};
    for (auto const& line : scan(bytes).lines) {
      if (entries.size() == most) return entries;
      if (line.position <= after) continue;
      if (!entries.empty() && line.position <= entries.back().position) continue;
      if (auto receipt{parse(line.json)})
        entries.push_back({.position = line.position, .receipt = *std::move(receipt)});
    }
  }
  return entries;
}

}  // namespace

Result<std::vector<Entry>> read(fs::path const& folder, Position after, std::size_t most) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return fail(ErrorCode::not_found, folder.string() + " is no folder");
  for (int attempt{1};; ++attempt) {
    auto entries{read_once(folder, after, most)};
    bool const moved{!entries && entries.error().code() == ErrorCode::not_found};
    if (!moved || attempt == attempts) return entries;
  }
}

Position acknowledged(fs::path const& folder) {
  auto const note{read_file(folder / note_name, longest_note)};
  auto const line{note ? read_line(*note) : std::nullopt};
  return line && line->word == note_word ? line->position : 0;
}

Result<void> acknowledge(fs::path const& folder, Position up_to) {
  if (up_to <= acknowledged(folder)) return {};
  if (auto const last{MS_TRY(inspect(folder)).last}; up_to > last)
    return fail(ErrorCode::invalid_input,
                fmt::format("position {} is beyond the last receipt, {}", up_to, last));
  return write_file(folder / note_name, make_line(up_to, note_word, "{}"));
}

Result<SpoolState> inspect(fs::path const& folder) {
  SpoolState state;
  for (auto const& file : MS_TRY(segment_files(folder))) {
    auto const bytes{read_segment(file)};
    if (!bytes && bytes.error().code() == ErrorCode::not_found) continue;
    if (!bytes) return std::unexpected{bytes.error()};
    auto const segment{summary(file, *bytes)};
    if (segment.first <= state.last) continue;  // on its way out, see Spool
    ++state.files;
    state.last = std::max(state.last, segment.last);
    state.bytes += segment.bytes;
    state.damaged += segment.damaged;
    for (auto const& [kind, count] : segment.held) state.held[kind] += count;
    for (auto const& [kind, count] : segment.dropped) state.dropped[kind] += count;
  }
  state.acknowledged = acknowledged(folder);
  state.last = std::max(state.last, state.acknowledged);
  return state;
}

}  // namespace mingshi::receipt
