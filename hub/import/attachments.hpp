#pragma once

#include "core/domain/validation.hpp"
#include "hub/import/limits.hpp"

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace mingshi::hub {

/// The files that cells of a spreadsheet name: texts ("@laws/处罚法.md") and pictures
/// ("photos/001.png"). They lie in the spreadsheet's own folder or below it; nothing outside it is
/// opened, through a link neither.
class Attachments {
 public:
  /// @param folder the spreadsheet's own
  Attachments(std::filesystem::path folder, Limits const& limits)
      : folder_{std::move(folder)}, limits_{limits} {}

  /// The content of a UTF-8 text file, without carriage returns and zero-width spaces. The
  /// problem's `field` is left for the caller to fill.
  [[nodiscard]] std::expected<std::string, domain::Problem> text(std::string_view name) const;
  /// The SHA-256 of a PNG or JPEG picture, which is remembered in pictures().
  [[nodiscard]] std::expected<std::string, domain::Problem> picture(std::string_view name);
  /// SHA-256 → where it lies.
  [[nodiscard]] std::map<std::string, std::filesystem::path> const& pictures() const {
    return pictures_;
  }

 private:
  [[nodiscard]] std::expected<std::string, domain::Problem> bytes(std::string_view name,
                                                                  std::size_t cap) const;

  std::filesystem::path folder_;
  Limits limits_;
  std::map<std::string, std::filesystem::path> pictures_;
};

}  // namespace mingshi::hub
