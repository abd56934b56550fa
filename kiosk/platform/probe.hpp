#pragma once

#include "core/base/result.hpp"
#include "kiosk/platform/platform.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::kiosk {

/// A frame as the probe writes it down: time, page, what was on it and how each item reads.
[[nodiscard]] std::string item_report(std::int64_t t_ns, FrameNotes const& notes);
/// One line of the frame log.
/// @param luma mean brightness of the presented pixels, 0..1
[[nodiscard]] std::string frame_report(std::int64_t t_ns, FrameNotes const& notes, double luma);

/// Remembers what was last written, so that only a page that changed and came to rest is written
/// again.
class ItemProbe {
 public:
  /// @errors io
  [[nodiscard]] static Result<ItemProbe> open(std::filesystem::path folder);
  /// True if this frame is to be written.
  [[nodiscard]] bool wants(FrameNotes const& notes) const;
  /// The PNG comes first, the JSON last and by rename: who sees the JSON finds both whole.
  /// @errors io
  [[nodiscard]] Result<void> write(std::int64_t t_ns, FrameNotes const& notes,
                                   std::vector<std::uint8_t> const& rgba, Size panel);

 private:
  explicit ItemProbe(std::filesystem::path folder) : folder_{std::move(folder)} {}
  std::filesystem::path folder_;
  int written_{0};
  std::string screen_;
  std::string content_;
  std::vector<Item> items_;
};

}  // namespace mingshi::kiosk
