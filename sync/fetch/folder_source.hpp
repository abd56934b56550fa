#pragma once

#include "core/base/fd.hpp"
#include "sync/fetch/source.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace mingshi::sync {

/// A repository in a folder: a USB stick, a disc, a share of a network without the Internet.
/// Nothing is ever written there. No link in it is followed and no path leads out of it, so that a
/// stick from anybody can be put in.
class FolderSource final : public Source {
 public:
  /// @param folder what a web server would carry (it holds tuf/), or the folder with repo/ in it
  /// @param stop_requested asked between blocks; true ends a call as cancelled
  /// @errors not_found no such folder, or no tuf/ in it; io
  [[nodiscard]] static Result<std::unique_ptr<FolderSource>> open(
      std::filesystem::path const& folder, std::function<bool()> stop_requested = {});

  /// The version of a document is the hash of its bytes.
  [[nodiscard]] Result<Document> get(std::string_view path, std::size_t cap,
                                     std::string_view known_version) override;
  [[nodiscard]] Result<void> download_all(std::span<Download const> downloads) override;
  [[nodiscard]] std::string_view place() const override { return place_; }

 private:
  FolderSource(Fd folder, std::string place, std::function<bool()> stop_requested)
      : folder_{std::move(folder)},
        place_{std::move(place)},
        stop_requested_{std::move(stop_requested)} {}
  [[nodiscard]] Result<Fd> open_file(std::string_view path) const;
  [[nodiscard]] Result<void> copy(Download const& what) const;

  Fd folder_;
  std::string place_;
  std::function<bool()> stop_requested_;
};

}  // namespace mingshi::sync
