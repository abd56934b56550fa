#include "sync/app/options.hpp"

#include "core/publication/repository.hpp"

#include <charconv>
#include <map>
#include <string_view>
#include <utility>

namespace mingshi::sync {
namespace {

std::unexpected<Error> misuse(std::string detail) {
  return fail(ErrorCode::invalid_input, std::move(detail));
}

/// 1 second to a day.
Result<std::chrono::seconds> parse_poll(std::string_view text) {
  int seconds{0};
  auto const [end, error]{std::from_chars(text.data(), text.data() + text.size(), seconds)};
  if (error != std::errc{} || end != text.data() + text.size() || seconds < 1 || seconds > 86'400)
    return misuse("--poll-seconds takes 1 to 86400, not " + std::string{text});
  return std::chrono::seconds{seconds};
}

}  // namespace

Result<Options> parse_options(std::span<char const* const> arguments) {
  Options options;
  std::map<std::string_view, std::string_view> values{
      {"--data", ""}, {"--url", ""}, {"--hall", ""}, {"--root", ""}, {"--poll-seconds", ""}};
  for (std::size_t i{0}; i < arguments.size(); ++i) {
    std::string_view const name{arguments[i]};
    if (name == "--help") return fail(ErrorCode::cancelled, usage);
    if (name == "--once") {
      options.repeat = Repeat::once;
      continue;
    }
    auto const value{values.find(name)};
    if (value == values.end()) return misuse("unknown argument " + std::string{name});
    if (i + 1 == arguments.size() || *arguments[i + 1] == '\0')
      return misuse(std::string{name} + " needs a value");
    if (!value->second.empty()) return misuse(std::string{name} + " twice");
    value->second = arguments[++i];
  }
  for (auto const* needed : {"--data", "--url", "--hall"})
    if (values.at(needed).empty()) return misuse(std::string{needed} + " is missing");
  options.agent.data = values.at("--data");
  options.agent.hall = values.at("--hall");
  options.url = values.at("--url");
  if (!publication::is_hall_id(options.agent.hall))
    return misuse("--hall takes lower-case letters, digits and hyphens, not " + options.agent.hall);
  if (auto const root{values.at("--root")}; !root.empty()) options.agent.anchor = root;
  if (auto const poll{values.at("--poll-seconds")}; !poll.empty())
    options.poll = MS_TRY(parse_poll(poll));
  return options;
}

}  // namespace mingshi::sync
