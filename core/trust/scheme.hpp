#pragma once

#include "core/crypto/signature.hpp"
#include "core/trust/metadata.hpp"

#include <optional>

namespace mingshi::trust {

/// The scheme that a key's type and scheme name together; nullopt: one we do not know, which
/// verifies nothing.
[[nodiscard]] std::optional<crypto::Scheme> scheme_of(PublicKey const& key);

/// The key as metadata carries it.
[[nodiscard]] PublicKey public_key(crypto::Scheme scheme, std::string text);

}  // namespace mingshi::trust
