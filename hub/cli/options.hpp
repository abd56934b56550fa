#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// An option a command understands.
struct OptionSpec {
  enum class Kind : std::uint8_t { flag, value, list };  ///< a list may be given several times
  std::string_view name;                                 ///< with its dashes: "--hub"
  Kind kind{Kind::value};
};

/// A command line taken apart.
struct Options {
  std::vector<std::string> words;                          ///< what is no option, in order
  std::map<std::string, std::string, std::less<>> values;  ///< a flag that is set has ""
  std::map<std::string, std::vector<std::string>, std::less<>> lists;

  [[nodiscard]] bool has(std::string_view name) const { return values.contains(name); }
  /// "" when it was not given.
  [[nodiscard]] std::string get(std::string_view name) const;
  /// Every value of a list, in order.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
};

/// Takes `arguments` apart: "--name value" and "--name=value" are the same; "--" ends the options.
/// @param words how many words other than options there must be
/// @return or one sentence that says what is wrong: an unknown option, one given twice, a value
/// missing or given to a
///         flag, too many or too few words
[[nodiscard]] std::expected<Options, std::string> parse_options(
    std::vector<std::string> const& arguments, std::vector<OptionSpec> const& known,
    std::size_t words);

/// A whole number in [least, most]; none for anything else.
[[nodiscard]] std::optional<int> parse_count(std::string_view text, int least, int most);

}  // namespace mingshi::hub
