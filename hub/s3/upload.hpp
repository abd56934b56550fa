#pragma once

#include "core/base/result.hpp"
#include "hub/s3/bucket.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mingshi::hub::s3 {

/// What an upload does, in the order in which it does it.
struct UploadPlan {
  std::vector<std::string> put;     ///< paths below the repository; the timestamp is the last
  std::vector<std::string> remove;  ///< after everything is there
  friend bool operator==(UploadPlan const&, UploadPlan const&) = default;
};

/// Objects, heads, roots, roles, snapshots, root.json, timestamp: whoever reads the bucket
/// meanwhile sees the publication before, whole. Names that say their content are sent once; what a
/// repository no longer holds below o/ and t/ is taken away, for it was withdrawn.
/// @param local the repository's files and sizes; names that are no part of one are left out
/// @param remote what the bucket holds
[[nodiscard]] UploadPlan plan_upload(std::map<std::string, std::int64_t> const& local,
                                     std::map<std::string, std::int64_t> const& remote);

struct Uploaded {
  std::size_t sent{0}, kept{0}, removed{0};
  std::int64_t bytes{0};  ///< sent
};

/// Makes the bucket hold what the repository holds. The timestamp is read before anything else, so
/// that a publication made meanwhile comes as a whole with the next upload.
/// @errors as Bucket's; not_found nothing has been published; conflict a file went while the upload
///         ran: run it again
/// @after-failure the bucket serves the publication before; running it again goes on where it ended
[[nodiscard]] Result<Uploaded> upload(std::filesystem::path const& repository, Bucket& bucket);

}  // namespace mingshi::hub::s3
