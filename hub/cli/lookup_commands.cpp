#include "core/domain/projection.hpp"
#include "core/domain/record_type.hpp"
#include "core/json/json.hpp"
#include "core/search/index.hpp"
#include "core/store/reader.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>
#include <utility>

namespace mingshi::hub {
namespace {

constexpr int most_hits{1000};

std::string_view name_of(search::Match match) {
  switch (match) {
    case search::Match::exact_number:
      return "exact_number";
    case search::Match::exact_name:
      return "exact_name";
    case search::Match::number_tail:
      return "number_tail";
    case search::Match::name_prefix:
      return "name_prefix";
    case search::Match::exact_pinyin:
      return "exact_pinyin";
    case search::Match::exact_initials:
      return "exact_initials";
    case search::Match::pinyin_prefix:
      return "pinyin_prefix";
    case search::Match::initials_prefix:
      return "initials_prefix";
    case search::Match::name_part:
      return "name_part";
    case search::Match::number_part:
      return "number_part";
  }
  return "?";
}

/// A record as a generation holds it, with its type from the same generation.
struct Found {
  domain::RecordType type;
  domain::PublicRecord record;
  std::string projection;
};

Result<Found> find_record(std::string const& file, std::string const& id) {
  auto reader{MS_TRY(store::Reader::open(file))};
  auto const row{MS_TRY(reader.row(id))};
  auto const generation{MS_TRY(reader.generation())};
  for (auto const& declaration : generation.record_types) {
    auto type{MS_TRY(domain::parse_record_type(declaration))};
    if (type.code != row.type) continue;
    auto record{MS_TRY(domain::read_projection(type, row.projection, row.sha256))};
    return Found{
        .type = std::move(type), .record = std::move(record), .projection = row.projection};
  }
  return fail(ErrorCode::corrupt, "the generation does not declare the type " + row.type);
}

void print_table(domain::Field const& field, std::vector<domain::TableRow> const& rows,
                 std::string& out) {
  for (std::size_t i{0}; i < rows.size(); ++i)
    for (auto const& column : field.columns)
      if (auto const cell{rows[i].find(column.name)}; cell != rows[i].end())
        fmt::format_to(std::back_inserter(out), "{} {} {}\t{}\n", field.label, i + 1, column.label,
                       cell->second);
}

}  // namespace

Exit run_search(std::vector<std::string> const& arguments, Instant, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--type"},
                                    {.name = "--limit"},
                                    {.name = "--assets"},
                                    {.name = "--json", .kind = OptionSpec::Kind::flag}},
                                   2)};
  if (!options) return misuse(output, "search", options.error());
  auto const limit{
      parse_count(options->has("--limit") ? options->get("--limit") : "20", 1, most_hits)};
  if (!limit) return misuse(output, "search", fmt::format("--limit must be 1 to {}", most_hits));
  auto reader{store::Reader::open(options->words[0])};
  if (!reader) return failed(output, reader.error().detail());
  auto keys{reader->search_keys()};
  if (!keys) return failed(output, keys.error().detail());
  auto const index{search::Index::build(*std::move(keys))};
  auto hits = json::Json::array();  // braces would make a list of it
  for (auto const& hit :
       index.find(options->words[1], options->get("--type"), static_cast<std::size_t>(*limit))) {
    auto const& entry{index.entries()[hit.entry]};
    if (options->has("--json"))
      hits.push_back({{"id", entry.record_id},
                      {"type", entry.type},
                      {"name", entry.name},
                      {"number", entry.number},
                      {"match", std::string{name_of(hit.match)}}});
    else
      fmt::format_to(std::back_inserter(output.out), "{}\t{}\t{}\t{}\n", entry.record_id,
                     entry.name, entry.number, name_of(hit.match));
  }
  if (options->has("--json")) output.out += json::canonical(hits) + "\n";
  return Exit::ok;
}

Exit run_show(std::vector<std::string> const& arguments, Instant, Output& output) {
  auto const options{parse_options(
      arguments, {{.name = "--assets"}, {.name = "--json", .kind = OptionSpec::Kind::flag}}, 2)};
  if (!options) return misuse(output, "show", options.error());
  auto const found{find_record(options->words[0], options->words[1])};
  if (!found) return failed(output, found.error().detail());
  if (options->has("--json")) {
    output.out += found->projection + "\n";
    return Exit::ok;
  }
  auto const& record{found->record};
  fmt::format_to(std::back_inserter(output.out), "编号\t{}\n类型\t{}{}\n", record.id,
                 found->type.name, record.sample ? "（示例）" : "");
  for (auto const& field : found->type.fields) {
    auto const value{record.fields.find(field.name)};
    if (value == record.fields.end()) continue;
    if (auto const* rows{std::get_if<std::vector<domain::TableRow>>(&value->second)})
      print_table(field, *rows, output.out);
    else
      fmt::format_to(std::back_inserter(output.out), "{}\t{}\n", field.label,
                     domain::display_text(field, value->second));
  }
  fmt::format_to(std::back_inserter(output.out), "校验值\t{}\n", record.sha256);
  return Exit::ok;
}

}  // namespace mingshi::hub
