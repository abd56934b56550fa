#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What a passphrase that is chosen now must have at least. @unit bytes; a Chinese character has 3
inline constexpr std::size_t shortest_passphrase{12};

/// Where passphrases come from: known ones are tried first, then a person is asked.
struct PassphraseSource {
  std::vector<std::string> known{};
  /// Asks for one with this prompt; empty: nobody can be asked.
  std::function<Result<std::string>(std::string const& prompt)> ask{};
};

/// The lines of a file, without empty ones: one passphrase a line.
/// @errors not_found; invalid_input nothing in it, or others than its owner can read it, as a
///         Chinese sentence; io
[[nodiscard]] Result<std::vector<std::string>> read_passphrases(std::filesystem::path const& file);

/// Asks at the terminal of this process, without showing what is typed.
/// @errors denied there is no terminal to ask at; cancelled the end of input; io
[[nodiscard]] Result<std::string> ask_at_terminal(std::string const& prompt);

/// 32 random letters and digits. @errors io no randomness
[[nodiscard]] Result<std::string> make_passphrase();

}  // namespace mingshi::hub
