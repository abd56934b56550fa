#pragma once

#include "core/base/result.hpp"
#include "core/store/generation.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace mingshi::hub {

struct HallSettings {
  store::Hall hall;
  /// What terminals show beside it: `hall_english`, `service_hours`; none that is empty.
  std::map<std::string, std::string> texts;
  /// After the hub's last word a terminal may show it for so long; 0 = without end.
  std::int64_t lease_hours{720};
  /// How often terminals ask for news; 0 = as they like.
  std::int64_t poll_seconds{0};
  friend bool operator==(HallSettings const&, HallSettings const&) = default;
};

/// The hall as DIR/hall.toml describes it; the file is written with defaults when it is missing.
/// Keys: id, name (both needed), source, hotline, window, platform_url, name_en, service_hours,
/// lease_hours, poll_seconds.
/// Others are passed over.
/// @errors invalid_input naming the key, as a Chinese sentence; io
[[nodiscard]] Result<HallSettings> hall_settings(std::filesystem::path const& hub_dir);

}  // namespace mingshi::hub
