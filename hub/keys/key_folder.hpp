#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/crypto/signature.hpp"
#include "hub/keys/key_card.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// What a new key is to be.
struct NewKey {
  std::string name{};
  std::string holder{};
  crypto::Scheme scheme{crypto::Scheme::ed25519};
  bool sample{false};
};

/// Makes FOLDER/NAME.key, sealed under the passphrase and its owner's alone, and FOLDER/NAME.pub.
/// The folder is made with mode 0700 when it is missing.
/// @errors conflict there is a key of that name; invalid_input the name, or a passphrase that is
///         too short; both as Chinese sentences; io
/// @after-failure no file is left
[[nodiscard]] Result<KeyCard> make_key(std::filesystem::path const& folder, NewKey const& wanted,
                                       std::string const& passphrase, Instant now);

/// A card and where its sealed half lies.
struct KeptKey {
  KeyCard card;
  std::filesystem::path card_file;
  std::filesystem::path key_file;  ///< empty: the secret half is kept elsewhere
};

/// Every card of a folder, by name; a folder that is missing has none.
/// @errors corrupt a card that cannot be read, as a Chinese sentence naming it; io
[[nodiscard]] Result<std::vector<KeptKey>> keys_in(std::filesystem::path const& folder);

/// Reads a card. @errors not_found, invalid_input as Chinese sentences; io
[[nodiscard]] Result<KeyCard> read_card(std::filesystem::path const& file);

/// Opens a sealed key.
/// @errors denied the passphrase is another, as a Chinese sentence; not_found; corrupt no sealed
///         key in it, or not the one of its card; io
[[nodiscard]] Result<crypto::SigningKey> open_key(std::filesystem::path const& key_file,
                                                  KeyCard const& card,
                                                  std::string const& passphrase);

/// Seals a key under another passphrase. @errors as open_key() and make_key()
/// @after-failure the file is as it was
[[nodiscard]] Result<void> change_passphrase(std::filesystem::path const& key_file,
                                             KeyCard const& card, std::string const& old_one,
                                             std::string const& new_one);

/// "zhang.pub" for "zhang.key", and the other way round.
[[nodiscard]] std::filesystem::path card_file_of(std::filesystem::path const& key_file);
[[nodiscard]] std::filesystem::path key_file_of(std::filesystem::path const& card_file);

}  // namespace mingshi::hub
