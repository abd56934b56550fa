#include "sync/fetch/http_source.hpp"

#include "core/base/c_handle.hpp"
#include "core/crypto/crypto.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace mingshi::sync {
namespace {

constexpr long http_ok{200};
constexpr long http_not_modified{304};
constexpr long http_forbidden{403};
constexpr long http_not_found{404};

using HeaderList = CHandle<curl_slist, &curl_slist_free_all>;
using File = CHandle<std::FILE, &std::fclose>;

/// Where a body goes: it says how many more bytes it takes, and takes them.
struct Sink {
  CURL* curl;
  std::function<bool(std::string_view)> take;
  std::int64_t room;
  enum class Refusal { none, status, too_long, disk } refusal{Refusal::none};
  int disk_error{0};  ///< errno of `take`, before libcurl overwrites it
};

/// libcurl's write callback.
std::size_t write_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& sink{*static_cast<Sink*>(user)};
  auto const bytes{size * count};
  long status{0};
  curl_easy_getinfo(sink.curl, CURLINFO_RESPONSE_CODE, &status);
  // An error page has no limit on its length: it is not read at all.
  if (status != http_ok) {
    sink.refusal = Sink::Refusal::status;
    return CURL_WRITEFUNC_ERROR;
  }
  if (std::cmp_greater(bytes, sink.room)) {
    sink.refusal = Sink::Refusal::too_long;
    return CURL_WRITEFUNC_ERROR;
  }
  if (!sink.take({data, bytes})) {
    sink.refusal = Sink::Refusal::disk;
    sink.disk_error = errno;
    return CURL_WRITEFUNC_ERROR;
  }
  sink.room -= static_cast<std::int64_t>(bytes);
  return bytes;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto const& stop_requested{*static_cast<std::function<bool()> const*>(user)};
  return stop_requested && stop_requested() ? 1 : 0;
}

ErrorCode kind_of(CURLcode code) {
  if (code == CURLE_OPERATION_TIMEDOUT) return ErrorCode::timeout;
  if (code == CURLE_ABORTED_BY_CALLBACK) return ErrorCode::cancelled;
  return ErrorCode::network;
}

}  // namespace

/// One libcurl handle with what is the same for every request.
struct HttpSource::Handle {
  Handle() : started{curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK} {
    if (started) curl.reset(curl_easy_init());
  }
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;
  Handle(Handle&&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    curl.reset();
    if (started) curl_global_cleanup();
  }

  void configure(HttpOptions const& options) const;
  /// One GET. The status is 200 or 304; anything else is an Error.
  [[nodiscard]] Result<long> perform(std::string const& url, std::string_view known_version,
                                     Sink& sink) const;
  [[nodiscard]] std::string etag() const;

  bool started;
  CHandle<CURL, &curl_easy_cleanup> curl;
};

void HttpSource::Handle::configure(HttpOptions const& options) const {
  auto* const c{curl.get()};
  curl_easy_reset(c);  // keeps the connection
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(c, CURLOPT_PROXY, options.proxy.c_str());  // "" also silences the environment
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(c, CURLOPT_HTTP_CONTENT_DECODING, 0L);  // hashes are over the bytes as sent
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(options.slowest));
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.patience.count()));
  curl_easy_setopt(c, CURLOPT_USERAGENT, "mingshi-sync");
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(c, CURLOPT_XFERINFODATA, &options.stop_requested);
}

Result<long> HttpSource::Handle::perform(std::string const& url, std::string_view known_version,
                                         Sink& sink) const {
  auto* const c{curl.get()};
  HeaderList headers;
  if (!known_version.empty())
    headers.reset(
        curl_slist_append(nullptr, fmt::format("If-None-Match: {}", known_version).c_str()));
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &write_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &sink);
  auto const code{curl_easy_perform(c)};
  if (sink.refusal == Sink::Refusal::too_long)
    return fail(ErrorCode::corrupt, fmt::format("{}: longer than it may be", url));
  if (sink.refusal == Sink::Refusal::disk)
    return fail(ErrorCode::io, fmt::format("storing {}: {}", url, std::strerror(sink.disk_error)),
                sink.disk_error);
  long status{0};
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK && sink.refusal == Sink::Refusal::none)
    return fail(kind_of(code), fmt::format("{}: {}", url, curl_easy_strerror(code)),
                static_cast<int>(code));
  if (status == http_not_found || status == http_forbidden)
    return fail(ErrorCode::not_found, fmt::format("{}: HTTP {}", url, status),
                static_cast<int>(status));
  if (status != http_ok && (status != http_not_modified || known_version.empty()))
    return fail(ErrorCode::network, fmt::format("{}: HTTP {}", url, status),
                static_cast<int>(status));
  return status;
}

std::string HttpSource::Handle::etag() const {
  curl_header* header{nullptr};
  if (curl_easy_header(curl.get(), "ETag", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  return header->value;
}

HttpSource::HttpSource(HttpOptions options, std::unique_ptr<Handle> handle)
    : options_{std::move(options)}, handle_{std::move(handle)} {}
HttpSource::~HttpSource() = default;

Result<std::unique_ptr<HttpSource>> HttpSource::open(HttpOptions options) {
  std::string_view const url{options.base_url};
  bool const web{url.starts_with("http://") || url.starts_with("https://")};
  if (!web || url.find_first_of("?# \t\r\n") != std::string_view::npos || url.ends_with("://"))
    return fail(ErrorCode::invalid_input,
                fmt::format("not the address of a repository: {}", options.base_url));
  if (!url.ends_with('/')) options.base_url += '/';
  auto handle{std::make_unique<Handle>()};
  if (!handle->curl) return fail(ErrorCode::unsupported, "libcurl does not start");
  return std::unique_ptr<HttpSource>{new HttpSource{std::move(options), std::move(handle)}};
}

Result<Document> HttpSource::get(std::string_view path, std::size_t cap,
                                 std::string_view known_version) {
  handle_->configure(options_);
  std::string body;
  Sink sink{.curl = handle_->curl.get(),
            .take =
                [&](std::string_view bytes) {
                  body += bytes;
                  return true;
                },
            .room = static_cast<std::int64_t>(cap)};
  auto const status{
      MS_TRY(handle_->perform(fmt::format("{}{}", options_.base_url, path), known_version, sink))};
  if (status == http_not_modified)
    return Document{.bytes = std::nullopt, .version = std::string{known_version}};
  return Document{.bytes = std::move(body), .version = handle_->etag()};
}

Result<std::string> HttpSource::download(std::string_view path, std::int64_t cap,
                                         std::filesystem::path const& file) {
  handle_->configure(options_);
  auto const disk_error{[&](std::string_view doing) {
    int const code{errno};
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return fail(ErrorCode::io, fmt::format("{} {}: {}", doing, file.string(), std::strerror(code)),
                code);
  }};
  File const out{std::fopen(file.c_str(), "wbe")};
  if (!out) return disk_error("opening");
  crypto::Sha256 hash;
  Sink sink{.curl = handle_->curl.get(),
            .take =
                [&](std::string_view bytes) {
                  hash.add(bytes);
                  return std::fwrite(bytes.data(), 1, bytes.size(), out.get()) == bytes.size();
                },
            .room = cap};
  auto const status{handle_->perform(fmt::format("{}{}", options_.base_url, path), {}, sink)};
  if (!status) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return std::unexpected{status.error()};
  }
  if (std::fflush(out.get()) != 0 || ::fsync(::fileno(out.get())) != 0)
    return disk_error("flushing");
  return hash.hex();
}

}  // namespace mingshi::sync
