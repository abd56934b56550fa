#pragma once

#include "sync/fetch/source.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace mingshi::sync {

struct HttpOptions {
  std::string base_url;  ///< http:// or https://, the folder that holds tuf/
  std::string proxy;     ///< empty = none, whatever the environment says
  std::chrono::seconds connect_timeout{10};
  /// A transfer slower than `slowest` bytes a second for `patience` is given up.
  std::int64_t slowest{1000};
  std::chrono::seconds patience{30};
  /// Asked about once a second during a transfer; true ends it as cancelled.
  std::function<bool()> stop_requested;
};

/// A repository behind any static HTTP server. Follows no redirect, reads no environment, .netrc or
/// cookie, speaks http and https only, keeps one connection for the next request.
class HttpSource final : public Source {
 public:
  /// @errors invalid_input not such a URL; unsupported libcurl does not start
  [[nodiscard]] static Result<std::unique_ptr<HttpSource>> open(HttpOptions options);
  ~HttpSource() override;

  [[nodiscard]] Result<Document> get(std::string_view path, std::size_t cap,
                                     std::string_view known_version) override;
  [[nodiscard]] Result<std::string> download(std::string_view path, std::int64_t cap,
                                             std::filesystem::path const& file) override;

 private:
  struct Handle;
  HttpSource(HttpOptions options, std::unique_ptr<Handle> handle);
  HttpOptions options_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace mingshi::sync
