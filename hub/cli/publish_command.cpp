#include "core/base/assets.hpp"
#include "core/json/json.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/key_options.hpp"
#include "hub/cli/options.hpp"
#include "hub/publish/publish.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace mingshi::hub {
namespace {

std::string as_json(Published const& published) {
  json::Json const document = {{"generation", published.sequence},
                               {"changed", published.outcome == Outcome::new_generation},
                               {"database", published.database.string()},
                               {"records", published.rows},
                               {"withheld", published.withheld},
                               {"left_out", published.left_out}};
  return json::canonical(document) + "\n";
}

std::string as_text(Published const& published) {
  std::string out{fmt::format("generation\t{}\ndatabase\t{}\n", published.sequence,
                              published.database.string())};
  for (auto const& [type, count] : published.rows)
    fmt::format_to(std::back_inserter(out), "records {}\t{}\n", type, count);
  for (auto const& id : published.withheld)
    fmt::format_to(std::back_inserter(out), "withheld, must not be published\t{}\n", id);
  for (auto const& id : published.left_out)
    fmt::format_to(std::back_inserter(out), "left out, no longer on show\t{}\n", id);
  if (published.outcome == Outcome::nothing_changed)
    out += "nothing changed; the timestamp was renewed\n";
  return out;
}

}  // namespace

Exit run_publish(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto specs{key_access_options()};
  for (auto const* name : {"--hub", "--assets", "--now"}) specs.push_back({.name = name});
  for (auto const* name : {"--unreviewed-sample", "--json"})
    specs.push_back({.name = name, .kind = OptionSpec::Kind::flag});
  auto const options{parse_options(arguments, specs, 0)};
  if (!options) return misuse(output, "publish", options.error());
  if (!options->has("--hub")) return misuse(output, "publish", "--hub is needed");
  if (options->has("--now")) {
    auto const given{parse_instant(options->get("--now"))};
    if (!given)
      return misuse(output, "publish", "--now must be a time such as 2026-11-23T06:00:00Z");
    now = *given;
  }
  auto const assets{find_assets(options->get("--assets"))};
  if (!assets) return failed(output, assets.error().detail());
  auto const data{read_product_data(*assets)};
  if (!data) return failed(output, data.error().detail());
  auto const gate{options->has("--unreviewed-sample") ? ReviewGate::unreviewed_sample
                                                      : ReviewGate::required};
  auto const access{key_access_from(*options)};
  if (!access) return failed(output, access.error().detail());
  auto const published{publish(options->get("--hub"), *data, gate, now, *access)};
  if (!published) return failed(output, published.error().detail());
  output.out += options->has("--json") ? as_json(*published) : as_text(*published);
  return Exit::ok;
}

}  // namespace mingshi::hub
