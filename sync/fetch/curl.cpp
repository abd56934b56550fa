#include "sync/fetch/curl.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace mingshi::sync {
namespace {

/// More than any honest server says before its body; libcurl alone would read on.
constexpr std::size_t most_header_bytes{64 * 1024};

ErrorCode kind_of(CURLcode code) {
  return code == CURLE_OPERATION_TIMEDOUT ? ErrorCode::timeout : ErrorCode::network;
}

/// A header of the last answer; empty when there is none, or more than one: two readers would
/// understand that differently.
std::string header(CURL* curl, char const* name) {
  curl_header* found{nullptr};
  if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->amount == 1 ? found->value : std::string{};
}

ResponseHead head_of(CURL* curl) {
  ResponseHead head;
  long status{0};
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  head.status = static_cast<int>(status);
  curl_off_t length{-1};
  curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  if (length >= 0) head.content_length = length;
  curl_off_t wait{0};
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  if (wait > 0) head.retry_after = std::chrono::seconds{wait};
  head.content_range = header(curl, "Content-Range");
  head.content_encoding = header(curl, "Content-Encoding");
  head.etag = header(curl, "ETag");
  return head;
}

}  // namespace

void set_common_options(CURL* curl, HttpOptions const& options) {
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, options.proxy.c_str());  // "" silences the environment too
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXLIFETIME_CONN, 600L);
  curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);  // hashes are over the bytes as sent
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                   static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(options.slowest));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.patience.count()));
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "mingshi-sync");
}

Request::Request(HttpOptions const& options, Throttle& throttle, std::string url,
                 std::vector<std::string> const& headers, Receiver& receiver)
    : url_{std::move(url)}, throttle_{throttle}, receiver_{receiver}, curl_{curl_easy_init()} {
  auto* const c{curl_.get()};
  if (c == nullptr) return;
  set_common_options(c, options);
  for (auto const& line : headers) {
    auto* const longer{curl_slist_append(headers_.get(), line.c_str())};
    if (longer == nullptr) continue;
    static_cast<void>(headers_.release());  // it is the start of `longer`
    headers_.reset(longer);
  }
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(c, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, &Request::on_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &Request::on_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
}

std::size_t Request::on_header(char* /*data*/, std::size_t size, std::size_t count, void* user) {
  auto& self{*static_cast<Request*>(user)};
  self.header_bytes_ += size * count;
  if (self.header_bytes_ <= most_header_bytes) return size * count;
  self.refusal_ = Error{ErrorCode::network, "a head without end"};
  return CURL_WRITEFUNC_ERROR;
}

bool Request::take_head() {
  if (std::exchange(head_taken_, true)) return true;
  auto const head{head_of(curl_.get())};
  retry_after_ = head.retry_after;
  auto const taken{receiver_.head(head)};
  if (!taken) refusal_ = taken.error();
  return taken.has_value();
}

std::size_t Request::on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& self{*static_cast<Request*>(user)};
  if (!self.take_head()) return CURL_WRITEFUNC_ERROR;
  if (!self.throttle_.open(std::chrono::steady_clock::now())) {
    self.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  auto const bytes{size * count};
  auto const taken{self.receiver_.body({data, bytes})};
  if (!taken) {
    self.refusal_ = taken.error();
    return CURL_WRITEFUNC_ERROR;
  }
  self.throttle_.count(static_cast<std::int64_t>(bytes));
  return bytes;
}

bool Request::resume_if_open() {
  if (!paused_ || !throttle_.open(std::chrono::steady_clock::now())) return false;
  paused_ = false;
  curl_easy_pause(curl_.get(), CURLPAUSE_CONT);  // delivers what waits, and may pause again
  return true;
}

Result<void> Request::outcome(CURLcode code) {
  if (code == CURLE_OK) static_cast<void>(take_head());
  auto const where{
      [&](Error error) { return std::unexpected{std::move(error).while_doing(url_)}; }};
  if (refusal_) return where(*refusal_);
  if (code != CURLE_OK)
    return where(Error{kind_of(code), curl_easy_strerror(code), static_cast<int>(code)});
  return {};
}

}  // namespace mingshi::sync
