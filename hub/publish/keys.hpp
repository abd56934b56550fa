#pragma once

#include "core/base/result.hpp"
#include "core/trust/signing.hpp"

#include <cstdint>
#include <filesystem>

namespace mingshi::hub {

enum class MissingKeys : std::uint8_t {
  make,   ///< nothing has been signed yet
  refuse  ///< terminals know the old ones: new keys would be worth nothing
};

/// The secret keys in DIR/keys: one file a role, readable by the owner alone.
/// @errors corrupt a key is missing (MissingKeys::refuse) or no key is in its file; io
[[nodiscard]] Result<trust::Keyring> read_keys(std::filesystem::path const& hub_dir,
                                               MissingKeys missing);

}  // namespace mingshi::hub
