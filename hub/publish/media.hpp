#pragma once

#include "core/base/result.hpp"
#include "core/store/generation.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// A file that a generation carries beside the database.
struct MediaFile {
  store::Media media;
  std::filesystem::path file;
};

/// Every file of one publication, once, by its hash.
using MediaFiles = std::map<std::string, MediaFile>;

/// "png", "jpg", "mp4" or "pdf", told by the first bytes; "" for anything else.
[[nodiscard]] std::string_view media_kind(std::string_view first_bytes);

/// The file that a record names by its hash, from DIR/media/ab/. Its content is held against the
/// name.
/// @errors not_found; corrupt; unsupported a kind that no terminal can show; io
[[nodiscard]] Result<MediaFile> media_of_record(std::filesystem::path const& hub_dir,
                                                std::string const& sha256);

/// A film for the wall.
struct Film {
  std::string title;  ///< the file's name without a leading "10-" and ".mp4"
  MediaFile file;
};

/// DIR/programme/*.mp4 in the order of their names; none when there is no such folder.
/// @errors unsupported a file that is no mp4; io
[[nodiscard]] Result<std::vector<Film>> films(std::filesystem::path const& hub_dir);

}  // namespace mingshi::hub
