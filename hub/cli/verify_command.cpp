#include "core/json/json.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"
#include "hub/cli/repository_check.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace mingshi::hub {
namespace {

std::string as_text(RepositorySummary const& summary) {
  std::string out;
  for (auto const& hall : summary.halls) {
    fmt::format_to(std::back_inserter(out), "hall\t{}\ngeneration\t{}\nissued\t{}\n", hall.id,
                   hall.sequence, iso_instant(hall.issued));
    std::int64_t all{0};
    for (auto const& [type, count] : hall.rows) {
      fmt::format_to(std::back_inserter(out), "records {}\t{}\n", type, count);
      all += count;
    }
    fmt::format_to(std::back_inserter(out), "records\t{}\nmedia\t{}\nstate\t{}\n", all, hall.media,
                   hall.state);
  }
  fmt::format_to(std::back_inserter(out), "root version\t{}\nas of\t{}\nexpires\t{}\nverified\n",
                 summary.root_version, iso_instant(summary.as_of), iso_instant(summary.expires));
  return out;
}

std::string as_json(RepositorySummary const& summary) {
  auto halls = json::Json::array();  // braces would make a list of it
  for (auto const& hall : summary.halls)
    halls.push_back({{"id", hall.id},
                     {"generation", hall.sequence},
                     {"issued", iso_instant(hall.issued)},
                     {"records", hall.rows},
                     {"media", hall.media},
                     {"state", hall.state}});
  json::Json const document = {{"verified", true},
                               {"root_version", summary.root_version},
                               {"as_of", iso_instant(summary.as_of)},
                               {"expires", iso_instant(summary.expires)},
                               {"halls", std::move(halls)}};
  return json::canonical(document) + "\n";
}

}  // namespace

Exit run_verify(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto const options{parse_options(
      arguments, {{.name = "--assets"}, {.name = "--json", .kind = OptionSpec::Kind::flag}}, 1)};
  if (!options) return misuse(output, "verify", options.error());
  auto const summary{check_repository(options->words[0], now)};
  if (!summary)
    return failed(output, fmt::format("not verified ({}): {}", name_of(summary.error().code()),
                                      summary.error().detail()));
  output.out += options->has("--json") ? as_json(*summary) : as_text(*summary);
  return Exit::ok;
}

}  // namespace mingshi::hub
