#pragma once

#include "core/base/result.hpp"
#include "core/text/pinyin.hpp"
#include "kiosk/model/snapshot.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace mingshi::kiosk {

/// The bytes of a generation's pictures by SHA-256, each checked against its name. Values, so that
/// the UI thread never waits for the disk.
using Pictures = std::map<std::string, std::string, std::less<>>;
using PicturesPtr = std::shared_ptr<Pictures const>;

/// The largest picture that is loaded, and the most all may take. @unit bytes
inline constexpr std::size_t largest_picture{4'000'000};
inline constexpr std::size_t most_pictures{96'000'000};

/// Opens a disclosure.db, checks every record against its hash, and makes what the kiosk shows of
/// it.
/// @errors not_found; unsupported another schema; corrupt a record differs from its hash, has a
/// type that is not
///         declared, or is in the file under another name; invalid_input a declaration; io
[[nodiscard]] Result<SnapshotPtr> load_snapshot(std::filesystem::path const& database,
                                                text::Pinyin const& pinyin);

/// Reads the generation's pictures from `objects` (ab/<sha256>). One that is missing, too large or
/// damaged is left out: the view draws a placeholder.
[[nodiscard]] PicturesPtr load_pictures(Snapshot const& snapshot,
                                        std::filesystem::path const& objects);

}  // namespace mingshi::kiosk
