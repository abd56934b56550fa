#pragma once

#include "core/base/result.hpp"
#include "core/store/generation.hpp"

#include <filesystem>

namespace mingshi::hub {

/// The hall as DIR/hall.toml describes it; the file is written with defaults when it is missing.
/// Keys: id, name (both needed), source, hotline, window, platform_url. Others are passed over.
/// @errors invalid_input naming the key, as a Chinese sentence; io
[[nodiscard]] Result<store::Hall> hall_settings(std::filesystem::path const& hub_dir);

}  // namespace mingshi::hub
