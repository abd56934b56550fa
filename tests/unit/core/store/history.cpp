#include "tests/unit/core/store/history.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/json.hpp"
#include "core/publication/op_log.hpp"
#include "core/store/delta.hpp"
#include "core/store/reader.hpp"
#include "core/store/record_keys.hpp"
#include "core/store/writer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mingshi::store {
namespace {

using json::Json;
using publication::Part;

std::string declaration(std::string_view code, bool legal_review) {
  return fmt::format(R"(code = "{}"
name = "东西"
icon = "doc"
help = "这里可以看到东西。"
key = ["no"]
title = "title"
search_number = "no"
legal_review = {}
[[field]]
name = "no"
label = "编号"
kind = "text"
required = true
[[field]]
name = "title"
label = "标题"
kind = "text"
[[field]]
name = "body"
label = "内容"
kind = "long_text"
[[field]]
name = "steps"
label = "步骤"
kind = "table"
[[field.column]]
name = "step"
label = "一步"
kind = "text"
)",
                     code, legal_review);
}

Instant issued_of(std::int64_t sequence) {
  return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} +
         std::chrono::hours{sequence};
}

Row row_of(Sample const& sample) {
  auto projection{projection_of(sample)};
  auto entry{publication::entry_of(projection)};
  if (!entry) FAIL(entry.error().detail());
  return {.id = entry->id,
          .type = entry->type,
          .projection = projection,
          .sha256 = crypto::sha256(projection),
          .publish_from = entry->publish_from,
          .publish_until = entry->publish_until};
}

}  // namespace

std::string id_of(Sample const& sample) {
  return sample.type + "/" + sample.number;
}

std::string projection_of(Sample const& sample) {
  Json fields{{"no", sample.number}};
  for (auto const& [name, value] : sample.fields) fields[name] = value;
  for (auto const& step : sample.steps) fields["steps"].push_back(Json{{"step", step}});
  Json record{{"id", id_of(sample)}, {"type", sample.type}, {"sample", true}};
  record["fields"] = fields;
  if (!sample.publish_from.empty()) record["publish_from"] = sample.publish_from;
  if (!sample.publish_until.empty()) record["publish_until"] = sample.publish_until;
  return json::canonical(record);
}

History::History() = default;

std::filesystem::path History::fresh() {
  return folder_ / fmt::format("made-{}.db", ++names_);
}

std::filesystem::path History::database(std::int64_t sequence) const {
  return folder_ / fmt::format("generation-{}.db", sequence);
}

publication::Settings History::settings(std::int64_t sequence) const {
  bool const ruled{ruled_.at(static_cast<std::size_t>(sequence - 1))};
  return {.hall = {.id = "mingchuan",
                   .name = "示例大厅",
                   .source = "示例",
                   .hotline = "12333",
                   .window = "",
                   .platform_url = "",
                   .sample = true},
          .record_types = {declaration("notice", false), declaration("penalty", true),
                           declaration("ruling", ruled)},
          .calendar = {R"({"year":2026})"},
          .texts = {{"sequence", std::to_string(sequence)}},
          .programme = "{}"};
}

std::int64_t History::publish(Records const& records, bool ruling_is_decision) {
  ruled_.push_back(ruling_is_decision);
  auto const settings{this->settings(last())};
  Generation g;
  g.hall = settings.hall;
  g.sequence = last();
  g.issued = issued_of(last());
  g.record_types = settings.record_types;
  g.calendar = settings.calendar;
  g.programme = settings.programme;
  g.texts = settings.texts;
  auto const keys{RecordKeys::create(g.record_types)};
  if (!keys) FAIL(keys.error().detail());
  for (auto const& [id, sample] : records) {
    g.rows.push_back(row_of(sample));
    auto made{keys->of(g.rows.back())};
    if (!made) FAIL(made.error().detail());
    g.search_keys.push_back(*std::move(made));
  }
  auto const written{write(database(last()), g)};
  if (!written) FAIL(written.error().detail());
  return last();
}

publication::PartHead History::head(Part part, std::int64_t sequence) {
  auto reader{Reader::open(database(sequence))};
  if (!reader) FAIL(reader.error().detail());
  publication::PartHead head{.hall = "mingchuan",
                             .part = part,
                             .sequence = sequence,
                             .schema = schema_version,
                             .issued = issued_of(sequence),
                             .lease_hours = 168,
                             .types = reader->states(part).value(),
                             .base = log(part, 0, sequence).log,
                             .deltas = {},
                             .settings = {},
                             .media = {},
                             .withdrawn = {}};
  head.media.object = {.sha256 = std::string(64, 'e'), .size = 9, .raw_size = 0};
  if (part == Part::records)
    head.settings = {.sha256 = std::string(64, 'f'), .size = 9, .raw_size = 0};
  return head;
}

LogFile History::log(Part part, std::int64_t from, std::int64_t to) {
  auto const known{logs_.find({part, from, to})};
  if (known != logs_.end()) return known->second;
  auto const file{folder_ / fmt::format("{}-{}-{}.log", name_of(part), from, to)};
  auto const older{from == 0 ? std::nullopt : std::optional{database(from)}};
  auto log{write_op_log(older, database(to), part, file, publication::Level::quick)};
  if (!log) FAIL(log.error().detail());
  LogFile made{.log = *log, .file = file};
  logs_.emplace(std::tuple{part, from, to}, made);
  return made;
}

Update History::update(std::vector<std::int64_t> const& way,
                       std::optional<std::filesystem::path> older) {
  return update(way, way, std::move(older));
}

Update History::update(std::vector<std::int64_t> const& records_way,
                       std::vector<std::int64_t> const& decisions_way,
                       std::optional<std::filesystem::path> older) {
  auto const part_update{[&](Part part, std::vector<std::int64_t> const& way) {
    PartUpdate update{.head = publication::format_part_head(head(part, way.back())), .logs = {}};
    for (std::size_t i{1}; i < way.size(); ++i)
      update.logs.push_back(log(part, way[i - 1], way[i]));
    return update;
  }};
  return {.older = std::move(older),
          .records = part_update(Part::records, records_way),
          .decisions = part_update(Part::decisions, decisions_way),
          .settings = settings(records_way.back()),
          .media = {},
          .stop = {}};
}

LogFile History::forged(std::int64_t from, std::int64_t to, std::vector<std::string> const& lines) {
  std::string text;
  for (auto const& line : lines) text += line + "\n";
  auto const packed{publication::pack(text, publication::Level::quick)};
  if (!packed) FAIL(packed.error().detail());
  auto const file{folder_ / fmt::format("forged-{}.log", ++names_)};
  if (!write_file(file, packed->bytes)) FAIL("cannot write");
  return {.log = {.from = from, .to = to, .object = packed->object}, .file = file};
}

}  // namespace mingshi::store
