#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/crypto/signature.hpp"
#include "core/trust/metadata.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mingshi::hub {

/// The longest key or card that is looked at. @unit bytes
inline constexpr std::size_t max_key_file{std::size_t{64} * 1024};

/// What everybody may know of a key: the file NAME.pub beside the sealed NAME.key. It is what the
/// holder of a key hands to whoever makes a root or a delegation.
struct KeyCard {
  std::string name;    ///< is_key_name()
  std::string holder;  ///< who keeps it, as people say it: 张三（发布员）
  bool sample{false};  ///< made for a demonstration: worth nothing
  Instant made{};
  trust::PublicKey key;
  [[nodiscard]] std::string id() const { return trust::key_id(key); }
  friend bool operator==(KeyCard const&, KeyCard const&) = default;
};

/// [a-z0-9-], 1 to 64 characters, no hyphen at either end: it names files.
[[nodiscard]] bool is_key_name(std::string_view text);

/// The file's text. @post parse_card() gives the card back
[[nodiscard]] std::string format_card(KeyCard const& card);
/// @errors invalid_input no such card, or its id is not its key's
[[nodiscard]] Result<KeyCard> parse_card(std::string_view text);

/// "ed25519", "ecdsa", "rsa", "sm2": as --type takes them.
[[nodiscard]] std::string_view name_of(crypto::Scheme scheme);
[[nodiscard]] std::optional<crypto::Scheme> scheme_named(std::string_view name);

}  // namespace mingshi::hub
