#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace mingshi::hub {

/// The passphrase of keys that were made for a sample: DIR/keys/passphrase.
[[nodiscard]] std::filesystem::path sample_passphrase_file(std::filesystem::path const& hub_dir);

/// Makes every key that a sample hall needs in DIR/keys, sealed under a passphrase that lies beside
/// them, and from them root and targets in DIR/repo: one command for whoever tries the product.
/// Holder of everything is 示例; none of it protects anything.
/// @pre DIR/repo has no root
/// @errors conflict DIR/keys has keys already, so that a ceremony must make the root; io
[[nodiscard]] Result<void> make_sample_authority(std::filesystem::path const& hub_dir,
                                                 std::string_view hall, Instant now);

}  // namespace mingshi::hub
