#pragma once

#include "core/base/c_handle.hpp"
#include "hub/import/finding.hpp"
#include "hub/import/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

extern "C" {
int unzClose(void*);
}

namespace mingshi::hub {

/// A zip file from outside, read part by part. Everything a hostile file can claim is checked
/// against Limits before and while it is unpacked; nothing is written to the disk.
/// @threads one at a time
class Archive {
 public:
  /// Looks at every entry. The finding says in Chinese what is wrong: no zip, cut off, encrypted,
  /// too many or too large parts, suspicious names, the same name twice.
  [[nodiscard]] static std::expected<Archive, Finding> open(std::filesystem::path const& file,
                                                            Limits const& limits);

  /// Part names are compared without regard to case, as the standard of office files wants.
  [[nodiscard]] bool holds(std::string_view part) const;
  /// Unpacks one part and gives it in blocks. `take` returns false to stop early; the part's
  /// checksum is then not looked at.
  [[nodiscard]] std::expected<void, Finding> read(
      std::string_view part, std::function<bool(std::string_view)> const& take);

 private:
  struct Entry {
    std::uint64_t offset{0}, index{0};  ///< minizip's place of it
    std::uint64_t bytes{0};             ///< unpacked, as the directory says
  };
  using Handle = CHandle<void, &unzClose>;
  Archive(Handle zip, std::map<std::string, Entry, std::less<>> entries)
      : zip_{std::move(zip)}, entries_{std::move(entries)} {}
  static std::expected<std::map<std::string, Entry, std::less<>>, Finding> look_through(
      void* zip, Limits const& limits);

  Handle zip_;
  std::map<std::string, Entry, std::less<>> entries_;  ///< by lower-case name
};

}  // namespace mingshi::hub
