#include "core/base/file.hpp"
#include "core/publication/repository.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>

namespace mingshi::hub {
namespace {

/// A key of hall.toml with the option that sets it and what stands there otherwise.
struct Setting {
  std::string_view key, option, otherwise;
};
constexpr std::array settings{
    Setting{.key = "id", .option = "--id", .otherwise = "hall"},
    Setting{.key = "name", .option = "--name", .otherwise = "示例大厅"},
    Setting{.key = "source", .option = "--source", .otherwise = "本机数据"},
    Setting{.key = "hotline", .option = "--hotline", .otherwise = ""},
    Setting{.key = "window", .option = "--window", .otherwise = ""},
    Setting{.key = "platform_url", .option = "--platform-url", .otherwise = ""},
};

/// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string out{"\""};
  for (char const c : text) {
    if (c == '"' || c == '\\')
      out += std::string{'\\'} + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

}  // namespace

Exit run_init(std::vector<std::string> const& arguments, Instant, Output& output) {
  std::vector<OptionSpec> known{{.name = "--hub"}, {.name = "--assets"}};
  for (auto const& setting : settings) known.push_back({.name = setting.option});
  auto const options{parse_options(arguments, known, 0)};
  if (!options) return misuse(output, "init", options.error());
  if (!options->has("--hub")) return misuse(output, "init", "--hub is needed");
  if (options->has("--id") && !publication::is_hall_id(options->get("--id")))
    return misuse(output, "init", "--id is of a-z, 0-9 and -, at most 64 characters");

  std::filesystem::path const hub{options->get("--hub")};
  auto const file{hub / "hall.toml"};
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return failed(output, file.string() + " exists already; edit it to change the hall");
  std::string text;
  for (auto const& setting : settings)
    fmt::format_to(
        std::back_inserter(text), "{} = {}\n", setting.key,
        quoted(options->has(setting.option) ? options->get(setting.option) : setting.otherwise));
  if (auto const made{make_folders(hub)}; !made) return failed(output, made.error().detail());
  if (auto const written{write_file(file, text)}; !written)
    return failed(output, written.error().detail());
  output.out += file.string() + "\n";
  return Exit::ok;
}

}  // namespace mingshi::hub
