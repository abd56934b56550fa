#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "hub/assets/product_data.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mingshi::hub {

/// What stands between a record and the public.
enum class ReviewGate : std::uint8_t {
  required,          ///< a passed review of the same content
  unreviewed_sample  ///< none: every record is marked 示例
};

enum class Outcome : std::uint8_t {
  new_generation,
  nothing_changed  ///< the newest generation says the same; its timestamp was renewed
};

/// What publishing did.
struct Published {
  Outcome outcome{Outcome::new_generation};
  std::int64_t sequence{0};
  std::filesystem::path database;            ///< DIR/generations/000042/disclosure.db
  std::map<std::string, std::int64_t> rows;  ///< records a type
  std::vector<std::string> withheld;         ///< ids the masking policy forbids to publish
  std::vector<std::string> left_out;         ///< ids whose publication period is over
};

/// Makes the newest versions of all records the next generation and its signed repository:
/// DIR/generations/N/ and DIR/repo/. On first use it also makes DIR/hall.toml with defaults and
/// DIR/keys/. Holds the hub's lock; waits for another process that has it.
/// @errors denied the review gate; invalid_input hall.toml or a record is not as it should be;
///         not_found a picture is missing; corrupt a key is missing, or a file is damaged; io.
///         `detail` is a Chinese sentence for the clerk where the clerk can do something about it.
/// @after-failure DIR/repo is the publication before, whole and valid; what was left of the new
///                generation is made anew next time
[[nodiscard]] Result<Published> publish(std::filesystem::path const& hub_dir,
                                        ProductData const& product, ReviewGate gate, Instant now);

/// Signs the timestamp again, so that terminals know at `now` that what they have is current.
/// Renews the snapshot and the targets on its way when half of their time is over.
/// @errors not_found nothing has been published yet; timeout another process holds the hub's lock;
///         corrupt a key is missing, or the repository is damaged; io
/// @after-failure the repository is as it was
[[nodiscard]] Result<void> renew_timestamp(std::filesystem::path const& hub_dir, Instant now);

}  // namespace mingshi::hub
