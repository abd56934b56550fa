#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "hub/assets/product_data.hpp"
#include "hub/keys/passphrase.hpp"
#include "hub/publish/repository_writer.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
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

/// Where keys are found besides DIR/keys, and what opens them besides DIR/keys/passphrase.
struct KeyAccess {
  std::vector<std::filesystem::path> folders{};
  PassphraseSource passphrases{};
};

/// Makes the newest versions of all records the next generation and its signed repository:
/// DIR/generations/N/ and DIR/repo/. On first use it also makes DIR/hall.toml with defaults and,
/// where no ceremony has made a root, the keys of a sample. Holds the hub's lock; waits for another
/// process that has it. Neither root nor targets keys are needed.
/// @errors denied the review gate, or keys of publisher, legal reviewer, snapshot or timestamp are
///         not at hand; invalid_input hall.toml or a record is not as it should be; not_found a
///         picture is missing; corrupt a file is damaged; io.
///         `detail` is a Chinese sentence for the clerk where the clerk can do something about it.
/// @after-failure DIR/repo is the publication before, whole and valid; what was left of the new
///                generation is made anew next time
[[nodiscard]] Result<Published> publish(std::filesystem::path const& hub_dir,
                                        ProductData const& product, ReviewGate gate, Instant now,
                                        KeyAccess const& access = {});

/// Signs the timestamp again, so that terminals know at `now` that what they have is current.
/// Renews what else is half over on its way, as far as the keys are at hand.
/// @errors not_found nothing has been published yet; timeout another process holds the hub's lock;
///         denied the online keys are not at hand; corrupt the repository is damaged; io
/// @after-failure the repository is as it was
[[nodiscard]] Result<Renewed> renew_timestamp(std::filesystem::path const& hub_dir, Instant now,
                                              KeyAccess const& access = {});

/// Puts signed documents in force: RepositoryWriter::install() under the hub's lock.
[[nodiscard]] Result<void> install_authority(std::filesystem::path const& hub_dir,
                                             std::optional<std::string> const& root,
                                             std::optional<std::string> const& targets, Instant now,
                                             KeyAccess const& access);

}  // namespace mingshi::hub
