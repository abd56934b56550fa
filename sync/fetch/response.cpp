#include "sync/fetch/response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mingshi::sync {
namespace {

namespace http {
constexpr int ok{200};
constexpr int partial{206};
constexpr int not_modified{304};
constexpr int forbidden{403};
constexpr int not_found{404};
constexpr int gone{410};
constexpr int no_such_range{416};
}  // namespace http

/// Takes a plain decimal number off the front of `text`: no sign, no space.
std::optional<std::int64_t> take_number(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::int64_t number{0};
  auto const [end, error]{std::from_chars(text.data(), text.data() + text.size(), number)};
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

std::unexpected<Error> refused(int status) {
  bool const none{status == http::not_found || status == http::forbidden || status == http::gone};
  return fail(none ? ErrorCode::not_found : ErrorCode::network, fmt::format("HTTP {}", status),
              status);
}

Result<void> plainly_coded(ResponseHead const& head) {
  if (head.content_encoding.empty() || head.content_encoding == "identity") return {};
  return fail(ErrorCode::corrupt, "the server changed the bytes (Content-Encoding)");
}

/// A part of the object that does not begin where ours ends, or is another object's.
Result<void> check_part(ResponseHead const& head, ObjectRequest const& request) {
  auto const range{parse_content_range(head.content_range)};
  if (!range) return fail(ErrorCode::conflict, "206 without a range that can be understood");
  if (range->first != request.from || range->last >= request.size ||
      (range->total && *range->total != request.size))
    return fail(ErrorCode::conflict,
                fmt::format("206 with bytes {}-{}, asked for {}- of {}", range->first, range->last,
                            request.from, request.size));
  if (head.content_length && *head.content_length != range->last - range->first + 1)
    return fail(ErrorCode::conflict, "206 whose length is not that of its range");
  if (!request.part_etag.empty() && head.etag != request.part_etag)
    return fail(ErrorCode::conflict, "206 of an object that changed meanwhile");
  return {};
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
  if (!take(text, "bytes ")) return std::nullopt;
  auto const first{take_number(text)};
  if (!first || !take(text, "-")) return std::nullopt;
  auto const last{take_number(text)};
  if (!last || *last < *first || !take(text, "/")) return std::nullopt;
  ContentRange range{.first = *first, .last = *last, .total = std::nullopt};
  if (text == "*") return range;
  range.total = take_number(text);
  if (!range.total || !text.empty() || *range.total <= *last) return std::nullopt;
  return range;
}

bool is_strong_etag(std::string_view etag) {
  constexpr std::size_t longest{256};
  return etag.size() >= 3 && etag.size() <= longest && etag.front() == '"' && etag.back() == '"' &&
         std::all_of(etag.begin() + 1, etag.end() - 1,
                     [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
}

Result<std::int64_t> body_offset(ResponseHead const& head, ObjectRequest const& request) {
  if (head.status == http::no_such_range && request.from > 0)
    return fail(ErrorCode::conflict, "HTTP 416", head.status);
  bool const part{head.status == http::partial && request.from > 0};
  if (!part && head.status != http::ok) return refused(head.status);
  MS_TRY(plainly_coded(head));
  if (part) {
    MS_TRY(check_part(head, request));
    return request.from;
  }
  if (head.content_length && *head.content_length != request.size)
    return fail(ErrorCode::corrupt,
                fmt::format("{} bytes instead of {}", *head.content_length, request.size));
  return 0;
}

Result<bool> document_comes(ResponseHead const& head, std::int64_t cap, bool known) {
  if (head.status == http::not_modified && known) return false;
  if (head.status != http::ok) return refused(head.status);
  MS_TRY(plainly_coded(head));
  if (head.content_length && *head.content_length > cap)
    return fail(ErrorCode::corrupt, "longer than it may be");
  return true;
}

}  // namespace mingshi::sync
