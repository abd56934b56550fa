#include "core/base/assets.hpp"
#include "core/base/file.hpp"
#include "core/domain/calendar.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <iterator>
#include <string>
#include <string_view>

namespace mingshi::hub {
namespace {

constexpr int longest{10'000};
/// The years that a date field of a record may have.
constexpr Day first_day{std::chrono::year{1949} / 1 / 1};
constexpr Day last_day{std::chrono::year{2199} / 12 / 31};
constexpr std::size_t largest_batch{std::size_t{16} << 20U};

enum class Unit : std::uint8_t { working_days, days };

struct Question {
  Day from;
  int n{0};
};

std::expected<Question, std::string> question(std::string_view from, std::string_view n) {
  auto const day{parse_day(from)};
  if (!day) return std::unexpected{"the start must be a day such as 2026-11-23"};
  if (*day < first_day || *day > last_day)
    return std::unexpected{"the start must lie between 1949 and 2199"};
  auto const count{parse_count(n, 1, longest)};
  if (!count) return std::unexpected{fmt::format("the number of days must be 1 to {}", longest)};
  return Question{*day, *count};
}

std::string answer(domain::Calendar const& calendar, Question const& asked, Unit unit) {
  auto const deadline{unit == Unit::working_days
                          ? domain::add_working_days(calendar, asked.from, asked.n)
                          : domain::add_days(calendar, asked.from, asked.n)};
  return iso_day(deadline.last_day) + (deadline.provisional ? " 暂定" : "");
}

/// "2026-11-23<TAB>20" lines, each given back with its answer behind another tab.
std::expected<std::string, std::string> batch(domain::Calendar const& calendar,
                                              std::string_view lines) {
  std::string out;
  for (int number{1}; !lines.empty(); ++number) {
    auto const end{std::min(lines.find('\n'), lines.size())};
    auto const line{lines.substr(0, end)};
    lines.remove_prefix(std::min(end + 1, lines.size()));
    auto const tab{std::min(line.find('\t'), line.size())};
    auto const asked{question(line.substr(0, tab), line.substr(std::min(tab + 1, line.size())))};
    if (!asked) return std::unexpected{fmt::format("line {}: {}", number, asked.error())};
    fmt::format_to(std::back_inserter(out), "{}\t{}\n", line,
                   answer(calendar, *asked, Unit::working_days));
  }
  return out;
}

Exit run_batch(Options const& options, domain::Calendar const& calendar, Output& output) {
  auto const file{options.get("--batch")};
  auto const lines{read_file(file, largest_batch)};
  if (!lines) return failed(output, lines.error().detail());
  auto answers{batch(calendar, *lines)};
  if (!answers) return failed(output, fmt::format("{}: {}", file, answers.error()));
  output.out += *answers;
  return Exit::ok;
}

}  // namespace

Exit run_deadline(std::vector<std::string> const& arguments, Instant, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--from"},
                                    {.name = "--working-days"},
                                    {.name = "--days"},
                                    {.name = "--batch"},
                                    {.name = "--assets"}},
                                   0)};
  if (!options) return misuse(output, "deadline", options.error());
  bool const whole_batch{options->has("--batch")};
  bool const working{options->has("--working-days")};
  if (whole_batch && (options->has("--from") || working || options->has("--days")))
    return misuse(output, "deadline", "--batch takes its days from the file");
  if (!whole_batch && working == options->has("--days"))
    return misuse(output, "deadline", "give either --working-days or --days");
  std::expected<Question, std::string> asked;
  if (!whole_batch)
    asked = question(options->get("--from"), options->get(working ? "--working-days" : "--days"));
  if (!asked) return misuse(output, "deadline", asked.error());
  auto const assets{find_assets(options->get("--assets"))};
  if (!assets) return failed(output, assets.error().detail());
  auto const data{read_product_data(*assets)};
  if (!data) return failed(output, data.error().detail());
  if (whole_batch) return run_batch(*options, data->calendar, output);
  output.out += answer(data->calendar, *asked, working ? Unit::working_days : Unit::days) + "\n";
  return Exit::ok;
}

}  // namespace mingshi::hub
