#pragma once

#include <string>
#include <string_view>

/// What staff call the things of the metadata.
namespace mingshi::hub::words {

/// "信任根", "授权", "快照", "时间戳", "大厅 mingchuan 的决定", "终端系统"; a name that is none of
/// these as it is.
[[nodiscard]] std::string role(std::string_view name);

/// The first 12 digits: what people compare when they read a key's number to each other.
[[nodiscard]] std::string short_id(std::string_view key_id);

}  // namespace mingshi::hub::words
