#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mingshi::tests {

/// What a terminal's folder says.
struct Shown {
  std::int64_t sequence{0};  ///< of the generation that is current; 0 = none yet
  /// The latest generation whose taking-up the terminal vouches for to others; 0 = none.
  std::int64_t claimed{0};
  friend bool operator==(Shown const&, Shown const&) = default;
};

/// Reads a terminal's folder with the product's own code, as kiosk and agent would after a power
/// cut, and holds it against what was published.
class TerminalJudge {
 public:
  /// @param references terminal folders that took up their generations undisturbed
  /// @errors corrupt one of them is not sound; io
  [[nodiscard]] static Result<TerminalJudge> open(
      std::vector<std::filesystem::path> const& references);

  /// @errors corrupt, with what is wrong: the current generation is not exactly a published one,
  ///         a medium it refers to is not there, a document is not whole, or the folder vouches for
  ///         a generation that it does not have
  [[nodiscard]] Result<Shown> inspect(std::filesystem::path const& data) const;

 private:
  TerminalJudge() = default;
  std::map<std::int64_t, std::string> published_;  ///< sequence → hash of all a kiosk can see
};

/// The version of each metadata document the terminal has verified, by file name. None of them may
/// ever go back or be forgotten, or an old repository could be passed off as the newest.
/// @errors corrupt a document is not whole; io
[[nodiscard]] Result<std::map<std::string, std::int64_t>> metadata_versions(
    std::filesystem::path const& data);

/// Unfinished files and folders that a pass left behind.
[[nodiscard]] std::vector<std::string> leftovers(std::filesystem::path const& data);

}  // namespace mingshi::tests
