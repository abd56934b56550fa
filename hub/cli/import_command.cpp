#include "core/base/assets.hpp"
#include "core/json/json.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"
#include "hub/import/import.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace mingshi::hub {
namespace {

using domain::Severity;

/// A field of a TSV line: what would end the field or the line, or tell a terminal what to do,
/// becomes a space.
std::string one_field(std::string text) {
  std::ranges::replace_if(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
  return text;
}

void print_tsv(std::string const& file, ImportReport const& report, std::string& out) {
  for (auto const& finding : report.findings.list()) {
    auto const& problem{finding.problem};
    fmt::format_to(std::back_inserter(out), "{}\t{}\t{}\t{}\t{}\t{}{}\n", one_field(file),
                   one_field(finding.sheet),
                   finding.row == 0 ? std::string{} : std::to_string(finding.row),
                   one_field(finding.column), problem.code,
                   problem.severity == Severity::warning ? "提醒：" : "", one_field(problem.text));
  }
  if (report.findings.left_out() > 0)
    fmt::format_to(std::back_inserter(out),
                   "{}\t\t\t\ttoo_many_problems\t还有 {} 处问题没有列出，请先改正以上问题\n",
                   one_field(file), report.findings.left_out());
}

std::string summary(ImportReport const& report, ImportRequest::Mode mode) {
  auto const& findings{report.findings};
  if (!report.accepted())
    return fmt::format("未导入：读到 {} 条，错误 {} 处，提醒 {} 处；没有写入任何内容\n",
                       report.records, findings.errors(), findings.warnings());
  if (mode == ImportRequest::Mode::dry_run)
    return fmt::format("可以导入：{} 条，图片 {} 张，提醒 {} 处；这是试运行，没有写入任何内容\n",
                       report.records, report.pictures, findings.warnings());
  return fmt::format("已导入：{} 条（新增 {}，更新 {}，未变 {}），图片 {} 张，提醒 {} 处\n",
                     report.records, report.put.added, report.put.changed, report.put.unchanged,
                     report.pictures, findings.warnings());
}

std::string as_json(std::string const& file, ImportReport const& report, ImportRequest::Mode mode) {
  auto problems = json::Json::array();  // braces would make a list of it
  for (auto const& finding : report.findings.list()) {
    problems.push_back(
        {{"sheet", finding.sheet},
         {"row", finding.row},
         {"column", finding.column},
         {"field", finding.problem.field},
         {"code", finding.problem.code},
         {"severity", finding.problem.severity == Severity::error ? "error" : "warning"},
         {"text", finding.problem.text}});
  }
  json::Json const document = {{"file", file},
                               {"accepted", report.accepted()},
                               {"dry_run", mode == ImportRequest::Mode::dry_run},
                               {"records", report.records},
                               {"pictures", report.pictures},
                               {"added", report.put.added},
                               {"changed", report.put.changed},
                               {"unchanged", report.put.unchanged},
                               {"errors", report.findings.errors()},
                               {"warnings", report.findings.warnings()},
                               {"problems", std::move(problems)}};
  return json::canonical(document) + "\n";
}

std::string known_types(domain::Catalogue const& catalogue) {
  std::string list;
  for (auto const& type : catalogue.types()) list += (list.empty() ? "" : " ") + type.code;
  return list;
}

}  // namespace

Exit run_import(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--hub"},
                                    {.name = "--type"},
                                    {.name = "--assets"},
                                    {.name = "--dry-run", .kind = OptionSpec::Kind::flag},
                                    {.name = "--json", .kind = OptionSpec::Kind::flag}},
                                   1)};
  if (!options) return misuse(output, "import", options.error());
  if (!options->has("--hub") || !options->has("--type"))
    return misuse(output, "import", "--hub and --type are needed");
  auto const assets{find_assets(options->get("--assets"))};
  if (!assets) return failed(output, assets.error().detail());
  auto const data{read_product_data(*assets)};
  if (!data) return failed(output, data.error().detail());
  auto const type{options->get("--type")};
  if (data->catalogue.find(type) == nullptr)
    return misuse(
        output, "import",
        fmt::format("no record type \"{}\"; there are: {}", type, known_types(data->catalogue)));

  auto const& file{options->words[0]};
  auto const mode{options->has("--dry-run") ? ImportRequest::Mode::dry_run
                                            : ImportRequest::Mode::commit};
  auto const report{import_file(
      data->catalogue,
      {.hub_dir = options->get("--hub"), .type = type, .file = file, .mode = mode, .now = now})};
  if (!report) return stopped(output, "未导入，没有写入任何内容", report.error());
  if (options->has("--json")) {
    output.out += as_json(file, *report, mode);
  } else {
    print_tsv(file, *report, output.out);
    output.out += summary(*report, mode);
  }
  return report->accepted() ? Exit::ok : Exit::rejected;
}

}  // namespace mingshi::hub
