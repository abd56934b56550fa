#include "sync/agent/download.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"
#include "sync/agent/generations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <system_error>
#include <utility>

namespace mingshi::sync {
namespace {

namespace fs = std::filesystem;
using publication::MediaObject;
using publication::TerminalFolder;

bool have(TerminalFolder const& folder, MediaObject const& media) {
  std::error_code error;
  auto const size{fs::file_size(folder.object(media.sha256), error)};
  return !error && std::cmp_equal(size, media.size);
}

}  // namespace

Outcome<std::string> fetch_head(Source& source, std::string_view hall,
                                trust::Target const& target) {
  if (std::cmp_greater(target.length, publication::max_head_size))
    return failed(Step::content, ErrorCode::invalid_input, "head.json is too long");
  auto const document{
      MS_TRY(during(Step::fetch, source.get(publication::head_path(hall, target.sha256),
                                            static_cast<std::size_t>(target.length), {})))};
  auto bytes{document.bytes.value_or("")};
  if (std::cmp_not_equal(bytes.size(), target.length) || crypto::sha256(bytes) != target.sha256)
    return failed(Step::fetch, ErrorCode::corrupt, "head.json: other bytes than were signed");
  return bytes;
}

Outcome<void> check_room(TerminalFolder const& folder, publication::Head const& head) {
  constexpr std::int64_t most{INT64_MAX / 2};  // a tenth more is still a number
  std::int64_t need{std::min(head.database.size, most)};
  for (auto const& media : head.media)
    if (!have(folder, media)) need += std::min(media.size, most - need);
  std::error_code error;
  auto const space{fs::space(folder.root(), error)};
  if (!error && std::cmp_less(space.available, need / 10 * 11))
    return failed(Step::terminal, ErrorCode::io,
                  fmt::format("{} bytes are needed and {} are free", need, space.available));
  return {};
}

Outcome<void> download_object(Source& source, publication::Object const& object,
                              fs::path const& file) {
  return during(Step::fetch, source.download({.path = publication::object_path(object.sha256),
                                              .size = object.size,
                                              .sha256 = object.sha256,
                                              .file = file}));
}

Outcome<void> download_media(Source& source, TerminalFolder const& folder,
                             publication::Head const& head) {
  for (auto const& media : head.media) {
    if (have(folder, media)) continue;
    auto const name{folder.object(media.sha256)};
    auto const shelf{name.parent_path()};
    auto const part{shelf / fmt::format("{}-{}", unfinished_prefix, media.sha256)};
    MS_TRY(during(Step::terminal, make_folders(shelf)));
    MS_TRY(download_object(source, {.sha256 = media.sha256, .size = media.size}, part));
    std::error_code error;
    fs::rename(part, name, error);
    if (error) return failed(Step::terminal, ErrorCode::io, "naming a medium: " + error.message());
    MS_TRY(during(Step::terminal, flush_to_disk(shelf)));
    MS_TRY(during(Step::terminal, flush_to_disk(folder.objects())));
  }
  return {};
}

}  // namespace mingshi::sync
