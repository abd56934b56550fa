#include "core/base/assets.hpp"
#include "core/domain/calendar.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <fmt/format.h>

namespace mingshi::hub {

Exit run_deadline(std::vector<std::string> const& arguments, Instant, Output& output) {
  constexpr int longest{10'000};
  auto const options{parse_options(
      arguments,
      {{.name = "--from"}, {.name = "--working-days"}, {.name = "--days"}, {.name = "--assets"}},
      0)};
  if (!options) return misuse(output, "deadline", options.error());
  if (options->has("--working-days") == options->has("--days"))
    return misuse(output, "deadline", "give either --working-days or --days");
  auto const from{parse_day(options->get("--from"))};
  if (!from) return misuse(output, "deadline", "--from must be a day such as 2026-11-23");
  bool const working{options->has("--working-days")};
  auto const n{parse_count(options->get(working ? "--working-days" : "--days"), 1, longest)};
  if (!n)
    return misuse(output, "deadline", fmt::format("the number of days must be 1 to {}", longest));
  auto const assets{find_assets(options->get("--assets"))};
  if (!assets) return failed(output, assets.error().detail());
  auto const data{read_product_data(*assets)};
  if (!data) return failed(output, data.error().detail());
  auto const deadline{working ? domain::add_working_days(data->calendar, *from, *n)
                              : domain::add_days(data->calendar, *from, *n)};
  output.out +=
      fmt::format("{}{}\n", iso_day(deadline.last_day), deadline.provisional ? " 暂定" : "");
  return Exit::ok;
}

}  // namespace mingshi::hub
