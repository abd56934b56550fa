#include "core/health/report.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace mingshi::health {
namespace {

namespace fs = std::filesystem;

std::vector<SpoolReport> spools_in(fs::path const& receipts) {
  std::vector<SpoolReport> spools;
  std::error_code error;
  for (fs::directory_iterator entry{receipts, error}, end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) continue;
    if (auto state{receipt::inspect(entry->path())})
      spools.push_back({.writer = entry->path().filename().string(), .state = *std::move(state)});
  }
  std::ranges::sort(spools, {}, &SpoolReport::writer);
  return spools;
}

bool trusted(publication::TimeWord const& time) {
  return time.confidence == trust::Confidence::synced ||
         time.confidence == trust::Confidence::system;
}

}  // namespace

Result<Report> read_report(publication::TerminalFolder const& folder) {
  std::error_code error;
  if (!fs::is_directory(folder.root(), error))
    return fail(ErrorCode::not_found, folder.root().string() + " is no folder");
  Report report;
  if (auto const current{folder.current()}) report.current = current->sequence;
  if (auto status{publication::read_status(folder)})
    report.status = *std::move(status);
  else
    report.status_trouble = status.error().detail();
  if (auto const withdrawals{publication::read_withdrawals(folder)})
    report.withdrawals_waiting = static_cast<std::size_t>(std::ranges::count_if(
        withdrawals->ids,
        [&report](auto const& one) { return report.current && *report.current < one.sequence; }));
  report.spools = spools_in(folder.root() / "receipts");
  return report;
}

std::vector<Attention> attention(Report const& report, Instant now) {
  std::vector<Attention> all;
  auto const add{[&all](bool holds, Attention one) {
    if (holds) all.push_back(one);
  }};
  auto const& status{report.status};
  add(!report.current, Attention::no_generation);
  add(!status, Attention::no_status);
  add(status && status->last_error, Attention::trouble);
  add(status && status->lease_until && now > *status->lease_until, Attention::lease_over);
  add(status && status->time && !trusted(*status->time), Attention::clock);
  auto const any{[&report](auto const& holds) {
    return std::ranges::any_of(report.spools, holds, &SpoolReport::state);
  }};
  add(any([](auto const& state) { return !state.dropped.empty(); }), Attention::receipts_dropped);
  add(any([](auto const& state) { return state.damaged > 0; }), Attention::receipts_damaged);
  return all;
}

std::string_view name_of(Attention attention) {
  switch (attention) {
    case Attention::no_generation:
      return "no_generation";
    case Attention::no_status:
      return "no_status";
    case Attention::trouble:
      return "trouble";
    case Attention::lease_over:
      return "lease_over";
    case Attention::clock:
      return "clock";
    case Attention::receipts_dropped:
      return "receipts_dropped";
    case Attention::receipts_damaged:
      return "receipts_damaged";
  }
  return {};
}

}  // namespace mingshi::health
