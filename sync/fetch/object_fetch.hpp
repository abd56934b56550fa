#pragma once

#include "core/base/result.hpp"
#include "sync/fetch/part_file.hpp"
#include "sync/fetch/response.hpp"
#include "sync/fetch/source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::sync {

/// One object over HTTP, from request to request until it is there: what to ask next, what to take
/// of the answer, and whether to ask again. It makes no request itself.
class ObjectFetch {
 public:
  explicit ObjectFetch(PartFile part, std::int64_t size) : part_{std::move(part)}, size_{size} {}

  /// Are all bytes there, so that no request is needed?
  [[nodiscard]] bool whole() const { return part_.whole(); }
  /// The header lines of the next request.
  [[nodiscard]] std::vector<std::string> begin_request();
  /// @errors as body_offset(): this answer is not to be read
  [[nodiscard]] Result<void> head(ResponseHead const& head);
  /// @errors corrupt longer than the object; io
  [[nodiscard]] Result<void> body(std::string_view bytes);

  enum class Next : std::uint8_t { again, done };
  /// What is to be done after a request that came to `outcome`.
  /// @errors when asking this server again, now, is of no use
  [[nodiscard]] Result<Next> after(Result<void> const& outcome,
                                   std::optional<std::chrono::seconds> retry_after);

 private:
  [[nodiscard]] Result<Next> verify();

  PartFile part_;
  std::int64_t size_;
  ObjectRequest request_;
  std::string etag_;         ///< of the answer whose bytes are at the end of the part
  std::int64_t skip_{0};     ///< bytes of the body that we have already
  std::int64_t before_{0};   ///< bytes we had when the request was made
  bool ranges_fail_{false};  ///< the whole is asked for although a part is there
  int tries_{most_tries};
  int wrong_{0};  ///< how often all bytes were there and were others

  static constexpr int most_tries{4};
};

}  // namespace mingshi::sync
