#include "core/base/file.hpp"
#include "core/json/json.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/metadata.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"
#include "hub/cli/repository_check.hpp"
#include "sync/fetch/folder_source.hpp"
#include "sync/fetch/http_source.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <iterator>

namespace mingshi::hub {
namespace {

std::string as_of_text(RepositorySummary const& summary) {
  return summary.as_of ? iso_instant(*summary.as_of) : "unknown";
}

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
    fmt::format_to(std::back_inserter(out), "records\t{}\nmedia\t{}\ndeltas\t{}\nwithdrawn\t{}\n",
                   all, hall.media, hall.deltas, hall.withdrawn);
  }
  fmt::format_to(std::back_inserter(out), "root version\t{}\nas of\t{}\nexpires\t{}\nverified\n",
                 summary.root_version, as_of_text(summary), iso_instant(summary.expires));
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
                     {"deltas", hall.deltas},
                     {"withdrawn", hall.withdrawn}});
  json::Json const document = {{"verified", true},
                               {"root_version", summary.root_version},
                               {"as_of", as_of_text(summary)},
                               {"expires", iso_instant(summary.expires)},
                               {"halls", std::move(halls)}};
  return json::canonical(document) + "\n";
}

enum class Kind : std::uint8_t { folder, url };

Result<RepositorySummary> check_place(std::string const& place, Kind kind, std::string const& root,
                                      Instant now) {
  std::filesystem::path const own{std::filesystem::path{place} / publication::trust_anchor_path};
  auto const anchor{MS_TRY(read_file(root.empty() ? own : std::filesystem::path{root},
                                     trust::max_size(trust::Role::root)))};
  if (kind == Kind::url) {
    auto const source{MS_TRY(sync::HttpSource::open({.base_url = place, .proxy = {}}))};
    return check_repository(*source, anchor, now);
  }
  auto const source{MS_TRY(sync::FolderSource::open(place))};
  return check_repository(*source, anchor, now);
}

}  // namespace

Exit run_verify(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--assets"},
                                    {.name = "--root"},
                                    {.name = "--json", .kind = OptionSpec::Kind::flag}},
                                   1)};
  if (!options) return misuse(output, "verify", options.error());
  auto const& place{options->words[0]};
  bool const url{sync::is_repository_url(place)};
  if (url && !options->has("--root"))
    return misuse(output, "verify", "a URL needs --root FILE: the server cannot vouch for itself");
  auto const summary{
      check_place(place, url ? Kind::url : Kind::folder, options->get("--root"), now)};
  if (!summary)
    return failed(output, fmt::format("not verified ({}): {}", name_of(summary.error().code()),
                                      summary.error().detail()));
  output.out += options->has("--json") ? as_json(*summary) : as_text(*summary);
  return Exit::ok;
}

}  // namespace mingshi::hub
