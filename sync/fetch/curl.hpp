#pragma once

#include "core/base/c_handle.hpp"
#include "core/base/result.hpp"
#include "sync/fetch/http_source.hpp"
#include "sync/fetch/pace.hpp"
#include "sync/fetch/response.hpp"

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// libcurl as sync/fetch uses it. For the sources of this folder only.
namespace mingshi::sync {

using HeaderList = CHandle<curl_slist, &curl_slist_free_all>;
using EasyHandle = CHandle<CURL, &curl_easy_cleanup>;
using MultiHandle = CHandle<CURLM, &curl_multi_cleanup>;

/// libcurl's own start and end, which it counts.
class CurlLibrary {
 public:
  CurlLibrary() : started_{curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK} {}
  CurlLibrary(CurlLibrary const&) = delete;
  CurlLibrary& operator=(CurlLibrary const&) = delete;
  ~CurlLibrary() {
    if (started_) curl_global_cleanup();
  }
  [[nodiscard]] bool started() const { return started_; }

 private:
  bool started_;
};

/// What is the same for every request: no redirect, no other protocol, nothing from the
/// environment, no decoding.
void set_common_options(CURL* curl, HttpOptions const& options);

/// Who reads an answer. An Error ends the request.
class Receiver {
 public:
  Receiver() = default;
  Receiver(Receiver const&) = delete;
  Receiver& operator=(Receiver const&) = delete;
  virtual ~Receiver() = default;
  /// Called once, before any of the body and also when there is none.
  [[nodiscard]] virtual Result<void> head(ResponseHead const& head) = 0;
  [[nodiscard]] virtual Result<void> body(std::string_view bytes) = 0;
};

/// One GET and what became of it. libcurl holds its address while it is under way.
class Request {
 public:
  /// @param headers whole lines
  /// @param receiver outlives the request
  Request(HttpOptions const& options, Throttle& throttle, std::string url,
          std::vector<std::string> const& headers, Receiver& receiver);
  Request(Request const&) = delete;
  Request& operator=(Request const&) = delete;

  [[nodiscard]] CURL* handle() const { return curl_.get(); }
  /// Goes on after the throttle closed, when it is open again.
  /// @returns did it
  bool resume_if_open();
  [[nodiscard]] bool paused() const { return paused_; }
  /// What the transfer came to, the receiver's refusal included.
  [[nodiscard]] Result<void> outcome(CURLcode code);
  [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user);
  [[nodiscard]] bool take_head();

  std::string url_;
  Throttle& throttle_;
  Receiver& receiver_;
  HeaderList headers_;
  EasyHandle curl_;
  std::size_t header_bytes_{0};
  bool head_taken_{false};
  bool paused_{false};
  std::optional<Error> refusal_;
  std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace mingshi::sync
