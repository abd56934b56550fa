#include "core/base/file.hpp"
#include "core/health/metrics.hpp"
#include "core/health/report.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>

namespace mingshi::hub {
namespace {

using health::Attention;

/// What the person at the IT desk does about it.
std::string_view advice(Attention what) {
  switch (what) {
    case Attention::no_generation:
      return "还没有收到任何公示数据：请核对 mingshi-sync 的地址和网络";
    case Attention::no_status:
      return "没有同步记录，或记录读不出来：请看 mingshi-sync 是否在运行";
    case Attention::trouble:
      return "最近一次同步没有成功：原因见上";
    case Attention::lease_over:
      return "太久没有收到新的公示：屏上已不显示人员和决定，请恢复网络，或用 U 盘带数据";
    case Attention::clock:
      return "本机时钟不可信：请接通网络校时，或更换主板电池后重新设置时间";
    case Attention::receipts_dropped:
      return "回执没有及时上传，已经丢掉一部分：请恢复上传";
    case Attention::receipts_damaged:
      return "有回执读不出来：请检查磁盘";
  }
  return {};
}

std::string_view words(trust::Confidence confidence) {
  switch (confidence) {
    case trust::Confidence::synced:
      return "已校时";
    case trust::Confidence::system:
      return "本机时钟，未校时";
    case trust::Confidence::floor_only:
      return "时钟偏慢，只知道不早于下面的时间";
    case trust::Confidence::suspect_future:
      return "时钟偏快，不采信";
  }
  return {};
}

class Sheet {
 public:
  void line(std::string_view label, std::string_view value) {
    fmt::format_to(std::back_inserter(text_), "{}：{}\n", label, value);
  }
  void time(std::string_view label, std::optional<Instant> at) {
    line(label, at ? local_minute(*at) : std::string{"无"});
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

void add_status(Sheet& sheet, publication::Status const& status) {
  sheet.time("数据截至", status.as_of);
  sheet.time("最近联系", status.last_contact);
  sheet.time("最迟更新（过期则隐藏人员和决定）", status.lease_until);
  if (!status.state.empty()) sheet.line("同步状态", status.state);
  if (status.next_poll) sheet.time("下次询问", status.next_poll);
  if (!status.source.empty()) sheet.line("来源", status.source);
  if (status.last_error)
    sheet.line("最近错误",
               fmt::format("{} {}：{}（连续失败 {} 次）", local_minute(status.last_error->at),
                           status.last_error->code, status.last_error->detail, status.retries));
  if (!status.time) return;
  sheet.line("时间", words(status.time->confidence));
  sheet.time("时间不早于", status.time->floor);
}

std::string text_of(health::Report const& report, std::vector<Attention> const& needed) {
  Sheet sheet;
  sheet.line("现行代次", report.current ? fmt::format("{}", *report.current) : std::string{"无"});
  if (report.status)
    add_status(sheet, *report.status);
  else
    sheet.line("同步记录", report.status_trouble);
  sheet.line("已撤回、待新代次", fmt::format("{} 条", report.withdrawals_waiting));
  for (auto const& [writer, state] : report.spools) {
    std::int64_t dropped{0};
    for (auto const& [kind, count] : state.dropped) dropped += count;
    sheet.line("回执 " + writer,
               fmt::format("共写 {} 条，待上传 {} 条，丢掉 {} 条，损坏 {} 行", state.last,
                           state.last - state.acknowledged, dropped, state.damaged));
  }
  for (auto const what : needed) sheet.line("请注意", advice(what));
  return std::move(sheet).text();
}

}  // namespace

Exit run_status(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto const options{parse_options(arguments, {{.name = "--data"}, {.name = "--openmetrics"}}, 0)};
  if (!options) return misuse(output, "status", options.error());
  if (!options->has("--data")) return misuse(output, "status", "--data DIR is needed");
  publication::TerminalFolder const folder{options->get("--data")};
  auto const report{health::read_report(folder)};
  if (!report) return failed(output, report.error().detail());
  if (options->has("--openmetrics")) {
    auto const written{write_file(options->get("--openmetrics"), health::metrics(*report, now))};
    if (!written) return failed(output, written.error().detail());
  }
  auto const needed{health::attention(*report, now)};
  output.out += text_of(*report, needed);
  return needed.empty() ? Exit::ok : Exit::rejected;
}

}  // namespace mingshi::hub
