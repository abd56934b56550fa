#include "sync/app/options.hpp"

#include "core/publication/repository.hpp"
#include "sync/fetch/http_source.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace mingshi::sync {
namespace {

std::unexpected<Error> misuse(std::string detail) {
  return fail(ErrorCode::invalid_input, std::move(detail));
}

Result<std::chrono::seconds> parse_seconds(std::string_view option, std::string_view text,
                                           int most) {
  int seconds{0};
  auto const [end, error]{std::from_chars(text.data(), text.data() + text.size(), seconds)};
  if (error != std::errc{} || end != text.data() + text.size() || seconds < 1 || seconds > most)
    return misuse(std::string{option} + " takes 1 to " + std::to_string(most) + ", not " +
                  std::string{text});
  return std::chrono::seconds{seconds};
}

Result<std::chrono::seconds> parse_poll(std::string_view text) {
  return parse_seconds("--poll-seconds", text, 86'400);
}

Result<std::chrono::seconds> parse_patience(std::string_view text) {
  return parse_seconds("--patience-seconds", text, 3600);
}

/// A name as it may stand in a hall id: [a-z0-9-], at most 64.
Result<std::string> parse_name(std::string_view option, std::string_view text) {
  if (publication::is_hall_id(text)) return std::string{text};
  return misuse(std::string{option} + " takes lower-case letters, digits and hyphens, not " +
                std::string{text});
}

Result<std::string> parse_proxy(std::string_view text) {
  for (std::string_view const scheme : {"http://", "https://", "socks5h://", "socks5://"})
    if (text.starts_with(scheme) && text.size() > scheme.size() &&
        text.find_first_of(" \t\r\n?#") == std::string_view::npos)
      return std::string{text};
  return misuse("--proxy takes http://HOST:PORT or socks5h://HOST:PORT, not " + std::string{text});
}

enum class Times : std::uint8_t { once, any };
enum class Takes : std::uint8_t { nothing, value };

/// One thing that can stand on the command line.
struct Option {
  std::string_view name;
  Takes takes;
  Times times;
  Result<void> (*take)(Options& options, std::string_view value);
};

using In = Options&;
using Value = std::string_view;

Result<void> take_url(Options& options, std::string_view value) {
  if (!is_repository_url(value))
    return misuse("--url takes http://HOST/ or https://HOST/, not " + std::string{value});
  options.urls.emplace_back(value);
  return {};
}

Result<void> take_hints(Options& options, std::string_view value) {
  if (!value.starts_with("http://") && !value.starts_with("https://"))
    return misuse("--hints takes an http or https address, not " + std::string{value});
  options.hints = value;
  return {};
}

template <auto parse, auto member>
Result<void> take_parsed(Options& options, std::string_view value) {
  options.*member = MS_TRY(parse(value));
  return {};
}

/// Add what is new here, in `usage` and in docs/cli.md.
constexpr std::array all_options{
    Option{"--data", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.agent.data = v;
             return {};
           }},
    Option{"--hall", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.agent.hall = MS_TRY(parse_name("--hall", v));
             return {};
           }},
    Option{"--root", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.agent.anchor = v;
             return {};
           }},
    Option{"--url", Takes::value, Times::any, &take_url},
    Option{"--from", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.from = v;
             return {};
           }},
    Option{"--proxy", Takes::value, Times::once, &take_parsed<&parse_proxy, &Options::proxy>},
    Option{"--limit", Takes::value, Times::any,
           [](In o, Value v) -> Result<void> {
             o.limits.push_back(MS_TRY(parse_speed_limit(v)));
             return {};
           }},
    Option{"--hints", Takes::value, Times::once, &take_hints},
    Option{"--terminal", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.agent.terminal = MS_TRY(parse_name("--terminal", v));
             return {};
           }},
    Option{"--poll-seconds", Takes::value, Times::once,
           [](In o, Value v) -> Result<void> {
             o.agent.poll = MS_TRY(parse_poll(v));
             return {};
           }},
    Option{"--patience-seconds", Takes::value, Times::once,
           &take_parsed<&parse_patience, &Options::patience>},
    Option{"--once", Takes::nothing, Times::any,
           [](In o, Value) -> Result<void> {
             o.repeat = Repeat::once;
             return {};
           }},
    Option{"--help", Takes::nothing, Times::any,
           [](In, Value) -> Result<void> { return fail(ErrorCode::cancelled, usage); }},
};

/// What one option alone cannot see.
Result<void> check_together(Options const& options) {
  if (options.agent.data.empty()) return misuse("--data is missing");
  if (options.urls.empty() && !options.from) return misuse("--url or --from is missing");
  if (options.agent.hall.empty()) return misuse("--hall is missing");
  if (!options.urls.empty() && options.from) return misuse("--url and --from do not go together");
  if (options.from && !options.hints.empty()) return misuse("--hints goes with --url only");
  return {};
}

}  // namespace

Result<Options> parse_options(std::span<char const* const> arguments) {
  Options options;
  std::array<bool, all_options.size()> seen{};
  for (std::size_t i{0}; i < arguments.size(); ++i) {
    std::string_view const name{arguments[i]};
    auto const option{std::ranges::find(all_options, name, &Option::name)};
    if (option == all_options.end()) return misuse("unknown argument " + std::string{name});
    std::string_view value;
    if (option->takes == Takes::value) {
      if (i + 1 == arguments.size() || *arguments[i + 1] == '\0')
        return misuse(std::string{name} + " needs a value");
      value = arguments[++i];
    }
    auto const place{static_cast<std::size_t>(option - all_options.begin())};
    if (std::exchange(seen[place], true) && option->times == Times::once)
      return misuse(std::string{name} + " twice");
    MS_TRY(option->take(options, value));
  }
  MS_TRY(check_together(options));
  return options;
}

}  // namespace mingshi::sync
