#include "core/json/json.hpp"
#include "core/publication/members.hpp"
#include "core/publication/op_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

constexpr std::string_view document{"op log"};
constexpr std::size_t read_size{std::size_t{1} << 16};

std::unexpected<Error> malformed(std::string_view why) {
  return fail(ErrorCode::invalid_input, fmt::format("{}: {}", document, why));
}

Result<void> check_header(Json const& line, OpLogHeader const& expected) {
  auto const members{MS_TRY(Members::of(line, document))};
  auto const format{MS_TRY(members.count("format", 0))};
  if (format != op_log_format)
    return fail(ErrorCode::unsupported, fmt::format("{}: format {}", document, format));
  auto hall{MS_TRY(members.text("hall"))};
  auto const part{part_named(MS_TRY(members.text("part")))};
  auto const from{MS_TRY(members.count("from", 0))};
  auto const to{MS_TRY(members.count("to", 1))};
  if (!part || line.size() != 5) return members.malformed("the header is malformed");
  if (OpLogHeader{.hall = std::move(hall), .part = *part, .from = from, .to = to} != expected)
    return fail(ErrorCode::denied, "op log: the header is not what was signed");
  return {};
}

}  // namespace

Result<void> OpLogParser::advance(Stage stage, std::string_view id) {
  if (!is_record_id(id)) return malformed("an id is malformed");
  if (stage != Stage::puts && expected_.from == 0)
    return malformed("a change of what is not there");
  if (stage < stage_) return malformed("out of order");
  if (stage == stage_ && id <= last_id_) return malformed("out of order, or an id twice");
  MS_TRY(check_part(expected_.part, type_of(id)));
  stage_ = stage;
  last_id_ = id;
  return {};
}

/// Nearly all lines of nearly all logs: the projection is parsed and written once.
Result<std::optional<Op>> OpLogParser::put(Json const& projection, std::string_view text) {
  constexpr std::string_view before{R"({"put":)"};
  auto canonical{json::canonical(projection)};
  if (text.size() != before.size() + canonical.size() + 1 || !text.starts_with(before) ||
      text.substr(before.size(), canonical.size()) != canonical)
    return malformed("a line is not canonical");
  auto entry{entry_from(projection, std::move(canonical))};
  if (!entry) return std::unexpected{std::move(entry).error().while_doing(document)};
  MS_TRY(advance(Stage::puts, entry->id));
  return Put{.entry = *std::move(entry)};
}

Result<std::optional<Op>> OpLogParser::line(std::string_view text) {
  if (text.size() > max_op_line) return malformed("a line is too long");
  if (stage_ == Stage::end) return malformed("a line after the end");
  auto const parsed = MS_TRY(json::parse_strict(text));  // braces would make an array of it
  if (stage_ != Stage::header && parsed.is_object() && parsed.size() == 1 && parsed.contains("put"))
    return put(parsed.begin().value(), text);
  if (!parsed.is_object() || json::canonical(parsed) != text)
    return malformed("a line is not canonical");
  if (stage_ == Stage::header) {
    MS_TRY(check_header(parsed, expected_));
    stage_ = Stage::removes;
    return std::nullopt;
  }
  auto const members{MS_TRY(Members::of(parsed, document))};
  if (parsed.size() != 1) return malformed("a line that does not say one thing");
  if (members.has("remove")) {
    Remove remove{.id = MS_TRY(members.text("remove"))};
    MS_TRY(advance(Stage::removes, remove.id));
    return remove;
  }
  if (members.has("merge")) {
    auto const merge{MS_TRY(members.object("merge"))};
    auto id{MS_TRY(merge.text("id"))};
    auto const patch{MS_TRY(merge.object("patch"))};
    if (merge.json().size() != 2 || patch.json().empty()) return malformed("a merge is malformed");
    MS_TRY(advance(Stage::merges, id));
    return Merge{.id = std::move(id), .patch = json::canonical(patch.json())};
  }
  if (!members.has("end")) return malformed("a line that says nothing we know");
  auto const end{MS_TRY(members.object("end"))};
  state_ = MS_TRY(part_state(MS_TRY(end.object("types"))));
  if (end.json().size() != 1) return malformed("the last line is malformed");
  for (auto const& [type, state] : state_) MS_TRY(check_part(expected_.part, type));
  stage_ = Stage::end;
  return std::nullopt;
}

Result<OpLogReader> OpLogReader::open(std::string hall, Part part, LogObject const& log,
                                      ByteSource source) {
  auto unpacker{MS_TRY(Unpacker::create(std::move(source), log.object))};
  OpLogReader reader{std::move(unpacker),
                     {.hall = std::move(hall), .part = part, .from = log.from, .to = log.to}};
  auto const header{MS_TRY(reader.next_line())};
  if (!header) return malformed("it is empty");
  MS_TRY(reader.parser_.line(*header));
  return reader;
}

Result<std::optional<std::string>> OpLogReader::next_line() {
  auto searched{position_};
  for (;;) {
    if (auto const end{buffer_.find('\n', searched)}; end != std::string::npos) {
      std::optional line{buffer_.substr(position_, end - position_)};
      position_ = end + 1;
      return line;
    }
    buffer_.erase(0, position_);
    position_ = 0;
    searched = buffer_.size();
    if (searched > max_op_line) return malformed("a line is too long");
    buffer_.resize(searched + read_size);
    auto const count{MS_TRY(unpacker_.read(std::span{buffer_}.subspan(searched)))};
    buffer_.resize(searched + count);
    if (count > 0) continue;
    if (!buffer_.empty()) return malformed("the last line has no end");
    return std::nullopt;
  }
}

Result<std::optional<Op>> OpLogReader::next() {
  for (;;) {
    auto const text{MS_TRY(next_line())};
    if (!text) break;
    auto op{MS_TRY(parser_.line(*text))};
    if (op) return op;
  }
  if (!parser_.ended()) return malformed("the last line is missing");
  return std::nullopt;
}

}  // namespace mingshi::publication
