#include "core/base/file.hpp"
#include "core/trust/updater.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/tuf_client.hpp"
#include "sync/fetch/http_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <iterator>
#include <map>

namespace mingshi::hub {
namespace {

constexpr std::string_view target_name{"--target-name"};
constexpr std::array option_names{
    std::string_view{"--metadata-dir"}, std::string_view{"--metadata-url"},
    std::string_view{"--target-dir"}, std::string_view{"--target-base-url"}, target_name};

/// The command line after "tuf": options, then one sub-command and what belongs to it.
struct TufLine {
  std::map<std::string, std::string, std::less<>> options;
  std::vector<std::string> target_names;  ///< in order
  std::vector<std::string> words;         ///< the sub-command and its words

  [[nodiscard]] std::string get(std::string_view name) const {
    auto const found{options.find(name)};
    return found == options.end() ? std::string{} : found->second;
  }
};

/// @return or one sentence that says what is wrong
std::expected<TufLine, std::string> read_line(std::vector<std::string> const& arguments) {
  TufLine line;
  std::size_t i{0};
  for (; i < arguments.size() && arguments[i].starts_with("--"); ++i) {
    auto const equals{arguments[i].find('=')};
    auto const name{arguments[i].substr(0, equals)};
    if (std::ranges::find(option_names, name) == option_names.end())
      return std::unexpected{fmt::format("unknown option {}", name)};
    bool const inside{equals != std::string::npos};
    if (!inside && i + 1 == arguments.size())
      return std::unexpected{fmt::format("{} needs a value", name)};
    auto value{inside ? arguments[i].substr(equals + 1) : arguments[++i]};
    if (value.empty()) return std::unexpected{fmt::format("{} needs a value", name)};
    if (name == target_name)
      line.target_names.push_back(std::move(value));
    else if (!line.options.emplace(name, std::move(value)).second)
      return std::unexpected{fmt::format("{} is given twice", name)};
  }
  line.words.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return line;
}

/// What a sub-command needs and does not have; "" when it has everything.
std::string what_is_missing(TufLine const& line) {
  if (line.words.empty()) return "init, refresh or download?";
  auto const& command{line.words.front()};
  std::size_t const words{command == "init" ? 2U : 1U};
  if (command != "init" && command != "refresh" && command != "download")
    return fmt::format("what is \"{}\"?", command);
  if (line.words.size() != words)
    return command == "init" ? "init takes one file" : "options come before the sub-command";
  std::vector<std::string_view> needed{"--metadata-dir"};
  if (command != "init") needed.emplace_back("--metadata-url");
  if (command == "download") needed.insert(needed.end(), {"--target-dir", "--target-base-url"});
  for (auto const name : needed)
    if (!line.options.contains(name)) return fmt::format("{} needs {}", command, name);
  if (command == "download" && line.target_names.empty())
    return fmt::format("download needs {}", target_name);
  return {};
}

Result<std::unique_ptr<sync::HttpSource>> server_at(std::string url) {
  sync::HttpOptions options;
  options.base_url = std::move(url);
  return sync::HttpSource::open(std::move(options));
}

Result<void> init(TufLine const& line) {
  auto const bytes{MS_TRY(read_file(line.words[1], trust::max_size(trust::Role::root)))};
  TufFolder folder{line.get("--metadata-dir")};
  return trust::install_root(folder, bytes);
}

/// Downloads each target in order and stops at the first that fails.
Result<void> download(TufLine const& line, trust::Updater& updater) {
  auto const server{MS_TRY(server_at(line.get("--target-base-url")))};
  for (auto const& path : line.target_names) {
    auto const target{MS_TRY(updater.target(path))};
    if (!target) return fail(ErrorCode::not_found, fmt::format("no target \"{}\"", path));
    auto const hashed{updater.trusted().root().consistent_snapshot ? Hashed::yes : Hashed::no};
    auto done{download_target(*server, path, *target, hashed, line.get("--target-dir"))};
    if (!done) return std::unexpected{std::move(done).error().while_doing(path)};
  }
  return {};
}

Result<void> refresh(TufLine const& line, Instant now, Output& output) {
  TufFolder folder{line.get("--metadata-dir")};
  auto const server{MS_TRY(server_at(line.get("--metadata-url")))};
  TufServer source{*server};
  auto updater{MS_TRY(trust::Updater::open(source, folder, now))};
  MS_TRY(updater.refresh());
  auto const& trusted{updater.trusted()};
  if (trusted.was_replaced_in_place())
    output.err += "mingshi: the server has another timestamp of the same version; it is not used\n";
  if (line.words.front() == "download") MS_TRY(download(line, updater));
  fmt::format_to(std::back_inserter(output.out),
                 "root\t{}\ntimestamp\t{}\nsnapshot\t{}\ntargets\t{}\n", trusted.root().version,
                 trusted.timestamp()->version, trusted.snapshot()->version,
                 trusted.targets()->version);
  return {};
}

}  // namespace

Exit run_tuf(std::vector<std::string> const& arguments, Instant now, Output& output) {
  auto const line{read_line(arguments)};
  auto const wrong{line ? what_is_missing(*line) : line.error()};
  if (!wrong.empty()) {
    static_cast<void>(misuse(output, "tuf", wrong));
    return Exit::rejected;  // TUF's test suites know 0 and 1 only
  }
  auto const done{line->words.front() == "init" ? init(*line) : refresh(*line, now, output)};
  if (done) return Exit::ok;
  return failed(output, fmt::format("tuf {} ({}): {}", line->words.front(),
                                    name_of(done.error().code()), done.error().detail()));
}

}  // namespace mingshi::hub
