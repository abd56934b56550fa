#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::publication {

/// The hall as its screens name it.
struct Hall {
  std::string id;            ///< [a-z0-9-]+
  std::string name;          ///< 明川区劳动监察大队
  std::string source;        ///< where the data come from: 区级公示平台
  std::string hotline;       ///< shown beside every verdict; may be empty
  std::string window;        ///< where a person answers: 一楼 3 号窗口
  std::string platform_url;  ///< what the wall's QR code opens; may be empty
  bool sample{false};        ///< every screen carries the mark 示例
  friend bool operator==(Hall const&, Hall const&) = default;
};

inline constexpr std::int64_t settings_format{1};
/// The longest settings that are looked at, unpacked. @unit bytes
inline constexpr std::size_t max_settings_size{16'000'000};

/// What a generation holds beside records and media. docs/formats/part-head.md
struct Settings {
  Hall hall;
  std::vector<std::string> record_types;     ///< TOML declarations, in their order
  std::vector<std::string> calendar;         ///< one JSON document a year, see domain::Calendar
  std::map<std::string, std::string> texts;  ///< interface texts that staff may change
  std::string programme;  ///< JSON: what the signage plays, see docs/formats/programme.md
  friend bool operator==(Settings const&, Settings const&) = default;
};

/// The object's text: canonical JSON.
[[nodiscard]] std::string format_settings(Settings const& settings);
/// Reads settings strictly; fields it does not know are passed over.
/// @errors invalid_input; unsupported another format
[[nodiscard]] Result<Settings> parse_settings(std::string_view text);

}  // namespace mingshi::publication
