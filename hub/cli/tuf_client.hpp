#pragma once

#include "core/base/result.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/updater.hpp"
#include "sync/fetch/source.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What `mingshi tuf` puts between trust::Updater and the world: a plain folder, a web server and
/// files of targets.
namespace mingshi::hub {

/// Metadata in a folder, byte for byte: root.json, timestamp.json, snapshot.json, targets.json and
/// one escaped name for each delegated role. Nothing else there ends in .json.
class TufFolder final : public trust::MetadataStore {
 public:
  explicit TufFolder(std::filesystem::path folder) : folder_{std::move(folder)} {}
  [[nodiscard]] std::optional<std::string> load(std::string const& role) override;
  [[nodiscard]] Result<void> save(std::string const& role, std::string const& bytes) override;
  [[nodiscard]] Result<void> remove(std::string const& role) override;

 private:
  [[nodiscard]] std::filesystem::path file_of(std::string_view role) const;
  std::filesystem::path folder_;
};

/// The metadata files of a repository.
class TufServer final : public trust::MetadataSource {
 public:
  /// @pre `source` outlives it; its place is the folder of the metadata
  explicit TufServer(sync::Source& source) : source_{&source} {}
  [[nodiscard]] Result<std::optional<std::string>> fetch(std::string const& file_name,
                                                         std::size_t cap) override;

 private:
  sync::Source* source_;  ///< never null
};

enum class Hashed : bool { no, yes };

/// Brings one target into `folder` under target_file_name(); a plain file there that is the target
/// already is left alone. Whatever the path says and whatever lies in the folder, nothing outside
/// it is written.
/// @param source its place is the base of the targets
/// @param hashed does the name on the server begin with the hash (consistent snapshots)?
/// @errors not_found, network, timeout the source; corrupt other bytes than the target; io, denied
/// @after-failure the folder is as it was
[[nodiscard]] Result<void> download_target(sync::Source& source, std::string_view path,
                                           trust::Target const& target, Hashed hashed,
                                           std::filesystem::path const& folder);

}  // namespace mingshi::hub
