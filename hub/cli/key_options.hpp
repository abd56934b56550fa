#pragma once

#include "core/base/result.hpp"
#include "hub/ceremony/inspect.hpp"
#include "hub/cli/options.hpp"
#include "hub/keys/key_card.hpp"
#include "hub/keys/passphrase.hpp"
#include "hub/publish/publish.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What several commands say of keys on their command lines.
namespace mingshi::hub {

/// The environment's passphrase, for programs that no person starts.
inline constexpr char const* passphrase_variable{"MINGSHI_PASSPHRASE"};

/// --keys and --passphrase-file.
[[nodiscard]] std::vector<OptionSpec> key_access_options();

/// Passphrases from the option's file, else from the environment, else from whoever sits there.
/// @errors those of read_passphrases()
[[nodiscard]] Result<PassphraseSource> passphrases_from(Options const& options,
                                                        std::string_view option);
[[nodiscard]] Result<KeyAccess> key_access_from(Options const& options);

/// A passphrase to be chosen: from the option's file or the environment, else asked for twice.
/// @errors invalid_input the two differ, as a Chinese sentence
[[nodiscard]] Result<std::string> chosen_passphrase(Options const& options, std::string_view option,
                                                    std::string const& what);

/// The cards of files. @errors those of read_card()
[[nodiscard]] Result<std::vector<KeyCard>> cards_from(std::vector<std::string> const& files);

/// Puts the holders of a folder's keys beside their ids.
[[nodiscard]] Result<void> take_names(KeyNames& names, std::filesystem::path const& folder);
void take_name(KeyNames& names, KeyCard const& card);

}  // namespace mingshi::hub
