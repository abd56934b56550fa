#include "hub/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mingshi::hub {

std::string Options::get(std::string_view name) const {
  auto const it{values.find(name)};
  return it == values.end() ? std::string{} : it->second;
}

std::vector<std::string> Options::all(std::string_view name) const {
  auto const it{lists.find(name)};
  return it == lists.end() ? std::vector<std::string>{} : it->second;
}

std::expected<Options, std::string> parse_options(std::vector<std::string> const& arguments,
                                                  std::vector<OptionSpec> const& known,
                                                  std::size_t words) {
  Options out;
  bool only_words{false};
  for (std::size_t i{0}; i < arguments.size(); ++i) {
    auto const& argument{arguments[i]};
    if (only_words || !argument.starts_with("--")) {
      out.words.push_back(argument);
      continue;
    }
    if (argument == "--") {
      only_words = true;
      continue;
    }
    auto const equals{argument.find('=')};
    auto const name{argument.substr(0, equals)};
    auto const spec{std::ranges::find(known, name, &OptionSpec::name)};
    if (spec == known.end()) return std::unexpected{fmt::format("unknown option {}", name)};
    std::string value;
    if (spec->kind == OptionSpec::Kind::flag) {
      if (equals != std::string::npos)
        return std::unexpected{fmt::format("{} takes no value", name)};
    } else if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    } else {
      return std::unexpected{fmt::format("{} needs a value", name)};
    }
    if (spec->kind != OptionSpec::Kind::flag && value.empty())
      return std::unexpected{fmt::format("{} needs a value", name)};
    if (spec->kind == OptionSpec::Kind::list) {
      out.lists[name].push_back(std::move(value));
      continue;
    }
    if (!out.values.emplace(name, std::move(value)).second)
      return std::unexpected{fmt::format("{} is given twice", name)};
  }
  if (out.words.size() > words)
    return std::unexpected{fmt::format("what is \"{}\"?", out.words[words])};
  if (out.words.size() < words) return std::unexpected{std::string{"something is missing"}};
  return out;
}

std::optional<int> parse_count(std::string_view text, int least, int most) {
  int value{0};
  auto const read{std::from_chars(text.data(), text.data() + text.size(), value)};
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < least ||
      value > most)
    return std::nullopt;
  return value;
}

}  // namespace mingshi::hub
