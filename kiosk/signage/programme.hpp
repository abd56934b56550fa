#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

enum class ItemKind : std::uint8_t { notice, officers, decisions, video };
[[nodiscard]] std::string_view name_of(ItemKind kind);

/// One entry of a programme.
struct ProgrammeItem {
  ItemKind kind{ItemKind::notice};
  std::string target;  ///< notice: record id; video: SHA-256 of the media; else empty
  std::string title;   ///< video: what it is called; else empty
  std::chrono::seconds dwell{15};
  friend bool operator==(ProgrammeItem const&, ProgrammeItem const&) = default;
};

struct TickerLine {
  std::string label;
  std::string text;
  friend bool operator==(TickerLine const&, TickerLine const&) = default;
};

/// What a wall plays, in its order, for ever.
struct Programme {
  std::vector<ProgrammeItem> items;
  std::vector<TickerLine> ticker;
  friend bool operator==(Programme const&, Programme const&) = default;
};

/// An item stays no shorter and no longer than this.
inline constexpr std::chrono::seconds shortest_dwell{1};
inline constexpr std::chrono::seconds longest_dwell{600};

/// Reads docs/formats/programme.md.
/// @errors invalid_input says which entry is wrong; unsupported another format
[[nodiscard]] Result<Programme> parse_programme(std::string_view json);

}  // namespace mingshi::kiosk
