#include "sync/fetch/object_fetch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mingshi::sync {
namespace {

/// An attempt that brought this much was worth making, however it ended.
constexpr std::int64_t progress{64 * 1024};

}  // namespace

std::vector<std::string> ObjectFetch::begin_request() {
  before_ = part_.have();
  skip_ = 0;
  request_ = {.size = size_, .from = ranges_fail_ ? 0 : before_, .part_etag = {}};
  if (request_.from == 0) return {};
  std::vector<std::string> lines{fmt::format("Range: bytes={}-", request_.from)};
  if (!etag_.empty()) {
    request_.part_etag = etag_;
    lines.push_back("If-Range: " + etag_);
  }
  return lines;
}

Result<void> ObjectFetch::head(ResponseHead const& head) {
  auto const offset{MS_TRY(body_offset(head, request_))};
  // The whole comes although a part is there. What we have is kept all the same: this answer may
  // break off before it gets that far, or be no object at all but a portal's page.
  skip_ = before_ - offset;
  etag_ = is_strong_etag(head.etag) ? head.etag : std::string{};
  return {};
}

Result<void> ObjectFetch::body(std::string_view bytes) {
  auto const known{std::min(skip_, static_cast<std::int64_t>(bytes.size()))};
  skip_ -= known;
  bytes.remove_prefix(static_cast<std::size_t>(known));
  if (bytes.empty()) return {};
  if (std::cmp_greater(bytes.size(), size_ - part_.have())) {
    MS_TRY(part_.cut_back(before_));
    return fail(ErrorCode::corrupt, fmt::format("more than {} bytes", size_));
  }
  return part_.append(bytes);
}

Result<ObjectFetch::Next> ObjectFetch::verify() {
  auto const finished{part_.finish()};
  if (finished) return Next::done;
  // Bytes of two answers may have been put together that do not belong together: once more, whole.
  etag_.clear();
  if (finished.error().code() == ErrorCode::corrupt && ++wrong_ < 2) return Next::again;
  return std::unexpected{finished.error()};
}

Result<ObjectFetch::Next> ObjectFetch::after(Result<void> const& outcome,
                                             std::optional<std::chrono::seconds> retry_after) {
  if (part_.whole() && (outcome || outcome.error().code() == ErrorCode::network)) return verify();
  Error const error{outcome ? Error{ErrorCode::network,
                                    fmt::format("ends after {} of {} bytes", part_.have(), size_)}
                            : outcome.error()};
  bool const gained{part_.have() - before_ >= progress};
  if (gained) tries_ = most_tries;
  switch (error.code()) {
    case ErrorCode::conflict:
      ranges_fail_ = true;
      break;
    case ErrorCode::network:
      if (retry_after) return std::unexpected{error};
      break;
    case ErrorCode::timeout:
      if (!gained) return std::unexpected{error};
      break;
    default:
      return std::unexpected{error};
  }
  if (--tries_ > 0) return Next::again;
  // To the caller a range that cannot be had is a server that does not do its work.
  if (error.code() == ErrorCode::conflict) return fail(ErrorCode::network, error.detail());
  return std::unexpected{error};
}

}  // namespace mingshi::sync
