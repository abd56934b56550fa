#include "core/health/metrics.hpp"

#include "core/base/file.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <optional>
#include <string_view>

namespace mingshi::health {
namespace {

/// Writes families one after another: a name, what it is, then its samples.
class Page {
 public:
  void family(std::string_view name, std::string_view help) {
    name_ = name;
    fmt::format_to(std::back_inserter(text_), "# TYPE mingshi_{0} gauge\n# HELP mingshi_{0} {1}\n",
                   name, help);
  }
  void sample(std::int64_t value, std::string_view labels = {}) {
    fmt::format_to(std::back_inserter(text_), "mingshi_{}{} {}\n", name_, labels, value);
  }
  void time(std::string_view name, std::string_view help, std::optional<Instant> at) {
    if (!at) return;
    family(name, help);
    sample(at->time_since_epoch().count());
  }
  [[nodiscard]] std::string end() && { return std::move(text_) + "# EOF\n"; }

 private:
  std::string_view name_;
  std::string text_;
};

/// A label's value; none of ours needs more escaping than this.
std::string escaped(std::string_view value) {
  std::string out;
  for (char const c : value) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out += c == '\n' ? std::string_view{"\\n"} : std::string_view{&c, 1};
  }
  return out;
}

void add_status(Page& page, publication::Status const& status) {
  page.time("data_as_of_seconds", "The hub's word that the data on show are current.",
            status.as_of);
  page.time("last_contact_seconds", "The last time metadata verified.", status.last_contact);
  page.time("lease_until_seconds", "After this people and decisions are hidden.",
            status.lease_until);
  page.family("retries", "Passes that failed since one succeeded.");
  page.sample(status.retries);
  page.family("trouble", "1 with the code of what went wrong in the last pass.");
  if (status.last_error)
    page.sample(1, fmt::format("{{code=\"{}\"}}", escaped(status.last_error->code)));
  if (!status.time) return;
  page.time("time_floor_seconds", "It is not earlier than this.", status.time->floor);
  page.family("clock", "1 for how far the clock is trusted.");
  for (auto const one : {trust::Confidence::synced, trust::Confidence::system,
                         trust::Confidence::floor_only, trust::Confidence::suspect_future})
    page.sample(one == status.time->confidence ? 1 : 0,
                fmt::format("{{confidence=\"{}\"}}", trust::name_of(one)));
}

void add_spools(Page& page, std::vector<SpoolReport> const& spools) {
  auto const each{[&](std::string_view name, std::string_view help, auto const& value) {
    page.family(name, help);
    for (auto const& spool : spools)
      page.sample(value(spool.state), fmt::format("{{writer=\"{}\"}}", escaped(spool.writer)));
  }};
  each("receipts_waiting", "Receipts that were not carried up yet.",
       [](auto const& state) { return state.last - state.acknowledged; });
  each("receipts_bytes", "What the spool takes on the disk.",
       [](auto const& state) { return static_cast<std::int64_t>(state.bytes); });
  each("receipts_damaged", "Lines that cannot be read.",
       [](auto const& state) { return state.damaged; });
  each("receipts_dropped", "Receipts lost for room before they were carried up.",
       [](auto const& state) {
         std::int64_t sum{0};
         for (auto const& [kind, count] : state.dropped) sum += count;
         return sum;
       });
}

}  // namespace

std::string metrics(Report const& report, Instant now) {
  Page page;
  page.family("generation", "Sequence of the generation on show; 0 = none.");
  page.sample(report.current.value_or(0));
  page.family("attention", "1 for everything that somebody should look at.");
  for (auto const one : attention(report, now))
    page.sample(1, fmt::format("{{what=\"{}\"}}", name_of(one)));
  page.family("withdrawals_waiting", "Records hidden before the generation without them is here.");
  page.sample(static_cast<std::int64_t>(report.withdrawals_waiting));
  if (report.status) add_status(page, *report.status);
  if (!report.spools.empty()) add_spools(page, report.spools);
  return std::move(page).end();
}

Result<void> write_metrics(publication::TerminalFolder const& folder, Instant now,
                           std::filesystem::path const& file) {
  return write_file(file, metrics(MS_TRY(read_report(folder)), now));
}

}  // namespace mingshi::health
