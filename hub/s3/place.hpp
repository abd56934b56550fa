#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mingshi::hub::s3 {

/// How a store is told which bucket is meant.
enum class Addressing : std::uint8_t {
  path,         ///< https://host/bucket/key: what self-hosted stores understand
  virtual_host  ///< https://bucket.host/key: what the large clouds ask for
};

/// Where an S3-compatible store keeps a repository, and who may write there.
struct Place {
  std::string scheme{"https"};  ///< http or https
  std::string host;             ///< with its port where there is one
  std::string bucket;
  std::string prefix;  ///< empty, or a folder that ends with "/"
  std::string region{"us-east-1"};
  Addressing addressing{Addressing::path};
  std::string access_key;
  std::string secret_key;
  friend bool operator==(Place const&, Place const&) = default;
};

/// Reads "https://host[:port]/bucket[/folder]"; region, addressing and keys stay as they are made.
/// @errors invalid_input a Chinese sentence that says what is wrong
[[nodiscard]] Result<Place> parse_place(std::string_view url);

/// [a-z0-9/._-] only, no empty or dotted segment: the names that every signer spells alike.
[[nodiscard]] bool is_plain_key(std::string_view key);

/// The address of an object, or of the bucket when `key` is empty. The prefix is put before.
[[nodiscard]] std::string address_of(Place const& place, std::string_view key);

/// The query that lists what lies below the prefix: sorted and escaped as the signature wants it.
/// @param token of the page before; empty for the first
[[nodiscard]] std::string list_query(Place const& place, std::string_view token);

}  // namespace mingshi::hub::s3
