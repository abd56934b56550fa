#include "hub/cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mingshi::hub {
namespace {

constexpr std::string_view version{"mingshi " MS_VERSION "\n"};

constexpr std::string_view keys_usage{
    "keys new NAME --dir DIR [--holder TEXT] [--type ed25519|ecdsa|rsa|sm2] [--passphrase-file F]\n"
    "  mingshi keys list DIR\n"
    "  mingshi keys show FILE\n"
    "  mingshi keys change-passphrase FILE.key [--passphrase-file F] [--new-passphrase-file F]"};

constexpr std::string_view repo_usage{
    "repo init FOLDER --hall ID --root-key F.pub… [--root-threshold N] --targets-key F.pub…\n"
    "      [--targets-threshold N] --snapshot-key F.pub… --timestamp-key F.pub…\n"
    "      --publisher F.pub --reviewer F.pub\n"
    "  mingshi repo delegate FOLDER --hub DIR (--hall ID --publisher F.pub --reviewer F.pub |\n"
    "      --os-key F.pub… [--os-threshold N])\n"
    "  mingshi repo rotate FOLDER --hub DIR [--root-key F.pub… [--root-threshold N]]\n"
    "      [--targets-key F.pub… [--targets-threshold N]] [--snapshot-key F.pub…]\n"
    "      [--timestamp-key F.pub…]\n"
    "  mingshi repo revoke FOLDER --hub DIR --key F.pub|ID [--by F.pub]\n"
    "  mingshi repo sign FOLDER --key F.key… [--passphrase-file F]\n"
    "  mingshi repo install FOLDER --hub DIR [--keys DIR]… [--passphrase-file F]\n"
    "  mingshi repo renew --hub DIR [--out FOLDER] [--keys DIR]… [--passphrase-file F]\n"
    "  mingshi repo inspect HUB|REPO|FOLDER [--keys DIR]…\n"
    "  mingshi repo upload --hub DIR --s3 URL [--region R] [--virtual-host] [--credentials F]"};

std::string help() {
  std::string text{"Mingshi: enforcement disclosure, from the spreadsheet to the screen.\n\n"};
  for (auto const& command : commands())
    fmt::format_to(std::back_inserter(text), "  mingshi {}\n      {}\n", command.usage,
                   command.summary);
  text +=
      "\nEvery command takes --assets DIR (the product's own data; found by itself when "
      "installed).\n"
      "Exit: 0 done, 1 the input was rejected or the work failed, 2 called wrongly.\n";
  return text;
}

/// What a clerk can do about it. None: the error speaks for itself.
std::string_view advice(ErrorCode code) {
  switch (code) {
    case ErrorCode::denied:
      return "没有写入权限，或者磁盘是只读的，请联系管理员";
    case ErrorCode::io:
      return "读写磁盘出错，可能是磁盘已满，请清理空间或联系管理员后重试";
    case ErrorCode::corrupt:
      return "hub 文件夹里的数据已损坏，请联系管理员用备份恢复";
    case ErrorCode::unsupported:
      return "hub 文件夹由更新的版本写成，请先升级本程序";
    case ErrorCode::timeout:
      return "另一个程序正在使用 hub 文件夹，请稍后重试";
    case ErrorCode::not_found:
      return "文件夹或文件打不开，请核对 --hub 和权限";
    default:
      return "程序出错，请联系管理员";
  }
}

}  // namespace

std::vector<Command> commands() {
  return {
      {.name = "init",
       .usage = "init --hub DIR [--id ID] [--name NAME] [--source TEXT] [--hotline TEXT] [--window "
                "TEXT] "
                "[--platform-url URL]",
       .summary = "makes a hub folder and names its hall",
       .run = run_init},
      {.name = "import",
       .usage = "import --hub DIR --type T FILE [--dry-run] [--json]",
       .summary = "brings in a spreadsheet (.xlsx or CSV), all of it or nothing",
       .run = run_import},
      {.name = "publish",
       .usage = "publish --hub DIR [--unreviewed-sample] [--keys DIR]… [--passphrase-file FILE] "
                "[--now INSTANT] [--json]",
       .summary = "compiles and signs the next generation into DIR/repo",
       .run = run_publish},
      {.name = "verify",
       .usage = "verify REPO [--root FILE] [--json]",
       .summary = "checks a repository, a folder or a URL, from its root down to every record",
       .run = run_verify},
      {.name = "search",
       .usage = "search DB QUERY [--type T] [--limit N] [--json]",
       .summary = "finds records by name, pinyin, initials or number",
       .run = run_search},
      {.name = "show",
       .usage = "show DB ID [--json]",
       .summary = "prints one record",
       .run = run_show},
      {.name = "status",
       .usage = "status --data DIR [--openmetrics FILE]",
       .summary =
           "how a terminal is: data, time, lease, receipts; exit 1 when somebody should look",
       .run = run_status},
      {.name = "keys",
       .usage = keys_usage,
       .summary = "makes and looks after key files that are sealed under a passphrase",
       .run = run_keys},
      {.name = "repo",
       .usage = repo_usage,
       .summary = "says who may sign what: the key ceremony of docs/security.md, and uploading",
       .run = run_repo},
      {.name = "deadline",
       .usage = "deadline (--from DATE (--working-days N | --days N) | --batch FILE)",
       .summary =
           "the last day of a time limit; 暂定 when the holidays of its year are not announced "
           "yet; "
           "FILE holds lines DATE<TAB>N in working days, which are given back with the answers",
       .run = run_deadline},
      {.name = "tuf",
       .usage = "tuf --metadata-dir D [--metadata-url U] [--target-name T]... [--target-dir TD] "
                "[--target-base-url TU] (init ROOT.json | refresh | download)",
       .summary = "a client of any repository of The Update Framework; options come first",
       .run = run_tuf},
  };
}

Exit run_command_line(std::vector<std::string> const& arguments, Instant now, Output& output) {
  if (arguments.empty()) {
    output.err = help();
    return Exit::misuse;
  }
  auto const& name{arguments.front()};
  if (name == "--help" || name == "-h" || name == "help") {
    output.out = help();
    return Exit::ok;
  }
  if (name == "--version") {
    output.out = version;
    return Exit::ok;
  }
  auto const all{commands()};
  auto const command{std::ranges::find(all, name, &Command::name)};
  if (command == all.end()) {
    output.err = fmt::format("mingshi: no command \"{}\"; see mingshi --help\n", name);
    return Exit::misuse;
  }
  std::vector<std::string> const rest{arguments.begin() + 1, arguments.end()};
  if (std::ranges::find(rest, "--help") != rest.end()) {
    output.out = fmt::format("mingshi {}\n{}\n", command->usage, command->summary);
    return Exit::ok;
  }
  return command->run(rest, now, output);
}

Exit misuse(Output& output, std::string_view command, std::string_view what) {
  auto const all{commands()};
  auto const it{std::ranges::find(all, command, &Command::name)};
  output.err += fmt::format("mingshi {}: {}\nusage: mingshi {}\n", command, what,
                            it == all.end() ? command : it->usage);
  return Exit::misuse;
}

Exit failed(Output& output, std::string_view what) {
  output.err += fmt::format("mingshi: {}\n", what);
  return Exit::rejected;
}

Exit stopped(Output& output, std::string_view not_done, Error const& error) {
  return failed(output,
                fmt::format("{}：{}（{}）", not_done, advice(error.code()), error.detail()));
}

}  // namespace mingshi::hub
