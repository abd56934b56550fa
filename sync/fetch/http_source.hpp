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
  std::size_t parallel{4};  ///< objects under way at a time
  /// Asked several times a second during a transfer; true ends it as cancelled.
  std::function<bool()> stop_requested{};
  /// Bytes a second that all transfers together may take, asked about once a second; none = as
  /// many as come.
  std::function<std::optional<std::int64_t>()> speed_limit{};
};

/// Is this an address a repository can have: http or https, a host, no query, no fragment?
[[nodiscard]] bool is_repository_url(std::string_view url);

/// A repository behind any static HTTP server. Follows no redirect, reads no environment, .netrc or
/// cookie, speaks http and https only, keeps connections for the next request.
/// A request that fails on the way is made again at once a few times, as long as the server does
/// not ask to wait; an object is then gone on with where it broke off.
class HttpSource final : public Source {
 public:
  /// @errors invalid_input not such a URL; unsupported libcurl does not start
  [[nodiscard]] static Result<std::unique_ptr<HttpSource>> open(HttpOptions options);
  ~HttpSource() override;

  [[nodiscard]] Result<Document> get(std::string_view path, std::size_t cap,
                                     std::string_view known_version) override;
  [[nodiscard]] Result<void> download_all(std::span<Download const> downloads) override;
  [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const override {
    return retry_after_;
  }
  [[nodiscard]] std::string_view place() const override { return options_.base_url; }

 private:
  class Batch;
  struct Engine;
  HttpSource(HttpOptions options, std::unique_ptr<Engine> engine);
  [[nodiscard]] Result<Document> get_once(std::string const& url, std::size_t cap,
                                          std::string_view known_version);

  HttpOptions options_;
  std::unique_ptr<Engine> engine_;
  std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace mingshi::sync
