#include "hub/s3/bucket.hpp"

#include "core/base/c_handle.hpp"
#include "core/crypto/crypto.hpp"
#include "hub/s3/listing.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace mingshi::hub::s3 {
namespace {

namespace fs = std::filesystem;

using HeaderList = CHandle<curl_slist, &curl_slist_free_all>;
using File = CHandle<std::FILE, &std::fclose>;

constexpr std::size_t longest_answer{std::size_t{8} << 20U};
constexpr int most_pages{10'000};
constexpr long connect_seconds{10};
/// An upload that moves less than this for so long is given up.
constexpr long slowest_bytes{100};
constexpr long patience_seconds{60};

/// An answer as it comes in.
struct Answer {
  std::string body;
  long status{0};
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& answer{*static_cast<Answer*>(user)};
  if (answer.body.size() + size * count > longest_answer) return CURL_WRITEFUNC_ERROR;
  answer.body.append(data, size * count);
  return size * count;
}

std::size_t give_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto* const file{static_cast<std::FILE*>(user)};
  auto const n{std::fread(data, 1, size * count, file)};
  return n == 0 && std::ferror(file) != 0 ? CURL_READFUNC_ABORT : n;
}

ErrorCode kind_of(CURLcode code) {
  return code == CURLE_OPERATION_TIMEDOUT ? ErrorCode::timeout : ErrorCode::network;
}

std::unexpected<Error> refused(std::string const& url, Answer const& answer) {
  auto const code{error_code_of(answer.body)};
  auto const said{fmt::format("HTTP {}{}{}", answer.status, code.empty() ? "" : " ", code)};
  if (answer.status == 403 || answer.status == 401)
    return fail(
        ErrorCode::denied,
        fmt::format("存储服务拒绝了请求（{}）：请核对访问密钥、权限和本机时间；{}", said, url));
  if (answer.status == 404)
    return fail(ErrorCode::not_found, fmt::format("存储服务里没有这个存储桶（{}）：{}", said, url));
  if (answer.status >= 300 && answer.status < 400)
    return fail(ErrorCode::network,
                fmt::format("存储服务要求换一个地址（{}）：请核对地址和 --region；{}", said, url));
  return fail(ErrorCode::network, fmt::format("存储服务出错（{}）：{}", said, url));
}

}  // namespace

/// One libcurl handle, kept for its connection.
struct Bucket::Impl {
  explicit Impl(Place p)
      : place{std::move(p)}, started{curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK} {
    if (started) curl.reset(curl_easy_init());
  }
  Impl(Impl const&) = delete;
  Impl& operator=(Impl const&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;
  ~Impl() {
    curl.reset();
    if (started) curl_global_cleanup();
  }

  void configure() const;
  [[nodiscard]] Result<Answer> perform(std::string const& url, std::string_view sha256,
                                       std::vector<std::string> headers) const;

  Place place;
  bool started;
  CHandle<CURL, &curl_easy_cleanup> curl;
};

void Bucket::Impl::configure() const {
  auto* const c{curl.get()};
  curl_easy_reset(c);  // keeps the connection
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(c, CURLOPT_PROXY, "");  // also silences the environment
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, slowest_bytes);
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, patience_seconds);
  curl_easy_setopt(c, CURLOPT_USERAGENT, "mingshi");
  curl_easy_setopt(c, CURLOPT_AWS_SIGV4, fmt::format("aws:amz:{}:s3", place.region).c_str());
  curl_easy_setopt(c, CURLOPT_USERNAME, place.access_key.c_str());
  curl_easy_setopt(c, CURLOPT_PASSWORD, place.secret_key.c_str());
}

Result<Answer> Bucket::Impl::perform(std::string const& url, std::string_view sha256,
                                     std::vector<std::string> headers) const {
  auto* const c{curl.get()};
  headers.push_back(fmt::format("x-amz-content-sha256: {}", sha256));
  HeaderList list;
  for (auto const& header : headers) {
    auto* const longer{curl_slist_append(list.get(), header.c_str())};
    if (longer == nullptr) return fail(ErrorCode::io, "out of memory");
    static_cast<void>(list.release());
    list.reset(longer);
  }
  Answer answer;
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, list.get());
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer);
  auto const code{curl_easy_perform(c)};
  if (code != CURLE_OK)
    return fail(kind_of(code),
                fmt::format("连不上存储服务（{}）：{}", curl_easy_strerror(code), url),
                static_cast<int>(code));
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

Bucket::Bucket(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Bucket::Bucket(Bucket&&) noexcept = default;
Bucket& Bucket::operator=(Bucket&&) noexcept = default;
Bucket::~Bucket() = default;

Result<Bucket> Bucket::open(Place place) {
  auto impl{std::make_unique<Impl>(std::move(place))};
  if (!impl->curl) return fail(ErrorCode::unsupported, "libcurl does not start");
  return Bucket{std::move(impl)};
}

Result<std::map<std::string, std::int64_t>> Bucket::list() {
  std::map<std::string, std::int64_t> all;
  std::string token;
  for (int page{0}; page < most_pages; ++page) {
    impl_->configure();
    auto const url{address_of(impl_->place, "") + "?" + list_query(impl_->place, token)};
    auto const answer{MS_TRY(impl_->perform(url, crypto::sha256(""), {}))};
    if (answer.status != 200) return refused(url, answer);
    auto listing{MS_TRY(parse_listing(answer.body))};
    for (auto const& [key, size] : listing.sizes)
      if (key.starts_with(impl_->place.prefix))
        all.emplace(key.substr(impl_->place.prefix.size()), size);
    if (listing.next.empty()) return all;
    token = std::move(listing.next);
  }
  return fail(ErrorCode::invalid_input, "the store's listing has no end");
}

Result<void> Bucket::put(std::string_view key, Item const& item) {
  if (!is_plain_key(key)) return fail(ErrorCode::bug, "not a plain key: " + std::string{key});
  File const file{std::fopen(item.file.c_str(), "rbe")};
  if (!file) {
    int const reason{errno};
    return fail(reason == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                item.file.string() + ": " + std::strerror(reason), reason);
  }
  std::error_code error;
  auto const size{fs::file_size(item.file, error)};
  if (error) return fail(ErrorCode::io, item.file.string() + ": " + error.message());
  auto const url{address_of(impl_->place, key)};
  impl_->configure();
  auto* const c{impl_->curl.get()};
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  curl_easy_setopt(c, CURLOPT_READFUNCTION, &give_body);
  curl_easy_setopt(c, CURLOPT_READDATA, file.get());
  auto const answer{MS_TRY(impl_->perform(
      url, item.sha256,
      {"Content-Type: " + item.content_type, "Cache-Control: " + item.cache_control}))};
  if (answer.status != 200 && answer.status != 201 && answer.status != 204)
    return refused(url, answer);
  return {};
}

Result<void> Bucket::remove(std::string_view key) {
  if (!is_plain_key(key)) return fail(ErrorCode::bug, "not a plain key: " + std::string{key});
  auto const url{address_of(impl_->place, key)};
  impl_->configure();
  curl_easy_setopt(impl_->curl.get(), CURLOPT_CUSTOMREQUEST, "DELETE");
  auto const answer{MS_TRY(impl_->perform(url, crypto::sha256(""), {}))};
  if (answer.status != 200 && answer.status != 204 && answer.status != 404)
    return refused(url, answer);
  return {};
}

}  // namespace mingshi::hub::s3
