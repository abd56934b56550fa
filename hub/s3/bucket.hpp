#pragma once

#include "core/base/result.hpp"
#include "hub/s3/place.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace mingshi::hub::s3 {

/// A file on its way into a bucket.
struct Item {
  std::filesystem::path file;
  std::string sha256;         ///< of its content: what the signature is over
  std::string content_type;   ///< "application/json"
  std::string cache_control;  ///< "no-cache"
};

/// One bucket of an S3-compatible store, requests signed by AWS Signature Version 4 (libcurl).
/// Every request carries its own x-amz-content-sha256, every query is sorted, every key is plain:
/// libcurl before 8.14 signs anything else so that strict stores refuse it.
/// Follows no redirect, reads no environment, .netrc or cookie.
/// @threads one
class Bucket {
 public:
  /// @errors unsupported libcurl does not start
  [[nodiscard]] static Result<Bucket> open(Place place);
  Bucket(Bucket&&) noexcept;
  Bucket& operator=(Bucket&&) noexcept;
  ~Bucket();

  /// Everything below the place's prefix, by key without the prefix. @unit bytes
  /// @errors denied the store refuses the keys; not_found no such bucket; network; timeout;
  ///         invalid_input the answer is no listing. `detail` is for the clerk where it is Chinese
  [[nodiscard]] Result<std::map<std::string, std::int64_t>> list();
  /// Replaces an object in one step. @pre is_plain_key(key) @errors as list(); io the file
  [[nodiscard]] Result<void> put(std::string_view key, Item const& item);
  /// One that is not there is as good as removed. @pre is_plain_key(key)
  [[nodiscard]] Result<void> remove(std::string_view key);

 private:
  struct Impl;
  explicit Bucket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::hub::s3
